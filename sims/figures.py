"""The house style of every picture: the only file that knows about sizes, fonts, colours and PNG."""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from sims.arrays import Array

WIDTH, HEIGHT, DPI = 1000, 600, 100  # Discord shows about 400 px of width: a 26 px letter is still 10 px there
TEXT, TITLE = 19, 22.5  # points; nothing smaller is legible in the chat
LABEL_ROW = 0.052  # of the height of the card, between the rows of one label
MAX_TITLE = 55  # characters; 59 were cut off
MAX_BYTES = 150_000
INK, FAINT, PAPER = "#1A1A1A", "#DDDDDD", "#FFFFFF"
# Okabe and Ito's colours and Tol's purple: told apart with every common form of colour blindness
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#AA4499")
BLUE, ORANGE, GREEN, PURPLE = COLOURS
DARK_ORANGE, DARK_BLUE = "#8A3B00", "#003F66"
REGION_MAP = LinearSegmentedColormap.from_list("region", ("#EC8A3B", "#FFFFFF", "#5AA0CC"))
STYLES = ("-", "--", "-.", ":")  # a second way to tell lines apart where they cross
LINE = 4.0
RECIPE_TAG, VERSION_TAG, SEED_TAG = "rectify recipe", "rectify version", "rectify seed"
MINUS = "\u2212"
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def new_figure(title: str) -> Figure:
    """An empty card with its message as the title."""
    if len(title) > MAX_TITLE:
        raise ValueError(f"a title has at most {MAX_TITLE} characters, this one {len(title)}: {title}")
    figure = Figure(figsize=(WIDTH / DPI, HEIGHT / DPI), dpi=DPI, facecolor=PAPER)
    FigureCanvasAgg(figure)
    figure.text(0.5, 0.955, title, size=TITLE, weight="bold", color=INK, ha="center", va="center")
    return figure


def add_axes(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes in the house style, placed in fractions of the card."""
    axes = figure.add_axes((left, bottom, width, height))
    axes.set_facecolor(PAPER)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set(linewidth=1.5, color=INK)
    axes.tick_params(labelsize=TEXT, colors=INK, width=1.2, length=5)
    return axes


def label_axes(axes: Axes, x: str, y: str) -> None:
    """Say what stands on the axes."""
    axes.set_xlabel(x, size=TEXT, color=INK, labelpad=4)
    axes.set_ylabel(y, size=TEXT, color=INK, labelpad=4)


def set_ticks(axes: Axes, x: Sequence[float], y: Sequence[float]) -> None:
    """At most five ticks a side, in their shortest spelling."""
    axes.set_xticks(x, [number(value) for value in x])
    axes.set_yticks(y, [number(value) for value in y])


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


def add_note(figure: Figure, x: float, y: float, text: str) -> None:
    """A plain word, centred on its height."""
    figure.text(x, y, text, size=TEXT, color=INK, ha="left", va="center")


def add_footer(figure: Figure, text: str) -> None:
    """A centred line at the bottom of the card."""
    figure.text(0.5, 0.09, text, size=TEXT, color=INK, ha="center", va="center")


def stacked_label(figure: Figure, x: float, y: float, names: Sequence[str], value: str, colour: str) -> None:
    """A line's name of one or two rows with its value below, centred on their height."""
    rows = [name for name in names if name]
    for row, text in enumerate([*rows, value]):
        weight = "bold" if row < len(rows) else "normal"
        middle = y + (len(rows) / 2 - row) * LABEL_ROW
        figure.text(x, middle, text, size=TEXT, weight=weight, color=colour, ha="left", va="center")


def draw_strip(figure: Figure, images: Sequence[Array], notes: Sequence[str]) -> None:
    """Up to four small grey pictures down the left side, each with a note: ink is 1, paper is 0."""
    for row, (image, note) in enumerate(zip(images, notes, strict=True)):
        axes = figure.add_axes((0.015, 0.70 - 0.195 * row, 0.108, 0.18))
        axes.imshow(image, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
        axes.set(xticks=[], yticks=[])
        for spine in axes.spines.values():
            spine.set(color=FAINT, linewidth=1.5)
        add_note(figure, 0.133, 0.79 - 0.195 * row, note)


def fill_region(axes: Axes, probability: Array, reach: float) -> None:
    """Colour the plane by the probability of class 1, white where the model is undecided."""
    axes.imshow(
        probability,
        cmap=REGION_MAP,
        vmin=0,
        vmax=1,
        origin="lower",
        extent=(-reach, reach, -reach, reach),
        interpolation="bilinear",
    )


def draw_two_classes(axes: Axes, points: Array, labels: Array, reach: float) -> None:
    """Two classes that differ in colour and in shape, without ticks: only the pattern matters."""
    for label, (marker, colour) in enumerate((("o", DARK_ORANGE), ("s", DARK_BLUE))):
        chosen = points[labels == label]
        axes.plot(*chosen.T, marker, color=colour, markersize=7, markeredgecolor=PAPER, markeredgewidth=0.9)
    axes.set(xticks=[], yticks=[], xlim=(-reach, reach), ylim=(-reach, reach))
    for spine in axes.spines.values():
        spine.set(color=INK, linewidth=1.5)


def name_panel(axes: Axes, text: str) -> None:
    """Say above a panel what it shows."""
    axes.set_title(text, size=TEXT, color=INK, pad=9)


def panel_texts(axes: Axes, above: str, below: str, colour: str) -> None:
    """A panel's name above it, and its number below."""
    name_panel(axes, above)
    axes.text(
        0.5, -0.05, below, size=TITLE, weight="bold", color=colour, ha="center", va="top", transform=axes.transAxes
    )


def compact(value: float) -> str:
    """A number of any size for a reader, with three significant digits."""
    text = f"{value:.3g}" if abs(value) >= 0.001 or value == 0 else f"{value:.1e}"
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


def encode(figure: Figure, tags: Mapping[str, str]) -> bytes:
    """The figure as an RGB PNG that carries its recipe; the same figure gives the same bytes."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.renderer.buffer_rgba())[..., :3]
    info = PngImagePlugin.PngInfo()
    for name, text in tags.items():
        info.add_text(name, text)
    image = Image.fromarray(np.ascontiguousarray(pixels))
    for level in (1, 6):  # level 9 costs ten times as much and saves 2 %
        buffer = io.BytesIO()
        image.save(buffer, "png", compress_level=level, pnginfo=info)
        if buffer.tell() <= MAX_BYTES:
            break
    return buffer.getvalue()


def inspect_png(png: bytes) -> tuple[str, str] | None:
    """The recipe and the version that a picture of ours carries; None for any other bytes."""
    try:
        with Image.open(io.BytesIO(png), formats=("png",)) as image:
            tags = image.info
    except UNREADABLE:
        return None
    recipe, version = tags.get(RECIPE_TAG), tags.get(VERSION_TAG)
    return (recipe, version) if isinstance(recipe, str) and isinstance(version, str) else None


def same_pixels(one: bytes, other: bytes) -> bool:
    """Whether two PNG files of our size show the same, however they are encoded; other bytes are never the same."""
    pixels = [_pixels(one), _pixels(other)]
    return pixels[0] is not None and pixels[0] == pixels[1]


def _pixels(png: bytes) -> bytes | None:
    try:
        with Image.open(io.BytesIO(png), formats=("png",)) as image:
            # Looked at before anything is unpacked: a small file can hold a very large picture.
            return image.convert("RGBA").tobytes() if image.size == (WIDTH, HEIGHT) else None
    except UNREADABLE:
        return None
