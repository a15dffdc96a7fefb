"""Rewritings of a trained hidden layer that must say the same: what width and sign can and cannot mean."""

from dataclasses import dataclass, replace

import numpy as np

from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.curves import LEAK
from sims.experiment import Check

SAME = 1e-12  # of the largest sum of sizes behind an output: rounding in float64
# g(z) - g(-z) = c z: two units with opposite weights are one linear unit, whose weight may have either sign
PAIRS = {"relu": 1.0, "leaky-relu": 1.0 + LEAK, "gelu": 1.0, "silu": 1.0, "softplus": 1.0}


@dataclass(frozen=True)
class HiddenLayer:
    """Trained networks with one hidden layer, and the points at which they are looked at; all in float64.

    Every array has a leading axis of models; a bias is the last row of the weights.
    """

    hidden: str
    inputs: Array  # (models, points, inputs + 1), with a column of ones
    first: Array  # (models, inputs + 1, units)
    last: Array  # (models, units + 1, outputs)

    @property
    def before(self) -> Array:
        """The inputs z of the units (models, points, units)."""
        z: Array = self.inputs @ self.first
        return z

    @property
    def outputs(self) -> Array:
        """What the networks say (models, points, outputs)."""
        said: Array = ACTIVATIONS[self.hidden].value(self.before) @ self.last[:, :-1] + self.last[:, -1:]
        return said


def equivalence_checks(layer: HiddenLayer) -> list[Check]:
    """What this layer says after each rewriting that theory allows, against what it says."""
    said, name = layer.outputs, layer.hidden
    limit = SAME * (1.0 + float(np.abs(said).max() + np.abs(layer.last).sum(axis=1).max()))
    others = {"one unit more can say the same": split_unit(layer).outputs}
    if name == "tanh":
        others["as many sigmoid units can say the same"] = as_sigmoid(layer).outputs
    if name == "sigmoid":
        others["as many tanh units can say the same"] = as_tanh(layer).outputs
    if name == "identity":
        others["one linear layer can say the same"] = layer.inputs @ collapsed(layer)
    checks = [_check(f"{name}: {what}", np.abs(other - said).max(), limit) for what, other in others.items()]
    if name in PAIRS:
        checks.append(_check(f"{name}: two units make a linear one of either sign", *_pair_residual(layer)))
    return checks


def split_unit(layer: HiddenLayer) -> HiddenLayer:
    """The first unit twice, each with half its weight: a wider layer can do whatever a narrower one can."""
    half = layer.last[:, :1] / 2
    return replace(
        layer,
        first=np.concatenate([layer.first, layer.first[..., :1]], axis=2),
        last=np.concatenate([half, layer.last[:, 1:-1], half, layer.last[:, -1:]], axis=1),
    )


def as_sigmoid(layer: HiddenLayer) -> HiddenLayer:
    """A tanh layer with sigmoid units: tanh z = 2 sigmoid(2z) - 1."""
    weights, bias = layer.last[:, :-1], layer.last[:, -1:]
    moved = bias - weights.sum(axis=1, keepdims=True)
    return HiddenLayer("sigmoid", layer.inputs, 2 * layer.first, np.concatenate([2 * weights, moved], axis=1))


def as_tanh(layer: HiddenLayer) -> HiddenLayer:
    """A sigmoid layer with tanh units: sigmoid z = tanh(z / 2) / 2 + 1 / 2."""
    weights, bias = layer.last[:, :-1] / 2, layer.last[:, -1:]
    moved = bias + weights.sum(axis=1, keepdims=True)
    return HiddenLayer("tanh", layer.inputs, layer.first / 2, np.concatenate([weights, moved], axis=1))


def collapsed(layer: HiddenLayer) -> Array:
    """The one affine map (models, inputs + 1, outputs) that a layer without activation amounts to."""
    one: Array = layer.first @ layer.last[:, :-1]
    one[:, -1:] += layer.last[:, -1:]
    return one


def _pair_residual(layer: HiddenLayer) -> tuple[float, float]:
    """How far the outputs of pairs of units are from those of linear units, and how far rounding may bring them."""
    value, z, weights = ACTIVATIONS[layer.hidden].value, layer.before, layer.last[:, :-1]
    linear = PAIRS[layer.hidden] * z @ weights
    apart = (value(z) - value(-z)) @ weights - linear
    return float(np.abs(apart).max()), SAME * (1.0 + float((np.abs(z) @ np.abs(weights)).max()))


def _check(name: str, residual: float, limit: float) -> Check:
    return Check(name, bool(residual <= limit), float(residual), limit)
