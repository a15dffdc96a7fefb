"""Where the label of one image changes first when its brightness changes, on the way to darker or to lighter."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sims.arrays import Array
from sims.brightness import Shift, shifted
from sims.classifiers import Classifier

STEPS = 300  # grid points each way; a flip that is undone within one step may be missed
HALVINGS = 40  # of the last step: down to rounding
# each way from "unchanged", to the end of the range
WAYS: Mapping[Shift, tuple[Array, Array]] = {
    "scale": (np.geomspace(1, 0.05, STEPS + 1), np.geomspace(1, 4, STEPS + 1)),
    "offset": (np.linspace(0, -1, STEPS + 1), np.linspace(0, 1, STEPS + 1)),
}


@dataclass(frozen=True)
class Reading:
    """What one kind of network says about the digit, seed by seed; `flips_at` is nan where nothing flips."""

    before: Array
    flips_at: Array
    after: Array
    share_flipped: Array
    grid_flips: int


def find_flips(classifier: Classifier, image: Array, images: Array, shift: Shift) -> Reading:
    """Look for the flip that is nearest to "unchanged" on either way, and how many of all digits flip at the ends."""
    models = len(images)

    def labels(amounts: Array) -> Array:
        """The label for each model (row) and amount (column)."""
        changed = image * amounts[..., None] if shift == "scale" else image + amounts[..., None]
        found: Array = classifier.scores(np.broadcast_to(changed, (models, *changed.shape[-2:]))).argmax(axis=-1)
        return found

    before = labels(np.broadcast_to(WAYS[shift][0][:1], (models, 1)))[:, 0]
    nearest, grid_flips = np.full(models, np.nan), 0
    for way in WAYS[shift]:
        differs = labels(np.broadcast_to(way, (models, len(way)))) != before[:, None]
        grid_flips += int(differs.sum())
        flips, first = differs.any(axis=1), differs.argmax(axis=1)
        same, other = way[np.maximum(first - 1, 0)], way[first]
        for _ in range(HALVINGS):
            middle = (same + other) / 2
            is_other = labels(middle[:, None])[:, 0] != before
            same, other = np.where(is_other, same, middle), np.where(is_other, middle, other)
        is_nearer = flips & ~(_change(shift, nearest) <= _change(shift, other))
        nearest = np.where(is_nearer, other, nearest)
    after = labels(np.where(np.isnan(nearest), way[0], nearest)[:, None])[:, 0]
    plain = classifier.scores(images).argmax(axis=-1)
    ends = [classifier.scores(shifted(images, shift, way[-1], clip=False)).argmax(axis=-1) for way in WAYS[shift]]
    return Reading(before, nearest, after, ((ends[0] != plain) | (ends[1] != plain)).mean(axis=-1), grid_flips)


def _change(shift: Shift, amount: Array) -> Array:
    """How far an amount is from "unchanged"; nan is nowhere."""
    change: Array = np.abs(np.log(amount) if shift == "scale" else amount)
    return change
