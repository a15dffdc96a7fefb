import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims import digits


def test_a_changed_file_is_refused(monkeypatch):
    monkeypatch.setattr(digits, "packed_digits", lambda: b"something else")
    digits.load_digits.cache_clear()
    with pytest.raises(RuntimeError, match=r"digits\.npz is not the file that it should be"):
        digits.load_digits()


def test_every_split_is_balanced_and_complete():
    for seed in (0, 7, 2**31 - 1):
        split = digits.split_digits(seed)
        assert np.bincount(split.test_labels).tolist() == [45] * 10
        assert len(split.train_labels) == 1347
        everything = np.concatenate([split.train_images, split.test_images])
        assert (np.sort(everything.sum(axis=1)) == np.sort(digits.load_digits()[0].sum(axis=1))).all()


def test_seeds_give_different_splits():
    assert (digits.split_digits(1).test_images != digits.split_digits(2).test_images).any()


def test_ink_is_one_and_paper_is_zero():
    images, _ = digits.load_digits()
    assert (images.min(), images.max()) == (0, 1)


@pytest.mark.parametrize("scale", [0, 1e-320, 1e-200], ids=["blank", "denormal", "squares underflow"])
def test_an_image_without_a_spread_is_blank(scale):
    images = 0.3 + scale * digits.load_digits()[0][:2].astype(float)
    for blank in (images, images - 0.3, scale * digits.load_digits()[0][:2].astype(float)):
        assert (digits.standardise(blank) == 0).all()


@given(st.integers(0, 1796), st.floats(0.05, 4), st.floats(-1, 1))
def test_standardising_forgets_brightness(index, scale, offset):
    image = digits.load_digits()[0][index : index + 1].astype(float)
    assert digits.standardise(scale * image + offset) == pytest.approx(digits.standardise(image), abs=1e-12)
