"""How similar a new text is to known ones, between 0 and 1."""

import numpy as np

from knowledge.features import Floats, Rows, Vector, largest_product


def similarities(rows: Rows, vector: Vector, start: int, end: int) -> Floats:
    """Compare a text with the rows from start to end."""
    part = slice(rows.starts[start], rows.starts[end])
    place = np.searchsorted(vector.features, rows.features[part])
    place[place == len(vector.features)] = 0
    shared = np.where(vector.features[place] == rows.features[part], vector.values[place], 0) * rows.values[part]
    sums: Floats = np.add.reduceat(shared, rows.starts[start:end] - rows.starts[start])
    return sums / np.float32(largest_product())
