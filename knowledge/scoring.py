"""Two ways to score entries for a question: a learned linear model, and prototypes where there are too many entries."""

from typing import Protocol

import numpy as np

from knowledge.features import FeatureSpace, Floats, Rows, Vector, Whole
from knowledge.learning import Learner

# Strength of the ridge; the result is flat from 0.3 to 1.5 (cross-validated over the entries' own phrasings).
_PENALTY = 0.7
# Learning takes time with the third power of the number of phrasings: 5,000 take a second, 12,000 take ten.
_MOST_LEARNED = 12_000
# Of a larger library, as many phrasings teach what belongs to our subject at all.
_SAMPLE = 3000
# With very many entries, features that more than this share of them have decide nothing and cost the most.
_COMMON_SHARE = 0.01
_FEWEST_COMMON = 2000


class Scoring(Protocol):
    """Gives a score for each entry, and a last one for being on our subject at all."""

    def scores(self, vector: Vector) -> Floats:
        """Score all entries for a question."""


def make_scoring(space: FeatureSpace, owners: Whole, n_entries: int, learner: Learner) -> Scoring:
    """Choose the way that the size allows; `owners` has the entry of each row, -1 for the background."""
    if len(owners) <= _MOST_LEARNED:
        return LinearScoring(space, owners, n_entries, learner)
    return PrototypeScoring(space, owners, n_entries, learner)


class LinearScoring:
    """How much each feature speaks for each entry, learned from all phrasings at once."""

    def __init__(self, space: FeatureSpace, owners: Whole, n_entries: int, learner: Learner) -> None:
        targets = np.zeros((len(owners), n_entries + 1), dtype=np.float32)
        targets[owners >= 0, owners[owners >= 0]] = 1
        targets[:, -1] = np.where(owners >= 0, 1, -1)
        self._weights = learner.fit(space.rows, len(space), targets, _PENALTY)

    def scores(self, vector: Vector) -> Floats:
        """Score all entries for a question."""
        scores: Floats = vector.values @ self._weights[vector.features]
        return scores


class PrototypeScoring:
    """The mean of an entry's phrasings, kept as lists of entries for each feature."""

    def __init__(self, space: FeatureSpace, owners: Whole, n_entries: int, learner: Learner) -> None:
        self._n_entries = n_entries
        rows = space.rows
        row = np.repeat(np.arange(len(owners)), np.diff(rows.starts))
        ours = owners[row] >= 0
        codes, place = np.unique(rows.features[ours] * n_entries + owners[row[ours]], return_inverse=True)
        sums = np.bincount(place, rows.values[ours])
        feature, self._entries = codes // n_entries, codes % n_entries
        lengths = np.sqrt(np.bincount(self._entries, sums**2, minlength=n_entries))
        self._values = (sums / np.maximum(lengths[self._entries], 1e-9)).astype(np.float32)
        self._starts = np.searchsorted(feature, np.arange(len(space) + 1))
        self._on_topic = _learn_subject(space, owners, learner)

    def scores(self, vector: Vector) -> Floats:
        """Score all entries for a question."""
        scores = np.zeros(self._n_entries + 1, dtype=np.float32)
        most = max(_FEWEST_COMMON, int(_COMMON_SHARE * self._n_entries))
        for feature, value in zip(vector.features, vector.values, strict=True):
            start, end = self._starts[feature], self._starts[feature + 1]
            if end - start <= most:
                scores[self._entries[start:end]] += value * self._values[start:end]
        scores[-1] = vector.values @ self._on_topic[vector.features]
        return scores


def _learn_subject(space: FeatureSpace, owners: Whole, learner: Learner) -> Floats:
    """Learn from a sample what tells our subject from everything else."""
    background = np.flatnonzero(owners < 0)
    ours = np.flatnonzero(owners >= 0)
    chosen = np.sort(np.concatenate([background, ours[:: max(1, len(ours) // _SAMPLE)]]))
    targets = np.where(owners[chosen] >= 0, 1, -1).astype(np.float32)[:, None]
    return learner.fit(_chosen_rows(space.rows, chosen), len(space), targets, _PENALTY)[:, 0]


def _chosen_rows(rows: Rows, chosen: Whole) -> Rows:
    sizes = np.diff(rows.starts)[chosen]
    places = np.concatenate([np.arange(rows.starts[row], rows.starts[row + 1]) for row in chosen])
    return Rows(np.concatenate([[0], np.cumsum(sizes)]), rows.features[places], rows.values[places])
