"""How similar a new text is to known ones, between 0 and 1."""

import numpy as np

from knowledge.features import Floats, Rows, Vector, largest_product


def spread(vector: Vector, n_features: int) -> Floats:
    """Lay a text out over all features, so that it can be compared with many rows."""
    values = np.zeros(n_features, dtype=np.float32)
    values[vector.features] = vector.values
    return values


def similarities(rows: Rows, text: Floats, start: int, end: int) -> Floats:
    """Compare a spread-out text with the rows from start to end."""
    first = rows.starts[start]
    part = slice(first, rows.starts[end])
    sums = np.cumsum(text[rows.features[part]] * rows.values[part])
    at = np.concatenate([np.zeros(1, dtype=np.float32), sums])[rows.starts[start : end + 1] - first]
    similar: Floats = (at[1:] - at[:-1]) / np.float32(largest_product())
    return similar
