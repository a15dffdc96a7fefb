"""Composition: exact degrees and pieces, at every depth."""

import numpy as np
import pytest

import sims
from sims.experiments.composition import fold, fold_layers
from sims.pieces import Layer, kinks

DEPTHS = range(1, 11)


@pytest.mark.parametrize("depth", ["0", "11", "2.5", "deep", "nan"])
def test_other_depths_are_refused(depth):
    with pytest.raises(sims.SimError, match=r"depth cannot be .* Allowed: a whole number from 1 to 10\."):
        sims.parse(f"composition?depth={depth}")


@pytest.mark.parametrize("depth", DEPTHS)
def test_every_fold_doubles_the_pieces_and_every_check_holds(depth, picture_of):
    results = picture_of("composition" if depth == 5 else f"composition?depth={depth}").results
    assert all(check.holds for check in results.checks)
    for folds in range(1, depth + 1):
        assert results.metric("pieces", depth=folds).mean == 2**folds


def test_the_polynomials_of_the_thread_have_degree_6_in_both_orders(picture_of):
    results = picture_of("composition").results
    for order in ("2z^2 + 42 of z^3", "z^3 of 2z^2 + 42"):
        assert results.metric("degree", function=order).mean == 6
    assert results.metric("degree", function="z^2 composed 5 times").mean == 32


def test_the_layers_are_the_fold():
    z = np.linspace(0, 1, 33)
    values = z[:, None]
    for layer in fold_layers(3):
        values = np.maximum(values @ layer.weights + layer.bias, 0)
    assert (values @ (2.0, -4.0) == fold(fold(fold(z)))).all()


def test_kinks_that_meet_in_one_point_are_one():
    rng = np.random.default_rng(3)
    layers = [Layer(rng.standard_normal((2, 64)), np.zeros(64))]
    layers.append(Layer(rng.standard_normal((64, 64)), np.zeros(64)))
    assert len(kinks(layers, np.array([-3.0, -1.1]), np.array([3.0, 1.1]))) == 1


def test_the_title_counts(picture_of):
    assert picture_of("composition").alt_text.startswith("5 folds make 32 pieces, 5 ReLUs only 2.")
