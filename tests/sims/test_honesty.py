"""What every picture owes its reader: how often it was run, how much that varied, where axes start, what is missing."""

import re
from itertools import combinations

import numpy as np
import pytest
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import sims
from sims import figures

LEARNED = [name for name, one in sims.experiments().items() if issubclass(one.settings, sims.LearnedSettings)]
# A part of these is drawn for one seed; what it is called there
OF_ONE_SEED = {
    "counterexample": "drawn: seed 7",
    "dead-relu": "lamps: seed 7",
    "linear-regions": "The plane: seed 7",
    "linear-vs-nonlinear": "Regions and points: seed 7",
    "universal-approximation": "drawn: seed 7",
    "what-neurons-see": "drawn: seed 7",
    "xor": "of seed 7",
}
GALLERY = [recipe for one in sims.experiments().values() for recipe in one.gallery]
EVERY_GALLERY = [pytest.param(recipe, id=recipe) for recipe in GALLERY]
LEARNED_GALLERY = [pytest.param(recipe, id=recipe) for recipe in GALLERY if recipe.partition("?")[0] in LEARNED]


@pytest.fixture(scope="module")
def drawn(outcome_of):
    """(figure, caption, alt text) of a recipe, computed once."""
    cards = {}

    def run(recipe, **changes):
        wanted = sims.parse(recipe).change(**changes)
        if wanted.text not in cards:
            experiment, settings = wanted.experiment, wanted.settings
            outcome = outcome_of(wanted.text)
            figure = experiment.draw(settings, outcome)
            figure.draw_without_rendering()
            cards[wanted.text] = figure, experiment.caption(settings, outcome), experiment.alt_text(settings, outcome)
        return cards[wanted.text]

    return run


def words(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("recipe", LEARNED_GALLERY)
def test_the_picture_and_the_caption_say_how_often(drawn, recipe):
    figure, caption, alt_text = drawn(recipe)
    assert re.search(r"\b5 seeds\b", " ".join(words(figure)))
    assert "5 seeds (7 to 11)" in caption
    assert re.search(r"\b5 seeds\b", alt_text)
    assert "Not simulated: " in caption
    assert re.search(r"\b(450|400|2001|0) test (images|points)|Nothing is trained|nothing is trained", caption)


@pytest.mark.parametrize("name", LEARNED)
def test_a_picture_of_one_seed_says_so_and_shows_no_spread(drawn, name):
    figure, caption, alt_text = drawn(name, seeds=1)
    said = " ".join(words(figure))
    assert re.search(r"\b(one|1|a single) seed\b", said)
    assert not re.search(r"±|\bsd\b|\bseeds\b", said)
    assert "A single run (seed 7): another seed may differ" in caption
    assert not re.search(
        r"standard deviation",
        caption.replace("divided by its standard deviation", "")
        .replace("biases of standard deviation", "")
        .replace("curve's standard deviation", ""),
    )
    assert re.search(r"\b(one|1|a single) seed\b|single seed", alt_text)
    assert "±" not in alt_text
    assert not spreads(figure)


@pytest.mark.parametrize("name", LEARNED)
def test_what_is_drawn_for_one_seed_is_named(drawn, name):
    _, caption, _ = drawn(name)
    assert (name in OF_ONE_SEED) == bool(re.search(r"seed 7\b", caption))
    assert OF_ONE_SEED.get(name, "") in caption


def spreads(figure):
    """Bands and whiskers that have a size."""
    bands = [one for one in figure.findobj(PolyCollection) if np.ptp(one.get_paths()[0].vertices[:, 1])]
    whiskers = [
        segment
        for one in figure.findobj(LineCollection)
        if one.axes is not None and to_hex(one.get_edgecolor()[0]) == figures.INK.lower()
        for segment in one.get_segments()
        if np.ptp(segment, axis=0).any()
    ]
    return [band for band in bands if has_height(band)] + whiskers


def has_height(band):
    """Whether the lower edge of a band is somewhere below its upper one."""
    x, y = band.get_paths()[0].vertices.T
    return any(np.ptp(y[np.isclose(x, place)]) > 0 for place in np.unique(x))


@pytest.mark.parametrize("recipe", LEARNED_GALLERY)
def test_what_varies_is_drawn_with_its_spread(drawn, recipe):
    figure, *_ = drawn(recipe)
    assert spreads(figure) or any("±" in text or "not one label" in text for text in words(figure))


@pytest.mark.parametrize("recipe", EVERY_GALLERY)
def test_the_alt_text_begins_with_the_message_and_has_numbers(drawn, recipe):
    figure, _, alt_text = drawn(recipe)
    assert alt_text.startswith(f"{figure.texts[0].get_text()}. ")
    assert len(re.findall(r"\d+", alt_text.partition(". ")[2])) >= 3


@pytest.mark.parametrize("recipe", EVERY_GALLERY)
def test_bars_start_at_nothing(drawn, recipe):
    figure, *_ = drawn(recipe)
    for axes in figure.axes:
        for bar in axes.patches:
            if isinstance(bar, Rectangle):
                assert 0 in (bar.get_x(), bar.get_y())
                start = axes.get_ylim()[0] if bar.get_y() == 0 else axes.get_xlim()[0]
                assert start == 0


@pytest.mark.parametrize("recipe", EVERY_GALLERY)
def test_an_axis_that_leaves_out_the_zero_or_is_logarithmic_says_so(drawn, recipe):
    figure, caption, _ = drawn(recipe)
    said = f"{' '.join(words(figure))} {caption}"
    for axes in figure.axes:
        for label, (low, high), scale in (
            (axes.get_xlabel(), axes.get_xlim(), axes.get_xscale()),
            (axes.get_ylabel(), axes.get_ylim(), axes.get_yscale()),
        ):
            if scale == "log":
                assert re.search(r"\blog(arithmic)?\b", said)
            elif low > 1 and ("accuracy" in label or (high in (100, 101) and "accuracy" in said)):
                assert re.search(rf"(starts at|from) {round(low + 1e-9) if low % 5 == 0 else round(low + 1)}\b", said)


@pytest.mark.parametrize("recipe", EVERY_GALLERY)
def test_bands_may_be_pale_but_lines_may_not(drawn, recipe):
    figure, *_ = drawn(recipe)
    assert {line.get_alpha() for line in figure.findobj(Line2D)} <= {None, 1}


@pytest.mark.parametrize("recipe", EVERY_GALLERY)
def test_every_text_is_on_the_card_and_runs_into_no_other(drawn, recipe):
    figure, *_ = drawn(recipe)
    renderer = figure.canvas.get_renderer()
    boxes = [
        (text.get_text(), text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text()
    ]
    for text, box in boxes:
        assert 0 <= box.x0 < box.x1 <= figures.WIDTH, text
        assert 0 <= box.y0 < box.y1 <= figures.HEIGHT, text
    for (one, box), (other, beside) in combinations(boxes, 2):
        width = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        height = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        # The boxes reach from the highest to the lowest letter of the font: the ink of neighbours is further apart
        assert width <= 0 or height <= 0.25 * min(box.height, beside.height), f"{one!r} and {other!r}"
