"""Both cards are legible, also for colour-blind readers, and show the same numbers."""

import io
from itertools import combinations

import numpy as np
import pytest
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from PIL import Image

import sims
from sims import figures, png
from sims.cards import CARDS, DARK, put_on
from sims.experiment import Watch

SHAPES = {name: getattr(figures, name) for name in ("INK", "GREY", "BLUE", "ORANGE", "GREEN", "PURPLE")}
# Machado, Oliveira, Fernandes (2009), severity 1: linear RGB as it is seen
SEEN = {
    "everyone": np.eye(3),
    "protanopia": np.array([[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]),
    "deuteranopia": np.array([[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]),
    "tritanopia": np.array([[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
# Differences of colour below about 2.3 are not seen; lines also differ by dashes and stand beside their names
LEAST_DIFFERENCE = 7


def linear(colour):
    """Linear RGB."""
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.2: from 1 to 21."""
    low, high = sorted(float(linear(colour) @ TO_XYZ[1]) + 0.05 for colour in (one, other))
    return high / low


def lab(colour, seen):
    """CIELAB of a colour as someone sees it."""
    xyz = TO_XYZ @ np.clip(SEEN[seen] @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("colour", SHAPES.values(), ids=SHAPES)
def test_every_colour_stands_out(card, colour):
    paper = card.shape(figures.PAPER)
    assert contrast(card.shape(colour), paper) >= 3
    assert contrast(card.text(colour), paper) >= 4.5


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("point", ["DARK_ORANGE", "DARK_BLUE"])
def test_points_stand_out_from_their_region_and_from_undecided_paper(card, point):
    region = card.planes.get(figures.REGION_MAP.name, figures.REGION_MAP)
    colour = card.shape(getattr(figures, point))
    for ground in (region(0.0) if point == "DARK_ORANGE" else region(1.0), card.shape(figures.PAPER)):
        assert contrast(colour, ground) >= 3


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("seen", SEEN)
def test_everyone_tells_the_lines_apart(card, seen):
    colours = [lab(card.shape(colour), seen) for colour in figures.COLOURS]
    assert min(np.linalg.norm(one - other) for one, other in combinations(colours, 2)) >= LEAST_DIFFERENCE


def test_undecided_is_the_card_itself():
    for name, plane in DARK.planes.items():
        if name != figures.TINTS.name:
            assert to_hex(plane(127)) == to_hex(plane(128)) or contrast(plane(128), DARK.shape(figures.PAPER)) < 1.1


def figure_of(recipe):
    settings = recipe.settings
    return recipe.experiment.draw(settings, recipe.experiment.compute(settings, Watch()))


def visible(figure):
    return [one for one in figure.findobj() if one.get_visible() and one.figure is not None]


QUICK = {
    name: {"seeds": 2, **({"epochs": 1} if "epochs" in one.settings.model_fields else {})}
    if issubclass(one.settings, sims.LearnedSettings)
    else {}
    for name, one in sims.experiments().items()
}


@pytest.mark.parametrize("name", QUICK)
def test_every_colour_of_a_picture_is_one_of_the_house(name):
    """A colour that the dark card does not know would stay as it is, perhaps dark on dark."""
    recipe = sims.from_values(name, QUICK[name])
    figure = figure_of(recipe)
    known = {colour.lower() for colour in DARK.shapes} | {"#000000"}  # of what is drawn nowhere: hidden axes, lines
    drawn = set()
    for artist in visible(figure):
        if isinstance(artist, Text) and artist.get_text():
            drawn.add(to_hex(artist.get_color()))
        elif isinstance(artist, Line2D) and len(artist.get_xdata(orig=True)):
            drawn.update(to_hex(c) for c in (artist.get_color(), artist.get_markerfacecolor()))
        elif isinstance(artist, Collection):
            drawn.update(to_hex(colour) for colour in (*artist.get_facecolor(), *artist.get_edgecolor()))
    assert drawn <= known
    assert "#000000" not in drawn


@pytest.mark.parametrize("name", QUICK)
def test_text_and_lines_of_the_dark_picture_stand_out(name):
    figure = figure_of(sims.from_values(name, QUICK[name]))
    put_on(figure, DARK)
    paper = DARK.shape(figures.PAPER)
    for artist in visible(figure):
        if isinstance(artist, Text) and artist.get_text():
            assert contrast(artist.get_color(), paper) >= 4.5, artist
        if isinstance(artist, Patch) and artist in [patch for axes in figure.axes for patch in axes.patches]:
            assert contrast(artist.get_facecolor(), paper) >= 3, artist


def test_the_script_knows_nothing_of_cards():
    assert "CARD" not in sims.script_text("xor?card=dark&seeds=1")


@pytest.mark.slow
@pytest.mark.parametrize("recipe", [recipe for one in sims.experiments().values() for recipe in one.gallery])
def test_both_cards_are_small_enough(recipe, outcome_of):
    wanted, outcome = sims.parse(recipe), outcome_of(recipe)
    for card in CARDS.values():
        figure = wanted.experiment.draw(wanted.settings, outcome)
        put_on(figure, card)
        content = png.encode(figure, {})
        assert len(content) <= png.MAX_BYTES
        assert Image.open(io.BytesIO(content)).size == (figures.WIDTH, figures.HEIGHT)


@pytest.mark.parametrize("name", [name for name in QUICK if not sims.experiments()[name].is_measurement])
def test_both_cards_show_the_same_numbers(name):
    light, dark = (sims.run(sims.from_values(name, {**QUICK[name], "card": card}).text) for card in ("light", "dark"))
    assert dark.results == light.results
    assert (dark.caption, dark.alt_text, dark.title) == (light.caption, light.alt_text, light.title)
    assert sims.parse(dark.recipe).change(card="light").text == light.recipe
    assert sims.inspect_png(dark.png) == (dark.recipe, sims.VERSION)
    assert dark.png != light.png
