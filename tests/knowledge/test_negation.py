import pytest

from knowledge.negation import polarity_of, split_by_negation, wording_of


@pytest.mark.parametrize(
    ("statement", "polarity"),
    [
        ("", 1),
        ("it isn’t linear", -1),
        ("that never works", -1),
        ("it hardly matters", -1),
        ("this fails to help", -1),
        ("relu is non-linear", -1),
        ("relu isn't really non-linear", 1),
        ("a network without activations is linear", 1),
        ("with no bias it is linear", 1),
        ("matrix after matrix with nothing in between", 1),
        ("not only pooling removes brightness", 1),
        ("it doesn't matter which one", 1),
        ("it is never more than a quarter", 1),
        ("if that doesn't work take tanh", 1),
        ("it works without help", 0),
        ("that is irrelevant", 0),
    ],
)
def test_polarity(statement, polarity):
    assert polarity_of(statement) == polarity


@pytest.mark.parametrize(
    ("statement", "said", "denied"),
    [
        ("", "", ""),
        ("not", "", ""),
        ("that is the weights, not the activation", "that is the weights", "the activation"),
        ("it is not the activation but the weights", "it is the weights", "the activation"),
        ("take sigmoids instead of a softmax", "take sigmoids", "a softmax"),
        ("a net without activations is linear", "a net without activations is linear", ""),
    ],
)
def test_what_a_negation_reaches(statement, said, denied):
    parts = split_by_negation(statement)
    assert tuple(" ".join(part.split()) for part in parts) == (said, denied)


def test_wordings_write_contractions_out():
    assert {"can not", "^ it", "work $"} <= set(wording_of("It can’t work"))
    assert set(wording_of("it cannot work")) == set(wording_of("It can't work"))
    assert list(wording_of("")) == ["^", "$", "^ $"]
