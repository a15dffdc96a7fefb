import numpy as np
import pytest

from knowledge.stance import assertion_score, signs_of

# A claim that is stated positively, and one that is stated negatively.
POSITIVE = (
    ["max pooling removes brightness", "pooling deals with brightness"],
    ["max pooling does not remove brightness"],
)
NEGATIVE = (["we do not know how neurons work", "nobody knows what a neuron does"], ["we know what every neuron does"])


def score(sentence, claim, following=""):
    asserted, denied = claim
    others = [signs_of(text) for text in (*asserted, *denied)]
    stances = np.array([1.0] * len(asserted) + [-1.0] * len(denied), dtype=np.float32)
    return assertion_score(signs_of(sentence, following), others, stances, np.full(len(others), 0.5, dtype=np.float32))


@pytest.mark.parametrize(
    ("sentence", "following", "claim", "asserts"),
    [
        pytest.param("max pooling removes brightness", "", POSITIVE, True, id="plain"),
        pytest.param("max pooling removes brightness, right?", "", POSITIVE, True, id="tag question"),
        pytest.param("isn't it so that pooling removes brightness?", "", POSITIVE, True, id="negated question"),
        pytest.param("not only pooling removes brightness", "", POSITIVE, True, id="not only"),
        pytest.param("pooling (not relu) removes brightness", "", POSITIVE, True, id="aside"),
        pytest.param("max pooling doesn't remove brightness", "", POSITIVE, False, id="negation"),
        pytest.param("I don't think pooling removes brightness", "", POSITIVE, False, id="don't think"),
        pytest.param("I used to believe pooling removes brightness", "", POSITIVE, False, id="used to believe"),
        pytest.param("I never said pooling removes brightness", "", POSITIVE, False, id="never said"),
        pytest.param("I'm not saying pooling removes brightness", "", POSITIVE, False, id="not saying"),
        pytest.param("it's a myth that pooling removes brightness", "", POSITIVE, False, id="myth"),
        pytest.param("My friend says pooling removes brightness.", "I doubt that.", POSITIVE, False, id="taken back"),
        pytest.param(
            "They say pooling removes brightness", "but that is wrong", POSITIVE, False, id="taken back after but"
        ),
        pytest.param("nobody knows what neurons do", "", NEGATIVE, True, id="negative claim asserted"),
        pytest.param("I don't think we know what neurons do", "", NEGATIVE, True, id="distance to the contrary"),
        pytest.param("we know what neurons do", "", NEGATIVE, False, id="negative claim denied"),
    ],
)
def test_stance(sentence, following, claim, asserts):
    assert (score(sentence, claim, following) > 0) is asserts


@pytest.mark.parametrize(
    ("sentence", "is_negated"),
    [
        ("it isn’t linear", True),
        ("that never works", True),
        ("a network without activations is linear", False),
        ("with no bias it is linear", False),
        ("it doesn't matter which one", False),
        ("if that doesn't work take tanh", False),
    ],
)
def test_which_words_negate(sentence, is_negated):
    assert signs_of(sentence).is_negated is is_negated
