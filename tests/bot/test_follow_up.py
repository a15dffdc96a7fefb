"""What is said next about a topic: wishes, other topics, questions that leave the topic unsaid."""

import pytest

from bot.course_helper import CourseHelper
from bot.follow_up import Wish, read_wish, worked_example
from bot.simulation_runner import SimulationRunner
from bot.storage import Store


@pytest.fixture(scope="module")
def helper(knowledge):
    return CourseHelper(knowledge, SimulationRunner(None), Store("sqlite+aiosqlite://"))


NO_WISHES = [
    "",
    "?!",
    "why does relu die?",
    "show me the proof that softmax is a probability",
    "more units or more layers?",
    "I think more is better",
    "what is an example of a dead unit doing in a GAN?",
    "thanks, and what about tanh?",
    "is it ok?",
]
WISHES = {
    Wish.SHOW: ["show me", "Show me!", "ok, can you show me a plot please?", "plot it", "a picture?", "see it"],
    Wish.MORE: ["why?", "But why??", "how come", "tell me more", "more", "Explain", "I don't get it", "go deeper"],
    Wish.EXAMPLE: ["example?", "for example?", "could you give me a worked example", "with numbers"],
    Wish.SOURCES: ["source?", "Sources", "who says that?", "any references for this?", "where is that from"],
    Wish.THANKS: ["thanks", "Thank you so much!", "ok, got it, thanks", "That makes sense", "great, that helps"],
}


@pytest.mark.parametrize("text", NO_WISHES)
def test_a_question_is_no_wish(text):
    assert read_wish(text) is None


@pytest.mark.parametrize(("wish", "text"), [(wish, text) for wish, texts in WISHES.items() for text in texts])
def test_a_wish_is_read_from_few_words(wish, text):
    assert read_wish(text) is wish


OFF_TOPIC = ["how do I cook risotto?", "my cat is ill", "what's the weather", "tell me a joke", "who are you?"]


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_the_topic_does_not_disguise_what_is_about_something_else(helper, text):
    assert helper.follow_up("relu", text).status == "unsure"


@pytest.mark.parametrize("text", ["", "???", "relu " * 2000], ids=["empty", "no words", "too long"])
def test_what_cannot_be_read_gets_a_sentence(helper, text):
    outcome = helper.follow_up("relu", text)
    assert outcome.status == "unsure"
    assert not outcome.reply.is_gap


ANSWERS = {
    "another topic": ("leaky-relu", "and tanh?", "tanh"),
    "only its name": ("leaky-relu", "tanh", "tanh"),
    "a comparison": ("relu", "what about leaky relu?", "relu-vs-leaky-relu"),
    "a comparison, the other way round": ("leaky-relu", "vs relu", "relu-vs-leaky-relu"),
    "a comparison after a comparison": ("relu-vs-sigmoid", "and tanh?", "sigmoid-vs-tanh"),
    "the same about another": ("sigmoid-derivative", "and tanh?", "tanh-derivative"),
    "a pronoun": ("relu", "what is its derivative?", "relu-derivative"),
    "an ellipsis": ("relu", "in pytorch?", "pytorch-usage"),
    "what is new about it": ("dying-relu", "how do I fix it?", "fix-dead-relu"),
    "a question of its own": ("relu", "What is GELU?", "gelu"),
    "a topic that is gone": ("no-such-topic", "What is GELU?", "gelu"),
    "a frequent question": ("relu", "does it have parameters?", "relu"),
}


@pytest.mark.parametrize(("topic", "text", "expected"), ANSWERS.values(), ids=ANSWERS)
def test_a_follow_up_keeps_the_topic(helper, topic, text, expected):
    outcome = helper.follow_up(topic, text)
    assert (outcome.status, outcome.reply.topic) == ("answer", expected)


def test_a_wish_is_fulfilled_from_the_entry(helper, knowledge):
    entry = knowledge.library.entries["relu"]
    shown = helper.follow_up("relu", "show me")
    assert shown.recipe == entry.sims[0]
    why = helper.follow_up("relu", "why?")
    assert entry.deeper in why.reply.text
    assert "**Why is it called rectified?**" in why.reply.text
    assert helper.follow_up("relu", "example?").reply.text == worked_example(entry)
    sources = helper.follow_up("relu", "source?").reply
    assert (sources.sources, sources.topic) == (entry.sources, "relu")
    assert helper.follow_up("relu", "thanks!").reply.topic is None


def test_every_topic_can_fulfil_every_wish(helper, knowledge):
    for topic, entry in knowledge.library.entries.items():
        for texts in WISHES.values():
            outcome = helper.follow_up(topic, texts[0])
            assert outcome.reply.text.strip()
            assert outcome.recipe in (None, *entry.sims)
        assert worked_example(entry) in entry.short
