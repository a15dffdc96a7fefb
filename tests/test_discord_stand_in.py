"""The Discord stand-in with real discord.py clients, over real sockets."""

import asyncio

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket

from tests.discord_stand_in import ClientRefusal, DiscordStandIn
from tests.discord_stand_in.own_tests.sample_bot import make_bot


@pytest.fixture
async def stand_in():
    async with DiscordStandIn() as started:
        yield started


@pytest.fixture(params=[discord.Client, discord.AutoShardedClient], ids=["client", "sharded"])
async def bot(request, stand_in, monkeypatch):
    """A running bot; afterwards nothing may have broken Discord's description, in either direction."""
    monkeypatch.setattr(discord.http.Route, "BASE", stand_in.api_base)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(stand_in.gateway.url))
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    stand_in.forum = stand_in.make_forum("help", ["question"])
    bot = make_bot(request.param, intents)
    running = asyncio.create_task(bot.start(stand_in.token))
    await stand_in.wait_until_ready()
    await stand_in.wait_for_commands("echo", "sim")
    yield bot
    await bot.close()
    await running
    assert stand_in.violations == []
    if stand_in.openapi_checked:
        description = stand_in.server.description
        for one in stand_in.requests:
            assert description.check_answer(one.method, one.route, one.status, one.answer) == [], one.route


async def test_a_slash_command_with_a_picture(stand_in, bot):
    ada = stand_in.make_member("ada")
    asked = await stand_in.slash(ada, stand_in.general, "sim shift", {"amount": 0.5})
    picture = await asked.wait_for_picture(timeout=5)
    assert (picture.description, picture.size) == ("shift 0.5 seed 7", (4, 3))
    done = await asked.wait_for_message(number=2)
    assert (done.content, done.is_ephemeral, done.seen_only_by) == ("done", True, ada)
    assert asked.acknowledged_after_s < 3
    assert asked.acknowledged_after_s < asked.first_message_after_s


async def test_a_slash_command_in_a_direct_message(stand_in, bot):
    ada = stand_in.make_member("ada", in_guild=False)
    asked = await stand_in.slash(ada, stand_in.direct_channel(ada), "echo", {"text": "hi"})
    assert (await asked.wait_for_message()).content == "hi"


async def test_things_made_later_reach_the_bot(stand_in, bot):
    later = stand_in.make_channel("later")
    stand_in.make_member("mo", ["Moderator"])
    said = await stand_in.say(stand_in.make_member("ada"), later, "hello", mentions_bot=True)
    await stand_in.wait_for_reply(said)
    assert discord.utils.get(bot.guilds[0].channels, name="later")
    assert discord.utils.get(bot.guilds[0].roles, name="Moderator").permissions.manage_messages


async def test_a_hidden_channel_is_hidden(stand_in, bot):
    hidden = stand_in.make_channel("hidden", denied_to_bot=1 << 10)
    ada = stand_in.make_member("ada")
    await stand_in.say(ada, hidden, "psst", mentions_bot=True)
    seen = await stand_in.say(ada, stand_in.general, "hello", mentions_bot=True)
    await stand_in.wait_for_reply(seen)
    assert {message.channel.name for message in bot.seen} == {"general"}


async def test_buttons_menus_and_forms(stand_in, bot):
    ada, eve = stand_in.make_member("ada"), stand_in.make_member("eve")
    message = await (await stand_in.slash(ada, stand_in.general, "echo", {"text": "hi", "who": eve})).wait_for_message()
    assert message.content == "evehi"
    pressed = await stand_in.press(ada, message, "Again")
    assert (await pressed.wait_for_update()).content == "again!"
    assert (await (await stand_in.press(ada, message, "👍")).wait_for_message()).content == "thanks"
    menu_used = await stand_in.select(ada, message, "Pick", ["b"])
    private = await menu_used.wait_for_message()
    assert (private.content, menu_used.ephemeral) == ("picked ['b']", True)
    opened = await stand_in.press(ada, message, "form")
    sent = await stand_in.submit_modal(ada, opened, {"Reason": "so"})
    assert (await sent.wait_for_message()).content == "because so"
    with pytest.raises(ClientRefusal, match="disabled"):
        await stand_in.press(ada, message, "Off")
    with pytest.raises(ClientRefusal, match="no 'Nope'"):
        await stand_in.press(ada, message, "Nope")
    with pytest.raises(ClientRefusal, match="no choice 'z'"):
        await stand_in.select(ada, message, "Pick", ["z"])
    with pytest.raises(ClientRefusal, match="1 to 10 characters"):
        await stand_in.submit_modal(ada, opened, {"Reason": "x" * 11})
    with pytest.raises(ClientRefusal, match="eve does not see"):
        await stand_in.press(eve, private, "Again")


CLIENT_REFUSALS = {
    "unknown command": ("plot", {}, "no command 'plot'"),
    "unknown subcommand": ("sim nope", {}, "no subcommand 'nope'"),
    "missing subcommand": ("sim", {}, "needs a subcommand"),
    "unknown option": ("echo", {"text": "x", "y": 1}, "no option 'y'"),
    "missing option": ("echo", {}, "'text' is required"),
    "too small": ("sim shift", {"amount": -1.5}, "takes -1.0 to 1.0"),
    "not a number": ("sim shift", {"amount": "x"}, "takes a number"),
    "not whole": ("sim shift", {"amount": 0, "seed": 1.5}, "takes a whole number"),
    "too long": ("echo", {"text": "x" * 301}, "1 to 300 characters"),
    "empty": ("echo", {"text": ""}, "1 to 300 characters"),
    "not a person": ("echo", {"text": "x", "who": "ada"}, "does not take 'ada'"),
    "not allowed": ("moderate", {}, "lacks the permissions"),
}


async def test_discords_client_refuses_what_breaks_the_definition(stand_in, bot):
    ada = stand_in.make_member("ada")
    for name, options, reason in CLIENT_REFUSALS.values():
        with pytest.raises(ClientRefusal, match=reason):
            await stand_in.slash(ada, stand_in.general, name, options)
    with pytest.raises(ClientRefusal, match="direct messages"):
        await stand_in.slash(ada, stand_in.direct_channel(ada), "moderate")
    forced = await stand_in.slash(ada, stand_in.general, "sim shift", {"amount": 3.5}, force=True)
    assert (await forced.wait_for_picture()).description == "shift 3.5 seed 7"
    allowed = await stand_in.slash(stand_in.make_member("mo", ["Moderator"]), stand_in.general, "moderate")
    assert (await allowed.wait_for_message()).content == "ok"


async def test_autocompletion_and_message_commands(stand_in, bot):
    ada = stand_in.make_member("ada")
    choices = await stand_in.autocomplete(ada, stand_in.general, "explain", {"topic": "re"})
    assert [choice.value for choice in choices] == ["relu"]
    said = await stand_in.say(ada, stand_in.general, "why relu?")
    asked = await stand_in.message_command(ada, "Answer this", said)
    # The content of the target is given without the intent, and the answer is a reply to it, as Discord does.
    answer = await asked.wait_for_message()
    assert (answer.content, answer.reference) == ("about 'why relu?'", said)
    assert answer.interaction_facts["target_message_id"] == str(said.id)


async def test_late_and_double_answers_reach_the_client_as_errors(stand_in, bot):
    ada = stand_in.make_member("ada")
    twice = await stand_in.slash(ada, stand_in.general, "twice")
    await stand_in.world.until(lambda: len(bot.errors) == 1, 5, "the first error")
    stand_in.world.acknowledge_within_s = 0.4
    late = await stand_in.slash(ada, stand_in.general, "late")
    await stand_in.world.until(lambda: len(bot.errors) == 2, 5, "the second error")
    assert bot.errors == [40060, 10062]
    assert late.late_after_s > 0.4
    assert twice.refused == ["40060 Interaction has already been acknowledged."]


async def test_content_is_withheld_without_the_intent(stand_in, bot):
    ada = stand_in.make_member("ada")
    await stand_in.say(ada, stand_in.general, "secret")
    asked = await stand_in.say(ada, stand_in.general, "hello @everyone", mentions_bot=True)
    reply = await stand_in.wait_for_reply(asked)
    private = await stand_in.say(ada, stand_in.direct_channel(ada), "psst")
    await stand_in.wait_for_reply(private)
    quiet = await stand_in.say(ada, stand_in.general, "a reply without a ping", reply_to=reply, ping_reply=False)
    loud = await stand_in.say(ada, stand_in.general, "a reply with a ping", reply_to=reply)
    await stand_in.wait_for_reply(loud)
    by_number = {message.id: message.content for message in bot.seen}
    assert "" in by_number.values()
    assert "secret" not in by_number.values()
    assert (by_number[asked.id], by_number[private.id]) == (f"{stand_in.bot.mention} hello @everyone", "psst")
    assert (by_number[quiet.id], by_number[loud.id]) == ("", "a reply with a ping")
    assert stand_in.pinging_messages == []


async def test_a_forum_post_gets_an_answer_in_its_thread(stand_in, bot):
    post = await stand_in.create_forum_post(stand_in.make_member("ada"), stand_in.forum, "relu?", "why", ["question"])
    answer = await stand_in.wait_for_message(post)
    assert (answer.content, post.messages[0].id) == ("first in relu?", post.id)


async def test_a_forum_post_comes_before_its_first_message(stand_in, bot):
    ada = stand_in.make_member("ada")
    post = await stand_in.begin_forum_post(ada, stand_in.forum, "relu?")
    await stand_in.wait_for_message(post)
    thread = bot.get_channel(post.id)
    with pytest.raises(discord.NotFound) as refusal:
        await thread.fetch_message(post.id)
    assert refusal.value.code == 10008
    await stand_in.finish_forum_post(post, "why", mentions_bot=True)
    assert (await thread.fetch_message(post.id)).content.endswith("why")


async def test_a_forum_post_is_closed_and_deleted(stand_in, bot):
    post = await stand_in.create_forum_post(stand_in.make_member("ada"), stand_in.forum, "relu?", "why")
    await stand_in.wait_for_message(post)
    thread = bot.get_channel(post.id)
    await stand_in.close_thread(post, lock=True)
    await stand_in.world.until(lambda: thread.locked and thread.archived, 5, "the news of the lock")
    with pytest.raises(discord.HTTPException, match="locked"):
        await thread.send("too late")
    await stand_in.delete_thread(post)
    with pytest.raises(discord.NotFound) as refusal:
        await thread.send("too late")
    assert refusal.value.code == 10003
    await stand_in.world.until(lambda: bot.get_channel(post.id) is None, 5, "the news of the deletion")


async def test_a_429_is_waited_for_and_repeated(stand_in, bot):
    stand_in.fail_next("POST /channels/*/messages", retry_after_s=0.1)
    stand_in.fail_next("POST /interactions/*/callback", retry_after_s=0.1)
    ada = stand_in.make_member("ada")
    asked = await stand_in.slash(ada, stand_in.general, "echo", {"text": "hi"})
    said = await stand_in.say(ada, stand_in.general, "hello", mentions_bot=True)
    assert (await asked.wait_for_message()).content == "hi"
    await stand_in.wait_for_reply(said)
    statuses = [one.status for one in stand_in.requests_to("POST", "/channels/{channel_id}/messages")]
    assert statuses == [429, 200]


async def test_a_lost_answer_makes_no_second_message(stand_in, bot):
    stand_in.fail_next("POST /channels/*/messages", 502, executed=True)
    said = await stand_in.say(stand_in.make_member("ada"), stand_in.general, "hello", mentions_bot=True)
    await stand_in.wait_for_reply(said)
    route = "/channels/{channel_id}/messages"
    await stand_in.world.until(lambda: len(stand_in.requests_to("POST", route)) == 2, 5, "the repetition")
    assert len([message for message in stand_in.messages if message.author is stand_in.bot]) == 1


async def test_a_dropped_socket_is_resumed_with_what_was_missed(stand_in, bot):
    ada = stand_in.make_member("ada")
    await stand_in.drop_socket()
    missed = await stand_in.say(ada, stand_in.general, "are you there", mentions_bot=True)
    await stand_in.wait_until_resumed()
    await stand_in.wait_for_reply(missed)
    assert (len(stand_in.identifies), len(stand_in.resumes)) == (1, 1)
    assert stand_in.resumes[0].missed >= 1


async def test_the_bot_reconnects_when_asked(stand_in, bot):
    await stand_in.request_heartbeat()
    await stand_in.request_reconnect()
    await stand_in.wait_until_resumed()
    await stand_in.invalidate_session(resumable=True)
    await stand_in.wait_until_resumed(2)
    assert len(stand_in.identifies) == 1


async def test_an_invalid_session_is_identified_anew(stand_in, bot):
    await stand_in.invalidate_session()
    await stand_in.wait_until_ready()
    said = await stand_in.say(stand_in.make_member("ada"), stand_in.general, "hello", mentions_bot=True)
    await stand_in.wait_for_reply(said)
    assert (len(stand_in.identifies), len(stand_in.resumes)) == (2, 0)
