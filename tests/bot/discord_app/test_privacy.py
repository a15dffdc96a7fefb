"""/privacy says, hands out and deletes; and what people ask is in no log and in no database."""

import json
import logging

import pytest
import structlog

from bot import privacy
from bot.errors import StorageUnavailable
from tests.bot.discord_app.in_process import make_config, running_client

DISTINCTIVE = "Why does my flamingo-coloured zebra ReLU sit at zero?"
WORDS = ("flamingo", "zebra")


@pytest.fixture
async def running(quick_discord, knowledge, tmp_path):
    config = make_config(quick_discord, f"sqlite+aiosqlite:///{tmp_path}/rectify.db", privacy={"retention_days": 99})
    async with running_client(quick_discord, knowledge, config) as started:
        yield started


async def use(discord, who, word, channel=None):
    asked = await discord.slash(who, channel or discord.general, f"privacy {word}")
    return await asked.wait_for_message()


async def leave_traces(store, who):
    person = f"discord:{who.id}"
    await store.feedback.record(person, "answer", "relu", is_helpful=False, reason="too long")
    await store.predictions.record(person, "poll", 2)
    await store.audit.note(person, "reload", "content")


async def test_data_are_not_handed_out_where_others_read(quick_discord, running, ada):
    await leave_traces(running.store, ada)
    for word in ("export", "delete"):
        said = await quick_discord.say(ada, quick_discord.general, f"privacy {word}", mentions_bot=True)
        answer = await quick_discord.wait_for_reply(said)
        assert answer.text.startswith(f"This channel can be read by others. Use the slash command `/privacy {word}`")
    assert len(await running.store.people.export(f"discord:{ada.id}")) == 3


async def test_the_statement_is_for_the_asker(quick_discord, running, ada):
    told = await use(quick_discord, ada, "show")
    assert told.is_ephemeral
    assert privacy.statement(99) in told.embeds[0]["description"]


async def test_the_export_is_a_private_file_with_everything(quick_discord, running, ada):
    await leave_traces(running.store, ada)
    await leave_traces(running.store, quick_discord.make_member("ben"))
    told = await use(quick_discord, ada, "export")
    assert told.is_ephemeral
    assert told.text.startswith("Everything about you in the database: 3 rows.")
    (file,) = told.attachments
    assert file.filename == "rectify-data.json"
    data = json.loads(file.content)
    assert data["person"] == f"discord:{ada.id}"
    assert data["tables"] == await running.store.people.export(f"discord:{ada.id}")
    assert data["tables"]["feedback"][0]["reason"] == "too long"


async def test_in_a_direct_message_the_export_can_be_typed(quick_discord, running, ada):
    await leave_traces(running.store, ada)
    said = await quick_discord.say(ada, quick_discord.direct_channel(ada), "privacy export")
    answer = await quick_discord.wait_for_reply(said)
    assert [file.filename for file in answer.attachments] == ["rectify-data.json"]


async def test_who_left_nothing_is_told_so(quick_discord, running, ada):
    assert (await use(quick_discord, ada, "export")).text == "There is nothing about you in the database."


async def test_deletion_takes_two_clicks_and_says_what_stays(quick_discord, running, ada):
    ben = quick_discord.make_member("ben")
    for person in (ada, ben):
        await leave_traces(running.store, person)
    asked = await use(quick_discord, ada, "delete")
    assert asked.is_ephemeral
    assert "cannot be undone" in asked.text
    assert len(await running.store.people.export(f"discord:{ada.id}")) == 3
    pressed = await quick_discord.press(ada, asked, "Delete it")
    told = await pressed.wait_for_update()
    assert told.text.startswith("3 rows about you were deleted or lost your name.")
    assert "kept without your name, because it is the server's record" in told.text
    assert told.buttons == []
    assert await running.store.people.export(f"discord:{ada.id}") == {}
    assert [deed.who for deed in await running.store.audit.newest()] == [f"discord:{ben.id}", "deleted person"]
    assert len(await running.store.people.export(f"discord:{ben.id}")) == 3


async def test_a_database_that_fails_deletes_nothing_and_says_so(quick_discord, running, ada, monkeypatch):
    async def busy(person):
        raise StorageUnavailable("This could not be saved.")

    asked = await use(quick_discord, ada, "delete")
    monkeypatch.setattr(running.store.people, "delete", busy)
    pressed = await quick_discord.press(ada, asked, "Delete it")
    assert (await pressed.wait_for_message()).text == "This could not be saved."


async def test_old_rows_are_deleted_at_every_start(bot):
    assert '"event": "rows past their time were deleted"' in bot.log


def broken(*arguments):
    raise RuntimeError("broken on purpose")


async def ask_every_way(discord, who):
    """A distinctive question as command, mention, direct message, message command, and typed simulation."""
    said = await discord.say(who, discord.general, DISTINCTIVE, mentions_bot=True)
    await discord.wait_for_reply(said)
    direct = await discord.say(who, discord.direct_channel(who), DISTINCTIVE)
    await discord.wait_for_reply(direct)
    wrong = await discord.say(who, discord.general, f"sim {DISTINCTIVE}", mentions_bot=True)
    await discord.wait_for_reply(wrong)
    for command, options in (
        ("ask", {"question": DISTINCTIVE}),
        ("check", {"intuition": DISTINCTIVE}),
        ("explain", {"topic": "flamingo zebra"}),
    ):
        asked = await discord.slash(who, discord.general, command, options)
        await asked.wait_for_message()
    for name in ("Answer this", "Check this intuition", "Inspect plot"):
        asked = await discord.message_command(who, name, said)
        await asked.wait_for_message()
    answer = await discord.wait_for_reply(said)
    pressed = await discord.press(who, answer, answer.buttons[0]["custom_id"])
    await pressed.wait_for_message()


@pytest.mark.parametrize("is_broken", [False, True], ids=["answered", "failing"])
async def test_no_question_is_logged_or_stored(quick_discord, running, ada, tmp_path, caplog, monkeypatch, is_broken):
    caplog.set_level(logging.INFO)
    with structlog.testing.capture_logs() as logged:
        if is_broken:
            said = await quick_discord.say(ada, quick_discord.general, DISTINCTIVE, mentions_bot=True)
            await quick_discord.wait_for_reply(said)
            monkeypatch.setattr(running.client.helper, "answer", broken)
            asked = await quick_discord.slash(ada, quick_discord.general, "ask", {"question": DISTINCTIVE})
            assert "Something went wrong" in (await asked.wait_for_message()).text
        else:
            await ask_every_way(quick_discord, ada)
    written = [repr(line) for line in logged] + [record.getMessage() for record in caplog.records]
    assert written, "there is a log to look at"
    assert not [line for line in written if any(word in line for word in WORDS)]
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("rectify.db*"))
    assert kept
    assert not [word for word in WORDS if word.encode() in kept]
