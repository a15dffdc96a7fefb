import numpy as np
import pytest

from knowledge.features import FeatureSpace
from knowledge.nearness import similarities, spread
from knowledge.products import Products
from knowledge.ridge import fit_ridge, ridge_duals
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


def test_the_ridge_agrees_with_its_formula(space):
    matrix = dense(space).astype(np.float64)
    targets = np.random.default_rng(7).standard_normal((len(TEXTS), 2)).astype(np.float32)
    expected = matrix.T @ np.linalg.solve(matrix @ matrix.T + 0.7 * np.eye(len(TEXTS)), targets)
    weights, duals = fit_ridge(space.rows, len(space), targets, 0.7)
    assert np.allclose(weights, expected, atol=2e-3)
    assert np.allclose(weights, matrix.T @ duals, atol=1e-5)


def test_a_text_with_a_large_penalty_hardly_counts(space):
    targets = np.ones((len(TEXTS), 1), dtype=np.float32)
    penalties = np.full(len(TEXTS), 0.7, dtype=np.float32)
    penalties[0] = 1e6
    duals = ridge_duals(Products(space.rows, len(space)), targets, penalties, np.zeros_like(targets))
    matrix = dense(space).astype(np.float64)
    expected = np.linalg.solve(matrix @ matrix.T + np.diag(penalties), targets)
    assert np.allclose(duals, expected, atol=2e-3)
    assert abs(duals[0, 0]) < 1e-5


def test_targets_of_zero_give_weights_of_zero(space):
    weights, _ = fit_ridge(space.rows, len(space), np.zeros((len(TEXTS), 1), dtype=np.float32), 0.7)
    assert not weights.any()


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
