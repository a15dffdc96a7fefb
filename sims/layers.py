"""Two building blocks of a stack of networks: a dense layer, and the softmax output with its gradient.

Every array has a leading axis of models, so that one numpy call serves all seeds. A bias is the last row of the
weights; it meets a column of ones that stands beside the inputs. All buffers are made once and written with `out=`.
"""

import numpy as np
from numpy.typing import DTypeLike

from sims.error_function import Array


def ones_beside(values: Array, bias: bool, dtype: DTypeLike) -> Array:
    """The values (models, rows, columns) with a column of ones, if there is a bias to meet it."""
    models, rows, columns = values.shape
    beside = np.ones((models, rows, columns + bias), dtype)
    beside[..., :columns] = values
    return beside


class Softmax:
    """The last layer: class scores, and the gradient of the mean cross-entropy with respect to all it was given.

    The scores are kept as (models, classes, rows): numpy reduces over a middle axis three times as fast as over a
    last axis of ten.
    """

    def __init__(self, weights: Array, gradient: Array, rows: int, inputs: int) -> None:
        self.weights, self.gradient = weights, gradient
        models, _, classes = weights.shape
        self.scores = np.empty((models, classes, rows), weights.dtype)
        self.total = np.empty((models, 1, rows), weights.dtype)
        self.row_count = np.full((models, 1, classes), rows, weights.dtype)
        self.turned = weights.swapaxes(1, 2)
        self.turned_without_bias = weights[:, :inputs].swapaxes(1, 2)
        self.scores_by_row = self.scores.swapaxes(1, 2)

    def backward(self, inputs: Array, targets: Array, to_inputs: Array | None) -> None:
        """Fill the gradient of the weights and, if wanted, of the inputs. Targets are 1/rows at the right class."""
        scores, total = self.scores, self.total
        np.matmul(self.turned, inputs.swapaxes(1, 2), out=scores)
        np.maximum.reduce(scores, axis=1, keepdims=True, out=total)
        np.subtract(scores, total, out=scores)
        np.exp(scores, out=scores)
        np.matmul(self.row_count, scores, out=total)
        np.divide(scores, total, out=scores)
        np.subtract(scores, targets, out=scores)
        np.matmul(inputs.swapaxes(1, 2), self.scores_by_row, out=self.gradient)
        if to_inputs is not None:
            np.matmul(self.scores_by_row, self.turned_without_bias, out=to_inputs)
