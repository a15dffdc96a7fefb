"""Products of many sparse texts with each other, without ever laying them out as a matrix of texts by texts."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge.features import Floats, Rows, Whole

# Features of at least this many rows are multiplied as a dense matrix; the rest is summed feature by feature.
_FREQUENT = 200
# Terms that are summed at a time: few enough to stay in the processor's cache.
_CHUNK = 512


@dataclass(frozen=True)
class _Part:
    """Terms that are summed together: those from `start` to `end`; sums begin at `firsts` and go to the rows `keys`."""

    start: int
    end: int
    firsts: Whole
    keys: Whole


class Products:
    """The matrix X of texts by features, given by its rows; only products with it are ever computed."""

    def __init__(self, rows: Rows, n_features: int) -> None:
        self._n_features = n_features
        row = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
        is_frequent = np.bincount(rows.features, minlength=n_features) >= _FREQUENT
        self._frequent = np.flatnonzero(is_frequent)
        chosen = is_frequent[rows.features]
        column = np.cumsum(is_frequent) - 1
        self._dense = np.zeros((len(rows), len(self._frequent)), dtype=np.float32)
        self._dense[row[chosen], column[rows.features[chosen]]] = rows.values[chosen]
        row, feature, self._value = row[~chosen], rows.features[~chosen], rows.values[~chosen]
        is_rare = np.bincount(feature, minlength=n_features) > 0
        self._rare = np.flatnonzero(is_rare)
        self._number = (np.cumsum(is_rare) - 1)[feature]
        self._rare_squares = np.bincount(row, self._value**2, minlength=len(rows)).astype(np.float32)
        order = np.argsort(self._number.astype(np.int32), kind="stable")
        self._row_by_feature, self._value_by_feature = row[order], self._value[order]
        self._by_row, self._by_feature = _parts(row), _parts(self._number[order])

    def of_texts(self, duals: Floats) -> Floats:
        """Give X Xᵀ duals: the scores of all texts if each added its duals to its own features (texts × columns)."""
        return self._scores(self._dense.T @ duals, self._rare_weights(duals))

    def scores(self, weights: Floats) -> Floats:
        """Give X weights: the scores of all texts (texts × columns)."""
        return self._scores(weights[self._frequent], weights[self._rare])

    def weights(self, duals: Floats) -> Floats:
        """Give Xᵀ duals: the weights of all features (features × columns)."""
        weights = np.zeros((self._n_features, duals.shape[1]), dtype=np.float32)
        weights[self._frequent] = self._dense.T @ duals
        weights[self._rare] = self._rare_weights(duals)
        return weights

    def rough_inverse(self, penalties: Floats) -> Callable[[Floats], Floats]:
        """Give a function that nearly solves (X Xᵀ + diag(penalties)) duals = targets (texts × columns).

        It takes no two texts to share a rare feature: D + F Fᵀ with a diagonal D is inverted by Woodbury's identity.
        """
        diagonal = (penalties + self._rare_squares)[:, None]
        inner = (self._dense / diagonal).T @ self._dense
        inner[np.diag_indices_from(inner)] += 1
        inverse = np.linalg.inv(inner.astype(np.float64)).astype(np.float32)

        def solve(targets: Floats) -> Floats:
            alone = targets / diagonal
            solution: Floats = alone - (self._dense @ (inverse @ (self._dense.T @ alone))) / diagonal
            return solution

        return solve

    def _scores(self, frequent: Floats, rare: Floats) -> Floats:
        scores: Floats = self._dense @ frequent
        _add(self._by_row, rare, self._number, self._value, scores)
        return scores

    def _rare_weights(self, duals: Floats) -> Floats:
        weights = np.zeros((len(self._rare), duals.shape[1]), dtype=np.float32)
        _add(self._by_feature, duals, self._row_by_feature, self._value_by_feature, weights)
        return weights


def _parts(keys: Whole) -> list[_Part]:
    """Cut sorted keys into chunks that begin where a new key begins."""
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    parts: list[_Part] = []
    begin = 0
    while begin < len(firsts):
        after = max(begin + 1, int(np.searchsorted(firsts, firsts[begin] + _CHUNK)))
        start, end = int(firsts[begin]), int(firsts[after]) if after < len(firsts) else len(keys)
        parts.append(_Part(start, end, firsts[begin:after] - start, keys[firsts[begin:after]]))
        begin = after
    return parts


def _add(parts: list[_Part], source: Floats, places: Whole, values: Floats, sums: Floats) -> None:
    for part in parts:
        terms = source[places[part.start : part.end]]
        terms *= values[part.start : part.end, None]
        sums[part.keys] += np.add.reduceat(terms, part.firsts, axis=0)
