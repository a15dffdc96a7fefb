import time

import pytest

from knowledge import KnowledgeError
from knowledge.vocabulary import Vocabulary, parse_vocabulary
from knowledge.words import MAX_CHARACTERS, count_content_words, has_a_word, plain_words, stem, without_courtesy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("?! ... 🙂", []),
        ("nn.LeakyReLU(0.2)", ["nn", "leaky", "relu", "0.2"]),
        ("F.log_softmax(x, dim=1)", ["f", "log", "softmax", "x", "dim", "1"]),
        ("BCEWithLogitsLoss", ["bce", "with", "logits", "loss"]),
        ("from_logits=True", ["from", "logits", "true"]),
        ("Dense(1, activation='softmax')", ["dense", "1", "activation", "softmax"]),
        ("SwiGLU vs. PReLU", ["swiglu", "vs", "prelu"]),
        ("σ(z)", ["sigmoid", "z"]),
        ("don’t", ["don", "t"]),
        ("z²", ["z", "2"]),
        ("RELU ELU GELU SELU CELU", ["relu", "elu", "gelu", "selu", "celu"]),
        ("PRELU RRELU SILU RELU6 LEAKYRELU", ["prelu", "rrelu", "silu", "relu6", "leaky", "relu"]),
        ("PReLU RReLU SiLU GEGLU", ["prelu", "rrelu", "silu", "geglu"]),
        ("@everyone <@1> <@&2> <@!3> <#4> <:relu:5> <a:b:6> <t:7:R> why @here", ["why"]),
    ],
)
def test_words_of_a_text(text, words):
    assert plain_words(text) == words


def test_a_paste_is_read_up_to_a_limit():
    assert len(plain_words("word " * 10_000)) == MAX_CHARACTERS // len("word ")


@pytest.mark.parametrize(
    ("word", "root"), [("neurons", "neuron"), ("dying", "die"), ("relu", "relu"), ("0.25", "0.25")]
)
def test_stems(word, root):
    assert stem(word) == stem(root)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("hello! why does relu die? thanks", "why does relu die"),
        ("Hi all, good morning everyone - what is tanh, many thanks in advance!", "what is tanh"),
        ("Thanks! and gelu?", "and gelu?"),
        ("thanks to relu it is sparse", "thanks to relu it is sparse"),
        ("<@1> hey", ""),
        ("hinge loss", "hinge loss"),
    ],
)
def test_courtesy_is_cut_off(text, rest):
    assert without_courtesy(text) == rest


@pytest.mark.parametrize("filling", [" ", "!", "@here ", "thanks ", "and many "])
def test_floods_of_courtesy_are_cut_off_at_once(filling):
    text = f"relu{filling * MAX_CHARACTERS}"[: MAX_CHARACTERS - 1] + "x"
    start = time.process_time()
    assert without_courtesy(text).startswith("relu")
    assert time.process_time() - start < 0.25  # blanks took a second


@pytest.mark.parametrize(("text", "has"), [("1 a [2] x+y", False), ("id", True), ("σ", True), ("", False)])
def test_which_texts_have_a_word(text, has):
    assert has_a_word(text) is has


def test_content_words_are_counted_once():
    assert count_content_words("the ReLU is the relu of the layer") == 2


VOCABULARY = parse_vocabulary(
    "same:\n  - [tanh, hyperbolic tangent]\n  - [network, neural net, nn]\n"
    "hints:\n  dim: brightness\n  two words: other thing\n",
    "v.yaml",
).knowing(["saturated sigmoid gradient"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("hyperbolic tangent in a NN", ["tanh", "in", "a", "network"], id="synonyms"),
        pytest.param("the neural net", ["the", "network"], id="two words for one"),
        pytest.param("sigmiod gradeint", ["sigmoid", "gradient"], id="transposed letters"),
        pytest.param("satturated", ["saturated"], id="doubled letter"),
        pytest.param("tanhh", ["tanh"], id="a synonym's word misspelt"),
        pytest.param("gradual", ["gradual"], id="another word is left alone"),
        pytest.param("nm", ["nm"], id="short words are left alone"),
    ],
)
def test_synonyms_and_typing_errors(text, words):
    assert VOCABULARY.words(text) == words


def test_hints_are_found_for_words_and_pairs():
    assert VOCABULARY.hinted(["dim", "two", "words"]) == ["brightness", "other", "thing"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same:\n  - [a b, c]\n  - [d, c]\n", "v.yaml:3: 'c' stands for two things: a b too."),
        ("same:\n  - word\n", "v.yaml:1: Each item of 'same' must be a list of texts."),
        ("other: {}\n", "v.yaml:1: The key 'other' is not known here; allowed are same, hints."),
    ],
)
def test_a_wrong_vocabulary_is_refused(text, message):
    with pytest.raises(KnowledgeError) as caught:
        parse_vocabulary(text, "v.yaml")
    assert str(caught.value) == message


def test_a_typing_error_that_a_phrasing_has_is_mended_all_the_same():
    vocabulary = Vocabulary({}, {}).knowing(["the derivative"] * 20 + ["the derivitive", "a lawyer"] + ["a layer"] * 20)
    assert vocabulary.words("derivitive of a derivatve by a lawyer") == [
        "derivative",
        "of",
        "a",
        "derivative",
        "by",
        "a",
        "lawyer",
    ]
