"""Questions that nobody could answer, put together where they ask for the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.storage import Gap

# Two questions are as alike as their subjects share words: shared / sqrt(one's · the other's), so "derivative of tanh"
# and "derivative of ReLU" are 0.5 alike. A question joins where it is, on average over all members, at least so alike.
ALIKE = 0.6
SPELLING = 85.0  # of rapidfuzz's 100: from there on two words of five letters and more are one, misspelled
SHORTEST_MISSPELLED = 5

Subject = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class GapCluster:
    """Questions that ask for the same, the oldest first."""

    gaps: tuple[Gap, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of the questions."""
        return tuple(gap.id for gap in self.gaps)

    @property
    def texts(self) -> tuple[str, ...]:
        """The different wordings."""
        return tuple(dict.fromkeys(gap.text for gap in self.gaps))


def cluster_gaps(gaps: Iterable[Gap], subject: Subject) -> tuple[GapCluster, ...]:
    """Put similar questions together; the largest cluster comes first, then the newest.

    Args:
        gaps: open questions in any order; the result does not depend on it.
        subject: gives the stems that say what a text is about.
    """
    clusters: list[list[tuple[Gap, frozenset[str]]]] = []
    for gap in sorted(gaps, key=lambda one: one.id):
        words = subject(gap.text)
        likeness = [sum(likeness_of(words, other) for _, other in members) / len(members) for members in clusters]
        best = max(range(len(clusters)), key=likeness.__getitem__, default=-1)
        if best >= 0 and likeness[best] >= ALIKE:
            clusters[best].append((gap, words))
        else:
            clusters.append([(gap, words)])
    found = [GapCluster(tuple(gap for gap, _ in members)) for members in clusters]
    return tuple(sorted(found, key=lambda one: (-len(one.gaps), -one.ids[-1])))


def likeness_of(first: frozenset[str], second: frozenset[str]) -> float:
    """How much two subjects have in common, between 0 and 1 (the cosine of their sets of words)."""
    if not first or not second:
        return float(first == second)
    shared = len(first & second)
    left, right = first - second, second - first
    shared += sum(any(_is_misspelled(word, other) for other in right) for word in left)
    return min(1.0, shared / math.sqrt(len(first) * len(second)))


def _is_misspelled(word: str, other: str) -> bool:
    # relu6 and relu7 are two things, not one misspelled.
    are_words = word.isalpha() and other.isalpha() and min(len(word), len(other)) >= SHORTEST_MISSPELLED
    return are_words and fuzz.ratio(word, other) >= SPELLING
