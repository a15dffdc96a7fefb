"""The real handwritten digits, 8x8 pixels: ink is 1, paper is 0. Splits by seed, and changes of brightness."""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from sims.arrays import Array

# E. Alpaydin, C. Kaynak, UCI machine learning repository, id 80, CC BY 4.0; see data/DIGITS_LICENCE.txt
CHECKSUM = "b2dab7b501728c22e9119ad76740b2e17c77a231e42d1e592380d90886f1a05e"
FULL_INK = 16
TEST_PER_CLASS = 45
CLASSES = 10


@dataclass(frozen=True)
class Split:
    """One division into training and test images, balanced over the classes."""

    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array


@cache
def load_digits() -> tuple[Array, Array]:
    """All 1797 images as rows of 64 numbers in 0..1, and their labels."""
    content = packed_digits()
    if hashlib.sha256(content).hexdigest() != CHECKSUM:
        raise RuntimeError("sims/data/digits.npz is not the file that it should be: restore it from the repository")
    with np.load(io.BytesIO(content)) as arrays:
        images, labels = arrays["images"], arrays["labels"]
    images = images.reshape(len(images), -1) / np.float32(FULL_INK)
    images.setflags(write=False)
    return images, labels.astype(np.intp)


def packed_digits() -> bytes:
    """The bundled file as it is."""
    return (resources.files("sims") / "data" / "digits.npz").read_bytes()


def split_digits(seed: int) -> Split:
    """450 test images, 45 of each digit, and 1347 training images: another division for every seed."""
    images, labels = load_digits()
    order = np.random.default_rng([seed, 0]).permutation(len(labels))
    is_test = np.zeros(len(labels), bool)
    for digit in range(CLASSES):
        is_test[order[labels[order] == digit][:TEST_PER_CLASS]] = True
    test, train = order[is_test[order]], order[~is_test[order]]
    return Split(images[train], labels[train], images[test], labels[test])


def stack_splits(seeds: tuple[int, ...]) -> Split:
    """The splits of all seeds, with a leading axis of seeds."""
    splits = [split_digits(seed) for seed in seeds]
    return Split(
        np.stack([split.train_images for split in splits]),
        np.stack([split.train_labels for split in splits]),
        np.stack([split.test_images for split in splits]),
        np.stack([split.test_labels for split in splits]),
    )


def typical_image(split: Split, digit: int) -> Array:
    """The first seed's test image of this digit that is nearest to their mean."""
    images = split.test_images[0][split.test_labels[0] == digit]
    nearest: Array = images[((images - images.mean(axis=0)) ** 2).sum(axis=1).argmin()]
    return nearest


def standardise(images: Array) -> Array:
    """Each image with mean 0 and standard deviation 1, so that a x + b (a > 0) is the same as x; a blank one is 0."""
    centred = images - images.mean(axis=-1, keepdims=True)
    spread = images.std(axis=-1, keepdims=True)
    # rounding may leave a tiny spread of a blank image, or nothing of the spread of very faint ink
    is_blank = (np.ptp(images, axis=-1, keepdims=True) == 0) | (spread == 0)
    return np.where(is_blank, 0, centred / np.where(is_blank, 1, spread))
