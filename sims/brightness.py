"""Test images made darker or lighter, and what that does to a trained classifier."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sims.arrays import Array
from sims.classifiers import Classifier
from sims.figures import number
from sims.softmax import top_probability

Shift = Literal["scale", "offset"]

GRIDS: dict[Shift, tuple[float, ...]] = {
    "scale": (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0),
    "offset": (-0.5, -0.4, -0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
}
UNCHANGED: dict[Shift, float] = {"scale": 1.0, "offset": 0.0}
SYMBOL: dict[Shift, str] = {"scale": "a", "offset": "b"}


def shifted(images: Array, shift: Shift, amount: float, clip: bool) -> Array:
    """A x or x + b, cut off at paper white and full ink if asked."""
    changed = images * amount if shift == "scale" else images + amount
    return np.clip(changed, 0, 1) if clip else changed


@dataclass(frozen=True)
class Sweep:
    """One classifier over the whole grid; every array is (grid, seeds) or (grid,)."""

    accuracy: Array
    confidence: Array
    labels_changed: Array
    scaling_residual: float
    score_residual: float

    @property
    def band(self) -> Array:
        """The standard deviation of the accuracy over the seeds; a single seed has none."""
        seeds = self.accuracy.shape[1]
        band: Array = self.accuracy.std(axis=1, ddof=1) if seeds > 1 else np.zeros(len(self.accuracy))
        return band

    @property
    def worst_labels_changed(self) -> Array:
        """The changed labels of each seed where their sum over the seeds is largest."""
        worst: Array = self.labels_changed[int(self.labels_changed.sum(axis=1).argmax())]
        return worst


def sweep(classifier: Classifier, images: Array, labels: Array, shift: Shift, *, clip: bool) -> Sweep:
    """Accuracy, confidence and changed labels at every point of the grid, all in float64."""
    images = images.astype(np.float64)
    plain = classifier.scores(images)
    plain_labels, size = plain.argmax(axis=-1), np.abs(plain).max()
    accuracy, confidence, changed, scaling, scores_moved = [], [], [], [0.0], [0.0]
    for amount in GRIDS[shift]:
        scores = classifier.scores(shifted(images, shift, amount, clip))
        predicted = scores.argmax(axis=-1)
        accuracy.append((predicted == labels).mean(axis=-1))
        confidence.append(top_probability(scores).mean(axis=-1))
        changed.append((predicted != plain_labels).sum(axis=-1))
        scaling.append(float(np.abs(scores - amount * plain).max() / (amount * size)) if shift == "scale" else 0.0)
        scores_moved.append(float(np.abs(scores - plain).max()))
    return Sweep(np.array(accuracy), np.array(confidence), np.array(changed), max(scaling), max(scores_moved))


def amount_text(shift: Shift, amount: float) -> str:
    """The amount for a reader: ×0.2 or +0.3."""
    return ("×" if shift == "scale" else "+" if amount > 0 else "") + number(amount)


def at(shift: Shift, amount: float) -> int:
    """Where this amount stands in the grid."""
    return GRIDS[shift].index(amount)
