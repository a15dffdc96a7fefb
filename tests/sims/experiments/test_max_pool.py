"""Max-pool: it commutes with every change of brightness that keeps the order of the pixels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sims
from sims.digits import split_digits
from sims.experiments.max_pool import commutes_residual, pool

IMAGES = split_digits(7).test_images.astype(np.float64)


@pytest.mark.parametrize("value", ["a=4.1", "a=-4.1", "a=nan", "b=1.1", "b=inf", "b=none", "epochs=61"])
def test_values_out_of_bounds_are_refused(value):
    with pytest.raises(sims.SimError, match=r"cannot be .* Allowed: "):
        sims.parse(f"max-pool?{value}")


def test_the_largest_of_each_four():
    image = np.arange(64.0)
    assert list(pool(image)[:5]) == [9, 11, 13, 15, 25]


@given(st.floats(0, 4), st.floats(-1, 1))
def test_it_commutes_exactly_with_any_rising_line(a, b):
    assert commutes_residual(IMAGES, a, b) == 0


@given(st.floats(-4, -0.01), st.floats(-1, 1))
def test_it_does_not_commute_with_inverted_ink(a, b):
    assert commutes_residual(IMAGES, a, b) > 0


def test_it_does_not_help_against_dim_ink(picture_of):
    picture = picture_of("max-pool")
    results = picture.results
    assert results.metric("commutes_residual").mean == 0
    assert len(results.checks) == 3
    assert all(check.holds for check in results.checks)
    normal, dim = (results.metric("accuracy", model="cnn", a=a).mean for a in (1.0, 0.2))
    assert normal > 0.95
    assert normal - dim >= 0.08
    kept = results.metric("accuracy", model="cnn-standardised", a=0.2)
    assert kept.per_seed == results.metric("accuracy", model="cnn-standardised", a=1.0).per_seed
    assert picture.alt_text.startswith(
        f"Max-pool passes brightness on: CNN loses {round(100 * (normal - dim))} points."
    )


@pytest.mark.parametrize("change", ["a=0", "a=0&b=-1", "a=-4&b=1", "a=4&b=-1", "a=0.05&b=1", "a=1"])
def test_the_theorems_hold_at_the_ends(change):
    picture = sims.run(f"max-pool?{change}&epochs=1&seeds=1")
    assert all(check.holds for check in picture.results.checks)
    assert picture.results.metric("accuracy", model="cnn").per_seed
