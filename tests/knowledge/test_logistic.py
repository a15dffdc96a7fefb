"""The optimum is checked by its own condition (the gradient vanishes) and against plain gradient descent."""

import numpy as np
import pytest

from knowledge.logistic import Exercise, log_sum, logistic_duals
from knowledge.products import Products
from tests.knowledge.test_products import random_rows

N_ROWS, N_FEATURES, N_CLASSES, PENALTY = 60, 40, 4, 0.1
ROWS, MATRIX = random_rows(3, N_ROWS, N_FEATURES, 0.3)
CLASSES = np.random.default_rng(4).integers(0, N_CLASSES, N_ROWS)
NOTHING = np.zeros((N_ROWS, N_CLASSES), dtype=np.float32)


def learned(steps=60, start=NOTHING, importance=1.0, given=None):
    products = Products(ROWS, N_FEATURES)
    weighed = np.full(N_ROWS, importance, dtype=np.float32) * np.ones(N_ROWS, dtype=np.float32)
    duals = logistic_duals(products, Exercise(CLASSES, weighed, PENALTY, given), start, steps)
    return duals, products.weights(duals).astype(np.float64)


def gradient(weights, importance=1.0):
    scores = MATRIX @ weights
    likely = np.exp(scores - log_sum(scores)[:, None])
    return MATRIX.T @ (np.asarray(importance) * (likely - np.eye(N_CLASSES)[CLASSES]).T).T + PENALTY * weights


def loss(weights):
    scores = MATRIX @ weights
    return float((log_sum(scores) - scores[np.arange(N_ROWS), CLASSES]).sum() + PENALTY / 2 * (weights**2).sum())


def test_at_the_end_the_gradient_vanishes():
    _, weights = learned()
    assert np.abs(gradient(weights)).max() < 0.01


def test_more_steps_never_make_it_worse():
    losses = [loss(learned(steps)[1]) for steps in (0, 1, 2, 4, 8, 16, 32)]
    assert losses == sorted(losses, reverse=True)


def test_it_finds_what_gradient_descent_finds():
    weights = np.zeros((N_FEATURES, N_CLASSES))
    for _ in range(4000):
        weights -= 0.02 * gradient(weights)
    assert np.allclose(learned()[1], weights, atol=0.02)


def test_importance_weighs_texts():
    importance = np.where(CLASSES == 0, 3.0, 0.5).astype(np.float32)
    _, weights = learned(importance=importance)
    assert np.abs(gradient(weights, importance)).max() < 0.02


def test_a_start_at_the_end_stays_there():
    duals, weights = learned()
    assert np.allclose(learned(2, duals)[1], weights, atol=0.01)


def test_what_is_given_need_not_be_learned():
    given = (1e3 * np.eye(N_CLASSES)[CLASSES]).astype(np.float32)
    assert np.abs(learned(given=given)[1]).max() < 1e-3


def test_one_class_teaches_nothing():
    nothing = np.zeros((N_ROWS, 1), dtype=np.float32)
    exercise = Exercise(np.zeros(N_ROWS, np.int64), np.ones(N_ROWS, np.float32), PENALTY)
    assert not logistic_duals(Products(ROWS, N_FEATURES), exercise, nothing, 5).any()


@pytest.mark.parametrize("scores", [[1000.0, 1000.0], [-1000.0, -1000.0], [0.0, -1000.0]])
def test_large_scores_do_not_overflow(scores):
    expected = max(scores) + np.log(sum(score == max(scores) for score in scores))
    assert log_sum(np.array([scores], dtype=np.float32))[0] == pytest.approx(expected)
