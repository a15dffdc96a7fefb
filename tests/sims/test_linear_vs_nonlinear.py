"""What stacking linear layers must honestly find (configuration: 5 seeds), within measured windows."""

import numpy as np
import pytest

import sims

RECIPES = {name: f"linear-vs-nonlinear?dataset={name}" for name in ("xor", "circles", "moons", "spiral", "digits")}
RECIPES["spiral"] = "linear-vs-nonlinear"


def accuracy(picture, model):
    return 100 * np.array(picture.results.metric("accuracy", model=model).per_seed)


@pytest.mark.parametrize(("dataset", "low", "high"), [("xor", 40, 65), ("circles", 40, 62)])
@pytest.mark.parametrize("model", ["logistic", "linear-twin"])
def test_a_line_cannot(picture_of, dataset, low, high, model):
    assert low <= accuracy(picture_of(RECIPES[dataset]), model).mean() <= high


@pytest.mark.parametrize("dataset", ["xor", "circles", "moons", "spiral"])
def test_linear_layers_are_as_good_as_one(picture_of, dataset):
    picture = picture_of(RECIPES[dataset])
    assert abs(accuracy(picture, "linear-twin").mean() - accuracy(picture, "logistic").mean()) <= 3


@pytest.mark.parametrize("dataset", RECIPES)
def test_the_layers_equal_one_layer(picture_of, dataset):
    picture = picture_of(RECIPES[dataset])
    assert all(check.holds for check in picture.results.checks)
    assert picture.results.metric("collapse_residual").mean < 1e-10


def test_relu_follows_the_spiral(picture_of):
    found = accuracy(picture_of(RECIPES["spiral"]), "network")
    assert found.mean() >= 97
    assert found.min() >= 93


def test_on_the_digits_activations_gain_little(picture_of):
    picture = picture_of(RECIPES["digits"])
    assert accuracy(picture, "logistic").mean() == pytest.approx(96, abs=2)
    assert 0 <= accuracy(picture, "network").mean() - accuracy(picture, "linear-twin").mean() <= 3


def test_without_activations_the_picture_says_so():
    picture = sims.run("linear-vs-nonlinear?hidden=identity&seeds=1")
    assert picture.alt_text.startswith("3 layers without activation are one linear layer.")
    assert "follows" not in picture.alt_text
