from pathlib import Path

import pytest

from knowledge import LearnerIs, Stance

FIRST_POST = (Path(__file__).parent.parent / "data" / "thread_first_post.txt").read_text(encoding="utf-8")
SECOND_POST = (
    "In a fully connected (Not Convolutional) network that is detecting numbers 0-9 the network has learned "
    "for example all the relationships between the pixels of a 7 of standard darkness in all sorts of "
    "positions. Then during test time a lighter 7 comes along with slighlty lighter pixel values. When it is "
    "transformed by the sigmoid function it will have approximately the same value the darker one after "
    "passing through sigmoid in neuron one would be 0.994 and the lighter one 0.992 so then the lighter one "
    "will get treated the same through all later layer of the network and get classified correctly.\n\n"
    "While on the other hand if your using a convolutional network you can use relu to focus on relevant "
    "connections and the max pooling layer handle the different brightness and lightness of the images."
)


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
    assert {
        "linear-ok-on-similar",
        "linear-fails-brightness",
        "linear-cannot-combine-factors",
        "weights-learn-all-relations",
    } <= set(claims)
    assert all(claim.stance is Stance.ASSERTS for claim in claims.values())
    assert claims["linear-fails-brightness"].learner_is is LearnerIs.MISTAKEN
    assert claims["linear-ok-on-similar"].learner_is is LearnerIs.PARTLY_RIGHT


def test_the_second_post_of_the_thread(knowledge):
    claims = found(knowledge, SECOND_POST)
    assert {"sigmoid-0994-treated-same", "cnn-relu-focuses", "maxpool-handles-brightness"} <= set(claims)


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


def test_of_two_opposites_only_one_is_reported(knowledge):
    for claim in knowledge.library.claims.values():
        if claim.opposite:
            for text in (claim.statement, *claim.asserted_as, *claim.denied_as):
                claims = found(knowledge, text)
                assert not {claim.id, claim.opposite} <= set(claims)


def test_most_sentences_of_a_claim_are_recognised_with_their_stance(knowledge):
    rows = [
        (claim, stance, text)
        for claim in knowledge.library.claims.values()
        for stance, texts in ((Stance.ASSERTS, (claim.statement, *claim.asserted_as)), (Stance.DENIES, claim.denied_as))
        for text in texts
    ]
    judged = [(claim, stance, found(knowledge, text).get(claim.id)) for claim, stance, text in rows]
    known = [(stance, judged_claim) for _, stance, judged_claim in judged if judged_claim is not None]
    assert len(known) / len(rows) >= 0.85
    assert sum(judged_claim.stance is stance for stance, judged_claim in known) / len(known) >= 0.85
