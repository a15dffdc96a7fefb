"""Texts as weighted features: stems, stems that stand close together, loose synonyms, and pieces of words."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from knowledge.vocabulary import Vocabulary
from knowledge.words import content_words, stem

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Arrays = Mapping[str, npt.NDArray[Any]]

# The kinds of features and how much each counts in the similarity of two texts. Chosen by cross-validation over the
# entries' own phrasings; the result is flat around these values.
_WORD, _PAIR, _HINT, _PIECE = range(4)
_SHARES = (1.0, 0.8, 0.2, 0.5)
# An unknown word counts like this share of the rarest known one.
_UNKNOWN = 0.15
# Two stems make a pair if at most two others stand between them: word order differs more than neighbourhood.
_PAIR_REACH = 3
# Pieces of words find compounds and endings that stemming misses; several sizes were no better than this one.
_PIECE_SIZE = 4


@dataclass(frozen=True)
class Rows:
    """Many texts: the features of row i stand between starts[i] and starts[i + 1]."""

    starts: Whole
    features: Whole
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Vector:
    """One text: its known features and their weights."""

    features: Whole
    values: Floats


class FeatureSpace:
    """The features of a set of texts, weighted so that rare ones count more; every text has length 1 per kind."""

    def __init__(self, vocabulary: Vocabulary, texts: Sequence[str], before: Arrays | None = None) -> None:
        """Find the features of all texts.

        Args:
            vocabulary: the synonyms, and the words towards which typing errors are mended.
            texts: the texts.
            before: what `arrays` gave for other texts with the same synonyms; those seen before are not split again.
        """
        self._vocabulary = vocabulary
        self._numbers = _numbered(before["names"]) if before else {}
        self._kinds: list[int] = before["kind"].tolist() if before else []
        self._texts = fingerprints(texts)
        self._found, self._sizes = self._all_found(texts, before or {})
        row = np.repeat(np.arange(len(texts)), self._sizes)
        self._forget_unused()
        size = len(self._numbers)
        self._kind = np.array(self._kinds, dtype=np.int64)
        codes, counts = np.unique(row * size + self._found, return_counts=True)
        row, feature = codes // max(size, 1), codes % max(size, 1)
        frequency = np.bincount(feature, minlength=size)
        self._weight: Floats = (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
        self._rarest = float(self._weight.max()) if size else 1.0
        values = self._scaled(row, feature, counts, len(texts))
        starts = np.searchsorted(row, np.arange(len(texts) + 1))
        self.rows = Rows(starts.astype(np.int64), feature, values)

    @classmethod
    def of_arrays(cls, vocabulary: Vocabulary, arrays: Arrays) -> Self:
        """Make the space again that `arrays` described."""
        space = cls.__new__(cls)
        space._vocabulary = vocabulary.knowing_words(split_names(arrays["words"]))
        space._numbers = _numbered(arrays["names"])
        space._kind, space._weight = arrays["kind"], arrays["weight"]
        space._rarest = float(space._weight.max()) if len(space._weight) else 1.0
        space._texts, space._found, space._sizes = arrays["texts"], arrays["found"], arrays["sizes"]
        space.rows = Rows(arrays["starts"], arrays["features"], arrays["values"])
        return space

    def arrays(self) -> Arrays:
        """Describe the space by arrays."""
        return {
            "words": join_names(sorted(self._vocabulary.known)),
            "names": join_names(self._numbers),
            "kind": self._kind,
            "weight": self._weight,
            "starts": self.rows.starts,
            "features": self.rows.features,
            "values": self.rows.values,
            "texts": self._texts,
            "found": self._found,
            "sizes": self._sizes,
        }

    def __len__(self) -> int:
        return len(self._numbers)

    def vector(self, text: str) -> Vector:
        """Give the features of a new text; those that no known text has are left out."""
        words = self._vocabulary.words(text)
        names = self._names(words)
        found = [number for name, _ in names if (number := self._numbers.get(name)) is not None]
        for word in words:
            found.extend(self._known_pieces(word))
        feature, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        values = self._scaled(np.zeros_like(feature), feature, counts, 1)
        return Vector(feature, values * np.float32(self._share_known(words)))

    def content(self, text: str) -> frozenset[str]:
        """Give the stems of the words that say what a text is about."""
        return frozenset(map(stem, content_words(self._vocabulary.words(text))))

    def _share_known(self, words: list[str]) -> float:
        """Tell how much of a text consists of known words: what is said in other words weakens the rest."""
        known = sum(float(self._weight[self._numbers[name]]) ** 2 for name in map(stem, words) if name in self._numbers)
        unknown = sum(stem(word) not in self._numbers for word in words) * _UNKNOWN * self._rarest**2
        return math.sqrt(known / (known + unknown)) if known else 0.0

    def _scaled(self, row: Whole, feature: Whole, counts: Whole, n_rows: int) -> Floats:
        values = ((1 + np.log(counts)) * self._weight[feature]).astype(np.float32)
        group = row * len(_SHARES) + self._kind[feature]
        squares = np.bincount(group, values * values, minlength=n_rows * len(_SHARES))
        scale = np.tile(np.sqrt(_SHARES), n_rows) / np.sqrt(np.maximum(squares, 1e-12))
        scaled: Floats = values * scale[group].astype(np.float32)
        return scaled

    def _all_found(self, texts: Sequence[str], before: Arrays) -> tuple[Whole, Whole]:
        """Give the features of all texts in their order, as often as they occur, and how many each text has."""
        known: dict[int, Whole] = {}
        if before:
            ends = np.cumsum(before["sizes"])
            known = dict(zip(before["texts"].tolist(), np.split(before["found"], ends[:-1]), strict=True))
        pieces_of: dict[str, tuple[int, ...]] = {}
        found: list[Whole | list[int]] = [
            known[key] if key in known else self._learned(text, pieces_of)
            for key, text in zip(self._texts.tolist(), texts, strict=True)
        ]
        sizes = np.array([len(features) for features in found], dtype=np.int64)
        return np.concatenate([np.zeros(0, np.int64), *(np.asarray(part, np.int64) for part in found)]), sizes

    def _forget_unused(self) -> None:
        """Number anew the features that the texts have; those of texts that are gone must not count as known."""
        is_used = np.bincount(self._found, minlength=len(self._numbers)) > 0
        if not is_used.all():
            place = np.cumsum(is_used) - 1
            self._found = place[self._found]
            names = [name for name, used in zip(self._numbers, is_used.tolist(), strict=True) if used]
            self._numbers = {name: number for number, name in enumerate(names)}
            self._kinds = np.array(self._kinds)[is_used].tolist()

    def _learned(self, text: str, pieces_of: dict[str, tuple[int, ...]]) -> list[int]:
        words = self._vocabulary.words(text)
        found = [self._number(name, kind) for name, kind in self._names(words)]
        for word in words:
            if word not in pieces_of:
                pieces_of[word] = tuple(self._number(name, _PIECE) for name in _pieces(word))
            found.extend(pieces_of[word])
        return found

    def _number(self, name: str, kind: int) -> int:
        number = self._numbers.setdefault(name, len(self._numbers))
        if number == len(self._kinds):
            self._kinds.append(kind)
        return number

    def _known_pieces(self, word: str) -> Iterator[int]:
        return (self._numbers[name] for name in _pieces(word) if name in self._numbers)

    def _names(self, words: list[str]) -> Iterator[tuple[str, int]]:
        stems = [stem(word) for word in words]
        for place, first in enumerate(stems):
            yield first, _WORD
            for second in stems[place + 1 : place + 1 + _PAIR_REACH]:
                yield f"{first} {second}" if first < second else f"{second} {first}", _PAIR
        for hint in self._vocabulary.hinted(words):
            yield f"~{stem(hint)}", _HINT


def fingerprints(texts: Iterable[str]) -> Whole:
    """Give a number for each text that no other text has."""
    digests = b"".join(blake2b(text.encode(errors="replace"), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype=np.int64)


def _numbered(names: npt.NDArray[np.uint8]) -> dict[str, int]:
    return {name: number for number, name in enumerate(split_names(names))}


def join_names(names: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Make an array of names, none of which has a line break."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def split_names(text: npt.NDArray[np.uint8]) -> list[str]:
    """Give the names again."""
    return text.tobytes().decode().split("\n") if len(text) else []


def _pieces(word: str) -> list[str]:
    padded = f"^{word}$"
    return [f"#{padded[start : start + _PIECE_SIZE]}" for start in range(len(padded) - _PIECE_SIZE + 1)]


def largest_product() -> float:
    """Give the inner product of a text with itself, the largest there is."""
    return math.fsum(_SHARES)
