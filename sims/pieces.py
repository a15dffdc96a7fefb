"""How many straight pieces a ReLU network has along a line: exact, without a grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sims.arrays import Array

MERGE = 1e-12  # kinks closer than this are one: without biases all of them meet in one point


@dataclass(frozen=True)
class Layer:
    """One layer of ReLU units: max(0, inputs @ weights + bias)."""

    weights: Array
    bias: Array


def kinks(layers: Sequence[Layer], start: Array, end: Array) -> Array:
    """Where along the way from start (0) to end (1) some unit switches on or off: the inner ends of the pieces.

    Between two kinks every unit of a layer is a straight line, so each of its zeros there is found exactly.
    """
    places, values = np.array([0.0, 1.0]), np.array([start, end], float)
    for layer in layers:
        before = values @ layer.weights + layer.bias
        low, high = before[:-1], before[1:]
        gap, unit = np.nonzero(low * high < 0)
        part = low[gap, unit] / (low[gap, unit] - high[gap, unit])
        found = places[gap] + part * (places[gap + 1] - places[gap])
        at = before[gap] + part[:, None] * (before[gap + 1] - before[gap])
        at[np.arange(len(unit)), unit] = 0.0
        touched = np.concatenate([places, found])
        order = np.argsort(touched, kind="stable")
        places = touched[order]
        values = np.maximum(np.concatenate([before, at])[order], 0)
    return _merged(places)


def _merged(places: Array) -> Array:
    """The inner places, those that nearly coincide only once."""
    inner = places[(places > MERGE) & (places < 1 - MERGE)]
    return inner[np.diff(inner, prepend=-1.0) > MERGE]
