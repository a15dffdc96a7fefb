"""First replies in forums: every silence."""

import asyncio

import pytest
import structlog

from bot.discord_app import forum as forum_module
from bot.errors import StorageUnavailable
from tests.bot.discord_app.forum_place import QUESTION, Place, configure
from tests.bot.discord_app.in_process import running_client
from tests.discord_stand_in.permissions import EMBED_LINKS, READ_MESSAGE_HISTORY, SEND_MESSAGES_IN_THREADS

OFF_TOPIC = "Who comes to the barbecue on Saturday?"


SILENT = {
    "off topic": ("Weekend", OFF_TOPIC, "not confident"),
    "empty": ("Look", "", "no text"),
    "no words": ("??", "🙂🙂", "not confident"),
    "hostile": ("@everyone", "[x](javascript:alert(1)) <@1234> @here", "not confident"),
}


@pytest.mark.parametrize(("title", "text", "outcome"), SILENT.values(), ids=SILENT)
async def test_it_is_silent_without_confidence(place, title, text, outcome):
    post = await place.ask(text, title)
    assert await place.outcome(post) == outcome
    assert place.said_in(post) == []


async def test_it_is_silent_in_other_forums_and_threads(place):
    other = place.discord.make_forum("other")
    start = await place.discord.say(place.ada, place.discord.general, "Let us talk")
    posts = [await place.ask(forum=other), await place.discord.create_thread(place.ada, start, "talk")]
    await place.discord.say(place.ada, posts[1], QUESTION)
    assert await place.outcome(await place.ask()) == "answered"
    assert [place.said_in(post) for post in posts] == [[], []]
    assert await place.store.forum_posts.outcome(posts[0].id) is None


async def test_it_is_silent_after_the_post_of_a_bot(place):
    robot = place.discord.make_member("robot", bot=True)
    post = await place.discord.create_forum_post(robot, place.discord.forum, "News", QUESTION)
    assert await place.outcome(post) == "of a bot"


def held_up(monkeypatch, place):
    """Let the bot think until the test says go."""
    thinking, go = asyncio.Event(), asyncio.Event()
    real, loop = place.running.client.helper.first_reply, asyncio.get_running_loop()

    def slow(title, text):
        loop.call_soon_threadsafe(thinking.set)
        asyncio.run_coroutine_threadsafe(go.wait(), loop).result(10)
        return real(title, text)

    monkeypatch.setattr(place.running.client.helper, "first_reply", slow)
    return thinking, go


async def answered_by_ben(place, post):
    await place.discord.say(place.ben, post, "Lower your learning rate")


async def answered_by_staff(place, post):
    await place.discord.say(place.discord.make_member("mo", ["Moderator"]), post, "See week 3")


async def archived(place, post):
    await place.discord.close_thread(post)
    await until_known(place, post, "archived")


async def locked(place, post):
    await place.discord.close_thread(post, lock=True)
    await until_known(place, post, "locked")


async def until_known(place, post, what):
    thread = place.running.client.get_channel(post.id)
    await place.discord.world.until(lambda: getattr(thread, what), 5, f"a bot that knows it is {what}")


MEANWHILE = {
    "somebody answers": (answered_by_ben, "somebody was faster"),
    "a mentor answers": (answered_by_staff, "somebody was faster"),
    "archived": (archived, "closed"),
    "locked": (locked, "closed"),
}


@pytest.mark.parametrize(("happen", "outcome"), MEANWHILE.values(), ids=MEANWHILE)
async def test_it_is_silent_when_it_has_become_superfluous_meanwhile(place, monkeypatch, happen, outcome):
    thinking, go = held_up(monkeypatch, place)
    post = await place.ask()
    await thinking.wait()
    thread = place.running.client.get_channel(post.id)
    await happen(place, post)
    assert thread is not None
    go.set()
    assert await place.outcome(post) == outcome
    assert place.said_in(post) == []


async def test_more_of_the_asker_or_a_greeting_bot_is_no_answer(place, monkeypatch):
    thinking, go = held_up(monkeypatch, place)
    post = await place.ask()
    await thinking.wait()
    await place.discord.say(place.ada, post, "It is a small network, by the way")
    await place.discord.say(place.discord.make_member("greeter", bot=True), post, "Welcome!")
    go.set()
    assert await place.outcome(post) == "answered"


async def test_a_post_that_is_deleted_meanwhile_is_let_go(place, monkeypatch):
    thinking, go = held_up(monkeypatch, place)
    post = await place.ask()
    await thinking.wait()
    with structlog.testing.capture_logs() as logged:
        await place.discord.delete_thread(post)
        go.set()
        await place.discord.world.until(
            lambda: "a forum post got no reply" in [one["event"] for one in logged], 5, "a log line"
        )
    assert "unexpected error" not in [one["event"] for one in logged]


async def test_a_post_whose_first_message_never_comes_is_let_go(place):
    post = await place.discord.begin_forum_post(place.ada, place.discord.forum, "Help")
    assert await place.outcome(post) == "no first message"


async def test_an_old_post_is_left_alone(place, monkeypatch):
    monkeypatch.setattr(forum_module, "FRESH_S", -1.0)
    with structlog.testing.capture_logs() as logged:
        post = await place.ask()
        await place.discord.world.until(lambda: [one for one in logged if one.get("outcome") == "old"], 5, "a log line")
    assert place.said_in(post) == []


async def test_of_many_events_and_processes_only_one_replies(place):
    post = await place.ask()
    await place.discord.wait_for_message(post)
    thread = place.running.client.get_channel(post.id)
    await asyncio.gather(*(place.running.client.forum.welcome(thread) for _ in range(5)))
    assert len(place.said_in(post)) == 1
    await place.discord.delete(place.said_in(post)[0])
    await place.running.client.forum.welcome(thread)
    assert place.said_in(post) == []


async def test_after_a_restart_it_does_not_reply_again(readable, knowledge, tmp_path):
    config = configure(readable, tmp_path)
    async with running_client(readable, knowledge, config) as running:
        place = Place(readable, running)
        post = await place.ask()
        message = await readable.wait_for_message(post)
    async with running_client(readable, knowledge, config) as running:
        await running.client.forum.welcome(running.client.get_channel(post.id))
        pressed = await readable.press(place.ada, message, "This helped")
        assert (await pressed.wait_for_message()).is_ephemeral
    assert len(place.said_in(post)) == 1


PERMISSIONS = {
    "may not write": (SEND_MESSAGES_IN_THREADS, "may not write", None),
    "may not embed": (EMBED_LINKS, "answered", "**"),
    "may not read back": (READ_MESSAGE_HISTORY, "answered", ""),
}


@pytest.mark.parametrize(("denied", "outcome", "text"), PERMISSIONS.values(), ids=PERMISSIONS)
async def test_a_missing_permission_is_logged(place, knowledge, denied, outcome, text):
    place.discord.forum.denied_to_bot = denied
    place.discord._announce_channel(place.discord.forum)
    post = await place.ask()
    assert await place.outcome(post) == outcome
    said = [message.content for message in place.said_in(post)]
    assert len(said) == (text is not None)
    assert all(content.startswith(text) for content in said)


async def test_a_database_that_fails_keeps_it_silent(place, monkeypatch):
    async def busy(thread):
        raise StorageUnavailable("This could not be saved.")

    monkeypatch.setattr(place.store.forum_posts, "take", busy)
    with structlog.testing.capture_logs() as logged:
        post = await place.ask()
        await place.discord.world.until(
            lambda: "a forum post got no reply" in [one["event"] for one in logged], 5, "a log line"
        )
    assert place.said_in(post) == []


async def test_without_the_intent_it_is_silent_and_says_so_once(quick_discord, knowledge, tmp_path):
    config = configure(quick_discord, tmp_path, message_content=False)
    with structlog.testing.capture_logs() as logged:
        async with running_client(quick_discord, knowledge, config) as running:
            place = Place(quick_discord, running)
            posts = [await place.ask() for _ in range(3)]
            assert [await place.outcome(post) for post in posts] == ["no text"] * 3
            begun = await quick_discord.begin_forum_post(place.ada, quick_discord.forum, "Help")
            starter = await quick_discord.finish_forum_post(begun, QUESTION, mentions_bot=True)
            assert "ReLU" in (await quick_discord.wait_for_reply(starter)).text
            assert await place.outcome(begun) == "asked directly"
    assert sum(one["event"].startswith("forum posts cannot be read") for one in logged) == 1
    assert [place.said_in(post) for post in posts] == [[], [], []]
    assert len(place.said_in(begun)) == 1
