"""Revisions: append-only, nobody overwrites anybody, the audit stands beside them."""

import asyncio

import pytest

from bot.storage import EditConflict

RELU = "entries/functions/relu.md"


async def save(store, text, after, author="discord:1", action="edit"):
    return await store.revisions.append(RELU, text, after=after, base="b", action=action, author=author)


async def test_the_second_of_two_editors_is_refused_and_shown_the_first_ones_text(store):
    await save(store, "first", 0, "discord:1")
    with pytest.raises(EditConflict, match="changed meanwhile") as refusal:
        await save(store, "second", 0, "discord:2")
    assert refusal.value.newer is not None
    assert (refusal.value.newer.text, refusal.value.newer.author) == ("first", "discord:1")
    assert [revision.text for revision in await store.revisions.history(RELU)] == ["first"]


async def test_of_many_who_save_at_once_one_wins(store):
    outcomes = await asyncio.gather(*(save(store, str(n), 0) for n in range(5)), return_exceptions=True)
    won = [outcome for outcome in outcomes if not isinstance(outcome, EditConflict)]
    assert len(won) == 1
    assert (await store.revisions.heads())[RELU].text == won[0].text
    assert await store.revisions.count() == 1


async def test_heads_are_the_newest_and_history_is_whole(store):
    await save(store, "one", 0)
    await save(store, "two", 1)
    await save(store, "one", 2, action="revert")
    await store.revisions.append("claims/x.md", None, after=0, base=None, action="retire", author="cli")
    heads = await store.revisions.heads()
    assert {path: (head.number, head.text) for path, head in heads.items()} == {
        RELU: (3, "one"),
        "claims/x.md": (1, None),
    }
    assert [(r.number, r.action) for r in await store.revisions.history(RELU)] == [
        (3, "revert"),
        (2, "edit"),
        (1, "edit"),
    ]
    second = await store.revisions.get(RELU, 2)
    assert second is not None
    assert second.text == "two"
    assert second.at.tzinfo is not None
    assert await store.revisions.get(RELU, 9) is None


async def test_each_revision_has_its_line_in_the_audit(store):
    await save(store, "one", 0)
    await store.audit.note("discord:2", "reload", "content", "131 entries")
    deeds = await store.audit.newest()
    assert [(deed.who, deed.action, deed.target) for deed in deeds] == [
        ("discord:2", "reload", "content"),
        ("discord:1", "edit", RELU),
    ]
    assert [deed.who for deed in await store.audit.newest(target=RELU)] == ["discord:1"]
