"""The card of one function: what it says, that it is legible, and that nothing runs into anything."""

import io
import re
from itertools import combinations

import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

import sims
from sims import figures, png
from sims.activations import ACTIVATIONS, NAMES
from sims.cards import CARDS, put_on
from sims.experiment import Watch
from sims.formula_card import short_source

CARD = "activation-plot?functions={}&style=formula-card"


def figure_of(name):
    wanted = sims.parse(CARD.format(name))
    return wanted.experiment.draw(wanted.settings, wanted.experiment.compute(wanted.settings, Watch()))


def shown(figure):
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_on_the_card_and_runs_into_nothing(name):
    figure = figure_of(name)
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    (axes,) = figure.axes
    graph = axes.get_window_extent(renderer)
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown(figure)]
    for text, box in boxes:
        assert 0 <= box.x0 < box.x1 <= figures.WIDTH, text
        assert 0 <= box.y0 < box.y1 <= figures.HEIGHT, text
        assert box.x1 <= graph.x0 or box.x0 >= graph.x1 or box.y1 <= graph.y0 or box.y0 >= graph.y1, text
    for (one, box), (other, beside) in combinations(boxes, 2):
        width = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        height = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        assert width <= 0 or height <= 0.25 * min(box.height, beside.height), f"{one!r} and {other!r}"
    assert min(text.get_fontsize() for text in shown(figure)) >= figures.TEXT


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_larger_than_the_facts_and_stay_with_them_in_their_half(name):
    figure = figure_of(name)
    renderer = figure.canvas.get_renderer()
    formulas = [text for text in shown(figure) if text.get_text().startswith("$")]
    assert len(formulas) >= 2
    assert {text.get_fontsize() for text in formulas} == {formulas[0].get_fontsize()}
    assert formulas[0].get_fontsize() >= figures.TEXT + 2
    for text in formulas:
        assert text.get_window_extent(renderer).x1 <= 0.55 * figures.WIDTH


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("name", NAMES)
def test_both_cards_are_small_and_in_the_colours_of_the_house(name, card):
    figure = figure_of(name)
    put_on(figure, CARDS[card])
    house = {CARDS[card].text(colour).lower() for colour in (figures.INK, figures.BLUE, figures.ORANGE)}
    assert {to_hex(text.get_color()) for text in shown(figure)} <= house
    content = png.encode(figure, {})
    assert len(content) <= png.MAX_BYTES
    assert Image.open(io.BytesIO(content)).size == (figures.WIDTH, figures.HEIGHT)


def test_the_same_card_has_the_same_pixels():
    first = png.paint(figure_of("softsign")).tobytes()
    png.paint(figure_of("gelu-tanh"))
    assert png.paint(figure_of("softsign")).tobytes() == first


@pytest.mark.parametrize("name", NAMES)
def test_it_says_in_words_what_it_shows(name):
    picture = sims.run(CARD.format(name))
    row = ACTIVATIONS[name]
    assert picture.alt_text.startswith(f"{row.title}. ")
    assert len(picture.alt_text) < 1024
    for said in (picture.alt_text, picture.caption):
        assert re.search(r"g\(z\) = .+; derivative g′\(z\) = .+; outputs", said)
        said = said.lower()
        assert ("not monotone" in said) != row.is_monotone
        assert ("unbounded" in said) != row.is_bounded
    assert row.source in picture.caption
    assert len(re.findall(r"\d+", picture.alt_text)) >= 3


def test_the_facts_of_gelu():
    words = [text.get_text() for text in shown(figure_of("gelu"))]
    for fact in (
        "GELU",
        "Range ≈ [−0.17, ∞)",
        "Φ, φ: normal cdf and density",
        "Source: Hendrycks, Gimpel (2016)",
        "g′(z)",
    ):
        assert fact in words
    alt_text = sims.run(CARD.format("gelu")).alt_text
    assert "g(z) = z Φ(z); derivative g′(z) = Φ(z) + z φ(z)" in alt_text
    assert (
        "outputs from about −0.17 (reached) to ∞. Smooth and unbounded; not zero-centred and not monotone." in alt_text
    )


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("sigmoid", "Range (0, 1)"),
        ("arctan", "Range (−π/2, π/2)"),
        ("step", "Range {0, 1}"),
        ("gaussian", "Range (0, 1]"),
        ("relu6", "Range [0, 6]"),
        ("selu", "λ ≈ 1.0507, α ≈ 1.6733"),
        ("leaky-relu", "α = 0.01"),
    ],
)
def test_ranges_and_parameters(name, fact):
    assert fact in [text.get_text() for text in shown(figure_of(name))]


@pytest.mark.parametrize(
    ("source", "short"),
    [
        ("Misra (2019), Mish, arXiv:1908.08681", "Misra (2019)"),
        ("Nair, Hinton (2010), Rectified linear units, ICML", "Nair, Hinton (2010)"),
        ("Maas, Hannun, Ng (2013), Rectifier", "Maas et al. (2013)"),
        ("So et al. (2021), Primer", "So et al. (2021)"),
        ("Keras documentation, Layer activation functions", "Keras documentation"),
    ],
)
def test_short_sources(source, short):
    assert short_source(source) == short


def test_the_recipe_is_canonical_and_plots_keep_theirs():
    assert sims.parse("activation-plot?style=Formula card&functions=GELU").text == CARD.format("gelu")
    assert sims.parse("activation-plot?style=plot&functions=gelu").text == "activation-plot?functions=gelu"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", r"style=formula-card describes one function, and functions names 3 \(sigmoid, tanh, relu\): name one"),
        ("&functions=relu,gelu", r"style=formula-card .+ functions names 2 \(relu, gelu\)"),
        ("&functions=relu&derivative=true", r"style=formula-card .+ leave derivative or style out"),
    ],
)
def test_what_does_not_fit_is_refused(query, sentence):
    with pytest.raises(sims.SimError, match=sentence):
        sims.parse(f"activation-plot?style=formula-card{query}")


def test_the_numbers_are_those_of_the_plot():
    card, plot = sims.run(CARD.format("mish")), sims.run("activation-plot?functions=mish")
    assert card.results.metrics == plot.results.metrics
    assert card.results.checks == plot.results.checks


def test_the_script_draws_the_slope_too_and_knows_nothing_of_styles():
    script = sims.script_text(CARD.format("mish"))
    with_slope = sims.script_text("activation-plot?derivative=true&functions=mish")
    heading = '"""\n'  # the recipe's text may take several lines
    assert script.split(heading, 1)[1].lstrip() == with_slope.split(heading, 1)[1].lstrip()
