import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims.error_function import erfc, normal_cdf


@given(st.floats(-26, 26))
def test_agrees_with_the_standard_library(x):
    assert erfc(np.array([x]))[0] == pytest.approx(math.erfc(x), rel=1e-12)


@given(st.floats(-30, 30, width=32))
def test_the_fast_form_is_near(z):
    fast = float(normal_cdf(np.array([z], np.float32))[0])
    assert fast == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)), abs=3e-7)
