"""Two building blocks of a stack of networks: a dense layer, and the softmax output with its gradient.

Every array has a leading axis of models, so that one numpy call serves all seeds. A bias is the last row of the
weights; it meets a column of ones that stands beside the inputs. All buffers are made once and written with `out=`.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import DTypeLike

from sims.arrays import Array


def ones_beside(values: Array, bias: bool, dtype: DTypeLike) -> Array:
    """The values (models, rows, columns) with a column of ones, if there is a bias to meet it."""
    models, rows, columns = values.shape
    beside = np.ones((models, rows, columns + bias), dtype)
    beside[..., :columns] = values
    return beside


def without_lone(values: Array) -> Array:
    """The array without its axis of models where there is one model: numpy handles fewer axes in less time."""
    return values[0] if len(values) == 1 else values


def product_for(weights: Array) -> Callable[..., Array]:
    """The fastest product for weights without (`np.dot`) or with an axis of models; both call the same BLAS."""
    return np.dot if weights.ndim == 2 else np.matmul


class Softmax:
    """The last layer: class scores, and their errors under the mean cross-entropy.

    The scores are kept as (models, classes, rows): numpy reduces over a middle axis three times as fast as over a
    last axis of ten. The axis of models may be missing (see `without_lone`).
    """

    def __init__(self, weights: Array, gradient: Array, rows: int) -> None:
        *models, _, classes = weights.shape
        self.product = product_for(weights)
        self.turned_weights, self.gradient = weights.swapaxes(-1, -2), gradient
        self.errors = np.empty((*models, classes, rows), weights.dtype)
        self.errors_by_row = self.errors.swapaxes(-1, -2)
        self.total = np.empty((*models, 1, rows), weights.dtype)
        self.row_count = np.full((*models, 1, classes), rows, weights.dtype)

    def backward(self, turned_inputs: Array, targets: Array) -> None:
        """Fill `errors` and the gradient of the weights; targets are 1/rows at the right class, else 0."""
        product, errors, total = self.product, self.errors, self.total
        product(self.turned_weights, turned_inputs, out=errors)
        np.maximum.reduce(errors, axis=-2, keepdims=True, out=total)
        np.subtract(errors, total, out=errors)
        np.exp(errors, out=errors)
        product(self.row_count, errors, out=total)  # the sum over classes, times rows
        np.divide(errors, total, out=errors)
        np.subtract(errors, targets, out=errors)
        product(turned_inputs, self.errors_by_row, out=self.gradient)


def flat_views(shapes: Sequence[tuple[int, ...]], dtype: DTypeLike) -> tuple[Array, list[Array]]:
    """One flat array, and a view into it for each shape: an optimiser then needs a few calls for all layers."""
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    flat = np.zeros(int(ends[-1]), dtype)
    parts = np.split(flat, ends[:-1])
    return flat, [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]
