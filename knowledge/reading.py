"""What the claims' own sentences state. Reading thousands takes seconds, so what was read is recalled."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from knowledge.discourse import read_discourse
from knowledge.features import Arrays, fingerprints
from knowledge.learning import Learner, key_of
from knowledge.phrases import Phrases
from knowledge.sentences import split_sentences
from knowledge.statement import Statement

# Whether it is rejected, and its words.
Stated = tuple[bool, str]

_BETWEEN = "\0"  # no YAML has it


def read_statements(texts: Sequence[str], phrases: Phrases, learner: Learner) -> list[list[Stated]]:
    """Give the statements of each text; one without any is taken as it is."""
    kind, key = f"statements-{key_of(phrases.name)}", key_of(*texts)
    arrays = learner.recall(kind, key)
    if arrays is not None:
        return list(_unpacked(arrays))
    before = learner.latest(kind)
    known = dict(zip(before["texts"].tolist(), _unpacked(before), strict=True)) if before else {}
    names = fingerprints(texts).tolist()
    stated = [
        known[name] if name in known else _statements(text, phrases) for name, text in zip(names, texts, strict=True)
    ]
    learner.keep(kind, key, _packed(texts, stated))
    return stated


def joined(text: str, statements: Sequence[Statement]) -> list[Stated]:
    """Join the statements that are held, and those that are rejected: apart they have too little context."""
    return [
        (
            is_rejected,
            ", ".join(one.span.of(text).strip(" ,;:") for one in statements if one.is_rejected is is_rejected),
        )
        for is_rejected in (False, True)
        if any(one.is_rejected is is_rejected for one in statements)
    ]


def _statements(text: str, phrases: Phrases) -> list[Stated]:
    return joined(text, read_discourse(text, split_sentences(text), phrases).statements) or [(False, text)]


def _packed(texts: Sequence[str], stated: Sequence[Sequence[Stated]]) -> Arrays:
    everything = [one for statements in stated for one in statements]
    return {
        "texts": fingerprints(texts),
        "sizes": np.array([len(statements) for statements in stated], dtype=np.int64),
        "rejected": np.array([is_rejected for is_rejected, _ in everything], dtype=np.bool_),
        "words": np.frombuffer(_BETWEEN.join(words for _, words in everything).encode(), dtype=np.uint8),
    }


def _unpacked(arrays: Arrays) -> Iterator[list[Stated]]:
    """Give the statements of each text again."""
    words = arrays["words"].tobytes().decode().split(_BETWEEN)
    everything = zip(arrays["rejected"].tolist(), words, strict=False)
    return (list(islice(everything, size)) for size in arrays["sizes"].tolist())
