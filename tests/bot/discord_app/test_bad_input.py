"""What nobody should type, through the real bot: a sentence comes back, and nobody is pinged."""

import pytest

import sims

HOSTILE = {
    "4,000 characters": "why does relu die " * 222,
    "emoji only": "🙂🙃🤖" * 10,
    "code only": "```python\nmodel = nn.Sequential(nn.Linear(784, 10))\n```",
    "HTML": "<script>alert(1)</script><b>relu</b>",
    "everyone": "@everyone @here why relu?",
    "mentions": "<@123456789012345678> <@&123456789012345678> <#123456789012345678> relu",
    "markdown": "**relu** ||why|| `x` [a](https://e.example) # dead",
    "zero width": "\u200b\u200b\u200b",
    "right to left": "\u202eyhw uler",
    "null": "relu\x00relu",
}
SENTENCES = {
    "blank question": ("ask", {"question": "   "}, "The question is empty."),
    "question without words": ("ask", {"question": "🙂🙂"}, "There are no words in this question."),
    "question too long": ("ask", {"question": "relu " * 1000}, "up to 4,000 are read"),
    "blank intuition": ("check", {"intuition": " "}, "The intuition is empty."),
    "intuition too long": ("check", {"intuition": "relu " * 1000}, "up to 4,000 are read"),
    "unknown topic": ("explain", {"topic": "zzzz"}, "There is no topic called “zzzz”. Nearest:"),
    "hostile topic": ("explain", {"topic": "@everyone"}, "There is no topic called “@\u200beveryone”."),
    "unknown function": ("plot", {"functions": "relu,blah"}, "functions cannot be 'blah'. Allowed: 1 to 4 of these"),
    "misspelt function": ("plot", {"functions": "rleu"}, "Did you mean relu?"),
    "too many functions": ("plot", {"functions": "relu,tanh,gelu,elu,selu"}, "functions cannot be 5 values."),
    "function twice": ("plot", {"functions": "relu,relu"}, "relu is named twice."),
    "unknown model": ("sim brightness-shift", {"models": "cnnn"}, "models cannot be 'cnnn'."),
}
FORCED = {
    "too large": ("plot", {"range": 1e6}, "range cannot be '1000000'. Allowed: a number from 1 to 20."),
    "too small": ("plot", {"range": 0}, "range cannot be '0'. Allowed: a number from 1 to 20."),
    "not a choice": ("sim brightness-shift", {"shift": "sideways"}, "shift cannot be 'sideways'."),
    "negative seed": ("sim brightness-shift", {"seed": -1}, "seed cannot be '-1'."),
}


@pytest.mark.parametrize(("command", "options", "sentence"), SENTENCES.values(), ids=SENTENCES)
async def test_a_refusal_is_a_sentence_for_the_asker(discord, ada, command, options, sentence):
    asked = await discord.slash(ada, discord.general, command, options)
    message = await asked.wait_for_message()
    assert sentence in message.text
    assert message.is_ephemeral
    assert asked.response_type == 4


@pytest.mark.parametrize(("command", "options", "sentence"), FORCED.values(), ids=FORCED)
async def test_what_discord_should_have_refused_is_refused(discord, ada, command, options, sentence):
    asked = await discord.slash(ada, discord.general, command, options, force=True)
    message = await asked.wait_for_message()
    assert sentence in message.text
    assert message.is_ephemeral


@pytest.mark.parametrize("name", sims.experiments())
async def test_a_value_beyond_its_bound_is_refused_as_everywhere(discord, ada, name):
    options = sims.options_of(sims.experiments()[name].settings)
    option = next((one for one in options if one.minimum is not None and not one.is_list), options[0])
    value = "sideways" if option.choices else option.kind(option.maximum + 1)
    asked = await discord.slash(ada, discord.general, f"sim {name}", {option.key: value}, force=True)
    message = await asked.wait_for_message()
    assert sims.problem_of(f"{name}?{option.key}={value if option.choices else f'{value:.10g}'}") in message.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(("command", "option"), [("ask", "question"), ("check", "intuition"), ("explain", "topic")])
async def test_hostile_text_in_a_command_gets_a_harmless_answer(discord, ada, command, option, text):
    asked = await discord.slash(ada, discord.general, command, {option: text})
    message = await asked.wait_for_message()
    assert message.text
    assert "@everyone" not in message.text
    assert "<@1" not in message.text.replace("\\<@", "")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_hostile_text_in_a_message_gets_a_harmless_answer(discord, ada, text):
    asked = await discord.say(ada, discord.general, text[:1900], mentions_bot=True)
    answer = await discord.wait_for_reply(asked)
    assert answer.text
    assert "@everyone" not in answer.text


@pytest.mark.parametrize(
    "typed", ["", "zzzzzz", "@everyone", "x" * 100, "🙂"], ids=["nothing", "unknown", "ping", "long", "emoji"]
)
@pytest.mark.parametrize(("command", "option"), [("explain", "topic"), ("plot", "functions")])
async def test_suggestions_survive_anything(discord, ada, command, option, typed):
    choices = await discord.autocomplete(ada, discord.general, command, {option: typed})
    assert len(choices) <= 25


TYPED_REFUSALS = {
    "unknown simulation": ("sim nothing-like-this", "There is no simulation 'nothing-like-this'."),
    "unknown key": ("sim activation-plot?colour=red", "activation-plot has no setting 'colour'."),
    "out of bounds": ("sim activation-plot?range=99", "range cannot be '99'. Allowed: a number from 1 to 20."),
    "not a number": ("sim activation-plot?range=nan", "range cannot be 'nan'."),
    "recipe too long": ("sim activation-plot?functions=" + "relu," * 300, "A recipe has at most"),
    "unknown function": ("plot blah", "functions cannot be 'blah'."),
}


@pytest.mark.parametrize(("text", "sentence"), TYPED_REFUSALS.values(), ids=TYPED_REFUSALS)
async def test_a_typed_refusal_is_a_sentence(discord, ada, text, sentence):
    asked = await discord.say(ada, discord.general, text, mentions_bot=True)
    assert sentence in (await discord.wait_for_reply(asked)).text


SILENT = {
    "not addressed": {"text": "why does relu die?"},
    "everyone": {"text": "@everyone look at this"},
    "somebody else": {"text": "<@123456789012345678> why relu?"},
}


@pytest.mark.parametrize("said", SILENT.values(), ids=SILENT)
async def test_the_bot_is_silent_where_it_is_not_asked(discord, ada, said):
    message = await discord.say(ada, discord.general, said["text"])
    await assert_silent(discord, ada, message)


async def test_the_bot_does_not_answer_bots(discord, ada):
    robot = discord.make_member("robot", bot=True)
    message = await discord.say(robot, discord.general, "why relu?", mentions_bot=True)
    await assert_silent(discord, ada, message)


async def assert_silent(discord, ada, message):
    """Messages are served in order: once a later one is answered, nothing more comes for this one."""
    later = await discord.say(ada, discord.general, "what is relu?", mentions_bot=True)
    await discord.wait_for_reply(later)
    assert [one for one in discord.messages if one.reference is message] == []
