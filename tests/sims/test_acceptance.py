"""What every simulation must honestly find, at the configuration where it was measured: one window for each finding.

The windows are those of an independent measurement (mean ± about 3 standard deviations of the mean, and slack for
other starting weights); S1 to S10 are its sections. Accuracies are in percent.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from sims.experiment import Results

SCALED = "brightness-shift?models="
HAZED = "brightness-shift?shift=offset&models="
PLAIN = SCALED + "linear,sigmoid,relu,cnn"
REST = SCALED + "deep-linear,tanh,gelu"
BIAS_FREE = SCALED + "linear-no-bias,deep-linear-no-bias,relu-no-bias,cnn-no-bias"
STANDARDISED = (
    "linear-standardised,sigmoid-standardised,relu-standardised,cnn-standardised",
    "deep-linear-standardised,tanh-standardised,gelu-standardised",
)
HAZE = HAZED + "sigmoid,tanh,relu,gelu"
AUGMENTED = HAZED + "sigmoid-augmented,relu-augmented"
POINT_SETS = ("xor", "circles", "moons", "spiral")
DEAD = "dead-relu?seeds=6&"
KINKED = "units-needed?seeds=8&task=kinked&widths=16,32,64"
UNITS = ("units=1,2,4,8,16", "units=32,64,128")


@dataclass(frozen=True)
class Window:
    """What is measured in the results of a recipe, and between which two numbers it must lie."""

    section: str
    what: str
    recipe: str
    measure: Callable[[Results], float]
    low: float
    high: float = np.inf


def metric(name, **where):
    return lambda results: results.metric(name, **where).mean


def accuracy(model, **where):
    return lambda results: 100 * results.metric("accuracy", model=model, **where).mean


def lowest_accuracy(model):
    return lambda results: 100 * min(results.metric("accuracy", model=model).per_seed)


def difference(one, other):
    return lambda results: abs(one(results) - other(results))


def gap(one, other):
    return lambda results: one(results) - other(results)


def drop(model, a):
    return gap(accuracy(model, a=1.0), accuracy(model, a=a))


def labels_changed(results):
    return sum(one.mean for one in results.metrics if one.name == "labels_changed_in_all")


def share_of_seeds_where_sigmoid_loses_more(results):
    lost = {
        model: np.subtract(*(results.metric("accuracy", model=model, a=a).per_seed for a in (1.0, 0.2)))
        for model in ("sigmoid", "linear")
    }
    return float(np.mean(lost["sigmoid"] > lost["linear"]))


def largest(name):
    return lambda results: max(one.mean for one in results.metrics if one.name == name)


def smallest(name):
    return lambda results: min(one.mean for one in results.metrics if one.name == name)


def checked(name):
    return lambda results: next(check.value for check in results.checks if name in check.name)


def points(dataset):
    return "linear-vs-nonlinear" + ("" if dataset == "spiral" else f"?dataset={dataset}")


def confidence(a):
    return metric("confidence", model="linear", a=a)


def units(name, hidden, width):
    return metric(name, hidden=hidden, width=width)


def rates(results):
    """Pieces per unit of the random networks with at least 32 units."""
    metrics = [one for one in results.metrics if one.name == "pieces_per_neuron"]
    return [one.mean for one in metrics if one.where["depth"] * one.where["width"] >= 32]


S1 = [
    *(
        Window("S1", f"{model} on {dataset}", points(dataset), accuracy(model), 40, high)
        for dataset, high in (("xor", 65), ("circles", 62))
        for model in ("logistic", "linear-twin")
    ),
    *(
        Window(
            "S1",
            f"deep - logistic on {one}",
            points(one),
            difference(*map(accuracy, ("linear-twin", "logistic"))),
            0,
            3,
        )
        for one in POINT_SETS
    ),
    *(
        Window("S1", f"collapse on {one}", points(one), largest("collapse_residual"), 0, 1e-10)
        for one in (*POINT_SETS, "digits")
    ),
    Window("S1", "ReLU on the spiral", points("spiral"), accuracy("network"), 97, 100),
    Window("S1", "ReLU on the spiral, lowest seed", points("spiral"), lowest_accuracy("network"), 93, 100),
    Window("S1", "linear nets that solve XOR", "xor?hidden=identity&units=8", largest("success_share"), 0, 0),
    Window("S1", "softmax on the digits", points("digits"), accuracy("logistic"), 94, 98),
]
S2 = [
    *(
        Window("S2", f"{model} at a=1", recipe, accuracy(model, a=1.0), middle - 2, middle + 2)
        for recipe, model, middle in (
            *((PLAIN, "linear", 96.3), (PLAIN, "sigmoid", 97.2), (PLAIN, "relu", 97.2), (PLAIN, "cnn", 98.0)),
            *((REST, "tanh", 97.2), (REST, "gelu", 97.2)),
        )
    ),
    *(
        Window("S2", f"{model}, drop at a=.4", recipe, drop(model, 0.4), -1, 8 if model == "cnn" else 4)
        for recipe, models in ((PLAIN, ("linear", "sigmoid", "relu", "cnn")), (REST, ("deep-linear", "tanh", "gelu")))
        for model in models
    ),
    Window("S2", "linear, drop at a=.2", PLAIN, drop("linear", 0.2), 0, 3),
    Window("S2", "relu, drop at a=.2", PLAIN, drop("relu", 0.2), 1, 6),
    Window("S2", "sigmoid, drop at a=.2", PLAIN, drop("sigmoid", 0.2), 3, 16),
    Window("S2", "cnn, drop at a=.2", PLAIN, drop("cnn", 0.2), 8),
    Window("S2", "seeds where sigmoid loses more", PLAIN, share_of_seeds_where_sigmoid_loses_more, 0.8, 1),
    Window("S2", "confidence of linear at a=.2", PLAIN, confidence(0.2), 0, 0.6),
    Window("S2", "confidence that it loses", PLAIN, difference(confidence(1.0), confidence(0.2)), 0.25, 1),
    Window("S2", "labels changed without biases", BIAS_FREE, labels_changed, 0, 0),
    *(
        Window("S2", f"labels changed, standardised, {shift}", start + models, labels_changed, 0, 0)
        for shift, start in (("scale", SCALED), ("offset", HAZED))
        for models in STANDARDISED
    ),
    Window("S2", "relu-standardised, drop at a=.2", SCALED + STANDARDISED[0], drop("relu-standardised", 0.2), 0, 0),
    *(
        Window("S2", f"{model} at b=.3", HAZE, accuracy(model, b=0.3), 70, 95)
        for model in ("sigmoid", "tanh", "relu", "gelu")
    ),
    *(
        Window("S2", f"{one}, b=.3 - b=0", AUGMENTED, difference(accuracy(one, b=0.3), accuracy(one, b=0.0)), 0, 2)
        for one in ("sigmoid-augmented", "relu-augmented")
    ),
]
SQUASH = "sigmoid-squash?seeds=8"
S3 = [
    Window("S3", "ratio of the logits", SQUASH, checked("logit"), 0.942, 0.944),
    Window("S3", "share of units above .992", SQUASH, metric("share_above_0.992"), 0, 0.02),
    Window("S3", "share between .1 and .9", SQUASH, metric("share_between_0.1_and_0.9"), 0.60, 0.85),
    Window("S3", "mean change at a=.4", SQUASH, metric("mean_abs_change", scale=0.4), 0.10, 0.18),
    Window("S3", "labels changed, thresholds", SQUASH, metric("threshold_labels_changed"), 0, 0),
    Window("S3", "accuracy of thresholds", SQUASH, metric("threshold_accuracy"), 0.93, 0.985),
]
S4 = [
    Window("S4", what, DEAD + query, metric(name, learning_rate=rate), low, high)
    for what, query, rate, name, low, high in (
        ("Adam .003, dead", "learning_rates=0.003,0.1,1", 0.003, "dead_share", 0.02, 0.20),
        ("Adam .003, accuracy", "learning_rates=0.003,0.1,1", 0.003, "accuracy", 0.94, 1),
        ("Adam .1, dead", "learning_rates=0.003,0.1,1", 0.1, "dead_share", 0.45, 1),
        ("Adam 1, dead", "learning_rates=0.003,0.1,1", 1.0, "dead_share", 0.90, 1),
        ("Adam 1, accuracy", "learning_rates=0.003,0.1,1", 1.0, "accuracy", 0, 0.20),
        ("SGD 1, dead", "learning_rates=1&optimizer=sgd", 1.0, "dead_share", 0.90, 1),
        ("SGD 1, accuracy", "learning_rates=1&optimizer=sgd", 1.0, "accuracy", 0, 0.20),
        ("bias -3, ReLU, dead", "bias=-3&learning_rates=0.003", 0.003, "dead_share", 0.97, 1),
        ("bias -3, ReLU, accuracy", "bias=-3&learning_rates=0.003", 0.003, "accuracy", 0.08, 0.13),
        ("bias -3, leaky", "bias=-3&hidden=leaky-relu&learning_rates=0.003", 0.003, "accuracy", 0.90, 1),
        ("bias -3, ELU", "bias=-3&hidden=elu&learning_rates=0.003", 0.003, "accuracy", 0.90, 1),
    )
]
S5 = [
    Window("S5", "sigmoid, Xavier, ratio", "vanishing-gradient", metric("log10_ratio", hidden="sigmoid"), -13, -10.5),
    Window("S5", "tanh, Xavier, ratio", "vanishing-gradient", metric("log10_ratio", hidden="tanh"), -0.4, 0.4),
    Window("S5", "ReLU, He, ratio", "vanishing-gradient?init=he", metric("log10_ratio", hidden="relu"), -0.5, 0.5),
    Window(
        *("S5", "ReLU, N(0, 1), layer 1", "vanishing-gradient?hidden=relu&init=unit"),
        *(metric("log10_gradient", hidden="relu", layer=1), 12),
    ),
]
REGIONS = "linear-regions?seeds=10"
S6 = [
    Window("S6", "degree", "composition?depth=10", metric("degree", function="2z^2 + 42 of z^3"), 6, 6),
    Window("S6", "degree, other order", "composition?depth=10", metric("degree", function="z^3 of 2z^2 + 42"), 6, 6),
    *(
        Window("S6", f"pieces of {depth} folds", "composition?depth=10", metric("pieces", depth=depth), *[2**depth] * 2)
        for depth in range(1, 11)
    ),
    Window("S6", "fewest pieces per unit", REGIONS, lambda results: min(rates(results)), 0.6, 1.15),
    Window("S6", "most pieces per unit", REGIONS, lambda results: max(rates(results)), 0.6, 1.15),
    Window("S6", "pieces - (n+1), one layer", REGIONS, checked("one hidden layer has at most"), -np.inf, 0),
    *(
        Window(
            "S6", f"regions, 1x{n}", f"{REGIONS}&depth=1&width={n}", largest("regions_in_plane"), n, 1 + n * (n + 1) / 2
        )
        for n in (8, 16, 32)
    ),
]
COST = "activation-cost?functions=gelu,sigmoid"
S7 = [
    Window("S7", "ReLU", COST, metric("ratio_to_relu", function="relu"), 1, 1),
    Window("S7", "shortest time", COST, smallest("ns_per_element"), 1e-9),
    Window("S7", "sigmoid, float64", COST + "&dtype=float64", metric("ratio_to_relu", function="sigmoid"), 2, 20),
    Window("S7", "GELU, float64", COST + "&dtype=float64", metric("ratio_to_relu", function="gelu"), 8, 80),
    Window("S7", "GELU, float32", COST, metric("ratio_to_relu", function="gelu"), 8, 80),
]
WIDE = "units-needed?seeds=10&widths=4,32,64"


def both(name, width):
    """Of ReLU and of tanh."""
    return [units(name, hidden, width) for hidden in ("relu", "tanh")]


S8 = [
    Window("S8", "digits, 32 units: |ReLU - tanh|", WIDE, difference(*both("accuracy", 32)), 0, 0.015),
    Window("S8", "digits, 64 units: |ReLU - tanh|", WIDE, difference(*both("accuracy", 64)), 0, 0.015),
    Window("S8", "digits, 4 units: tanh - ReLU", WIDE, gap(*both("accuracy", 4)[::-1]), 0.05),
    *(Window("S8", f"kinks, {n} units: tanh - ReLU", KINKED, gap(*both("rmse", n)[::-1]), 1e-9) for n in (16, 32, 64)),
    Window("S8", "negative weights of ReLU", WIDE, units("negative_weight_share", "relu", 64), 0.35, 0.6),
]
SEEN = "what-neurons-see?seeds=8"
S9 = [
    Window("S9", "template correlation", SEEN, metric("template_correlation"), 0.55, 0.9),
    Window("S9", "probability of invented", SEEN, metric("maximised_probability"), 0.99, 1),
    Window(
        *("S9", "real - invented correlation", SEEN),
        *(gap(metric("test_image_correlation"), metric("maximised_correlation")), 0.1),
    ),
]
FIT = "universal-approximation?seeds=8&"
S10 = [
    *(
        Window("S10", f"{hidden}, {some}", f"{FIT}hidden={hidden}&{some}", smallest("rmse"), best)
        for hidden, best in (("square", 0.692), ("linear", 0.6936))
        for some in UNITS
    ),
    Window("S10", "ReLU, 64 units", f"{FIT}units=8,64", metric("rmse", units=64), 0, 0.06),
    Window("S10", "tanh, 16 units", f"{FIT}hidden=tanh&units=16", metric("rmse", units=16), 0, 0.08),
    Window("S10", "ReLU, corners - units", f"{FIT}units=8,64", checked("corners minus units"), -np.inf, 0),
]
WINDOWS = [*S1, *S2, *S3, *S4, *S5, *S6, *S7, *S8, *S9, *S10]


@pytest.mark.parametrize("window", [pytest.param(one, id=f"{one.section} {one.what}") for one in WINDOWS])
def test_it_is_found(window, picture_of):
    found = window.measure(picture_of(window.recipe).results)
    assert window.low <= found <= window.high


@pytest.mark.parametrize("recipe", sorted({window.recipe for window in WINDOWS}))
def test_the_theorems_hold_there(recipe, picture_of):
    assert [check for check in picture_of(recipe).results.checks if not check.holds] == []
