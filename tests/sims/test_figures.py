import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

import sims
from sims import figures
from sims.activations import NAMES
from sims.experiment import Watch


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


@pytest.mark.parametrize(
    ("mean", "sd", "seeds", "digits", "text"),
    [
        (64.52, 1.23, 5, 1, "64.5 ± 1.2"),
        (62.4, 3.4, 5, 0, "62 ± 3"),
        (62.4, 3.4, 1, 0, "62"),
        (98.0, 0.0, 5, 0, "98"),
        (0.84, 0.0042, 5, 2, "0.84 ± 0.004"),
    ],
)
def test_a_mean_with_its_spread(mean, sd, seeds, digits, text):
    assert figures.plus_minus(mean, sd, seeds, digits) == text


def test_there_is_no_minus_zero():
    assert figures.compact(-0.0) == "0"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=4))
def test_labels_keep_their_distance(wanted):
    places = figures.spread(wanted, 0.2, 0.1, 0.9)
    assert all(0.1 - 1e-6 <= place <= 0.9 + 1e-6 for place in places)
    assert (np.diff(np.sort(places)) >= 0.2 - 1e-3).all()


@given(st.floats(-200, 99), st.floats(0.5, 200))
def test_three_to_five_ticks(low, height):
    ticks = figures.nice_ticks(low, low + height)
    assert 2 <= len(ticks) <= 5


LONG_NAMES = ("gelu-tanh", "leaky-relu", "squared-relu", "hard-sigmoid", "silu", "identity")
WIDE = [
    "brightness-shift?epochs=1&seeds=1",
    "brightness-shift?epochs=1&seeds=10&models=deep-linear-no-bias-standardised,deep-linear-no-bias-augmented,linear",
    "brightness-shift?epochs=1&models=sigmoid-no-bias-standardised,relu-no-bias-augmented,cnn-no-bias-augmented&seeds=1",
    "brightness-shift?epochs=1&models=gelu-no-bias-standardised&seeds=1&shift=offset",
    "linear-vs-nonlinear?dataset=digits&hidden=gelu-tanh&layers=6&seeds=1&width=2",
    "linear-vs-nonlinear?seed=2147483647&seeds=1&layers=1&width=2",
    *[f"linear-vs-nonlinear?dataset=xor&hidden={name}&layers=1&seeds=1&width=2" for name in LONG_NAMES],
    *[f"activation-plot?derivative=true&functions={name}" for name in NAMES],
    "activation-plot?derivative=true&functions=gelu-tanh,hard-sigmoid,hard-shrink,soft-shrink&range=20",
    "activation-plot?functions=gelu-tanh,hard-sigmoid,hard-shrink,soft-shrink&range=1",
]


@pytest.mark.slow
@pytest.mark.parametrize("recipe", WIDE)
def test_every_text_is_on_the_card_and_legible(recipe):
    wanted = sims.parse(recipe)
    figure = wanted.experiment.draw(wanted.settings, wanted.experiment.compute(wanted.settings, Watch()))
    figure.draw_without_rendering()  # places the labels of the axes
    renderer = figure.canvas.get_renderer()
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            box = text.get_window_extent(renderer)
            assert box.x0 >= 0, text
            assert box.y0 >= 0, text
            assert box.x1 <= figures.WIDTH, text
            assert box.y1 <= figures.HEIGHT, text
            assert text.get_fontsize() >= figures.TEXT, text
