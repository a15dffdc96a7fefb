# ruff: noqa: D102 - the methods are described once, in Unit
"""How a hidden layer applies its activation while training: fast forms of the common ones, the table for the rest."""

from typing import Protocol

import numpy as np

from sims.activations import ACTIVATIONS
from sims.arrays import Array


class Unit(Protocol):
    """One hidden layer's activation, with its own buffers."""

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        """Write the activations of the layer into `hidden`."""

    def backward(self, hidden: Array, errors: Array) -> None:
        """Turn the errors of the activations into those of the pre-activations, in place."""


class IdentityUnit:
    """No activation at all."""

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        np.matmul(inputs, weights, out=hidden)

    def backward(self, hidden: Array, errors: Array) -> None:
        """The slope is 1."""


class ReluUnit:
    """ReLU; numpy's maximum of two arrays is 2.3 times as fast as that of an array and 0."""

    def __init__(self, like: Array) -> None:
        self.before, self.zeros, self.is_on = np.empty_like(like), np.zeros_like(like), np.empty(like.shape, bool)

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        np.matmul(inputs, weights, out=self.before)
        np.maximum(self.before, self.zeros, out=hidden)

    def backward(self, hidden: Array, errors: Array) -> None:
        np.greater(self.before, self.zeros, out=self.is_on)
        np.multiply(errors, self.is_on, out=errors)


class TanhUnit:
    """Tanh; its slope is 1 - a²."""

    def __init__(self, like: Array) -> None:
        self.before, self.slope = np.empty_like(like), np.empty_like(like)

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        np.matmul(inputs, weights, out=self.before)
        np.tanh(self.before, out=hidden)

    def backward(self, hidden: Array, errors: Array) -> None:
        np.multiply(hidden, hidden, out=self.slope)
        np.subtract(1, self.slope, out=self.slope)
        np.multiply(errors, self.slope, out=errors)


class SigmoidUnit:
    """Sigmoid as (1 + tanh(z / 2)) / 2, which numpy computes fastest; its slope is a (1 - a)."""

    def __init__(self, like: Array) -> None:
        self.before, self.slope = np.empty_like(like), np.empty_like(like)

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        half = self.before
        np.matmul(inputs, weights, out=half)
        np.multiply(half, 0.5, out=half)
        np.tanh(half, out=half)
        np.multiply(half, 0.5, out=half)
        np.add(half, 0.5, out=hidden)

    def backward(self, hidden: Array, errors: Array) -> None:
        np.subtract(1, hidden, out=self.slope)
        np.multiply(self.slope, hidden, out=self.slope)
        np.multiply(errors, self.slope, out=errors)


class TableUnit:
    """Any other activation, by its row in the table."""

    def __init__(self, name: str, like: Array) -> None:
        self.activation, self.before = ACTIVATIONS[name], np.empty_like(like)

    def forward(self, inputs: Array, weights: Array, hidden: Array) -> None:
        np.matmul(inputs, weights, out=self.before)
        hidden[...] = self.activation.value(self.before)

    def backward(self, hidden: Array, errors: Array) -> None:
        np.multiply(errors, self.activation.slope(self.before), out=errors, casting="same_kind")


def unit_for(name: str, like: Array) -> Unit:
    """The fastest unit for this activation, with buffers like this array."""
    match name:
        case "identity":
            return IdentityUnit()
        case "relu":
            return ReluUnit(like)
        case "tanh":
            return TanhUnit(like)
        case "sigmoid":
            return SigmoidUnit(like)
        case _:
            return TableUnit(name, like)
