"""First replies in forums: what is said, and what can be done then; silences are in test_forum.py."""

import asyncio

import pytest

from tests.bot.discord_app.forum_place import QUESTION, Place, configure
from tests.bot.discord_app.in_process import running_client
from tests.discord_stand_in.permissions import MANAGE_GUILD, MANAGE_THREADS

INTUITION = "My intuition: max pooling removes the brightness of an image. Is this right?"


async def test_a_question_gets_an_answer(place):
    post = await place.ask()
    message = await place.discord.wait_for_message(post)
    assert message.embeds[0]["title"] == "Dying ReLU"
    labels = [button.get("label") for button in message.buttons]
    assert labels == ["Show me", "This helped", "Ask a mentor", "Remove"]
    assert await place.outcome(post) == "answered"


async def test_an_intuition_gets_a_verdict(place):
    message = await place.discord.wait_for_message(await place.ask(INTUITION, "Pooling"))
    assert message.text.startswith("Your intuition: 1 mistaken")


async def test_a_first_message_that_is_late_is_waited_for(place):
    post = await place.discord.begin_forum_post(place.ada, place.discord.forum, "Help")
    await asyncio.sleep(0.4)
    await place.discord.finish_forum_post(post, QUESTION)
    assert (await place.discord.wait_for_message(post)).embeds[0]["title"] == "Dying ReLU"


async def test_a_first_message_whose_event_was_lost_is_fetched(place, monkeypatch):
    monkeypatch.setattr(place.running.client.forum, "note", lambda message: None)
    assert (await place.discord.wait_for_message(await place.ask())).embeds[0]["title"] == "Dying ReLU"


async def test_afterwards_it_speaks_only_when_asked(place):
    post = await place.ask()
    answer = await place.discord.wait_for_message(post)
    quiet = await place.discord.say(place.ada, post, "What is GELU?")
    asked = await place.discord.say(place.ada, post, "why?", reply_to=answer)
    assert (await place.discord.wait_for_reply(asked)).embeds[0]["title"] == "Dying ReLU: going deeper"
    assert [message.reference for message in place.said_in(post)] == [None, asked]
    assert quiet in post.messages


async def test_only_the_asker_and_staff_remove_it(place):
    staff = place.discord.make_member("mo", permissions=MANAGE_GUILD)
    for remover in (place.ada, staff):
        post = await place.ask()
        message = await place.discord.wait_for_message(post)
        refused = await place.discord.press(place.ben, message, "Remove")
        told = await refused.wait_for_message()
        assert "Only the person who asked" in told.text
        assert told.is_ephemeral
        assert not message.deleted
        await place.discord.press(remover, message, "Remove")
        await place.discord.world.until(lambda found=message: found.deleted, 5, "the removal")


async def test_this_helped_is_kept(place):
    message = await place.discord.wait_for_message(await place.ask())
    pressed = await place.discord.press(place.ben, message, "This helped")
    assert "Thank you" in (await pressed.wait_for_message()).text
    assert await place.store.feedback.counts("dying-relu") == (1, 0)


async def ask_a_mentor(place, post):
    message = await place.discord.wait_for_message(post)
    pressed = await place.discord.press(place.ada, message, "Ask a mentor")
    told = await pressed.wait_for_message()
    assert told.is_ephemeral
    return told.text, message


async def test_a_mentor_is_asked_by_a_link_in_their_channel_once(place):
    post = await place.ask()
    text, message = await ask_a_mentor(place, post)
    assert text.startswith("The mentors can see now")
    (note,) = place.discord.staff_channel.messages
    assert note.text.endswith(f"/channels/{place.discord.world.guild_id}/{post.id}/{message.id}")
    assert (await ask_a_mentor(place, post))[0].startswith("The mentors were told already")
    assert len(place.discord.staff_channel.messages) == 1


async def test_two_who_press_at_once_call_one_mentor(place):
    message = await place.discord.wait_for_message(await place.ask())
    presses = [await place.discord.press(person, message, "Ask a mentor") for person in (place.ada, place.ben)]
    texts = sorted([(await pressed.wait_for_message()).text for pressed in presses])
    assert [text[:16] for text in texts] == ["The mentors can ", "The mentors were"]
    assert len(place.discord.staff_channel.messages) == 1


TAGS = {
    "tag": (MANAGE_THREADS, [], "The mentors can see now", 0),
    "no permission": (0, [], "The mentors can see now", 1),
    "five tags already": (MANAGE_THREADS, ["a", "b", "c", "d", "e"], "The mentors can see now", 1),
    "tagged already": (0, ["Mentor wanted"], "The mentors were told already", 0),
}


@pytest.mark.parametrize(("permission", "tags", "words", "notes"), TAGS.values(), ids=TAGS)
async def test_a_mentor_is_asked_by_a_tag(readable, knowledge, tmp_path, permission, tags, words, notes):
    config = configure(readable, tmp_path, mentor_tag="mentor wanted")
    readable.forum.tags |= {readable.world.new_id(): tag for tag in "abcde"}
    readable.world.bot_role.permissions |= permission
    async with running_client(readable, knowledge, config) as running:
        place = Place(readable, running)
        post = await place.ask(tags=tags)
        text, _ = await ask_a_mentor(place, post)
        assert text.startswith(words)
        wanted = next(number for number, name in readable.forum.tags.items() if name == "Mentor wanted")
        assert (wanted in post.applied_tags) == (notes == 0)
        assert len(readable.staff_channel.messages) == notes


async def test_who_can_tell_nobody_says_so(readable, knowledge, tmp_path):
    config = configure(readable, tmp_path, staff_channel=None)
    async with running_client(readable, knowledge, config) as running:
        place = Place(readable, running)
        assert (await ask_a_mentor(place, await place.ask()))[0].startswith("I have no way to tell the mentors")
