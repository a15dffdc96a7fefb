import numpy as np
import pytest

from knowledge.features import FeatureSpace
from knowledge.nearness import similarities, spread
from knowledge.ridge import fit_ridge, solve_positive
from knowledge.vocabulary import Vocabulary

TEXTS = [
    f"{first} {second} {third}" for first in "abcdefgh" for second in ("relu", "tanh") for third in ("x", "yes", "zero")
]


@pytest.fixture(scope="module")
def space():
    return FeatureSpace(Vocabulary({}, {}), TEXTS)


def dense(space):
    matrix = np.zeros((len(space.rows), len(space)), dtype=np.float32)
    row = np.repeat(np.arange(len(space.rows)), np.diff(space.rows.starts))
    matrix[row, space.rows.features] = space.rows.values
    return matrix


@pytest.mark.parametrize("size", [1, 63, 65, 300, 700])
def test_the_solver_agrees_with_numpy(size):
    rng = np.random.default_rng(size)
    square = rng.standard_normal((size, size + 5)).astype(np.float32)
    matrix = (square @ square.T / size + np.eye(size)).astype(np.float32)
    right = rng.standard_normal((size, 3)).astype(np.float32)
    expected = np.linalg.solve(matrix.astype(np.float64), right)
    assert np.allclose(solve_positive(np.tril(matrix), right), expected, atol=1e-3)


def test_the_ridge_agrees_with_its_formula(space):
    matrix = dense(space).astype(np.float64)
    targets = np.random.default_rng(7).standard_normal((len(TEXTS), 2)).astype(np.float32)
    expected = matrix.T @ np.linalg.solve(matrix @ matrix.T + 0.7 * np.eye(len(TEXTS)), targets)
    assert np.allclose(fit_ridge(space.rows, len(space), targets, 0.7), expected, atol=1e-4)


def test_a_known_text_is_most_similar_to_itself(space):
    for number, text in enumerate(TEXTS):
        found = similarities(space.rows, spread(space.vector(text), len(space)), 0, len(TEXTS))
        assert int(np.argmax(found)) == number
        assert found.max() <= 1.0001


def test_a_text_of_unknown_words_has_no_features(space):
    assert len(space.vector("qqqq").features) == 0


def test_unknown_words_weaken_what_is_known(space):
    def strength(text):
        return float(np.linalg.norm(space.vector(text).values))

    assert strength("relu wwwww") < strength("relu")
