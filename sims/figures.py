"""The house style of every picture: the only file that knows about sizes, fonts, colours and PNG."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, ListedColormap
from matplotlib.figure import Figure, SubFigure
from matplotlib.lines import Line2D
from matplotlib.markers import TICKDOWN, TICKLEFT
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox

from sims.arrays import Array

WIDTH, HEIGHT, DPI = 1000, 600, 100  # Discord shows about 400 px of width: a 26 px letter is still 10 px there
TEXT, TITLE = 19, 22.5  # points; nothing smaller is legible in the chat
HEADING = 0.037  # of the height of the card, from a panel up to the middle of its name
AXIS_LABEL = 0.091  # likewise, from the axis down to the middle of what it says
LABEL_ROW = 0.052  # of the height of the card, between the rows of one label
MAX_TITLE = 55  # characters; 59 were cut off
INK, GREY, FAINT, PAPER = "#1A1A1A", "#8C8C8C", "#DDDDDD", "#FFFFFF"
# Okabe and Ito's colours and Tol's purple: told apart with every common form of colour blindness
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499")
BLUE, ORANGE, GREEN, PURPLE = COLOURS
DARK_ORANGE, DARK_BLUE = "#8A3B00", "#003F66"
REGION_MAP, SIGN_MAP = (
    LinearSegmentedColormap.from_list(name, ("#EC8A3B", "#FFFFFF", "#5AA0CC")) for name in ("region", "sign")
)
INK_MAP = colormaps["gray_r"]
TINTS = ListedColormap(["#CFE3F1", "#F9DCC6", "#CDEBE0", "#EBD3E6", "#FFF3C4", "#D9D9D9"], "tints")
TICK_GAP, DIGIT = 0.012, 0.0165  # of the width of the card: from an axis to the numbers of its ticks, and one digit
STYLES = ("-", "--", "-.", ":")  # a second way to tell lines apart where they cross
LINE = 4.0
Places = Sequence[float] | Array
Box = tuple[float, float, float, float]  # left, bottom, width, height in fractions of the card
MINUS = "\u2212"


class Panel(Protocol):
    """What stands in a box of the card: an Axes or a Plane."""

    @property
    def figure(self) -> Figure | SubFigure:
        """The card."""

    def get_position(self) -> Bbox:
        """The box, in fractions of the card."""


def new_figure(title: str) -> Figure:
    """An empty card with its message as the title."""
    if len(title) > MAX_TITLE:
        raise ValueError(f"a title has at most {MAX_TITLE} characters, this one {len(title)}: {title}")
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.5, 0.955, title, size=TITLE, weight="bold", color=INK, ha="center", va="center")
    return figure


def add_axes(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes in the house style without ticks, placed in fractions of the card."""
    axes = figure.add_axes((left, bottom, width, height))
    axes.set_facecolor("none")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(linewidth=1.5, color=INK)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(NullLocator())
    return axes


def label_axes(axes: Axes, x: str, y: str = "", digits: int = 3) -> None:
    """Say what stands on the axes; `digits` make room for the longest number on the left."""
    box = axes.get_position()
    axes.set_xlabel(x, size=TEXT, color=INK, va="center")
    axes.xaxis.set_label_coords(0.5, -AXIS_LABEL / box.height)
    if y:
        axes.set_ylabel(y, size=TEXT, color=INK, va="center")
        axes.yaxis.set_label_coords(-(TICK_GAP + DIGIT * digits + DIGIT) / box.width, 0.5)


def tick_x(axes: Axes, at: Places, labels: Sequence[str] = ()) -> None:
    """Ticks below, by default named by their numbers; drawn as one line, far quicker than matplotlib's own."""
    along, gap = axes.get_xaxis_transform(), TICK_GAP * WIDTH / HEIGHT / axes.get_position().height
    _add_ticks(axes, axes.xaxis, Line2D(at, np.zeros(len(at)), transform=along), TICKDOWN)
    for place, label in zip(at, labels or [number(value) for value in at], strict=True):
        axes.text(place, -gap, label, size=TEXT, color=INK, ha="center", va="top", transform=along)


def tick_y(axes: Axes, at: Places, labels: Sequence[str] = ()) -> None:
    """Ticks on the left, likewise."""
    along, gap = axes.get_yaxis_transform(), TICK_GAP / axes.get_position().width
    _add_ticks(axes, axes.yaxis, Line2D(np.zeros(len(at)), at, transform=along), TICKLEFT)
    for place, label in zip(at, labels or [number(value) for value in at], strict=True):
        axes.text(-gap, place, label, size=TEXT, color=INK, ha="right", va="center_baseline", transform=along)


def _add_ticks(axes: Axes, axis: Axis, ticks: Line2D, marker: int) -> None:
    axis.set_major_locator(NullLocator())  # a change of scale brings its own
    axis.set_minor_locator(NullLocator())
    ticks.set(marker=marker, linestyle="none", markersize=5, markeredgewidth=1.2, color=INK, clip_on=False)
    axes.add_artist(ticks)


def draw_sd(
    axes: Axes, at: Places, means: Array, sds: Array, ends: tuple[float, float] = (0, np.inf), *, across: bool = False
) -> None:
    """One standard deviation over the seeds on either side of each mean, cut off where the quantity ends."""
    low, high = np.maximum(means - sds, ends[0]), np.minimum(means + sds, ends[1])
    draw = axes.hlines if across else axes.vlines
    draw(at, low, high, colors=INK, linewidth=2.5, zorder=2.5)  # under the marks


def nice_ticks(low: float, high: float) -> list[float]:
    """Three to five round numbers between two ends."""
    for step in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50):
        first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
        if last - first < 5:
            return [float(step * at) for at in np.arange(first, last + 1)]
    return [low, high]


def side_label(figure: Figure, x: float, y: float, name: str, note: str, colour: str) -> None:
    """A line's name in its colour, with a note below: instead of a legend."""
    figure.text(x, y, name, size=TEXT, weight="bold", color=colour, ha="left", va="bottom")
    figure.text(x, y - 0.005, note, size=TEXT, color=colour, ha="left", va="top")


def plus_minus(mean: float, sd: float, seeds: int, digits: int = 0) -> str:
    """A mean and its standard deviation over the seeds, unless all agree or there is only one."""
    text, spread = number(mean, digits), number(sd, digits)
    if seeds == 1 or sd == 0:
        return text
    return f"{text} ± {compact(float(f'{sd:.1g}')) if spread == '0' else spread}"


def add_note(figure: Figure, x: float, y: float, text: str) -> None:
    """A plain word, centred on its height."""
    figure.text(x, y, text, size=TEXT, color=INK, ha="left", va="center")


def add_heading(figure: Figure, x: float, y: float, text: str) -> None:
    """What a small picture shows, centred above it."""
    figure.text(x, y, text, size=TEXT, color=INK, ha="center", va="center")


def add_marks(figure: Figure, x: Array, y: Array, marker: str, colour: str, size: float) -> None:
    """Marks anywhere on the card."""
    marks = Line2D(x, y, linestyle="none", marker=marker, markersize=size, color=colour, markeredgewidth=0)
    marks.set_transform(figure.transFigure)
    figure.add_artist(marks)


def add_footer(figure: Figure, text: str, y: float = 0.09) -> None:
    """A centred line at the bottom of the card."""
    figure.text(0.5, y, text, size=TEXT, color=INK, ha="center", va="center")


def stacked_label(figure: Figure, x: float, y: float, names: Sequence[str], value: str, colour: str) -> None:
    """A line's name of one or two rows with its value below, centred on their height."""
    rows = [name for name in names if name]
    for row, text in enumerate([*rows, value]):
        weight = "bold" if row < len(rows) else "normal"
        middle = y + (len(rows) / 2 - row) * LABEL_ROW
        figure.text(x, middle, text, size=TEXT, weight=weight, color=colour, ha="left", va="center")


def name_panel(panel: Panel, text: str) -> None:
    """Say above a panel what it shows."""
    box = panel.get_position()
    middle = (box.x0 + box.x1) / 2
    panel.figure.text(middle, box.y1 + HEADING, text, size=TEXT, color=INK, ha="center", va="center")


def number_panel(panel: Panel, text: str, colour: str) -> None:
    """The number that matters, large, below a panel."""
    box = panel.get_position()
    look = {"size": TITLE, "weight": "bold", "color": colour, "ha": "center", "va": "top"}
    panel.figure.text((box.x0 + box.x1) / 2, box.y0 - 0.025, text, look)


def compact(value: float) -> str:
    """A number of any size for a reader, with three significant digits."""
    text = f"{value + 0.0:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.1e}"  # there is no −0
    return text.replace("-", MINUS)


def number(value: float, digits: int = 2) -> str:
    """A number for a reader: rounded, without needless zeros, with a real minus sign."""
    if np.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return MINUS + text[1:] if text.startswith("-") and text != "-0" else text.removeprefix("-")


def percent(fraction: float, digits: int = 0) -> str:
    """A fraction as a percentage for a reader; only what is 1 or 0 exactly is called 100 % or 0 %."""
    text = number(100 * fraction, digits)
    if text in ("100", "0") and fraction not in (1, 0):
        text = number(100 * min(max(fraction, 0.001), 0.999), 1)
    return f"{text} %"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near the wanted ones, at least `gap` apart and within bounds: for labels beside their lines."""
    order = np.argsort(wanted, kind="stable")
    places = np.clip(np.asarray(wanted, float)[order], low, high)
    for above in range(1, len(places)):
        places[above] = max(places[above], places[above - 1] + gap)
    places[-1] = min(places[-1], high)
    for below in range(len(places) - 2, -1, -1):
        places[below] = min(places[below], places[below + 1] - gap)
    return [float(place) for place in places[np.argsort(order)]]
