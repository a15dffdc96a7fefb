import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims.activations import ACTIVATIONS
from sims.experiments.activation_plot import property_checks

ROWS = [pytest.param(row, id=name) for name, row in ACTIVATIONS.items()]
LARGEST = np.finfo(np.float64).max
EXTREMES = np.array(
    [0.0, 5e-324, 1e-300, 1e-30, 1.0, 30.0, 100.0, 709.0, 750.0, 1e6, 1e30, 1e154, 1e200, LARGEST, np.inf]
)
BOUNDED_ERROR = 3e-6


def test_the_table_is_complete():
    assert len(ACTIVATIONS) >= 24
    assert all(row.formula and row.slope_formula and row.source and row.title for row in ACTIVATIONS.values())


@pytest.mark.parametrize("row", ROWS)
@given(z=st.floats(-12, 12))
def test_the_slope_is_the_slope(row, z):
    if any(abs(z - corner) < 1e-4 for corner in row.corners):
        return
    step = 1e-6
    below, above = row.value(np.array([z - step, z + step]))
    slope = row.slope(np.array([z]))[0]
    assert slope == pytest.approx((above - below) / (2 * step), rel=1e-5, abs=BOUNDED_ERROR)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_no_warning_and_no_nan_over_all_floats(row, kind):
    with np.errstate(over="ignore"):
        z = np.concatenate([-EXTREMES[::-1], EXTREMES]).astype(kind)
    z = z[np.isfinite(z)]
    with warnings.catch_warnings(), np.errstate(over="warn", invalid="warn", divide="warn"):
        warnings.simplefilter("error")
        value, slope = row.value(z), row.slope(z)
    assert not np.isnan(value).any()
    assert not np.isnan(slope).any()
    assert value.shape == slope.shape == z.shape


@pytest.mark.parametrize("row", ROWS)
def test_float32_stays_float32(row):
    z = np.linspace(-3, 3, 7, dtype=np.float32)
    assert row.value(z).dtype == np.float32
    assert row.slope(z).dtype == np.float32


@pytest.mark.parametrize("row", ROWS)
def test_values_keep_to_the_range(row):
    z = np.linspace(-60, 60, 240_001)
    value = row.value(z)
    assert value.min() >= row.low - 1e-9
    assert value.max() <= row.high + 1e-9
    if np.isfinite(row.low):
        assert value.min() == pytest.approx(row.low, abs=0.02)
    if np.isfinite(row.high):
        assert value.max() == pytest.approx(row.high, abs=0.02)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.values[0].image])
def test_an_end_of_the_range_is_reached_or_not(row):
    value = row.value(np.linspace(-7, 7, 140_001))  # further out, rounding reaches every end
    for end, nearest, reached in zip((row.low, row.high), (value.min(), value.max()), row.reaches, strict=True):
        if reached:
            assert nearest == pytest.approx(end, abs=1e-7)
        else:
            assert nearest > row.low if end == row.low else nearest < row.high


@pytest.mark.parametrize(
    ("name", "is_output"),
    [
        ("step", lambda value: np.isin(value, (0, 1))),
        ("sign", lambda value: np.isin(value, (-1, 0, 1))),
        ("hard-shrink", lambda value: (value == 0) | (np.abs(value) > 0.5)),
    ],
)
def test_outputs_that_are_no_interval(name, is_output):
    assert is_output(ACTIVATIONS[name].value(np.linspace(-3, 3, 601))).all()
    assert {row.name for row in ACTIVATIONS.values() if row.image} == {"step", "sign", "hard-shrink"}


@pytest.mark.parametrize("row", ROWS)
def test_the_stated_facts_are_measured(row):
    zero_centred, bounded, monotone, smooth = (check.holds for check in property_checks(row))
    assert zero_centred == row.is_zero_centred
    assert bounded == row.is_bounded
    assert monotone == row.is_monotone
    assert smooth == row.is_smooth


@pytest.mark.parametrize(
    ("name", "z", "value"),
    [
        ("sigmoid", 5.110, 0.99399),
        ("sigmoid", -745.0, 5e-324),
        ("gelu", 1.0, 0.8413447460685429),
        ("gelu", -30.0, -1.4714e-196),
        ("gelu-tanh", 1.0, 0.8411919906082768),
        ("softplus", -40.0, 4.248354255291589e-18),
        ("selu", -1.0, -1.1113307378125625),
        ("mish", 1.0, 0.8650983882673103),
        ("hard-sigmoid", 1.5, 0.75),
        ("sinc", 0.0, 1.0),
    ],
)
def test_known_values(name, z, value):
    assert ACTIVATIONS[name].value(np.array([z]))[0] == pytest.approx(value, rel=1e-4)


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].is_monotone])
@given(one=st.floats(-1e6, 1e6), other=st.floats(-1e6, 1e6))
def test_a_monotone_function_never_falls(row, one, other):
    low, high = row.value(np.array(sorted([one, other])))
    assert low <= high + 1e-12 * max(1, abs(low))


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=name) for name, row in ACTIVATIONS.items() if not row.is_monotone]
)
def test_any_other_function_falls_somewhere(row):
    assert (np.diff(row.value(np.linspace(-12, 12, 4801))) < -1e-6).any()


@pytest.mark.parametrize("row", [row for row in ROWS if row.values[0].corners])
def test_at_each_corner_the_slope_or_the_value_jumps(row):
    step = 1e-5
    for corner in row.corners:
        left, at, right = row.value(np.array([corner - step, corner, corner + step]))
        value_jumps = right - left > 0.1
        assert value_jumps or abs((right - at) - (at - left)) > 0.005 * step


@pytest.mark.parametrize("row", ROWS)
@given(z=st.floats(1e-6, 1e6))
def test_zero_centred_means_odd(row, z):
    """f(-z) = -f(z), and 0 at 0: where the table says so the mean over a symmetric input is 0."""
    low, middle, high = row.value(np.array([-z, 0.0, z]))
    if row.is_zero_centred:
        assert middle == 0
        assert low == pytest.approx(-high, rel=1e-12)


@pytest.mark.parametrize("row", ROWS)
def test_the_source_says_who_and_when(row):
    assert re.search(r"\(\d{4}\)|documentation|Wikipedia", row.source)
    assert len(row.parameters) == len(dict(row.parameters))
    assert all(np.isfinite(value) for _, value in row.parameters)
