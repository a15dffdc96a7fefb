from pathlib import Path

import pytest

import knowledge
from knowledge.errors import KnowledgeError
from knowledge.phrases import Means, parse_phrases

PATH = Path(knowledge.__file__).with_name("phrases.yaml")
TEXT = PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("\nheld: |", "\nhelt: |", "'helt' is not known", id="a group that nobody reads"),
        pytest.param("<i> <dont><adv> <say><that>", "<i> <dunno>", "names a part 'dunno'", id="an unknown part"),
        pytest.param("<i> <dont><adv> <say><that>", "(never", "no regular expression", id="an open bracket"),
        pytest.param("|with) <point><end>", "|with) it<end>", "names none of several", id="a verdict on nothing"),
        pytest.param("( <adverb>)*", "( <adv>)*", "contains itself", id="a part in itself"),
    ],
)
def test_wrong_phrases_are_refused_with_their_line(old, new, said):
    assert old in TEXT
    with pytest.raises(KnowledgeError, match=said) as refused:
        parse_phrases(TEXT.replace(old, new, 1), "kb/phrases.yaml")
    assert str(refused.value).startswith("kb/phrases.yaml:")


def test_the_line_of_a_wrong_phrase():
    line = next(number for number, text in enumerate(TEXT.splitlines(), 1) if "<i> <dont><adv> <say><that>" in text)
    with pytest.raises(KnowledgeError, match=f"phrases.yaml:{line}:"):
        parse_phrases(TEXT.replace("<i> <dont><adv> <say><that>", "(never", 1), "phrases.yaml")


@pytest.mark.parametrize(
    ("means", "said"),
    [
        (Means.REJECTED_BEFORE, "I don't really think that"),
        (Means.REJECTED_BEFORE, "we dont  buy it that"),
        (Means.REJECTED_BEFORE, "It’s a popular myth that"),
        (Means.REPORTED, "my old maths teacher always told us that"),
        (Means.HELD_ONCE, "For a long time I was convinced that"),
        (Means.DOUBLE_NEGATION, "There's no doubt that"),
        (Means.REJECTED, "but that is simply not true"),
        (Means.ACCEPTED, "and he's right"),
        (Means.ALL_REJECTED, "none of the three is right"),
        (Means.CONVERTED, "now I see it"),
    ],
)
def test_what_phrases_mean(means, said):
    found = parse_phrases(TEXT, str(PATH)).marks[means].search(said)
    assert found is not None
    assert found.span() == (0, len(said))


@pytest.mark.parametrize(
    ("phrase", "said", "found"),
    [
        (r"\bquite the opposite|, or so they say", "it dies, or so they say", ", or so they say"),
        (r"\bquite the opposite|, or so they say", "it is quite the opposite", "quite the opposite"),
        (r"\bopposite", "the unopposite", None),
        (r"in my dreams", "only 3in my dreams", "in my dreams"),
        (r"<who>, they say", "my tutor, they say", "my tutor, they say"),
    ],
)
def test_a_phrase_begins_where_it_says(phrase, said, found):
    group = TEXT[TEXT.index("\nconverted: |\n") :].split("\n")[2]
    pattern = parse_phrases(TEXT.replace(group, f"  {phrase}", 1), str(PATH)).marks[Means.CONVERTED]
    one = pattern.search(said)
    assert (one.group() if one else None) == found
