"""A stack of equally shaped dense networks that train side by side: the leading axis of every array is the model."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.layers import Softmax, flat_views, ones_beside, product_for, without_lone
from sims.units import unit_for

# He et al. (2015): twice the variance makes up for the half that is cut off; Glorot, Bengio (2010) for the rest
HE = frozenset(
    ("relu", "leaky-relu", "prelu", "elu", "celu", "gelu", "gelu-tanh", "silu", "mish", "relu6", "hard-swish")
)


@dataclass(frozen=True)
class Shape:
    """The shape of one network: layer sizes from input to classes, hidden activation, and whether it has biases."""

    sizes: tuple[int, ...]
    hidden: str = "identity"
    bias: bool = True


class Network:
    """`models` independent networks of one shape, with all parameters in one flat array and views into it."""

    def __init__(self, shape: Shape, models: int, dtype: DTypeLike = np.float32) -> None:
        self.shape, self.models, self.bias, self.classes = shape, models, shape.bias, shape.sizes[-1]
        pairs = list(zip(shape.sizes[:-1], shape.sizes[1:], strict=True))
        self.parameters, self.weights = flat_views([(models, n + shape.bias, m) for n, m in pairs], dtype)
        self.gradients, self.weight_gradients = flat_views([w.shape for w in self.weights], dtype)

    def initialise(self, rngs: Sequence[np.random.Generator]) -> None:
        """Draw the weights of each model from its own generator; biases start at 0."""
        self.parameters[:] = 0
        for model, rng in enumerate(rngs):
            for weights, n, m in zip(self.weights, self.shape.sizes[:-1], self.shape.sizes[1:], strict=True):
                variance = 2 / n if self.shape.hidden in HE and weights is not self.weights[-1] else 2 / (n + m)
                weights[model, :n] = rng.standard_normal((n, m)) * np.sqrt(variance)

    def scores(self, inputs: Array, dtype: DTypeLike = np.float64) -> Array:
        """The class scores (models, rows, classes) of inputs (models, rows, columns), computed in this precision."""
        activation = ACTIVATIONS[self.shape.hidden].value
        values = np.asarray(inputs, dtype)
        for at, weights in enumerate(self.weights):
            values = ones_beside(values if at == 0 else activation(values), self.bias, dtype) @ weights.astype(dtype)
        return values

    def first(self) -> "Network":
        """The first model alone."""
        alone = Network(self.shape, 1, self.parameters.dtype)
        for own, weights in zip(alone.weights, self.weights, strict=True):
            own[0] = weights[0]
        return alone

    def collapsed(self) -> Array:
        """The one affine map (models, inputs + bias, classes) that the layers amount to without activations."""
        product = self.weights[0].astype(np.float64)
        for weights in self.weights[1:]:
            layer = weights.astype(np.float64)
            width = product.shape[2]
            product = product @ layer[:, :width]
            if self.bias:
                product[:, -1] += layer[:, -1]
        return product

    def collapse_residual(self, inputs: Array) -> Array:
        """For each model, the largest difference of a score between its layers and the one map they amount to."""
        one_layer: Array = ones_beside(inputs, self.bias, np.float64) @ self.collapsed()
        residual: Array = np.abs(self.scores(inputs) - one_layer).max(axis=(1, 2))
        return residual

    def gradient_steps(self, rows: int) -> Callable[[Array, Array], None]:
        """A function that fills `gradients` for a batch of this many rows: of inputs and targets (see Softmax)."""
        return _Backpropagation(self, rows)


class _Backpropagation:
    """Forward and backward through buffers that are made once."""

    def __init__(self, network: Network, rows: int) -> None:
        dtype, bias, sizes = network.parameters.dtype, network.bias, network.shape.sizes
        self.is_lone = network.models == 1
        self.weights = [without_lone(layer) for layer in network.weights]
        self.gradients = [without_lone(layer) for layer in network.weight_gradients]
        self.product = product_for(self.weights[0])
        beside = [np.ones((network.models, rows, width + bias), dtype) for width in sizes[1:-1]]
        self.values = [without_lone(values) for values in beside]  # with a column of ones, if there is a bias
        self.turned = [values.swapaxes(-1, -2) for values in self.values]
        hidden = [values[..., :width] for values, width in zip(self.values, sizes[1:-1], strict=True)]
        self.units = [unit_for(network.shape.hidden, values) for values in hidden]
        self.errors = [np.empty(values.shape, dtype) for values in hidden]
        self.back = [layer[..., :n, :].swapaxes(-1, -2) for layer, n in zip(self.weights, sizes, strict=False)]
        self.output = Softmax(self.weights[-1], self.gradients[-1], rows)
        self.up = list(zip(self.weights, self.units, self.values, strict=False))
        below = [None, *self.turned]
        self.down = list(zip(self.back[1:], self.units, self.errors, below, self.gradients, strict=False))[::-1]

    def __call__(self, inputs: Array, targets: Array) -> None:
        if self.is_lone:
            inputs, targets = inputs[0], targets[0]
        product, values, turned_inputs = self.product, inputs, inputs.mT
        for weights, unit, above in self.up:
            product(values, weights, out=unit.before)
            unit.forward()
            values = above
        self.output.backward(self.turned[-1] if self.turned else turned_inputs, targets)
        errors_above = self.output.errors_by_row
        for back, unit, errors, turned, gradient in self.down:
            product(errors_above, back, out=errors)
            unit.backward(errors)
            product(turned_inputs if turned is None else turned, errors, out=gradient)
            errors_above = errors
