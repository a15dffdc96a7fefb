from pathlib import Path

import pytest

from knowledge import LearnerIs, Stance
from knowledge.evaluation import read_posts

LABELLED = Path(__file__).parent.parent.parent / "knowledge" / "labelled"
# The learner's two posts of the thread, word for word.
FIRST_POST, SECOND_POST = (read_posts(LABELLED / "intuitions_thread.yaml")[number].text for number in (0, 2))


def found(knowledge, text):
    return {claim.claim_id: claim for claim in knowledge.judge(text).claims}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("🙂🙂🙂", id="emojis"),
        pytest.param("Good morning, how was your weekend?", id="chat"),
        pytest.param("What is the range of tanh?", id="a question"),
        pytest.param("does max pooling take care of the brightness of the images?", id="a question about a claim"),
        pytest.param("for i in range(10): print(i)", id="code"),
        pytest.param("@everyone <b>hello</b>", id="a ping and HTML"),
        pytest.param("word " * 3000, id="a long paste"),
        pytest.param("I trained my model for ten epochs with Adam and a batch size of 32.", id="a report"),
    ],
)
def test_texts_without_claims(knowledge, text):
    judgement = knowledge.judge(text)
    assert judgement.claims == ()
    assert not judgement.is_sure


def test_the_first_post_of_the_thread(knowledge):
    claims = found(knowledge, FIRST_POST)
    assert {name: claim.learner_is for name, claim in claims.items()} == {
        "linear-ok-on-similar": LearnerIs.PARTLY_RIGHT,
        "linear-fails-brightness": LearnerIs.MISTAKEN,
        "linear-cannot-combine-factors": LearnerIs.MISTAKEN,
        "activation-handles-orientation-brightness": LearnerIs.MISTAKEN,
        "weights-learn-all-relations": LearnerIs.PARTLY_RIGHT,
        "sigmoid-smooths-brightness": LearnerIs.MISTAKEN,
    }


def test_the_second_post_of_the_thread(knowledge):
    claims = found(knowledge, SECOND_POST)
    assert {name: claim.learner_is for name, claim in claims.items()} == {
        "fc-learns-all-positions": LearnerIs.PARTLY_RIGHT,
        "sigmoid-smooths-brightness": LearnerIs.MISTAKEN,
        "sigmoid-0994-treated-same": LearnerIs.PARTLY_RIGHT,
        "cnn-relu-focuses": LearnerIs.PARTLY_RIGHT,
        "relu-is-for-cnns": LearnerIs.MISTAKEN,
        "maxpool-handles-brightness": LearnerIs.MISTAKEN,
    }


@pytest.mark.parametrize(
    ("text", "claim", "stance"),
    [
        pytest.param(
            "Activations don't have much to do with learning about orientation or image contrast. That is the more "
            "about the role of using hidden layers in an neural network.",
            "hidden-layers-learn-features",
            Stance.ASSERTS,
            id="the role of hidden layers",
        ),
        pytest.param(
            "Compensating for dim images might be something another hidden layer would learn to fix - although this is "
            "more of a feature normalization or pre-processing task. It's not fixable by selecting a specific "
            "activation function.",
            "dim-images-are-preprocessing",
            Stance.ASSERTS,
            id="pre-processing",
        ),
        pytest.param(
            "you can actually talk about degrees of non-linearity in polynomial functions. If f(z) = z^3 and "
            "g(z) = 2z^2 + 42, then the function h(z) = g(f(z)) gives you a polynomial of degree 6, right?",
            "composition-adds-nonlinearity",
            Stance.ASSERTS,
            id="degrees",
        ),
        pytest.param(
            "mind you I'm not saying that neural network layers are necessarily polynomial functions",
            "layers-are-polynomials",
            Stance.DENIES,
            id="an analogy",
        ),
        pytest.param("ReLU is not linear", "relu-is-linear", Stance.DENIES, id="not linear"),
        pytest.param("ReLU is non-linear", "relu-is-linear", Stance.DENIES, id="non-linear"),
        pytest.param("relu isn't linear", "relu-is-linear", Stance.DENIES, id="isn't linear"),
        pytest.param("relu is linear", "relu-is-linear", Stance.ASSERTS, id="linear"),
        pytest.param(
            "Activations don't affect brightness at all.",
            "activation-handles-orientation-brightness",
            Stance.DENIES,
            id="no effect",
        ),
        pytest.param("I never said relu is only for CNNs", "relu-is-for-cnns", Stance.DENIES, id="never said"),
    ],
)
def test_short_and_mentors_posts(knowledge, text, claim, stance):
    claims = found(knowledge, text)
    assert claims[claim].stance is stance
    is_mistaken = text == "relu is linear"
    assert all((judged.learner_is is LearnerIs.MISTAKEN) is is_mistaken for judged in claims.values())


def test_who_only_disclaims_is_never_mistaken(knowledge):
    for claim in knowledge.library.claims.values():
        claims = found(knowledge, f"I'm not saying that {claim.statement}")
        assert all(judged.learner_is is not LearnerIs.MISTAKEN for judged in claims.values())


def test_quotes_are_the_learners_own_words_in_their_order(knowledge):
    for text in (FIRST_POST, SECOND_POST):
        quotes = [claim.quote for claim in knowledge.judge(text).claims]
        assert all(quote in text for quote in quotes)
        assert [text.index(quote) for quote in quotes] == sorted(text.index(quote) for quote in quotes)


@pytest.fixture(scope="module")
def judged_sentences(knowledge):
    """Give sentences of all claims, each with its claim, its stance and what was found in it.

    Every sentence of a claim that has an opposite, every third of the others: to judge all takes a minute.
    """
    return [
        (claim, stance, found(knowledge, text))
        for claim in knowledge.library.claims.values()
        for stance, texts in ((Stance.ASSERTS, (claim.statement, *claim.asserted_as)), (Stance.DENIES, claim.denied_as))
        for text in texts[:: 1 if claim.opposite else 3]
    ]


def test_of_two_opposites_only_one_is_reported(judged_sentences):
    for claim, _, claims in judged_sentences:
        assert not (claim.opposite and {claim.id, claim.opposite} <= set(claims))


def test_most_sentences_of_a_claim_are_recognised_with_their_stance(judged_sentences):
    known = [(stance, claims[claim.id].stance) for claim, stance, claims in judged_sentences if claim.id in claims]
    assert len(known) / len(judged_sentences) >= 0.9
    assert sum(judged is stance for stance, judged in known) / len(known) >= 0.95
