"""A draft outlives restarts, nobody gets another's by accident, and what nobody came back for goes."""

from dataclasses import replace

from bot.storage import KeptDraft, Store, drafts

DRAFT = KeptDraft("discord:1", "entries/x/relu.md", 2, "ab", "text", "edit", "shorter", (3, 14))


async def test_a_draft_comes_back_as_it_was_after_a_restart(store, database_url):
    kept = await store.drafts.keep(DRAFT)
    other = Store(database_url)
    await other.open()
    assert await other.drafts.get(kept.key) == kept == replace(DRAFT, key=kept.key)
    await other.close()


async def test_two_drafts_of_the_same_text_are_two_and_one_can_be_dropped(store):
    first, second = await store.drafts.keep(DRAFT), await store.drafts.keep(replace(DRAFT, text=None, gaps=()))
    await store.drafts.drop(first.key)
    await store.drafts.drop(first.key)
    assert await store.drafts.get(first.key) is None
    assert await store.drafts.get(second.key) == second


async def test_what_nobody_came_back_for_goes_with_the_next_one(store, monkeypatch):
    forgotten = await store.drafts.keep(DRAFT)
    monkeypatch.setattr(drafts, "KEPT_DAYS", -1)
    kept = await store.drafts.keep(DRAFT)
    assert await store.drafts.get(forgotten.key) is None
    assert await store.drafts.get(kept.key) == kept


async def test_drafts_are_handed_out_and_deleted_with_their_owner(store):
    kept = await store.drafts.keep(DRAFT)
    await store.drafts.keep(replace(DRAFT, owner="discord:2"))
    assert [row["text"] for row in (await store.people.export("discord:1"))["drafts"]] == ["text"]
    assert await store.people.delete("discord:1") == 1
    assert await store.drafts.get(kept.key) is None
    assert "drafts" in await store.people.export("discord:2")
