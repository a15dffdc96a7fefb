"""Ridge regression from sparse texts to classes: how much each feature speaks for each class."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.features import Floats, Rows, Whole

# Features of more rows than this are multiplied as a dense matrix, the rest pair by pair.
_FREQUENT = 200
# Columns that are eliminated together; large enough that nearly all work is matrix products.
_BLOCK = 256
_LEAF = 64
# Features whose weights are summed at a time: bounds the memory.
_CHUNK = 1000


def fit_ridge(rows: Rows, n_features: int, targets: Floats, penalty: float) -> Floats:
    """Give the weights of the features (one row each) that predict the targets best."""
    kernel = _products(rows, n_features)
    kernel[np.diag_indices(len(rows))] += penalty
    dual = solve_positive(kernel, targets)
    return _weights(rows, n_features, dual)


def solve_positive(matrix: Floats, right: Floats) -> Floats:
    """Solve matrix @ x = right for a positive definite matrix given by its lower half, which is overwritten.

    A blocked Cholesky factorisation: half the work of numpy's general solver, and almost all of it in matrix products.
    """
    x = right.astype(np.float32, copy=True)
    size = len(matrix)
    inverses: list[Floats] = []
    for start in range(0, size, _BLOCK):
        end = min(start + _BLOCK, size)
        inverse = _inverse_factor(matrix[start:end, start:end].astype(np.float64)).astype(np.float32)
        inverses.append(inverse)
        x[start:end] = inverse @ x[start:end]
        if end < size:
            panel = matrix[end:, start:end] @ inverse.T
            matrix[end:, start:end] = panel
            x[end:] -= panel @ x[start:end]
            for column in range(end, size, _BLOCK):  # only the lower half is kept up to date
                stop = min(column + _BLOCK, size)
                matrix[column:, column:stop] -= panel[column - end :] @ panel[column - end : stop - end].T
    for number in reversed(range(len(inverses))):
        start, end = number * _BLOCK, min((number + 1) * _BLOCK, size)
        x[start:end] = inverses[number].T @ (x[start:end] - matrix[end:, start:end].T @ x[end:])
    return x


def _inverse_factor(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give the inverse of the lower Cholesky factor, by halves: LAPACK's own threads lose time on blocks this small."""
    size = len(matrix)
    if size <= _LEAF:
        return np.asarray(np.linalg.inv(np.linalg.cholesky(matrix)))
    half = size // 2
    first = _inverse_factor(matrix[:half, :half])
    below = matrix[half:, :half] @ first.T
    second = _inverse_factor(matrix[half:, half:] - below @ below.T)
    inverse = np.zeros_like(matrix)
    inverse[:half, :half], inverse[half:, half:] = first, second
    inverse[half:, :half] = -second @ below @ first
    return inverse


def _products(rows: Rows, n_features: int) -> Floats:
    """Give the inner product of every pair of rows, in the lower half of a square matrix."""
    size = len(rows)
    row = np.repeat(np.arange(size), np.diff(rows.starts))
    frequency = np.bincount(rows.features, minlength=n_features)
    is_frequent = frequency > _FREQUENT
    kernel = _frequent_products(row, rows, is_frequent, size)
    rare = ~is_frequent[rows.features]
    order = np.argsort(rows.features[rare], kind="stable")
    row, feature, value = row[rare][order], rows.features[rare][order], rows.values[rare][order]
    # Rows of one feature stand together, in order: each is paired with itself and with those 1, 2, … places before.
    flat = kernel.reshape(-1)
    np.add.at(flat, row * (size + 1), value * value)
    for distance in range(1, _FREQUENT):
        same = np.flatnonzero(feature[distance:] == feature[:-distance])
        if not len(same):
            break
        np.add.at(flat, row[same + distance] * size + row[same], value[same + distance] * value[same])
    return kernel


def _frequent_products(row: Whole, rows: Rows, is_frequent: np.ndarray, size: int) -> Floats:
    chosen = is_frequent[rows.features]
    column = np.cumsum(is_frequent) - 1
    dense = np.zeros((size, int(is_frequent.sum())), dtype=np.float32)
    dense[row[chosen], column[rows.features[chosen]]] = rows.values[chosen]
    product: Floats = dense @ dense.T
    return product


def _weights(rows: Rows, n_features: int, dual: Floats) -> Floats:
    row = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    order = np.argsort(rows.features, kind="stable")
    row, feature, value = row[order], rows.features[order], rows.values[order]
    weights = np.zeros((n_features, dual.shape[1]), dtype=np.float32)
    bounds = np.searchsorted(feature, np.arange(0, n_features + _CHUNK, _CHUNK))
    for start, end in pairwise(bounds):
        if start < end:
            found, firsts = np.unique(feature[start:end], return_index=True)
            weights[found] = np.add.reduceat(dual[row[start:end]] * value[start:end, None], firsts, axis=0)
    return weights
