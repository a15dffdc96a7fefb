"""Whether a text is judged as an intuition or answered as a question, and when nothing is said unasked."""

import pytest

from bot.course_helper import CourseHelper
from bot.first_reply import states_something
from bot.reply import Answer, CheckUp
from bot.simulation_runner import SimulationRunner
from bot.storage import Store


@pytest.fixture(scope="module")
def helper(knowledge):
    return CourseHelper(knowledge, SimulationRunner(None), Store("sqlite+aiosqlite://"))


CLAIM = "Without activation functions a deep network is just one linear layer."
ASKED = ["What is ReLU?", "sigmoid derivative formula", "why does relu die", "Is a network without activations linear?"]
STATED = [CLAIM, f"My intuition: {CLAIM} Is this right?", f"I think {CLAIM.lower()} Or what?", f"{CLAIM} Correct me."]


@pytest.mark.parametrize("text", ASKED)
def test_a_question_is_answered(helper, text):
    assert not states_something(text)
    assert isinstance(helper.respond(text), Answer)


@pytest.mark.parametrize("text", STATED)
def test_an_intuition_is_judged(helper, text):
    outcome = helper.respond(text)
    assert isinstance(outcome, CheckUp)
    assert outcome.findings


def test_a_statement_without_a_claim_is_taken_as_a_question(helper):
    assert isinstance(helper.respond("I think I need help with my cat today"), Answer)


SILENT = {
    "off topic": ("Weekend", "Who comes to the barbecue on Saturday?"),
    "empty": ("", ""),
    "only a picture": ("screenshot", ""),
    "no words": ("???", "🙂"),
    "a course matter": ("Certificate", "When will I get my certificate for course 2?"),
}


@pytest.mark.parametrize(("title", "text"), SILENT.values(), ids=SILENT)
def test_nothing_is_said_unasked_without_confidence(helper, title, text):
    assert helper.first_reply(title, text) is None


def test_a_post_gets_a_verdict_or_an_answer(helper):
    verdict = helper.first_reply("Is this right?", f"{CLAIM} What is ReLU?")
    assert isinstance(verdict, CheckUp)
    answer = helper.first_reply("Dead units", "My ReLU units always output zero. Why do they die?")
    assert isinstance(answer, Answer)
    assert answer.status == "answer"

    wrong = helper.first_reply("Pooling", "Why does max pooling make the network ignore brightness?")
    assert isinstance(wrong, CheckUp)


def test_the_title_may_hold_the_question(helper):
    answer = helper.first_reply("Why do ReLU units die?", "See the title :)")
    assert isinstance(answer, Answer)
    assert answer.status == "answer"


def test_a_very_long_post_is_read_up_to_the_limit(helper):
    assert helper.first_reply("Why do ReLU units die?", "They output zero. " * 1000) is not None
