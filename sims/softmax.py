"""The softmax of class scores, for scores of any size, and the probability of the chosen class."""

import numpy as np

from sims.arrays import Array


def softmax(scores: Array) -> Array:
    """Probabilities over the last axis; each row's largest score is taken off first, so that no power overflows."""
    with np.errstate(over="ignore"):  # two finite scores may be further apart than the largest float: then it is 0
        powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Array = powers / powers.sum(axis=-1, keepdims=True)
    return probabilities


def top_probability(scores: Array) -> Array:
    """The probability of the chosen class; with two classes it is the sigmoid of their scores' difference."""
    result: Array = softmax(scores).max(axis=-1)
    return result
