import pytest

from knowledge.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("... !!! 1.5", [], id="no words"),
        pytest.param("One is 0.994 and two 0.992. Next.", ["One is 0.994 and two 0.992.", "Next."], id="numbers"),
        pytest.param("Some, e.g. relu, are cheap. Ok?", ["Some, e.g. relu, are cheap.", "Ok?"], id="abbreviation"),
        pytest.param("nn.ReLU is used. f.relu too", ["nn.ReLU is used.", "f.relu too"], id="dots in names"),
        pytest.param("first line\nsecond line", ["first line", "second line"], id="line ends"),
        pytest.param("- plus: cheap\n* minus: dead", ["- plus: cheap", "minus: dead"], id="lists"),
        pytest.param("relu is cheap; tanh is not", ["relu is cheap", "tanh is not"], id="semicolon"),
        pytest.param("no end here", ["no end here"], id="no mark"),
        pytest.param("really?! yes", ["really?!", "yes"], id="two marks"),
    ],
)
def test_sentences(text, sentences):
    assert [sentence.span.of(text) for sentence in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        pytest.param(
            "it struggles because it is linear so we need relu here",
            ["it struggles because it is linear", "so we need relu here"],
            id="short clauses join the one before",
        ),
        pytest.param(
            "relu is very cheap to compute, but it dies for negative inputs",
            ["relu is very cheap to compute", "it dies for negative inputs"],
            id="comma and but",
        ),
        pytest.param("just one thing", ["just one thing"], id="one clause"),
    ],
)
def test_clauses(text, clauses):
    (sentence,) = split_sentences(text)
    assert [clause.of(text) for clause in sentence.clauses] == clauses


def test_windows_are_exact_parts_of_the_text():
    text = "  We need relu, because it is cheap, and tanh saturates for large inputs, so we avoid it.  "
    (sentence,) = split_sentences(text)
    windows = [window.of(text) for window in sentence.windows()]
    assert windows[0] == text.strip()
    assert len(windows) == len(set(windows)) > 3
    assert all(window in text for window in windows)


def test_a_very_long_text_is_cut():
    assert len(split_sentences("relu is cheap. " * 5000)) == 200
