"""Two ways to score entries for a question: a learned linear model, and prototypes where there are too many entries."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from knowledge.features import Arrays, Bools, FeatureSpace, Floats, Rows, Vector, Whole, fingerprints
from knowledge.learning import Learner, key_of, places_before
from knowledge.logistic import Exercise, logistic_duals
from knowledge.products import Products
from knowledge.ridge import ridge_duals

# Strengths of the pull towards 0, for telling entries apart and for telling our subject from everything else. The
# results are flat from 0.05 to 0.2 and from 1 to 4 (cross-validated over the entries' own phrasings).
_PENALTY, _SUBJECT_PENALTY = 0.1, 2.0
_SUBJECT_EXACTNESS = 0.01
# Steps of learning from nothing, and from what was learned before an edit: more gain nothing in cross-validation.
_STEPS, _MORE_STEPS = 12, 2
# What was learned before is a start if no more than this share of the texts came or went.
_CHANGED_SHARE = 0.05
# Learning takes time with the number of phrasings times entries: this much takes about ten seconds.
_MOST_LEARNED = 6_000_000
# Of a larger library, as many phrasings teach what belongs to our subject at all.
_SAMPLE = 3000
# With very many entries, features that more than this share of them have decide nothing and cost the most.
_COMMON_SHARE = 0.01
_FEWEST_COMMON = 2000


@dataclass(frozen=True)
class Lessons:
    """The texts to learn from, one for each row of the feature space.

    Args:
        texts: the texts.
        owners: the number of each text's entry, -1 for the background.
        importance: how much each text counts.
        classes: the ids of the entries.
    """

    texts: tuple[str, ...]
    owners: Whole
    importance: Floats
    classes: tuple[str, ...]


class Scoring(Protocol):
    """Scores all entries for a question, and tells how much it looks like our subject."""

    def scores(self, vector: Vector) -> Floats:
        """Give a score for each entry; a last one for being about nothing of ours."""

    def subject(self, vector: Vector) -> float:
        """Give about 1 for our subject and -1 for others."""


def make_scoring(space: FeatureSpace, lessons: Lessons, learner: Learner) -> Scoring:
    """Choose the way that the size allows."""
    if len(lessons.texts) * len(lessons.classes) <= _MOST_LEARNED:
        return LogisticScoring(space, lessons, learner)
    return PrototypeScoring(space, lessons, learner)


class LogisticScoring:
    """How much each feature speaks for each entry, learned from all texts at once; scores are logits."""

    def __init__(self, space: FeatureSpace, lessons: Lessons, learner: Learner) -> None:
        rows = space.rows
        key = key_of(rows.starts, rows.features, rows.values, lessons.owners, lessons.importance, lessons.classes)
        kind = f"search-weights-{key_of(lessons.classes)}"
        arrays = learner.recall(kind, key)
        if arrays is None:
            arrays = _learn(space, lessons, learner.latest(kind))
            learner.keep(kind, key, arrays)
        self._place, self._weights, self._subject = arrays["place"], arrays["weights"], arrays["subject"]

    def scores(self, vector: Vector) -> Floats:
        """Give a score for each entry; a last one for being about nothing of ours."""
        place = self._place[vector.features]
        scores: Floats = vector.values[place >= 0] @ self._weights[place[place >= 0]]
        return scores

    def subject(self, vector: Vector) -> float:
        """Give about 1 for our subject and -1 for others."""
        place = self._place[vector.features]
        return float(vector.values[place >= 0] @ self._subject[place[place >= 0]])


def _learn(space: FeatureSpace, lessons: Lessons, before: Arrays | None) -> Arrays:
    # What only one text has was never confirmed by a second: without it the weights are a third, and as good.
    is_shared = np.bincount(space.rows.features, minlength=len(space)) > 1
    place = np.where(is_shared, np.cumsum(is_shared) - 1, -1)
    n_features = int(is_shared.sum())
    rows = _renumbered(space.rows, place)
    products = Products(rows, n_features)
    keys = _keys(lessons)
    exercise = Exercise(
        np.where(lessons.owners < 0, len(lessons.classes), lessons.owners), lessons.importance, _PENALTY
    )
    known, start, subject_start = _start(keys, len(lessons.classes) + 1, before)
    if known.any():
        start[~known] = _taught_alone(rows, products.weights(start), exercise, np.flatnonzero(~known))
    duals = logistic_duals(products, exercise, start, _MORE_STEPS if known.any() else _STEPS)
    ours = np.where(lessons.owners < 0, -1, 1).astype(np.float32)[:, None]
    subject = ridge_duals(
        products, ours, _SUBJECT_PENALTY / lessons.importance, subject_start, small=_SUBJECT_EXACTNESS
    )
    return {
        "place": place,
        "weights": products.weights(duals),
        "subject": products.weights(subject)[:, 0],
        "keys": keys,
        "duals": duals,
        "subject_duals": subject,
    }


def _keys(lessons: Lessons) -> Whole:
    names = (*lessons.classes, "")
    return fingerprints(f"{names[owner]}\n{text}" for owner, text in zip(lessons.owners, lessons.texts, strict=True))


def _start(keys: Whole, n_columns: int, before: Arrays | None) -> tuple[Bools, Floats, Floats]:
    """Tell which texts were learned from before, and give what they had, unless many texts came or went."""
    start, subject = np.zeros((len(keys), n_columns), dtype=np.float32), np.zeros((len(keys), 1), dtype=np.float32)
    known = np.zeros(len(keys), dtype=np.bool_)
    if before is not None:
        same, found = places_before(keys, before["keys"])
        if same.sum() >= (1 - _CHANGED_SHARE) * max(len(keys), len(before["keys"])):
            known = same
            start[same], subject[same] = before["duals"][found[same]], before["subject_duals"][found[same]]
    return known, start, subject


def _taught_alone(rows: Rows, weights: Floats, exercise: Exercise, new: Whole) -> Floats:
    """Learn from new texts alone what the others do not teach yet: steps with all texts hardly move a few."""
    products = Products(_chosen_rows(rows, new), len(weights))
    alone = Exercise(exercise.classes[new], exercise.importance[new], exercise.penalty, given=products.scores(weights))
    return logistic_duals(products, alone, np.zeros((len(new), weights.shape[1]), dtype=np.float32), _STEPS)


class PrototypeScoring:
    """The mean of an entry's texts, kept as lists of entries for each feature."""

    def __init__(self, space: FeatureSpace, lessons: Lessons, learner: Learner) -> None:
        self._n_entries = n_entries = len(lessons.classes)
        rows, owners = space.rows, lessons.owners
        row = np.repeat(np.arange(len(owners)), np.diff(rows.starts))
        ours = owners[row] >= 0
        codes, place = np.unique(rows.features[ours] * n_entries + owners[row[ours]], return_inverse=True)
        sums = np.bincount(place, (rows.values * lessons.importance[row])[ours])
        feature, self._entries = codes // n_entries, codes % n_entries
        lengths = np.sqrt(np.bincount(self._entries, sums**2, minlength=n_entries))
        self._values = (sums / np.maximum(lengths[self._entries], 1e-9)).astype(np.float32)
        self._starts = np.searchsorted(feature, np.arange(len(space) + 1))
        self._subject = _learn_subject(space, owners, learner)

    def scores(self, vector: Vector) -> Floats:
        """Give a score for each entry; a last one for being about nothing of ours."""
        scores = np.zeros(self._n_entries + 1, dtype=np.float32)
        most = max(_FEWEST_COMMON, int(_COMMON_SHARE * self._n_entries))
        for feature, value in zip(vector.features, vector.values, strict=True):
            start, end = self._starts[feature], self._starts[feature + 1]
            if end - start <= most:
                scores[self._entries[start:end]] += value * self._values[start:end]
        return scores

    def subject(self, vector: Vector) -> float:
        """Give about 1 for our subject and -1 for others."""
        return float(vector.values @ self._subject[vector.features])


def _learn_subject(space: FeatureSpace, owners: Whole, learner: Learner) -> Floats:
    """Learn from a sample what tells our subject from everything else."""
    background = np.flatnonzero(owners < 0)
    ours = np.flatnonzero(owners >= 0)
    chosen = np.sort(np.concatenate([background, ours[:: max(1, len(ours) // _SAMPLE)]]))
    targets = np.where(owners[chosen] >= 0, 1, -1).astype(np.float32)[:, None]
    return learner.fit(_chosen_rows(space.rows, chosen), len(space), targets, _SUBJECT_PENALTY)[:, 0]


def _chosen_rows(rows: Rows, chosen: Whole) -> Rows:
    sizes = np.diff(rows.starts)[chosen]
    places = np.concatenate([np.arange(0), *(np.arange(rows.starts[row], rows.starts[row + 1]) for row in chosen)])
    return Rows(np.concatenate([[0], np.cumsum(sizes)]), rows.features[places], rows.values[places])


def _renumbered(rows: Rows, place: Whole) -> Rows:
    """Leave out the features without a place, and give the others their places as numbers."""
    kept = place[rows.features] >= 0
    starts = np.concatenate([[0], np.cumsum(kept)])[rows.starts]
    return Rows(starts, place[rows.features[kept]], rows.values[kept])
