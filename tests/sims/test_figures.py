import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims import figures


def test_a_long_title_is_refused():
    with pytest.raises(ValueError, match="at most 55 characters, this one 56"):
        figures.new_figure("x" * 56)


@pytest.mark.parametrize(
    ("value", "text"), [(0.5, "0.5"), (1.0, "1"), (-2.0, "−2"), (-0.001, "0"), (1.236, "1.24"), (np.inf, "∞")]
)
def test_numbers_for_readers(value, text):
    assert figures.number(value) == text


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0 %"), (1, "100 %"), (0.999, "99.9 %"), (0.9999, "99.9 %"), (0.0001, "0.1 %"), (0.652, "65 %")],
)
def test_only_all_is_called_100_percent(fraction, text):
    assert figures.percent(fraction) == text


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_labels_keep_their_distance(wanted):
    places = figures.spread(wanted, 0.2, 0.1, 0.9)
    assert all(0.1 - 1e-6 <= place <= 0.9 + 1e-6 for place in places)
    assert (np.diff(np.sort(places)) >= 0.2 - 1e-3).all()


@given(st.floats(-200, 99), st.floats(0.5, 200))
def test_three_to_five_ticks(low, height):
    ticks = figures.nice_ticks(low, low + height)
    assert 2 <= len(ticks) <= 5
