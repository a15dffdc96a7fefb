import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims.error_function import BLOCK, FARTHEST, normal_cdf

# computed with 40 digits
EXACT = {
    -37.5: 4.6053530095819548e-308,
    -30.0: 4.9067139271481871e-198,
    -20.0: 2.7536241186062337e-89,
    -10.0: 7.6198530241605261e-24,
    -8.3: 5.205569744890254e-17,
    -5.0: 2.8665157187919391e-7,
    -2.0: 2.2750131948179207e-2,
    -1.0: 1.5865525393145705e-1,
    -0.3: 3.8208857781104737e-1,
    1e-9: 5.0000000039894228e-1,
    0.7: 7.5803634777692697e-1,
    3.0: 9.9865010196836991e-1,
}


@pytest.mark.parametrize("z", EXACT)
def test_both_tails_keep_their_digits(z):
    assert normal_cdf(np.array([z]))[0] == pytest.approx(EXACT[z], rel=1.5e-15, abs=0)


@given(st.floats(-37, 37))
def test_agrees_with_the_standard_library(z):
    """Which is asked at z/sqrt(2): rounding that to a float moves the tail by up to z² ulps."""
    expected = 0.5 * math.erfc(-z / math.sqrt(2))
    assert normal_cdf(np.array([z]))[0] == pytest.approx(expected, rel=(3 + z * z) * 3e-16, abs=0)


@given(st.floats(0, 37))
def test_both_sides_add_up_to_one(z):
    below, above = normal_cdf(np.array([-z, z]))
    assert below + above == pytest.approx(1, abs=2e-16)
    assert below <= 0.5 <= above


@pytest.mark.parametrize(
    ("z", "expected"),
    [(0.0, 0.5), (-0.0, 0.5), (math.inf, 1), (-math.inf, 0), (1e300, 1), (-1e300, 0), (9.0, 1), (-FARTHEST, 0)],
)
def test_the_ends_are_exact(z, expected):
    assert normal_cdf(np.array([z]))[0] == expected


def test_a_nan_spoils_nothing_else():
    found = normal_cdf(np.array([math.nan, -math.inf, 0.0]))
    assert np.isnan(found[0])
    assert found[1:].tolist() == [0, 0.5]


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (1,), (2, 3), (BLOCK,), (BLOCK + 1,), (3, BLOCK - 1)])
def test_every_shape_and_layout_gives_the_same(shape):
    z = np.asarray(np.random.default_rng(0).standard_normal(shape))
    found = normal_cdf(z)
    assert found.shape == shape
    assert (normal_cdf(z.T) == found.T).all()
    for at in (0, -1):
        assert z.size == 0 or found.flat[at] == normal_cdf(z.flat[at : at + 1 or None])[0]


@given(st.floats(-30, 30, width=32))
def test_the_fast_form_is_near(z):
    fast = float(normal_cdf(np.array([z], np.float32))[0])
    assert fast == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)), abs=3e-7)
