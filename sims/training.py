"""The training loop: shuffled batches, Adam or momentum, a learning rate that may rise and fall."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sqrt
from typing import Literal, Protocol

import numpy as np

from sims.arrays import Array
from sims.layers import ones_beside

WARM_UP = 0.15  # of all steps, in the one-cycle schedule
MOMENTUM = 0.9
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # Kingma, Ba (2014), Adam, arXiv:1412.6980


class Trainable(Protocol):
    """A stack of models with flat parameters."""

    bias: bool
    classes: int
    parameters: Array
    gradients: Array

    def gradient_steps(self, rows: int) -> Callable[[Array, Array], None]:
        """A function that fills `gradients` for a batch of inputs and targets."""


@dataclass(frozen=True)
class Plan:
    """How to train."""

    epochs: int
    rate: float
    batch: int = 64
    optimizer: Literal["adam", "sgd"] = "adam"
    schedule: Literal["constant", "one-cycle"] = "constant"

    def traits(self, rows: int) -> set[str]:
        """How it trains on so many rows, as a script's template says it."""
        return {self.optimizer, self.schedule, "whole" if self.batch >= rows else "shuffled"}

    def rate_at(self, step: int, steps: int) -> float:
        """The learning rate: constant, or up in a line and down along a cosine."""
        if self.schedule == "constant":
            return self.rate
        warm = WARM_UP * steps
        if step < warm:
            return self.rate * (step + 1) / (warm + 1)
        return self.rate * 0.5 * (1 + cos(pi * (step - warm) / (steps - warm)))


def train(
    network: Trainable,
    inputs: Array,
    labels: Array,
    rngs: Sequence[np.random.Generator],
    plan: Plan,
    change: Callable[[Array, Sequence[np.random.Generator]], None] | None = None,
    report: Callable[[float], None] = lambda fraction: None,
) -> None:
    """Train every model on its own rows; `change` may alter each epoch's inputs (models, rows, columns) in place."""
    rows = inputs.shape[1]
    batch = min(plan.batch, rows)
    steps = rows // batch  # the few rows left over wait for another epoch's shuffle
    epoch_rows = _EpochRows(network, inputs, labels, steps * batch, batch)
    fill_gradients = network.gradient_steps(batch)
    update = (_Adam if plan.optimizer == "adam" else _Momentum)(network.parameters, network.gradients)
    for epoch in range(plan.epochs):
        epoch_rows.shuffle(rngs, change)
        for at, (batch_inputs, targets) in enumerate(epoch_rows.batches):
            fill_gradients(batch_inputs, targets)
            update(plan.rate_at(epoch * steps + at, plan.epochs * steps))
        report((epoch + 1) / plan.epochs)


class _EpochRows:
    """Shuffles once an epoch into a buffer, so that a batch is a slice."""

    def __init__(self, network: Trainable, inputs: Array, labels: Array, rows: int, batch: int) -> None:
        dtype = network.parameters.dtype
        self.source, self.labels = ones_beside(inputs, network.bias, dtype), labels
        self.columns, self.rows, self.is_whole = inputs.shape[2], rows, batch == inputs.shape[1]
        models, classes, steps = len(labels), network.classes, rows // batch  # few rows may lack the last class
        self.inputs, self.epoch_labels = self.source[:, :rows].copy(), labels[:, :rows].copy()
        self.weight = np.asarray(1 / batch, dtype)  # in the targets: the loss is the mean over the batch
        self.targets = np.zeros((steps, models, classes, batch), dtype)
        step, model, place = np.ogrid[:steps, :models, :batch]
        first_class = (step * models + model) * classes * batch + place
        self.first_class = first_class.swapaxes(0, 1).reshape(models, rows)  # where each row's target of class 0 is
        self._aim()
        parts = [slice(start, start + batch) for start in range(0, rows, batch)]
        # views that serve every epoch
        self.batches = [(self.inputs[:, part], targets) for part, targets in zip(parts, self.targets, strict=True)]

    def shuffle(
        self,
        rngs: Sequence[np.random.Generator],
        change: Callable[[Array, Sequence[np.random.Generator]], None] | None,
    ) -> None:
        """Fill the batches for the next epoch; where one batch holds all rows their order does not matter."""
        if not self.is_whole:
            for model, rng in enumerate(rngs):
                order = rng.permutation(self.labels.shape[1])[: self.rows]
                # "clip": without a buffer in between
                np.take(self.source[model], order, axis=0, out=self.inputs[model], mode="clip")
                np.take(self.labels[model], order, out=self.epoch_labels[model], mode="clip")
            self._aim()
        if change is not None:
            change(self.inputs[..., : self.columns], rngs)

    def _aim(self) -> None:
        """Set the targets to the labels of the epoch."""
        self.targets.fill(0)
        self.targets.reshape(-1)[self.first_class + self.targets.shape[-1] * self.epoch_labels] = self.weight


class _Momentum:
    """Stochastic gradient descent with momentum."""

    def __init__(self, parameters: Array, gradients: Array) -> None:
        self.parameters, self.gradients, self.velocity = parameters, gradients, np.zeros_like(parameters)
        # arrays without axes: a Python number must be turned into one for every product
        self.momentum, self.rate = (np.asarray(value, parameters.dtype) for value in (MOMENTUM, 0.0))

    def __call__(self, rate: float) -> None:
        velocity, gradients = self.velocity, self.gradients
        self.rate[()] = rate
        np.multiply(velocity, self.momentum, out=velocity)
        np.multiply(gradients, self.rate, out=gradients)
        np.subtract(velocity, gradients, out=velocity)
        np.add(self.parameters, velocity, out=self.parameters)


class _Adam:
    """Adam; the constant factors of both averages are moved into the step size, which saves three passes."""

    def __init__(self, parameters: Array, gradients: Array) -> None:
        self.parameters, self.gradients = parameters, gradients
        self.mean, self.square, self.scratch = (np.zeros_like(parameters) for _ in range(3))
        self.beta1, self.beta2, self.epsilon, self.size = (
            np.asarray(value, parameters.dtype) for value in (BETA1, BETA2, 0.0, 0.0)
        )
        self.steps = 0

    def __call__(self, rate: float) -> None:
        self.steps += 1
        step_size = rate * (1 - BETA1) / (1 - BETA1**self.steps)
        scale = sqrt((1 - BETA2) / (1 - BETA2**self.steps))
        self.epsilon[()], self.size[()] = EPSILON / scale, step_size / scale
        mean, square, scratch = self.mean, self.square, self.scratch
        np.multiply(mean, self.beta1, out=mean)
        np.add(mean, self.gradients, out=mean)
        np.multiply(square, self.beta2, out=square)
        np.multiply(self.gradients, self.gradients, out=scratch)
        np.add(square, scratch, out=square)
        np.sqrt(square, out=scratch)
        np.add(scratch, self.epsilon, out=scratch)
        np.divide(mean, scratch, out=scratch)
        np.multiply(scratch, self.size, out=scratch)
        np.subtract(self.parameters, scratch, out=self.parameters)
