"""Questions, intuitions and topics, asked in every way, through the real bot."""

import pytest

OFF_TOPIC = ("How do I cook a risotto?", "What is the capital of France?", "Who won the match?", "zzz qqq", "hello")
GREETING = "I know activation functions"


def labels(message):
    return [button.get("label") or button["emoji"]["name"] for button in message.buttons]


async def test_a_question_is_answered_at_once(discord, ada):
    asked = await discord.slash(ada, discord.general, "ask", {"question": "What is ReLU?"})
    message = await asked.wait_for_message()
    assert asked.response_type == 4
    assert not message.is_ephemeral
    assert message.text.startswith("ReLU\n> What is ReLU?\n\n")
    assert "Sources\n- [" in message.text
    assert "$" not in message.text
    assert labels(message) == ["Show me", "👍", "👎", "Remove"]


async def test_a_question_that_is_not_understood_offers_topics(discord, ada, knowledge):
    # Which of them is refused is the business of the search; here one is needed that is.
    unclear = next(question for question in OFF_TOPIC if not knowledge.search(question).is_confident)
    asked = await discord.slash(ada, discord.general, "ask", {"question": unclear})
    message = await asked.wait_for_message()
    assert "I would rather not guess" in message.text
    pressed = await discord.press(ada, message, labels(message)[0])
    explained = await pressed.wait_for_message()
    assert explained.embeds[0]["title"] == labels(message)[0]
    assert message.edits == []


async def test_the_first_post_of_the_thread_is_judged(discord, ada, first_post, knowledge):
    expected = knowledge.judge(first_post).claims
    asked = await discord.slash(ada, discord.general, "check", {"intuition": first_post})
    message = await asked.wait_for_message()
    assert asked.response_type == 4
    if not expected:
        assert "no statement about activation functions" in message.text
        return
    assert not message.is_ephemeral
    assert message.text.startswith("Your intuition: ")
    assert sum(line.startswith("> ") for line in message.text.splitlines()) == len(expected)
    assert sum(("Show me" in label) for label in labels(message)) == 1


async def test_a_topic_is_suggested_and_explained(discord, ada):
    choices = await discord.autocomplete(ada, discord.general, "explain", {"topic": "leaky"})
    assert choices[0].name == "Leaky ReLU"
    asked = await discord.slash(ada, discord.general, "explain", {"topic": choices[0].value})
    message = await asked.wait_for_message()
    assert message.embeds[0]["title"] == "Leaky ReLU"


async def test_related_topics_can_be_read_on(discord, ada):
    asked = await discord.slash(ada, discord.general, "explain", {"topic": "relu"})
    message = await asked.wait_for_message()
    menu = next(part for part in message.all_components if part["type"] == 3)
    chosen = menu["options"][0]
    read_on = await discord.select(ada, message, "Read on", [chosen["value"]])
    assert (await read_on.wait_for_message()).embeds[0]["title"] == chosen["label"]


async def test_status_and_help_are_private(discord, ada):
    for command, words in (("help", GREETING), ("status", "**Missing permissions here** none")):
        asked = await discord.slash(ada, discord.general, command)
        message = await asked.wait_for_message()
        assert words in message.text
        assert message.is_ephemeral


@pytest.mark.parametrize("name", ["Answer this", "Check this intuition"])
async def test_a_message_can_be_answered_from_its_menu(discord, ada, name):
    ben = discord.make_member("ben")
    message = await discord.say(ben, discord.general, "What is ReLU?")
    asked = await discord.message_command(ada, name, message)
    assert (await asked.wait_for_message()).text


TYPED = {
    "nothing": ("", GREETING),
    "help": ("help", GREETING),
    "help as a question": ("help me: what is relu?", "ReLU"),
    "question": ("What is ReLU?", "ReLU"),
    "ask": ("ask What is ReLU?", "ReLU"),
    "explain": ("explain leaky-relu", "Leaky ReLU"),
    "explain by title": ("Explain Leaky ReLU", "Leaky ReLU"),
    "explain as a question": ("explain what relu is", "ReLU"),
    "status": ("status", "**Version**"),
    "list of simulations": ("sim", "`/sim activation-plot`"),
}


@pytest.mark.parametrize(("text", "words"), TYPED.values(), ids=TYPED)
async def test_typed_after_a_mention(discord, ada, text, words):
    asked = await discord.say(ada, discord.general, text, mentions_bot=True)
    answer = await discord.wait_for_reply(asked)
    assert words in answer.text
    assert answer.reference is asked


async def test_an_intuition_can_be_typed(discord, ada, first_post):
    asked = await discord.say(ada, discord.general, f"check {first_post}", mentions_bot=True)
    assert (await discord.wait_for_reply(asked)).text


async def test_a_reply_to_the_bot_is_a_question(discord, ada):
    asked = await discord.say(ada, discord.general, "What is ReLU?", mentions_bot=True)
    answer = await discord.wait_for_reply(asked)
    replied = await discord.say(ada, discord.general, "What is GELU?", reply_to=answer)
    assert (await discord.wait_for_reply(replied)).embeds[0]["title"] == "GELU"


async def test_a_direct_message_is_a_question(discord, ada):
    channel = discord.direct_channel(ada)
    asked = await discord.say(ada, channel, "What is ReLU?")
    assert "ReLU" in (await discord.wait_for_reply(asked)).text


async def test_commands_work_in_direct_messages(discord, ada):
    channel = discord.direct_channel(ada)
    asked = await discord.slash(ada, channel, "ask", {"question": "What is ReLU?"})
    assert "ReLU" in (await asked.wait_for_message()).text


async def test_a_question_in_a_thread_is_answered_there(discord, ada):
    start = await discord.say(ada, discord.general, "Let us talk")
    thread = await discord.create_thread(ada, start, "talk")
    asked = await discord.say(ada, thread, "What is ReLU?", mentions_bot=True)
    assert (await discord.wait_for_reply(asked)).channel is thread
