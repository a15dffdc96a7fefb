"""Keeps what was learned in a folder: the next start is quick, and so is learning again after a small edit."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from knowledge.features import Arrays, Bools, FeatureSpace, Floats, Rows, Whole
from knowledge.ridge import fit_ridge
from knowledge.vocabulary import Vocabulary

# States of each kind; those used last make a way back quick. There are two ridge regressions to a state.
_MOST_KEPT = {"ridge": 8}
_MOST_KEPT_ELSE = 4
# Another way to read or to learn gives other results.
_CODE = (
    "discourse", "features", "logistic", "negation", "phrases", "products", "reading", "ridge", "scoring", "sentences",
    "stance", "statement", "vocabulary", "words",
)  # fmt: skip


class Learner:
    """Learns, or recalls what it learned from exactly the same data.

    Args:
        folder: where arrays are kept; None keeps nothing. A folder that cannot be written keeps nothing either.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def space(self, purpose: str, vocabulary: Vocabulary, texts: Sequence[str]) -> FeatureSpace:
        """Give the features of these texts, with typing errors mended towards their words."""
        kind, key = f"{purpose}-features-{key_of(vocabulary.name)}", key_of(*texts)
        arrays = self.recall(kind, key)
        if arrays is not None:
            return FeatureSpace.of_arrays(vocabulary, arrays)
        space = FeatureSpace(vocabulary.knowing(texts), texts, self.latest(kind))
        self.keep(kind, key, space.arrays())
        return space

    def fit(self, rows: Rows, n_features: int, targets: Floats, penalty: float, names: Whole | None = None) -> Floats:
        """Give the weights of fit_ridge, computed or recalled.

        `names`: the fingerprints of the texts; with them, learning begins from what was learned of the same texts.
        """
        key = key_of(n_features, penalty, targets.shape, rows.starts, rows.features, rows.values, targets)
        arrays = self.recall("ridge", key)
        if arrays is None:
            before = self.latest("ridge") if names is not None else None
            start = None if names is None else duals_before(names, targets.shape[1], before)
            weights, duals = fit_ridge(rows, n_features, targets, penalty, start)
            arrays = {"weights": weights} if names is None else {"weights": weights, "duals": duals, "names": names}
            self.keep("ridge", key, arrays)
        known: Floats = arrays["weights"].astype(np.float32, copy=False)
        return known

    def recall(self, kind: str, key: str) -> Arrays | None:
        """Give the arrays that were kept; None if there are none or a file is broken."""
        if self._folder is None:
            return None
        place = self._folder / f"{kind}-{key}"
        # What is used stays: edits that are only tried out must not drive out what every start needs.
        with contextlib.suppress(OSError):
            os.utime(place)
        return _read(place)

    def latest(self, kind: str) -> Arrays | None:
        """Give the arrays of this kind that were kept or recalled last."""
        kept = _kept(self._folder, kind) if self._folder else []
        return _read(kept[0]) if kept else None

    def keep(self, kind: str, key: str, arrays: Arrays) -> None:
        """Write all arrays or none: another process may read them at any time."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished = Path(tempfile.mkdtemp(dir=self._folder, suffix=".tmp"))
            for name, array in arrays.items():
                np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
            place = self._folder / f"{kind}-{key}"
            shutil.rmtree(place, ignore_errors=True)
            unfinished.replace(place)
            for old in _kept(self._folder, kind)[_MOST_KEPT.get(kind, _MOST_KEPT_ELSE) :]:
                shutil.rmtree(old, ignore_errors=True)
        except OSError:
            return  # a full or read-only disk costs time at the next start, nothing else


def places_before(names: Whole, before: Whole) -> tuple[Bools, Whole]:
    """Tell which names stood in another list, and where."""
    if not len(before):
        return np.zeros(len(names), dtype=np.bool_), np.zeros(len(names), dtype=np.int64)
    order = np.argsort(before)
    places = order[np.searchsorted(before, names, sorter=order).clip(max=len(order) - 1)]
    return before[places] == names, places


def duals_before(names: Whole, n_columns: int, before: Arrays | None, of: str = "duals") -> Floats:
    """Give each text the duals that it had before, zeros if it is new or there were other columns."""
    start = np.zeros((len(names), n_columns), dtype=np.float32)
    if before is not None and of in before and before[of].shape[1] == n_columns:
        is_known, places = places_before(names, before["names"])
        start[is_known] = before[of][places[is_known]]
    return start


def key_of(*parts: object) -> str:
    """Name data by a short hash, together with the code that learns from them."""
    digest = hashlib.blake2b(_code(), digest_size=16)
    for part in parts:
        data = np.ascontiguousarray(part).tobytes() if isinstance(part, np.ndarray) else str(part).encode()
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


@cache
def _code() -> bytes:
    return b"".join(Path(__file__).with_name(f"{module}.py").read_bytes() for module in _CODE)


def _kept(folder: Path, kind: str) -> list[Path]:
    """Give the folders of a kind, the newest first."""
    return sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)


def _read(folder: Path) -> Arrays | None:
    try:
        files = sorted(folder.glob("*.npy"))
        arrays = {file.stem: np.asarray(np.load(file, mmap_mode="r", allow_pickle=False)) for file in files}
    except (OSError, ValueError, EOFError):
        return None
    return arrays or None
