"""The stable forms over the whole float range: limits at both ends, nan stays nan, and never a warning."""

import warnings
from math import erfc, exp, inf, log1p, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims import curves
from sims.activations import ACTIVATIONS
from sims.layers import Softmax
from sims.softmax import softmax, top_probability

KINDS = (np.float32, np.float64)
ENDS = {  # what each curve tends to at -inf and at +inf
    **dict.fromkeys(("sigmoid", "hard-sigmoid", "step"), (0, 1)),
    **dict.fromkeys(("tanh", "softsign", "hard-tanh", "sign"), (-1, 1)),
    **dict.fromkeys(("relu", "gelu", "gelu-tanh", "silu", "mish", "softplus", "hard-swish"), (0, inf)),
    **dict.fromkeys(("squared-relu", "exponential"), (0, inf)),
    **dict.fromkeys(("leaky-relu", "prelu", "snake", "cube", "identity"), (-inf, inf)),
    **dict.fromkeys(("hard-shrink", "soft-shrink", "tanh-shrink"), (-inf, inf)),
    **dict.fromkeys(("elu", "celu"), (-1, inf)),
    **dict.fromkeys(("gaussian", "sinc"), (0, 0)),
    "selu": (-curves.SELU_SCALE * curves.SELU_ALPHA, inf),
    "relu6": (0, 6),
    "arctan": (-np.pi / 2, np.pi / 2),
    "sine": (nan, nan),
    "square": (inf, inf),
}
NO_SLOPE_AT_ENDS = {"sine", "snake"}
FINITE = {kind: float(np.finfo(kind).max) for kind in KINDS}


def calm(function, *arguments):
    """The result, with every kind of warning an error."""
    with warnings.catch_warnings(), np.errstate(over="warn", invalid="warn", divide="warn"):
        warnings.simplefilter("error")
        return function(*arguments)


def every_float(kind):
    width = {np.float32: 32, np.float64: 64}[kind]
    return st.floats(width=width, allow_nan=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_limits_and_nan(name, kind):
    row = ACTIVATIONS[name]
    z = np.array([-inf, inf, nan], kind)
    value, slope = calm(row.value, z), calm(row.slope, z)
    assert value == pytest.approx([*ENDS[name], nan], rel=1e-6, abs=1e-30, nan_ok=True)
    assert name in NO_SLOPE_AT_ENDS or not np.isnan(slope[:2]).any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ACTIVATIONS)
@given(data=st.data())
def test_every_float_gives_a_number_in_the_range(name, kind, data):
    row, number = ACTIVATIONS[name], data.draw(every_float(kind))
    z = np.array([number], kind)
    value, slope = calm(row.value, z), calm(row.slope, z)
    if np.isinf(number) and name in NO_SLOPE_AT_ENDS:
        return
    assert not np.isnan(slope).any()
    assert row.low - 1e-6 <= value[0] <= row.high + 1e-6
    assert value.dtype == slope.dtype == kind


@given(z=st.floats(-745, 745))
def test_sigmoid_and_softplus_keep_their_digits(z):
    """Also far below 0, where 1 / (1 + e^-z) and ln(1 + e^z) written down as they are have none left."""
    found = [calm(curve, np.array([z]))[0] for curve in (curves.sigmoid, curves.softplus)]
    power = exp(-abs(z))
    assert found[0] == pytest.approx((1 if z >= 0 else power) / (1 + power), rel=1e-14, abs=5e-324)
    assert found[1] == pytest.approx(max(z, 0) + log1p(power), rel=1e-14, abs=5e-324)


@given(z=st.floats(-37, 60))
def test_the_exact_gelu_is_the_exact_one(z):
    assert calm(curves.gelu, np.array([z]))[0] == pytest.approx(z * 0.5 * erfc(-z / sqrt(2)), rel=1e-9, abs=1e-300)


@given(z=st.floats(-8, 8))
def test_the_two_forms_of_gelu_are_not_one(z):
    """The tanh form is an approximation, within 5e-4 of the exact one, and so named in the table."""
    exact, approximate = (curve(np.array([z]))[0] for curve in (curves.gelu, curves.gelu_tanh))
    assert abs(exact - approximate) < 5e-4
    assert "tanh" in ACTIVATIONS["gelu-tanh"].title
    assert "tanh" not in ACTIVATIONS["gelu"].title


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_softmax_gives_probabilities(kind, data):
    numbers = data.draw(st.lists(every_float(kind).filter(np.isfinite), min_size=2, max_size=10))
    scores = np.array([numbers], kind)
    found = calm(softmax, scores)
    assert found.dtype == kind
    assert found.sum() == pytest.approx(1, rel=1e-6)
    assert found[0, scores[0].argmax()] == found.max() == calm(top_probability, scores)[0]
    assert (found >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_output_layer_in_training_gives_the_same(kind, data):
    """Scores as far apart as the largest float; beyond that a difference is no float any more."""
    half = FINITE[kind] / 2
    number = every_float(kind).filter(lambda z: abs(z) <= half)
    scores = np.array(data.draw(st.lists(number, min_size=3, max_size=3)), kind)
    layer = Softmax(np.eye(3, dtype=kind), np.empty((3, 3), kind), 1)
    calm(layer.backward, scores[:, None], np.zeros((3, 1), kind))
    assert layer.errors[:, 0] == pytest.approx(softmax(scores), rel=1e-5, abs=1e-30)
