"""A card about one activation function: definition, derivative, range and properties beside the graph of both."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf, pi
from textwrap import wrap

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser

from sims import figures, graph
from sims.activation import Activation
from sims.arrays import Array
from sims.figures import DPI, HEIGHT, TEXT, WIDTH
from sims.formulas import GREEK, in_plain_text, math_lines
from sims.words import listed

LEFT, RIGHT = 0.03, 0.54  # of the width of the card: where the formulas stand
TOP = 0.89  # of its height: where they begin
LAST_FACT, FACT_STEP = 0.058, 0.066  # of its height: the middle of the lowest fact, and up to the next
FACT_LETTERS = 33  # of a line of facts
NO_BREAK = "\xa0"
SIZES = (30.0, 28.0, 26.0, 25.0, 24.0, 23.0, 22.0, 21.0, 20.0, TEXT)  # points; the largest that fits is taken
LINE_GAP, FORMULA_GAP = 12, 30  # pixels between the lines of one formula, and at most between the two
SYMBOLS = {
    r"\Phi": "Φ, φ: normal cdf and density",
    r"\sigma": "σ: the sigmoid",
}


@dataclass(frozen=True)
class _Line:
    """One line of mathtext in its colour; sizes in pixels."""

    text: str
    colour: str
    x: float
    width: float
    height: float
    is_first: bool


def draw(activation: Activation, z: Array, heights: Array, reach: float) -> Figure:
    """The card; `heights` (2, points) are the function and its slope at `z`."""
    figure = figures.new_figure(activation.title)
    facts = _facts(activation)
    for row, text in enumerate(reversed(facts)):
        figures.add_note(figure, LEFT, LAST_FACT + row * FACT_STEP, text)
    _write_formulas(figure, activation, bottom=LAST_FACT + len(facts) * FACT_STEP)
    axes = figures.add_axes(figure, 0.62, 0.15, 0.27, 0.72)
    graph.draw_curves(axes, z, heights, reach)
    places = figures.spread(graph.ends_on_card(axes, heights[:, -1]), 0.07, 0.17, 0.85)
    for name, place, colour in zip(("g(z)", "g′(z)"), places, figures.COLOURS, strict=False):
        look = {"size": TEXT, "weight": "bold", "color": colour, "ha": "left", "va": "center"}
        figure.text(axes.get_position().x1 + 0.01, place, name, look)
    return figure


def _write_formulas(figure: Figure, activation: Activation, bottom: float) -> None:
    """Definition and derivative, as large as fits, centred between the title and the facts."""
    space = (TOP - bottom) * HEIGHT
    for size in SIZES:
        lines = _set(activation, size)
        gaps = _gaps(lines)
        taken = sum(line.height for line in lines) + sum(gaps)
        if taken <= space and all(line.x + line.width <= RIGHT * WIDTH for line in lines):
            break
    y = TOP * HEIGHT - (space - taken) / 2
    for line, gap in zip(lines, gaps, strict=True):
        y -= gap
        look = {"size": size, "color": line.colour, "ha": "left", "va": "top"}
        figure.text(line.x / WIDTH, y / HEIGHT, line.text, look)
        y -= line.height


def _gaps(lines: list[_Line]) -> list[int]:
    """What is free above each line."""
    return [0, *(FORMULA_GAP if line.is_first else LINE_GAP for line in lines[1:])]


def _set(activation: Activation, size: float) -> list[_Line]:
    """The lines of both formulas in this size; a formula that is too wide is broken, and goes on under its start."""
    lines = []
    for left, formula, colour in (
        ("g(z)", activation.formula, figures.BLUE),
        ("g'(z)", activation.slope_formula, figures.ORANGE),
    ):
        whole = math_lines(left, formula, broken=False)
        fits = LEFT * WIDTH + _measure(whole[0], size)[0] <= RIGHT * WIDTH
        indent = _measure(f"${left} =$", size)[0] + 0.3 * size
        for row, text in enumerate(whole if fits else math_lines(left, formula, broken=True)):
            x = LEFT * WIDTH + (indent if row else 0)
            lines.append(_Line(text, colour, x, *_measure(text, size), is_first=row == 0))
    return lines


def _measure(text: str, size: float) -> tuple[float, float]:
    """Width and height in pixels."""
    width, height = _measure_once(text)
    return width * size / TEXT, height * size / TEXT


@lru_cache(maxsize=256)  # four times the formulas of the table; setting one costs milliseconds
def _measure_once(text: str) -> tuple[float, float]:
    """In the smallest size."""
    parsed = MathTextParser("agg").parse(text, DPI, FontProperties(size=TEXT))
    return parsed.width, parsed.height


def _facts(activation: Activation) -> list[str]:
    return [
        f"Range {_about(activation)}{_interval(activation)}",
        *filter(None, (parameters(activation), _symbols(activation))),
        *_wrapped_properties(activation),
        f"Source: {short_source(activation.source)}",
    ]


def parameters(activation: Activation) -> str:
    """`λ ≈ 1.0507, α ≈ 1.6733`, or nothing."""
    shown = []
    for name, value in activation.parameters:
        text = f"{value:.5g}"
        shown.append(f"{GREEK.get(name, name)} {'=' if float(text) == value else '≈'} {text}")
    return ", ".join(shown)


def _symbols(activation: Activation) -> str:
    used = activation.formula + activation.slope_formula
    return "; ".join(text for symbol, text in SYMBOLS.items() if symbol in used)


def _wrapped_properties(activation: Activation) -> list[str]:
    yes, no = properties(activation)
    text = ", ".join([*yes, *(word.replace(" ", NO_BREAK) for word in no)]).capitalize()
    return [line.replace(NO_BREAK, " ") for line in wrap(text, FACT_LETTERS, break_on_hyphens=False)]


def properties(activation: Activation) -> tuple[list[str], list[str]]:
    """What it is, and what it is not."""
    facts = {
        "zero-centred": activation.is_zero_centred,
        "monotone": activation.is_monotone,
        "smooth": activation.is_smooth,
        "bounded" if activation.is_bounded else "unbounded": True,
    }
    return [word for word, holds in facts.items() if holds], [
        f"not {word}" for word, holds in facts.items() if not holds
    ]


def short_source(source: str) -> str:
    """`Nair, Hinton (2010)`, `Klambauer et al. (2017)`, or what stands before the first comma."""
    dated = re.match(r"(.+?) (\(\d{4}\))", source)
    if not dated:
        return source.partition(",")[0]
    authors = dated[1].split(", ")
    return f"{', '.join(authors) if len(authors) < 3 else f'{authors[0]} et al.'} {dated[2]}"


def _interval(activation: Activation) -> str:
    """The outputs as a set: an end that is an output has a square bracket."""
    if activation.image:
        return activation.image
    low, high = _end(activation.low), _end(activation.high)
    has_low, has_high = activation.reaches
    return f"{'[' if has_low else '('}{low}, {high}{']' if has_high else ')'}"


def _about(activation: Activation) -> str:
    ends = () if activation.image else (activation.low, activation.high)
    return "≈ " if any(map(_is_rounded, ends)) else ""


def _end(value: float) -> str:
    """An end of a range; the only ends with more than three decimals and a name are ±π/2."""
    return f"{figures.MINUS * (value < 0)}π/2" if abs(value) == pi / 2 else figures.number(value, 3)


def _is_rounded(end: float) -> bool:
    return abs(end) < inf and abs(end) != pi / 2 and round(end, 3) != end


def _in_words(activation: Activation) -> str:
    """The range for those who do not read brackets."""
    if activation.image:
        return f"outputs: {activation.image}"
    ends = []
    for end, is_reached in zip((activation.low, activation.high), activation.reaches, strict=True):
        note = "" if abs(end) == inf else f" ({'' if is_reached else 'not '}reached)"
        ends.append(f"{'about ' * _is_rounded(end)}{_end(end)}{note}")
    return f"outputs from {ends[0]} to {ends[1]}"


def statement(activation: Activation) -> str:
    """Definition, derivative, range and properties as sentences in plain text."""
    yes, no = properties(activation)
    holds = "; ".join(filter(None, (listed(yes), listed(no) if no else "")))
    where = ", ".join(filter(None, (parameters(activation), _symbols(activation))))
    return (
        f"g(z) = {in_plain_text(activation.formula)}; derivative g′(z) = {in_plain_text(activation.slope_formula)}"
        f"{f' ({where})' * bool(where)}; {_in_words(activation)}. {holds.capitalize()}."
    )


def caption(activation: Activation, heights: Array, reach: float) -> str:
    """What the card says, what its words mean, and where the graph stops."""
    end = figures.number(reach)
    parts = (
        f"{activation.title}: {statement(activation)}",
        "Zero-centred: the mean output is 0 for standard normal inputs; smooth: the slope exists and never jumps.",
        _corner_note(activation),
        f"Graph for inputs z from {figures.MINUS}{end} to {end}. Exact formulas, no training.",
        graph.cut_note(heights, reach),
        f"Source: {activation.source}.",
    )
    return " ".join(filter(None, parts))


def _corner_note(activation: Activation) -> str:
    if not activation.corners:
        return ""
    places = listed([figures.number(corner) for corner in activation.corners])
    return f"At z = {places} there is no derivative; frameworks use the one beside it."


def alt_text(activation: Activation, values_in_words: str) -> str:
    """The card in words; the graph as values, after the function's title."""
    graphed = f"Graph of g (solid) and g′ (dashed): {values_in_words.removeprefix(f'{activation.title}: ')}"
    return f"{activation.title}. Formula card: {statement(activation)} {graphed}"
