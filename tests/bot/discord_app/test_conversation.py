"""Follow-ups, intuitions without a command, ask channels, and message commands on other people's messages."""

import pytest

from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in import DiscordStandIn

INTUITION = "I think max pooling makes a network ignore brightness. Is this right?"


@pytest.fixture
def mentor(quick_discord):
    return quick_discord.make_member("mo", ["Mentors"])


async def ask(discord, ada, text="What is ReLU?", channel=None):
    said = await discord.say(ada, channel or discord.general, text, mentions_bot=channel is None)
    return await discord.wait_for_reply(said)


async def follow(discord, ada, answer, text):
    return await discord.wait_for_reply(await discord.say(ada, answer.channel, text, reply_to=answer))


async def test_a_reply_without_a_ping_is_not_for_the_bot(quick_discord, running, ada):
    answer = await ask(quick_discord, ada)
    quiet = await quick_discord.say(ada, quick_discord.general, "and tanh?", reply_to=answer, ping_reply=False)
    await follow(quick_discord, ada, answer, "and tanh?")
    assert [one for one in quick_discord.messages if one.reference is quiet] == []


FOLLOW_UPS = {
    "off topic": ("how do I cook risotto?", "Not sure"),
    "thanks": ("thanks!", "You are welcome"),
    "another topic": ("and tanh?", "Tanh"),
    "comparison": ("what about leaky relu?", "ReLU versus leaky ReLU"),
    "why": ("why?", "ReLU: going deeper"),
    "explain": ("explain", "ReLU: going deeper"),
    "example": ("example please", "ReLU: an example"),
    "source": ("source?", "ReLU: sources"),
    "question": ("what is its derivative?", "Derivative of ReLU"),
    "command": ("explain leaky-relu", "Leaky ReLU"),
    "own question": ("What is GELU?", "GELU"),
}


@pytest.mark.parametrize(("text", "title"), FOLLOW_UPS.values(), ids=FOLLOW_UPS)
async def test_a_reply_keeps_the_topic(quick_discord, running, ada, text, title):
    answer = await follow(quick_discord, ada, await ask(quick_discord, ada), text)
    assert answer.embeds[0]["title"] == title


async def test_a_reply_can_ask_for_the_picture(quick_discord, running, ada):
    answer = await follow(quick_discord, ada, await ask(quick_discord, ada), "show me")
    await quick_discord.world.until(lambda: answer.picture, 5, "a picture")
    assert running.engine.ran == ["activation-plot?functions=relu&style=formula-card"]


async def test_follow_ups_chain_and_work_in_direct_messages_and_after_slash_commands(quick_discord, running, ada):
    direct = quick_discord.direct_channel(ada)
    answer = await ask(quick_discord, ada, "What is a sigmoid?", direct)
    second = await follow(quick_discord, ada, answer, "and tanh?")
    assert second.embeds[0]["title"] == "Sigmoid versus tanh"
    assert (await follow(quick_discord, ada, second, "why?")).embeds[0]["title"] == "Sigmoid versus tanh: going deeper"
    asked = await quick_discord.slash(ada, quick_discord.general, "explain", {"topic": "leaky-relu"})
    shown = await asked.wait_for_message()
    assert (await follow(quick_discord, ada, shown, "source?")).embeds[0]["title"] == "Leaky ReLU: sources"


async def test_a_reply_to_a_refusal_is_a_new_question(quick_discord, running, ada):
    refusal = await ask(quick_discord, ada, "how do I cook risotto?")
    assert (await follow(quick_discord, ada, refusal, "What is GELU?")).embeds[0]["title"] == "GELU"


async def test_follow_ups_outlive_a_restart(quick_discord, knowledge, ada):
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        answer = await ask(quick_discord, ada)
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        assert (await follow(quick_discord, ada, answer, "why?")).embeds[0]["title"] == "ReLU: going deeper"


async def test_an_intuition_needs_no_command(quick_discord, running, ada):
    assert (await ask(quick_discord, ada, INTUITION)).text.startswith("Your intuition: 1 mistaken")
    assert (await ask(quick_discord, ada, "Does max pooling ignore brightness?")).embeds[0]["title"]


async def test_in_ask_channels_each_message_is_a_question(knowledge):
    async with DiscordStandIn(privileged_intents=["message_content"]) as discord:
        ada, questions = discord.make_member("ada"), discord.make_channel("questions")
        config = make_config(discord, message_content=True, ask_channels=(questions.id,))
        async with running_client(discord, knowledge, config):
            chat = await discord.say(ada, questions, "thank you", reply_to=await discord.say(ada, questions, "🙂"))
            unsure = await ask(discord, ada, "how do I cook risotto?", questions)
            assert unsure.text.startswith("Not sure")
            assert "Remove" in [button.get("label") for button in unsure.buttons]
            assert (await ask(discord, ada, "What is ReLU?", questions)).embeds[0]["title"] == "ReLU"
            assert (await ask(discord, ada, INTUITION, questions)).text.startswith("Your intuition: ")
            assert [one for one in discord.messages if one.reference is chat] == []
        assert discord.violations == []
        assert discord.pinging_messages == []


REFUSED = {
    "off topic": ("how do I cook risotto?", "Not sure", "Nothing to judge"),
    "no text": ("", "Nothing to read", "Nothing to read"),
    "too long": ("relu " * 350 + "crane " * 400, "Too long to read", "Too long to read"),
}


@pytest.mark.parametrize(("text", "answer", "verdict"), REFUSED.values(), ids=REFUSED)
async def test_a_message_command_refuses_in_private(quick_discord, running, ada, mentor, text, answer, verdict):
    said = await quick_discord.say(ada, quick_discord.general, text)
    for name, title in (("Answer this", answer), ("Check this intuition", verdict)):
        asked = await quick_discord.message_command(mentor, name, said)
        told = await asked.wait_for_message()
        assert told.is_ephemeral
        assert told.embeds[0]["title"] == title
        assert not [button for button in told.buttons if "mentors' list" in button.get("label", "")]


@pytest.mark.parametrize("name", ["Answer this", "Check this intuition"])
async def test_a_message_command_replies_for_all_and_credits_who_asked(quick_discord, running, ada, mentor, name):
    said = await quick_discord.say(ada, quick_discord.general, INTUITION)
    message = await (await quick_discord.message_command(mentor, name, said)).wait_for_message()
    assert not message.is_ephemeral
    assert message.reference is said
    place = f"https://discord.com/channels/{quick_discord.world.guild_id}/{said.channel.id}/{said.id}"
    assert message.content == f"Asked by {mentor.mention} about {place}"
    assert (message.pings.users, message.pings.roles, message.pings.everyone) == (frozenset(), frozenset(), False)
    for person in (quick_discord.make_member("ben"), ada):  # the learner may remove it too
        await (await quick_discord.press(person, message, "Remove")).wait_for_acknowledgement()
    await quick_discord.world.until(lambda: message.deleted, 5, "the removal")


async def test_a_message_command_leaves_the_mention_of_the_bot_out(quick_discord, running, ada, mentor):
    said = await quick_discord.say(ada, quick_discord.general, "What is GELU?", mentions_bot=True)
    asked = await quick_discord.message_command(mentor, "Answer this", said)
    assert (await asked.wait_for_message()).embeds[0]["title"] == "GELU"
