"""What a claim's own sentences state is recalled for the same sentences and phrases, and for those seen before."""

from pathlib import Path

import pytest

import knowledge
from knowledge import reading as module
from knowledge.learning import Learner
from knowledge.phrases import parse_phrases
from knowledge.reading import read_statements

FILE = Path(knowledge.__file__).with_name("phrases.yaml").read_text(encoding="utf-8")
PHRASES = parse_phrases(FILE, "phrases.yaml")
TEXTS = [
    "I doubt that relu ever dies.",
    "It's a myth that tanh is linear; units die too.",
    "?",
    "Größe hat σ(z) über 0,\nnicht wahr",
]
STATED = [
    [(True, "relu ever dies.")],
    [(False, "units die too."), (True, "tanh is linear")],
    [(False, "?")],
    [(False, "Größe hat σ(z) über 0, nicht wahr")],
]


@pytest.fixture
def read(monkeypatch):
    """The texts that are read and not recalled."""
    texts = []

    def noted(text, sentences, phrases):
        texts.append(text)
        return read_discourse(text, sentences, phrases)

    read_discourse = module.read_discourse
    monkeypatch.setattr(module, "read_discourse", noted)
    return texts


def test_statements_are_recalled_as_they_were_read(tmp_path, read):
    assert read_statements(TEXTS, PHRASES, Learner()) == STATED
    assert read_statements(TEXTS, PHRASES, Learner(tmp_path)) == STATED
    assert read == TEXTS * 2
    assert read_statements(TEXTS, PHRASES, Learner(tmp_path)) == STATED
    assert read == TEXTS * 2


def test_only_new_texts_are_read_after_an_edit(tmp_path, read):
    read_statements(TEXTS, PHRASES, Learner(tmp_path))
    read.clear()
    edited = [TEXTS[1], "nobody says so", TEXTS[0]]
    assert read_statements(edited, PHRASES, Learner(tmp_path)) == [STATED[1], [(False, "nobody says so")], STATED[0]]
    assert read == ["nobody says so"]


def test_other_phrases_are_read_anew(tmp_path, read):
    read_statements(TEXTS, PHRASES, Learner(tmp_path))
    other = parse_phrases(FILE.replace("(doubt(s|ed|ing)?", "(dowt(s|ed|ing)?"), "phrases.yaml")
    assert other.name != PHRASES.name
    assert read_statements(TEXTS, other, Learner(tmp_path))[0] != STATED[0]
    assert read == TEXTS * 2


def test_nothing_is_read_of_nothing(tmp_path):
    for _ in range(2):
        assert read_statements([], PHRASES, Learner(tmp_path)) == []
