"""Which statements a writer rejects; the subject is not ours, so that only the words around the statements count."""

import time
from pathlib import Path

import pytest

import knowledge
from knowledge.discourse import read_discourse
from knowledge.phrases import parse_phrases
from knowledge.sentences import Span, split_sentences

PHRASES = parse_phrases(Path(knowledge.__file__).with_name("phrases.yaml").read_text(encoding="utf-8"), "phrases.yaml")
A, B, C = "cold water boils faster", "salty pasta cooks slower", "closed lids waste energy"


def rejected(text):
    """Tell for each statement of the text whether it is rejected, once the places of A, B and C are known as claims."""
    discourse = read_discourse(text, split_sentences(text), PHRASES)
    places = [Span(text.index(said), text.index(said) + len(said)) for said in (A, B, C) if said in text]
    settled = discourse.settled(places).statements
    found = {}
    for name, said in (("A", A), ("B", B), ("C", C)):
        for one in settled:
            if said in one.span.of(text):
                found[name] = one.is_rejected
    return found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "I disagree.",
        "Wrong!",
        "Three myths:",
        "Both are wrong.",
        "No.",
        "\n\n: :\n",
        "I believe none of the three",
        "The first is true, the second isn't.",
        "Only the last is right.",
        "?",
    ],
)
def test_verdicts_on_nothing(text):
    assert rejected(text) == {}


@pytest.mark.parametrize("text", ["I doubt that " * 500, "none of " * 800, "it's a very very " * 300, "but and " * 900])
def test_floods_of_expressions_end(text):
    start = time.process_time()
    assert rejected(text) == {}
    assert time.process_time() - start < 3


@pytest.mark.parametrize(
    "text",
    [
        f"I don't think {A}.",
        f"I really doubt that {A}.",
        f"It is a common misconception that {A}.",
        f"It's simply not true that {A}.",
        f"I wouldn't say that {A}.",
        f"I'm not convinced that {A}.",
        f"There is no reason to think that {A}.",
        f"Who says that {A}?",
        f"Wrong: {A}.",
        f"Myth 2: {A}.",
        f"{A}, which is nonsense.",
        f"{A}? Yeah, right.",
        f"{A}, sure, and pigs fly.",
        f"That {A} is a myth.",
        f"Oh yeah right, {A}.",
    ],
)
def test_rejected_in_its_own_sentence(text):
    assert rejected(text) == {"A": True}


@pytest.mark.parametrize(
    "text",
    [
        f"I think {A}.",
        f"I guess {A}, don't get me wrong.",
        f"I'm not sure but {A}.",
        f"Correct me if I'm wrong but {A}.",
        f"There's no doubt that {A}.",
        f"Nobody denies that {A}.",
        f"I don't doubt that {A}.",
        f"It's not impossible that {A}.",
        f"Contrary to popular belief, {A}.",
        f"Fact: {A}.",
        f"Why is it that {A}?",
    ],
)
def test_held_in_its_own_sentence(text):
    assert rejected(text) == {"A": False}


@pytest.mark.parametrize(
    ("text", "is_rejected"),
    [
        (f"My teacher says {A}.", False),
        (f"My teacher says {A}, and she is right.", False),
        (f"Somebody told me that {A}, which convinced me.", False),
        (f"The book states that {A}. That's true.", False),
        (f"My teacher says {A}, which I find hard to believe.", True),
        (f"People keep saying that {A}, but that's not so.", True),
        (f"People say {A}, but it doesn't.", True),
        (f"According to my flatmate {A}; I don't share that view.", True),
        (f"A friend claims that {A}. I disagree.", True),
        (f"A friend claims that {A}. He is wrong.", True),
        (f'"{A}" is what one reads everywhere. Rubbish.', True),
    ],
)
def test_what_others_say(text, is_rejected):
    assert rejected(text) == {"A": is_rejected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"I used to think {A}.", {"A": True}),
        (f"First I believed that {A}. Not any more.", {"A": True}),
        (f"I thought {A}, now I know that {B}.", {"A": True, "B": False}),
        (f"I used to believe {A}, but {B}.", {"A": True, "B": False}),
        (f"For years I was convinced that {A}. That was wrong.", {"A": True}),
        (f"I used to doubt that {A}. Now I see it.", {"A": False}),
        (f"I didn't believe that {A}. Now I do.", {"A": False}),
        (f"Until last week I thought {A}, today I know better.", {"A": True}),
    ],
)
def test_what_was_believed_once(text, expected):
    assert rejected(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Three myths: {A}, {B}, {C}.", {"A": True, "B": True, "C": True}),
        (f"Three myths I believed:\n1. {A}\n2. {B}\n3. {C}", {"A": True, "B": True, "C": True}),
        (f"Here is what I no longer believe: {A}; {B}.", {"A": True, "B": True}),
        (f"I agree with all of these:\n- {A}\n- {B}", {"A": False, "B": False}),
        (f"{A}. {B}. {C}. I believe none of the three.", {"A": True, "B": True, "C": True}),
        (f"{A}. {B}. Both are nonsense.", {"A": True, "B": True}),
        (f"{A}. {B}. {C}. The last two are wrong.", {"A": False, "B": True, "C": True}),
        (f"{A}. {B}. {C}. Neither of these two statements is true.", {"A": False, "B": True, "C": True}),
        (f"True or false? (1) {A} (2) {B} I say false to all.", {"A": True, "B": True}),
        (f"{A}. {B}. I agree with both.", {"A": False, "B": False}),
        (f"None of the following is true. {A}. {B}.", {"A": True, "B": True}),
        (f"Myths: {A}. {B}.\n\nI do believe that {C}.", {"A": True, "B": True, "C": False}),
        (f"Myth: {A}. Fact: {B}.", {"A": True, "B": False}),
        (f"Two myths: {A}. {B}. None of it is true.", {"A": True, "B": True}),
        (f"Two beliefs I have dropped this term: that {A} (I measured) and that {B}.", {"A": True, "B": True}),
        (f"Three things our group got wrong: {A}; {B}.", {"A": True, "B": True}),
        (f"Three beliefs I had to bury: {A}; {B}.", {"A": True, "B": True}),
        (f"Flashcards I had to rewrite after this thread: {A}; {B}.", {"A": True, "B": True}),
        (f"Three things my gut refuses to believe: that {A}; that {B}.", {"A": True, "B": True}),
        (f"Two things I got wrong: that {A} (it doesn't) and that {B} (no way).", {"A": True, "B": True}),
        (f"We were taught that {A} and {B}. Well, {C}, so neither can be a rule.", {"A": True, "B": True, "C": False}),
    ],
)
def test_verdicts_over_lists(text, expected):
    assert rejected(text) == expected


@pytest.mark.parametrize(
    ("text", "is_rejected"),
    [
        (f"Is it true that {A}? No.", True),
        (f"Is it so that {A}? Of course not.", True),
        (f"Is it so that {A}? Yes!", False),
        (f"Is it so that {A}? No idea.", False),
    ],
)
def test_answers_to_ones_own_question(text, is_rejected):
    assert rejected(text) == {"A": is_rejected}


def test_a_disclaimer_is_marked():
    text = f"I never said that {A}."
    (statement,) = read_discourse(text, split_sentences(text), PHRASES).statements
    assert statement.is_disclaimed
    assert statement.is_rejected


def test_only_answered_questions_are_named():
    text = f"Is it so that {A}? No. Is it so that {B}? Please help."
    assert read_discourse(text, split_sentences(text), PHRASES).answered == {0}


@pytest.mark.parametrize(
    "lead",
    [
        "I'm not sure but",
        "I'm pretty sure that",
        "It's true that",
        "As far as I know",
        "My gut feeling is that",
        "It's a myth that",
        "Many people here still believe that",
        "No way",
    ],
)
def test_what_is_said_about_a_statement_is_no_part_of_it(lead):
    text = f"{lead} {A}"
    statements = read_discourse(text, split_sentences(text), PHRASES).statements
    assert [one.span.of(text).strip() for one in statements] == [A]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A}. {B}. The third is wrong.", {"A": False, "B": False}),
        (f"{A}. {B}. The last layer is wrong.", {"A": False, "B": False}),
        (f"The first is wrong. {A}.", {"A": False}),
        (f"The video claims that {A} and that {B}. The first is true, the second isn't.", {"A": False, "B": True}),
        (f"The video claims that {A} and that {B}. Only the first is true.", {"A": False, "B": True}),
        (f"The video claims that {A} and {B}. Only the latter is true.", {"A": True, "B": False}),
        (f"1) {A} 2) {B}. The second one is wrong.", {"A": False, "B": True}),
        (f"{A}. {B}. {C}. I disagree with the last one.", {"A": False, "B": False, "C": True}),
        (f"{A}. {B}. {C}. I agree with the first but not the last.", {"A": False, "B": False, "C": True}),
        (f"My tutor says {A} and {B}. The former is nonsense.", {"A": True, "B": False}),
        (f"{A}. {B}. The second claim doesn't hold.", {"A": False, "B": True}),
        (f"{A}. {B}. The first statement is right, the second is a myth.", {"A": False, "B": True}),
        (f"{A}. {B}. The second one is the more important.", {"A": False, "B": False}),
        (f"{A}. {B}. I doubt the second.", {"A": False, "B": True}),
        (f"{A} and {B}. The first part is wrong.", {"A": True, "B": False}),
    ],
)
def test_verdicts_on_one_of_several(text, expected):
    assert rejected(text) == expected
