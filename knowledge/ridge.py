"""Ridge regression from sparse texts to numbers: how much each feature speaks for each column of the targets."""

import numpy as np

from knowledge.features import Floats, Rows
from knowledge.products import Products

# Conjugate gradients end when what is left is this share of the targets; ten times as much changes no verdict either.
_SMALL = 1e-3
_MOST_STEPS = 200


def fit_ridge(
    rows: Rows, n_features: int, targets: Floats, penalty: float, start: Floats | None = None
) -> tuple[Floats, Floats]:
    """Give the weights of the features (one row each) that predict the targets best, and the duals of the texts.

    `start`: duals to begin with, from nearly the same texts; it makes the way shorter.
    """
    products = Products(rows, n_features)
    penalties = np.full(len(rows), penalty, dtype=np.float32)
    duals = ridge_duals(products, targets, penalties, np.zeros_like(targets) if start is None else start)
    return products.weights(duals), duals


def ridge_duals(products: Products, targets: Floats, penalties: Floats, start: Floats, small: float = _SMALL) -> Floats:
    """Solve (X Xᵀ + diag(penalties)) duals = targets by preconditioned conjugate gradients.

    The preconditioner is exact for the frequent features and takes the rare ones for independent, which saves four
    steps of five (Saad, Iterative Methods for Sparse Linear Systems, 2003, algorithm 9.1).

    Args:
        products: the texts X.
        targets: what they should score, a column for each thing to learn; each column is solved on its own.
        penalties: one for each text; a text of less importance has a larger one.
        start: the duals to begin with, zeros or what was learned from nearly the same texts.
        small: how exactly, as a share of the targets.
    """
    duals = start.astype(np.float32, copy=True)
    left = targets.astype(np.float32, copy=True)
    enough = small**2 * _squares(left)
    if duals.any():
        left -= products.of_texts(duals) + penalties[:, None] * duals
    roughly = products.rough_inverse(penalties)
    # Only the columns that are not exact yet are worked on; after a small edit these are few.
    open_columns = np.flatnonzero(_squares(left) > enough)
    left = left[:, open_columns]
    guess = roughly(left)
    direction, progress = guess.copy(), _dots(left, guess)
    for _ in range(_MOST_STEPS):
        if not len(open_columns):
            break
        image = products.of_texts(direction) + penalties[:, None] * direction
        size = _ratio(progress, _dots(direction, image))
        duals[:, open_columns] += size * direction
        left -= size * image
        is_open = _squares(left) > enough[open_columns]
        open_columns = open_columns[is_open]
        left, direction, progress = left[:, is_open], direction[:, is_open], progress[is_open]
        guess = roughly(left)
        before, progress = progress, _dots(left, guess)
        direction = guess + _ratio(progress, before) * direction
    return duals


def _dots(first: Floats, second: Floats) -> Floats:
    dots: Floats = np.einsum("ij,ij->j", first, second)
    return dots


def _squares(columns: Floats) -> Floats:
    return _dots(columns, columns)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide; a column that is solved exactly moves no more."""
    ratio: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return ratio
