"""/kb refused, interrupted and raced: a sentence for the moderator, and not one written word lost."""

import asyncio

import pytest

from bot.discord_app.moderation import beginning
from bot.editing import editor as editor_module
from bot.errors import RectifyError, StorageUnavailable
from bot.storage import KeptDraft
from tests.bot.discord_app.moderators_desk import RELU, labels, make_desk, try_out_here
from tests.discord_stand_in.errors import ClientRefusal

ROLE_NEEDED = "one of the roles that discord.moderator"


COMMANDS = [
    ("add", {"kind": "entry", "id": "elu", "group": "functions"}),
    ("edit", {"topic": "relu"}),
    ("alias", {"topic": "relu", "alias": "rectifier"}),
    ("raw", {"topic": "relu"}),
    ("history", {"topic": "relu"}),
    ("diff", {"topic": "relu", "old": 0, "new": 0}),
    ("revert", {"topic": "relu", "revision": 0}),
    ("stats", {}),
    ("reload", {}),
    ("export", {}),
]


async def test_who_is_no_moderator_is_refused_everywhere(desk):
    for command, options in COMMANDS:
        told = await (await desk.kb(desk.eve, command, **options)).wait_for_message()
        assert told.is_ephemeral
        assert ROLE_NEEDED in told.content, command
    told = await (await desk.discord.slash(desk.eve, desk.discord.general, "gaps")).wait_for_message()
    assert ROLE_NEEDED in told.content
    said = await desk.discord.say(desk.ben, desk.discord.general, "ReLU is max(0, z).")
    told = await (await desk.discord.message_command(desk.eve, "Add to knowledge", said)).wait_for_message()
    assert ROLE_NEEDED in told.content
    for command in ("edit", "raw"):
        assert await desk.discord.autocomplete(desk.eve, desk.discord.general, f"kb {command}", {"topic": "r"}) == []
    assert await desk.store.audit.newest() == ()


async def test_discord_hides_the_commands_from_everybody_else_and_from_direct_messages(desk):
    moderating = [one for one in desk.discord.commands if one["name"] in ("kb", "gaps", "Add to knowledge")]
    # Who installs the bot for themselves brings it into servers that nobody here knows.
    assert [one["integration_types"] for one in moderating] == [[0]] * 3
    fay = desk.discord.make_member("fay")
    said = await desk.discord.say(desk.ben, desk.discord.general, "ReLU is max(0, z).")
    direct = desk.discord.direct_channel(desk.ada)
    for use in (
        lambda: desk.kb(fay, "reload"),
        lambda: desk.discord.slash(fay, desk.discord.general, "gaps"),
        lambda: desk.discord.message_command(fay, "Add to knowledge", said),
        lambda: desk.discord.slash(desk.ada, direct, "kb reload"),
        lambda: desk.discord.slash(desk.ada, direct, "gaps"),
    ):
        with pytest.raises(ClientRefusal, match=r"lacks the permissions 32|not offered in direct"):
            await use()


async def test_a_form_and_a_button_are_refused_once_the_role_is_gone(desk):
    opened = await desk.kb(desk.ada, "edit", topic="relu")
    await opened.wait_for_form()
    preview = await desk.preview(desk.ada)
    roles, desk.ada.roles = desk.ada.roles, []
    sent = await desk.discord.submit_form(desk.ada, opened, {"Title": "Mine"})
    assert ROLE_NEEDED in (await sent.wait_for_message()).content
    pressed = await desk.discord.press(desk.ada, preview, "Save")
    assert ROLE_NEEDED in (await pressed.wait_for_message()).content
    desk.ada.roles = roles
    assert await desk.store.revisions.count() == 0


async def test_without_configured_roles_managers_of_the_only_server_moderate(quick_discord, tmp_path, cache):
    desk = make_desk(quick_discord, tmp_path, cache, moderator_roles=())
    async with desk.started() as running:
        assert "no revisions" in (await desk.settled(await desk.kb(desk.eve, "history", topic="relu"))).text.lower()
        running.client._connection._add_guild_from_data({"id": 5, "name": "another server"})
        told = await desk.settled(await desk.kb(desk.eve, "history", topic="relu"))
        assert "Rectify is in several servers" in told.content


WRONG = [
    ("an unknown topic", "edit", {"topic": "nowhere"}, "no entry and no claim “nowhere”"),
    ("an unknown part", "edit", {"topic": "relu", "section": "colour"}, "no part “colour”"),
    ("a topic that pings", "raw", {"topic": "@everyone"}, "no claim “@\u200beveryone”"),
    ("a taken id", "add", {"kind": "entry", "id": "relu", "group": "functions"}, "already"),
    ("no group", "add", {"kind": "entry", "id": "elu"}, "no group"),
    ("an id that is a path", "add", {"kind": "claim", "id": "../x"}, "is no id"),
    ("an unknown revision", "diff", {"topic": "relu", "old": 0, "new": 9}, "no revision 9"),
    ("a revision to go back to", "revert", {"topic": "relu", "revision": 9}, "no revision 9"),
    ("nothing to go back from", "revert", {"topic": "relu", "revision": 0}, "never edited here"),
    ("a name that is there", "alias", {"topic": "relu", "alias": "the relu function"}, "stands in"),
    ("the name of another", "alias", {"topic": "relu", "alias": "the tanh function"}, "cannot be saved"),
]


@pytest.mark.parametrize(("command", "options", "said"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_what_is_wrong_is_a_private_sentence(desk, command, options, said):
    told = await desk.settled(await desk.kb(desk.ada, command, **options))
    assert said in told.content
    assert told.is_ephemeral
    assert await desk.store.revisions.count() == 0


FILES = [
    ("no text", b"\xff\xfe\x00", "not UTF-8"),
    ("nothing", b" \n", "empty"),
    ("too much", b"x" * (beginning.LARGEST_FILE + 1), "100,001 bytes"),
    ("no front matter", b"just words", f"kb/{RELU}:1:"),
    ("broken YAML", b"---\ntitle: [\n---\nBody.\n", f"kb/{RELU}:"),
    ("an unknown key", b"---\ntitel: x\n---\nBody.\n", f"kb/{RELU}:2: The key 'titel'"),
]


@pytest.mark.parametrize(("content", "said"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
async def test_a_file_that_cannot_be_used_is_refused_with_its_line_and_given_back(desk, content, said):
    file = desk.discord.upload(desk.discord.general, "relu.md", content)
    told = await desk.settled(await desk.kb(desk.ada, "edit", topic="relu", file=file))
    assert said in told.content.replace("\\", "")
    if "relu.md:" in told.content:
        assert told.attachments[0].content.strip() == content.strip()
        again = await desk.discord.press(desk.ada, told, "Edit again")
        assert (await again.wait_for_form())["components"]


async def test_a_form_with_a_wrong_line_gives_everything_back(desk):
    opened = await desk.kb(desk.ada, "edit", topic="relu", section="faq")
    _, told = await desk.fill(desk.ada, opened, **{"Questions with their own answers": "Q: why\nA long story @here"})
    assert "has no answer" in told.content
    assert b"A long story @here" in told.attachments[0].content
    again = await desk.discord.press(desk.ada, told, "Edit again")
    assert (await again.wait_for_form())["components"]


async def test_a_dead_link_is_named_and_mended(desk):
    opened = await desk.kb(desk.ada, "edit", topic="relu", section="links")
    _, told = await desk.fill(desk.ada, opened, **{"Related topics": "nowhere"})
    assert "cannot be saved" in told.content
    assert "no entry 'nowhere'" in told.content
    assert labels(told) == ["Edit again", "Discard"]
    _, mended = await desk.fill(
        desk.ada, await desk.discord.press(desk.ada, told, "Edit again"), **{"Related topics": "tanh"}
    )
    await desk.press(desk.ada, mended, "Save")
    assert desk.editor.knowledge.resolve("relu").related == ("tanh",)


async def test_the_second_of_two_editors_sees_the_first_change_and_loses_nothing(desk):
    mine, yours = await desk.preview(desk.ada, "Mine"), await desk.preview(desk.ben, "Yours")
    await desk.press(desk.ada, mine, "Save")
    conflict = await desk.press(desk.ben, yours, "Save")
    assert f"<@{desk.ada.id}> saved revision 1" in conflict.content
    assert "+title: Mine" in conflict.content
    assert "+title: Yours" in conflict.content
    assert [file.filename for file in conflict.attachments] == ["theirs.diff", "yours.diff", "relu.md"]
    assert b"title: Yours" in conflict.attachments[2].content
    assert desk.editor.knowledge.resolve("relu").title == "Mine"
    preview = await desk.press(desk.ben, conflict, "Save mine on top")
    assert preview.embeds[0]["title"] == "Yours"
    await desk.press(desk.ben, preview, "Save")
    assert desk.editor.knowledge.resolve("relu").title == "Yours"
    assert [one.number for one in await desk.editor.history("relu")] == [2, 1]


async def test_two_presses_of_save_are_one_revision(desk):
    preview = await desk.preview(desk.ada)
    first, second = [await desk.discord.press(desk.ada, preview, "Save") for _ in range(2)]
    await asyncio.gather(desk.settled(first), second.wait_for_message())
    await desk.discord.world.until(lambda: "Saved as revision 1" in preview.content, 10, "the saved message")
    assert await desk.store.revisions.count() == 1
    await desk.discord.world.until(lambda: desk.told, 5, "a line for the staff")
    assert len(desk.told) == 1


async def test_a_restart_between_preview_and_save_loses_nothing(quick_discord, tmp_path, cache, monkeypatch):
    monkeypatch.setattr(editor_module, "try_out", try_out_here)
    desk = make_desk(quick_discord, tmp_path, cache)
    async with desk.started():
        preview = await desk.preview(desk.ada)
        opened = await desk.kb(desk.ben, "edit", topic="tanh")
        await opened.wait_for_form()
    async with desk.started():
        await desk.press(desk.ada, preview, "Save")
        assert desk.editor.knowledge.resolve("relu").title == "Rectifier"
        _, after = await desk.fill(desk.ben, opened, Title="Hyperbolic")
        await desk.press(desk.ben, after, "Save")
    async with desk.started():
        assert desk.editor.knowledge.resolve("tanh").title == "Hyperbolic"


async def test_a_busy_database_is_a_sentence_and_save_stays(desk, monkeypatch):
    preview = await desk.preview(desk.ada)

    async def busy(*arguments, **more):
        raise StorageUnavailable("This could not be saved: the database is busy or full. Try again.")

    with monkeypatch.context() as patched:
        patched.setattr(desk.store.revisions, "append", busy)
        told = await desk.press(desk.ada, preview, "Save")
        assert "busy or full" in told.content
        assert "Save" in labels(told)
    with monkeypatch.context() as patched:
        patched.setattr(desk.store.drafts, "keep", busy)
        refused = await desk.settled(await desk.kb(desk.ada, "edit", topic="relu"))
        assert "busy or full" in refused.content
    opened = await desk.kb(desk.ada, "edit", topic="tanh")
    await opened.wait_for_form()
    with monkeypatch.context() as patched:
        patched.setattr(desk.store.drafts, "keep", busy)
        _, refused = await desk.fill(desk.ada, opened, Title="Not lost")
        assert b"Not lost" in refused.attachments[0].content
    await desk.press(desk.ada, told, "Save")
    assert desk.editor.knowledge.resolve("relu").title == "Rectifier"


async def test_an_unexpected_error_while_saving_leaves_the_button(desk, monkeypatch):
    preview = await desk.preview(desk.ada)

    async def broken(*arguments, **more):
        raise RuntimeError("a secret")

    with monkeypatch.context() as patched:
        patched.setattr(desk.editor, "check", broken)
        told = await desk.press(desk.ada, preview, "Save")
    assert "your text is kept" in told.content
    await desk.press(desk.ada, told, "Save")
    assert desk.editor.knowledge.resolve("relu").title == "Rectifier"


@pytest.mark.parametrize("error", [RuntimeError("a secret"), RectifyError("It took too long.")], ids=type)
async def test_a_preview_that_fails_gives_the_text_back_and_can_be_tried_again(desk, monkeypatch, error):
    opened = await desk.kb(desk.ada, "edit", topic="relu")

    async def broken(*arguments):
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(desk.editor, "preview", broken)
        sent, _ = await desk.fill(desk.ada, opened, Title="Not lost")
        if isinstance(error, RuntimeError):
            await sent.wait_for_message(number=2)
    assert "secret" not in sent.text
    assert b"title: Not lost" in sent.shown[0].attachments[0].content
    _, preview = await desk.fill(desk.ada, await desk.discord.press(desk.ada, sent.shown[0], "Edit again"))
    assert preview.embeds[0]["title"] == "Not lost"


async def test_a_draft_belongs_to_its_writer_and_ends_with_discard(desk):
    kept = await desk.store.drafts.keep(KeptDraft(f"discord:{desk.ben.id}", RELU, 0, None, "text", "edit"))
    preview = await desk.preview(desk.ada)
    for part in preview.components[0]["components"]:
        part["custom_id"] = f"draft:save:{kept.key}" if part["label"] == "Save" else part["custom_id"]
    pressed = await desk.discord.press(desk.ada, preview, "Save")
    assert "belongs to somebody else" in (await pressed.wait_for_message()).content
    again = await desk.discord.press(desk.ada, preview, "Edit again")
    await again.wait_for_form()
    gone = await desk.press(desk.ada, preview, "Discard")
    assert gone.content.startswith("Discarded")
    assert b"title: Rectifier" in gone.attachments[0].content
    _, told = await desk.fill(desk.ada, again, Title="Too late")
    assert "is not there any more" in told.content
    assert b"Too late" in told.attachments[0].content
