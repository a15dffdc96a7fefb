"""Fits the linear models, and keeps what was learned in a folder: the next start with the same content is quick."""

import hashlib
import os
import tempfile
from pathlib import Path

import numpy as np

from knowledge.features import Floats, Rows
from knowledge.ridge import fit_ridge

# Two models for each state of the content; a few older states make a way back quick.
_MOST_KEPT = 8


class Learner:
    """Learns, or recalls what it learned from exactly the same data.

    Args:
        folder: where weights are kept; None keeps nothing. A folder that cannot be written keeps nothing either.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def fit(self, rows: Rows, n_features: int, targets: Floats, penalty: float) -> Floats:
        """Give the weights of fit_ridge, computed or recalled."""
        if self._folder is None:
            return fit_ridge(rows, n_features, targets, penalty)
        file = self._folder / f"{_key(rows, n_features, targets, penalty)}.npy"
        try:
            weights: Floats = np.load(file, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            weights = fit_ridge(rows, n_features, targets, penalty)
            self._keep(file, weights)
        return weights

    def _keep(self, file: Path, weights: Floats) -> None:
        """Write the whole file or none: another process may read it at any time."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
            with os.fdopen(descriptor, "wb") as stream:
                np.save(stream, weights)
            Path(name).replace(file)
            kept = sorted(file.parent.glob("*.npy"), key=lambda path: path.stat().st_mtime, reverse=True)
            for old in kept[_MOST_KEPT:]:
                old.unlink(missing_ok=True)
        except OSError:
            return  # a full or read-only disk costs time at the next start, nothing else


def _key(rows: Rows, n_features: int, targets: Floats, penalty: float) -> str:
    digest = hashlib.blake2b(f"{n_features} {penalty} {targets.shape}".encode(), digest_size=16)
    digest.update(Path(__file__).with_name("ridge.py").read_bytes())  # another way to learn gives other weights
    for array in (rows.starts, rows.features, rows.values, targets):
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
