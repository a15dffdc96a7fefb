"""Networks with one hidden layer that learn a curve: all seeds at once, full batch, Adam, mean squared error.

Every array has a leading axis of models. The inputs are the same for all; so is the curve.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.equivalents import HiddenLayer
from sims.layers import ones_beside
from sims.network import HE
from sims.training import BETA1, BETA2, EPSILON, Plan

TARGETS: Mapping[str, tuple[str, Callable[[Array], Array]]] = {
    "waves": ("sin(3x) + 0.3 cos(7x)", lambda x: np.sin(3 * x) + 0.3 * np.cos(7 * x)),
    "kinks": ("| |x| − 1 |", lambda x: np.abs(np.abs(x) - 1)),
    "step": ("a step at 0", lambda x: np.where(x < 0, 0.0, 1.0)),
}
TRAIN_POINTS, TEST_POINTS = 256, 2001  # equally spaced
REACH = 2.0  # first weights point the kinks of the units somewhere into -REACH..REACH, where the curve is


@dataclass(frozen=True)
class CurveNets:
    """`models` networks of one input, `units` hidden units and one output."""

    hidden: str
    first: Array  # (models, units, 2): weight and bias
    last: Array  # (models, 1, units)
    offset: Array  # (models, 1, 1)

    @property
    def parameters(self) -> list[Array]:
        """All of them, to be changed in place."""
        return [self.first, self.last, self.offset]

    def outputs(self, x: Array) -> Array:
        """The curves (models, points) in float64."""
        before = self.first.astype(np.float64) @ np.vstack([x, np.ones_like(x)])
        values: Array = self.last.astype(np.float64) @ ACTIVATIONS[self.hidden].value(before) + self.offset
        return values[:, 0]

    def gradients(self, inputs: Array, targets: Array) -> list[Array]:
        """The slopes of half the mean squared error; inputs are (2, points), the second row is ones."""
        activation = ACTIVATIONS[self.hidden]
        # a product for each model: one for all is no faster, and rounds a model's numbers by its neighbours' number
        before = self.first @ inputs
        values = activation.value(before)
        errors = (self.last @ values + self.offset - targets) / targets.size
        below = activation.slope(before)
        below *= errors
        below *= self.last.swapaxes(1, 2)
        return [below @ inputs.T, errors @ values.swapaxes(1, 2), errors.sum(axis=2, keepdims=True)]


def as_layer(nets: CurveNets, x: Array) -> HiddenLayer:
    """The same networks at these points, in float64."""
    inputs = ones_beside(np.broadcast_to(x[:, None], (len(nets.first), len(x), 1)), True, np.float64)
    last = np.concatenate([nets.last, nets.offset], axis=2).astype(np.float64).swapaxes(1, 2)
    return HiddenLayer(nets.hidden, inputs, nets.first.astype(np.float64).swapaxes(1, 2), last)


def new_curve_nets(hidden: str, units: int, rngs: Sequence[np.random.Generator]) -> CurveNets:
    """Random slopes, and biases that put each unit's zero inside the range of the curve."""
    models = len(rngs)
    first = np.zeros((models, units, 2), np.float32)
    last = np.zeros((models, 1, units), np.float32)
    for at, rng in enumerate(rngs):
        slopes = rng.standard_normal(units) * np.sqrt(2)
        first[at, :, 0], first[at, :, 1] = slopes, -slopes * rng.uniform(-REACH, REACH, units)
        last[at, 0] = rng.standard_normal(units) * np.sqrt((2 if hidden in HE else 1) / (units + 1))
    return CurveNets(hidden, first, last, np.zeros((models, 1, 1), np.float32))


def train_curve_nets(
    nets: CurveNets, x: Array, y: Array, plan: Plan, report: Callable[[float], None] = lambda fraction: None
) -> None:
    """Adam on all points at once; an epoch is a step."""
    inputs, targets = np.vstack([x, np.ones_like(x)]).astype(np.float32), y.astype(np.float32)
    means, squares = ([np.zeros_like(values) for values in nets.parameters] for _ in range(2))
    for step in range(1, plan.epochs + 1):
        rate = plan.rate_at(step - 1, plan.epochs)
        slopes = nets.gradients(inputs, targets)
        for values, slope, mean, square in zip(nets.parameters, slopes, means, squares, strict=True):
            mean += (1 - BETA1) * (slope - mean)
            square += (1 - BETA2) * (slope * slope - square)
            values -= rate / (1 - BETA1**step) * mean / (np.sqrt(square / (1 - BETA2**step)) + EPSILON)
        if step % 100 == 0:
            report(step / plan.epochs)
