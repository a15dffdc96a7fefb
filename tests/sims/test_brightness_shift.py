"""What the thread's question must honestly find (configuration: 5 seeds, 40 epochs), within measured windows."""

import numpy as np
import pytest

import sims

PLAIN = "brightness-shift?models=linear,sigmoid,relu,cnn"
BIAS_FREE = "brightness-shift?models=linear-no-bias,deep-linear-no-bias,relu-no-bias,cnn-no-bias"
STANDARDISED = ("linear-standardised", "sigmoid-standardised", "relu-standardised", "cnn-standardised")
REMEDIES = "brightness-shift?models=" + ",".join(STANDARDISED)
HAZE = "brightness-shift?models=tanh,sigmoid,relu,relu-augmented&shift=offset"


def accuracy(picture, model, **at):
    return 100 * np.array(picture.results.metric("accuracy", model=model, **at).per_seed)


def drop(picture, model, a):
    return accuracy(picture, model, a=1.0) - accuracy(picture, model, a=a)


@pytest.mark.parametrize(
    ("model", "low", "high"), [("linear", 94.3, 98.3), ("sigmoid", 95.2, 99.2), ("relu", 95.2, 99.2), ("cnn", 96, 100)]
)
def test_accuracy_at_normal_ink(picture_of, model, low, high):
    assert low <= accuracy(picture_of(PLAIN), model, a=1.0).mean() <= high


@pytest.mark.parametrize(("model", "most"), [("linear", 4), ("sigmoid", 4), ("relu", 4), ("cnn", 8)])
def test_moderate_dimming_costs_little(picture_of, model, most):
    assert drop(picture_of(PLAIN), model, 0.4).mean() <= most


@pytest.mark.parametrize(
    ("model", "low", "high"), [("linear", 0, 3), ("relu", 1, 6), ("sigmoid", 3, 16), ("cnn", 8, 100)]
)
def test_strong_dimming(picture_of, model, low, high):
    assert low <= drop(picture_of(PLAIN), model, 0.2).mean() <= high


def test_dimming_costs_sigmoid_more_than_linear(picture_of):
    picture = picture_of(PLAIN)
    assert np.mean(drop(picture, "sigmoid", 0.2) > drop(picture, "linear", 0.2)) >= 0.8


def test_a_kept_label_is_not_a_kept_probability(picture_of):
    bright, dim = (picture_of(PLAIN).results.metric("confidence", model="linear", a=a).mean for a in (1.0, 0.2))
    assert dim < 0.6
    assert dim < bright - 0.25


@pytest.mark.slow
@pytest.mark.parametrize("recipe", [BIAS_FREE, REMEDIES, REMEDIES + "&shift=offset"], ids=["no bias", "scaled", "haze"])
def test_the_theorems_hold_exactly(picture_of, recipe):
    picture = picture_of(recipe)
    assert len(picture.results.checks) == 8
    assert all(check.holds for check in picture.results.checks)
    for metric in picture.results.metrics:
        if metric.name.startswith("labels_changed"):
            assert metric.mean == 0


@pytest.mark.parametrize("model", STANDARDISED)
def test_standardised_loses_nothing_at_all(picture_of, model):
    assert (drop(picture_of(REMEDIES), model, 0.2) == 0).all()


@pytest.mark.parametrize("model", ["tanh", "sigmoid", "relu"])
def test_haze_hurts_dense_networks(picture_of, model):
    assert 70 <= accuracy(picture_of(HAZE), model, b=0.3).mean() <= 95


def test_training_on_hazy_copies_helps(picture_of):
    picture = picture_of(HAZE)
    lost = accuracy(picture, "relu-augmented", b=0.0) - accuracy(picture, "relu-augmented", b=0.3)
    assert abs(lost.mean()) <= 2


def test_clipping_claims_no_theorem():
    picture = sims.run("brightness-shift?models=relu-standardised&clip=true&seeds=2&epochs=15")
    assert picture.results.checks == ()
    assert accuracy(picture, "relu-standardised", a=2.0).mean() < accuracy(picture, "relu-standardised", a=1.0).mean()


def test_the_title_tells_the_largest_loss(picture_of):
    picture = picture_of("brightness-shift")
    worst = round(drop(picture, "cnn", 0.2).mean())
    assert picture.alt_text.startswith(f"Ink ×0.2: CNN loses {worst} points, standardised none.")
