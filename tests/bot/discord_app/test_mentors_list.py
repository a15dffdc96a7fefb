"""A refused question can be put on the mentors' list: by its asker only, by a press only, and whole."""

import pytest
import structlog

from bot.errors import StorageUnavailable
from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in.permissions import EMBED_LINKS, READ_MESSAGE_HISTORY

UNCLEAR = "How do I fold @everyone a *paper* crane <@123> with_underscores and wings?"
BUTTON = "Put this on the mentors' list"


@pytest.fixture
async def running(quick_discord, knowledge, tmp_path):
    quick_discord.staff_channel = quick_discord.make_channel("mentors")
    config = make_config(
        quick_discord, f"sqlite+aiosqlite:///{tmp_path}/rectify.db", staff_channel=quick_discord.staff_channel.id
    )
    assert not knowledge.search(UNCLEAR).is_confident
    async with running_client(quick_discord, knowledge, config) as started:
        yield started


async def refused_by_slash(discord, ada, text):
    return await (await discord.slash(ada, discord.general, "ask", {"question": text})).wait_for_message()


async def refused_by_mention(discord, ada, text):
    return await discord.wait_for_reply(await discord.say(ada, discord.general, text, mentions_bot=True))


async def refused_typed(discord, ada, text):
    return await refused_by_mention(discord, ada, f"ask {text}")


async def refused_in_private(discord, ada, text):
    return await discord.wait_for_reply(await discord.say(ada, discord.direct_channel(ada), text))


async def refused_without_embeds(discord, ada, text):
    channel = discord.make_channel("plain", denied_to_bot=EMBED_LINKS)
    return await discord.wait_for_reply(await discord.say(ada, channel, text, mentions_bot=True))


WAYS = {
    "slash": refused_by_slash,
    "mention": refused_by_mention,
    "typed": refused_typed,
    "private": refused_in_private,
    "without embeds": refused_without_embeds,
}


async def texts(running):
    return [gap.text for gap in await running.store.gaps.open()]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_nothing_is_stored_without_the_askers_press(quick_discord, running, ada, ben, way):
    message = await way(quick_discord, ada, UNCLEAR)
    assert await texts(running) == []
    if not (message.is_ephemeral or message.channel.is_direct):
        told = await (await quick_discord.press(ben, message, BUTTON)).wait_for_message()
        assert "Only the person who asked" in told.text
        assert await texts(running) == []
    assert quick_discord.staff_channel.messages == []


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_the_press_stores_the_whole_question_once(quick_discord, running, ada, way):
    message = await way(quick_discord, ada, UNCLEAR)
    for words in ("It is on the mentors' list now.", "is on the mentors' list already"):
        told = await (await quick_discord.press(ada, message, BUTTON)).wait_for_message()
        assert words in told.text
        assert "`/privacy delete`" in told.text
        assert told.is_ephemeral
    assert await texts(running) == [UNCLEAR]
    (note,) = quick_discord.staff_channel.messages
    assert "paper" in note.text
    assert "ada" not in note.text
    assert note.pings.users == frozenset()


async def test_a_question_that_is_deleted_is_asked_for(quick_discord, running, ada):
    message = await refused_by_mention(quick_discord, ada, UNCLEAR)
    await quick_discord.delete(message.reference)
    pressed = await quick_discord.press(ada, message, BUTTON)
    assert "component" in (await pressed.wait_for_form())["components"][0]
    assert await texts(running) == []
    for text, words in (("   ", "nothing was stored"), (UNCLEAR, "on the mentors' list now"), (UNCLEAR, "already")):
        sent = await quick_discord.submit_form(ada, pressed, {"question": text})
        assert words in (await sent.wait_for_message()).text
    assert await texts(running) == [UNCLEAR]


async def test_a_question_that_cannot_be_fetched_is_asked_for(quick_discord, running, ada, monkeypatch):
    message = await refused_by_mention(quick_discord, ada, UNCLEAR)
    message.reference.mentioned.clear()  # as if Discord would not give its text
    quick_discord.general.denied_to_bot = READ_MESSAGE_HISTORY
    pressed = await quick_discord.press(ada, message, BUTTON)
    await pressed.wait_for_form()


async def test_a_question_that_was_quoted_in_part_is_completed_in_a_form(quick_discord, running, ada):
    long = UNCLEAR + " and paper" * 200
    message = await refused_by_slash(quick_discord, ada, long)
    pressed = await quick_discord.press(ada, message, BUTTON)
    form = await pressed.wait_for_form()
    begun = form["components"][0]["component"]["value"]
    assert long.startswith(begun)
    assert 1000 < len(begun) <= 1500


async def test_a_database_that_fails_is_a_sentence(quick_discord, running, ada, monkeypatch):
    async def fail(*arguments):
        raise StorageUnavailable("This could not be saved.")

    monkeypatch.setattr(running.store.gaps, "put", fail)
    message = await refused_by_slash(quick_discord, ada, UNCLEAR)
    told = await (await quick_discord.press(ada, message, BUTTON)).wait_for_message()
    assert (told.text, told.is_ephemeral) == ("This could not be saved.", True)


NOT_OFFERED = {"an answer": "What is ReLU?", "no words": "???", "too long": "paper crane " * 400}


@pytest.mark.parametrize("text", NOT_OFFERED.values(), ids=NOT_OFFERED)
async def test_the_list_is_offered_for_refused_questions_only(quick_discord, running, ada, text):
    message = await refused_by_slash(quick_discord, ada, text)
    assert BUTTON not in [button.get("label") for button in message.buttons]


async def test_staff_that_cannot_be_told_does_not_spoil_it(quick_discord, running, ada):
    quick_discord.fail_next(f"POST /channels/{quick_discord.staff_channel.id}/messages", 403)
    message = await refused_by_slash(quick_discord, ada, UNCLEAR)
    with structlog.testing.capture_logs() as logged:
        told = await (await quick_discord.press(ada, message, BUTTON)).wait_for_message()
        assert "on the mentors' list now" in told.text
        await quick_discord.world.until(
            lambda: [one for one in logged if one["event"] == "staff was not told"], 5, "it"
        )
