"""What was learned is recalled for the same data only; a broken or missing folder costs time, nothing else."""

import numpy as np
import pytest

from knowledge.features import Rows
from knowledge.learning import Learner
from knowledge.ridge import fit_ridge

ROWS = Rows(np.array([0, 2, 3]), np.array([0, 1, 1]), np.array([1, 0.5, 1], dtype=np.float32))
TARGETS = np.eye(2, dtype=np.float32)
FITTED = fit_ridge(ROWS, 2, TARGETS, 0.7)


def fit(learner, rows=ROWS, targets=TARGETS, penalty=0.7):
    return learner.fit(rows, 2, targets, penalty)


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert np.array_equal(fit(Learner(tmp_path / "file")), FITTED)


@pytest.mark.parametrize("content", [b"", b"not numpy", b"\x93NUMPY\x01\x00"])
def test_a_broken_file_is_learned_again(tmp_path, content):
    fit(Learner(tmp_path))
    (file,) = tmp_path.glob("*.npy")
    file.write_bytes(content)
    assert np.array_equal(fit(Learner(tmp_path)), FITTED)
    assert np.array_equal(np.load(file), FITTED)


@pytest.mark.parametrize(
    "other",
    [{"penalty": 0.8}, {"targets": -TARGETS}, {"rows": Rows(ROWS.starts, ROWS.features, ROWS.values * 2)}],
    ids=["penalty", "targets", "rows"],
)
def test_other_data_are_not_taken_for_the_same(tmp_path, other):
    fit(Learner(tmp_path))
    assert not np.array_equal(fit(Learner(tmp_path), **other), FITTED)
    assert len(list(tmp_path.glob("*.npy"))) == 2


def test_the_same_data_are_recalled(tmp_path, monkeypatch):
    fit(Learner(tmp_path))
    monkeypatch.setattr("knowledge.learning.fit_ridge", None)
    assert np.array_equal(fit(Learner(tmp_path)), FITTED)
    assert not list(tmp_path.glob("*.tmp"))


def test_old_states_are_dropped(tmp_path):
    for number in range(12):
        fit(Learner(tmp_path), penalty=1 + number)
    assert len(list(tmp_path.glob("*.npy"))) == 8
