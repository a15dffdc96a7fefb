"""Straight pieces of ReLU networks with random weights: about one per unit, however the units are stacked."""

from dataclasses import dataclass
from math import comb
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import figures, pictures
from sims.arrays import Array
from sims.experiment import (
    Check,
    Experiment,
    LearnedSettings,
    Metric,
    Results,
    ScriptNeeds,
    Watch,
    measured,
    versions,
)
from sims.pieces import Layer, kinks
from sims.words import counted, seeds_in_words, spread_note

REACH = 3.0
DIRECTION = np.array([1.0, 0.37])  # of the line through the origin, on which pieces are counted
BIAS_SIZE = 0.3  # standard deviation of the biases
GRID_SIDE, BAND = 200, 10  # the panel has two pixels for each
MANY = 5000  # regions; from here on they are specks, and two tints make a smaller file
NARROWEST = 8  # units in a layer; narrower ones often go off altogether
FAMILY_DEPTHS = (1, 2, 4, 8)
FAMILY = [(d, n // d) for n in (16, 32, 64, 128) for d in FAMILY_DEPTHS if n // d >= NARROWEST]


class LinearRegionsSettings(LearnedSettings):
    """The stack of random ReLU units whose pieces are counted."""

    less_work = "fewer seeds or layers, or a smaller width"

    depth: Annotated[int, Field(ge=1, le=20, description="Hidden layers")] = 3
    width: Annotated[int, Field(ge=1, le=256, description="ReLU units in each hidden layer")] = 16
    bias: Annotated[bool, Field(description="Random biases; without them every unit switches at the origin")] = True

    @property
    def work_seconds(self) -> float:
        """On the line: pieces of all layers below, times the weights of a layer; and one plane."""
        depth, width = self.depth, self.width
        plane = GRID_SIDE**2 * depth * (width**2 * 5e-11 + width * 4e-9)
        return self.seeds * 1.5e-10 * depth**2 * width**3 + plane

    @property
    def units(self) -> int:
        """In all hidden layers together."""
        return self.depth * self.width


@dataclass(frozen=True)
class Regions:
    """The counts, and which points of the first seed's plane share a piece."""

    results: Results
    plane: Array
    plane_count: int

    @property
    def pieces(self) -> Metric:
        """Those of the chosen network."""
        return self.results.metrics[0]


def random_layers(seed: int, depth: int, width: int, *, bias: bool) -> list[Layer]:
    """A stack of ReLU layers with He's weights."""
    rng = np.random.default_rng([seed, depth, width])
    layers = []
    for inputs in [2] + [width] * (depth - 1):
        weights = rng.standard_normal((inputs, width)) * np.sqrt(2 / inputs)
        layers.append(Layer(weights, rng.standard_normal(width) * BIAS_SIZE * bias))
    return layers


def compute(settings: LinearRegionsSettings, watch: Watch) -> Regions:
    """Count the pieces of the chosen network, and of others with as many units in fewer or more layers."""
    chosen = (settings.depth, settings.width)
    shapes = list(dict.fromkeys([chosen, *FAMILY]))
    counts, metrics = {}, []
    with watch.part("evaluate"):
        for done, (depth, width) in enumerate(shapes):
            where = {"depth": depth, "width": width}
            counts[depth, width] = [_count(seed, depth, width, settings.bias) for seed in settings.seed_list]
            metrics.append(measured("pieces", where, counts[depth, width], "pieces"))
            watch.report((done + 1) / (len(shapes) + 2))
        for (depth, width), found in counts.items():
            where = {"depth": depth, "width": width}
            metrics.append(measured("pieces_per_neuron", where, [count / (depth * width) for count in found]))
        plane = _plane(random_layers(settings.seed, *chosen, bias=settings.bias))
    plane_count = len(np.unique(plane))
    metrics.append(
        Metric("regions_in_plane", {}, float(plane_count), 0.0, (float(plane_count),), "regions of one seed")
    )
    results = Results(settings.seed_list, 0, 0, versions(), tuple(metrics), _checks(settings, counts, plane_count))
    return Regions(results, plane, plane_count)


def _count(seed: int, depth: int, width: int, bias: bool) -> int:
    end = REACH * DIRECTION
    return len(kinks(random_layers(seed, depth, width, bias=bias), -end, end)) + 1


def _plane(layers: list[Layer]) -> Array:
    """For each point of a grid a number that says which units are on: the same number, the same piece."""
    line = np.linspace(-REACH, REACH, GRID_SIDE)
    rng = np.random.default_rng(0)  # random 64-bit numbers tell patterns apart; two that clash are beyond all odds
    words = [rng.integers(0, 2**64, len(layer.bias), np.uint64) for layer in layers]
    code = np.zeros((GRID_SIDE, GRID_SIDE), np.uint64)
    for start in range(0, GRID_SIDE, BAND):  # bands of rows that stay in the processor's cache
        band = code[start : start + BAND].reshape(-1)
        values = np.stack(np.meshgrid(line, line[start : start + BAND])).reshape(2, -1)  # a column for each point
        for layer, layer_words in zip(layers, words, strict=True):
            values = np.maximum(layer.weights.T @ values + layer.bias[:, None], 0)
            for row, word in zip(values, layer_words, strict=True):
                band += (row > 0) * word
    _, pieces = np.unique(code, return_inverse=True)
    plane: Array = pieces.reshape(GRID_SIDE, GRID_SIDE)
    return plane


def _checks(
    settings: LinearRegionsSettings, counts: dict[tuple[int, int], list[int]], plane_count: int
) -> tuple[Check, ...]:
    depth, width = settings.depth, settings.width
    over = max(max(found) - (units + 1) for (layers, units), found in counts.items() if layers == 1)
    most = float(min((width + 1) ** depth, 2**53))
    found = float(max(counts[depth, width]))
    checks = [
        Check("one hidden layer has at most units + 1 pieces", over <= 0, float(over), 0.0),
        Check("a line has at most (width + 1)^depth pieces", found <= most, found, most),
    ]
    if depth == 1:
        limit = 1 + width + comb(width, 2)
        checks.append(Check("a plane has at most 1 + n + n(n-1)/2", plane_count <= limit, plane_count, limit))
    if not settings.bias:
        largest = float(max(max(found) for found in counts.values()))
        checks.append(Check("without biases at most 2 pieces", largest <= 2, largest, 2.0))
    return tuple(checks)


def draw(settings: LinearRegionsSettings, outcome: Regions) -> Figure:
    """The plane in its pieces with the line through it, and pieces against units for many shapes."""
    figure = figures.new_figure(headline(settings, outcome))
    tints = outcome.plane % (figures.TINTS.N if outcome.plane_count < MANY else 2)
    plane = pictures.add_plane(figure, (0.02, 0.17, 0.40, 0.40 / 0.6), tints, REACH, figures.TINTS)
    plane.add_line(np.outer(DIRECTION, (-REACH, REACH)), color=figures.INK, linewidth=3, linestyle="--")
    figures.name_panel(plane, f"{outcome.plane_count:,} regions of a plane")
    figure.text(0.221, 0.085, "dashed: the counted line", size=figures.TEXT, color=figures.INK, ha="center")
    _draw_counts(figures.add_axes(figure, 0.535, 0.17, 0.445, 0.67), settings, outcome)
    return figure


def _draw_counts(axes: Axes, settings: LinearRegionsSettings, outcome: Regions) -> None:
    most = max(settings.units, 128)
    least = min(settings.units, 16)
    ends = np.array([least / 1.5, most * 1.5])
    axes.plot(ends, ends, color=figures.INK, linewidth=1.5, linestyle=":")
    pairs = np.arange(2, 2 * np.log2(most * 1.5), 2)  # of two units: each is one fold
    axes.plot(pairs, 2 ** (pairs / 2), "--", color=figures.PURPLE, linewidth=figures.LINE)
    for depth, width in FAMILY:
        where = {"depth": depth, "width": width}
        jitter = 1.09 ** (FAMILY_DEPTHS.index(depth) - 1.5)
        counts = outcome.results.metric("pieces", **where)
        axes.plot(depth * width * jitter, counts.mean, "o", color=figures.BLUE, markersize=9, zorder=3)
        _draw_sd(axes, depth * width * jitter, counts)
    chosen = outcome.pieces
    axes.plot(settings.units, chosen.mean, "D", color=figures.ORANGE, markersize=15, zorder=3)
    _draw_sd(axes, settings.units, chosen)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.set_xlim(*ends)
    axes.set_ylim(1 if not settings.bias or chosen.mean < 4 else ends[0] / 2, ends[1] * 1.6)
    ticks = [tick for tick in (4, 16, 64, 256, 1024, 4096) if ends[0] <= tick <= ends[1]]
    figures.tick_x(axes, ticks, [str(tick) for tick in ticks])
    figures.tick_y(axes, ticks, [str(tick) for tick in ticks])
    figures.label_axes(axes, f"ReLU units ({spread_note(outcome.results.seeds)})")
    figures.name_panel(axes, "straight pieces of the line")
    low = 0.06 if settings.bias else 0.30  # without biases the dots lie at the bottom
    texts = (
        (0.03, 0.93, "built by hand", figures.PURPLE),
        (0.98, low + 0.11, "random, 1 to 8 layers", figures.BLUE),
        (0.98, low, f"{shape(settings)}: {figures.number(chosen.mean, 0)}", figures.ORANGE),
    )
    for x, y, text, colour in texts:
        side = "left" if x < 0.5 else "right"
        axes.text(
            *(x, y, text),
            size=figures.TEXT,
            weight="bold",
            color=colour,
            ha=side,
            va="center",
            transform=axes.transAxes,
        )


def _draw_sd(axes: Axes, at: float, counts: Metric) -> None:
    figures.draw_sd(axes, [at], np.array([counts.mean]), np.array([counts.sd]), (1, np.inf))


def shape(settings: LinearRegionsSettings) -> str:
    """Layers times units."""
    return f"{settings.depth}×{settings.width}"


def headline(settings: LinearRegionsSettings, outcome: Regions) -> str:
    """The one message of the picture."""
    pieces = figures.number(outcome.pieces.mean, 0)
    message = f"{shape(settings)} random ReLU units: {pieces} pieces"
    if not settings.bias:
        return f"{shape(settings)} ReLU units without biases: {counted(round(outcome.pieces.mean), 'piece')}"
    per_unit = outcome.pieces.mean / settings.units
    tail = f", {figures.number(per_unit, 1)} per unit"
    return message + tail if len(message + tail) <= figures.MAX_TITLE else message


def caption(settings: LinearRegionsSettings, outcome: Regions) -> str:
    """What was counted, on what, and what was not simulated."""
    biases = f"biases of standard deviation {BIAS_SIZE}" if settings.bias else "no biases"
    return (
        f"ReLU networks of two inputs with random weights (He) and {biases}; nothing is trained. Pieces: where no unit"
        f" switches, counted exactly on the line t(1, 0.37), t from {figures.MINUS}3 to 3."
        f" {seeds_in_words(outcome.results.seeds, 'whiskers')}. Blue: 16 to 128 units in 1, 2, 4 or 8 layers of at"
        f" least {NARROWEST}, set a little apart; dotted: one piece per unit; by hand: two units a layer, 2^(units/2)"
        f" pieces (see composition). The plane: seed {settings.seed}, counted on a grid of 200 x 200 points, which"
        " misses the smallest regions; colours repeat. Both counting axes are logarithmic. Not simulated: trained"
        " weights."
    )


def alt_text(settings: LinearRegionsSettings, outcome: Regions) -> str:
    """The counts in words."""
    results = outcome.results
    rates = [
        results.metric("pieces_per_neuron", depth=depth, width=width).mean
        for depth, width in FAMILY
        if depth * width >= 32
    ]
    deep, shallow = (results.metric("pieces", depth=d, width=128 // d).mean for d in (8, 1))
    spread = f" ± {figures.number(outcome.pieces.sd, 1)}" if len(results.seeds) > 1 else ""
    return (
        f"{headline(settings, outcome)}. On the line, {counted(settings.depth, 'layer')} of"
        f" {counted(settings.width, 'random ReLU unit')} {'has' if settings.depth == 1 else 'have'}"
        f" {figures.number(outcome.pieces.mean, 1)}{spread} pieces ({counted(len(results.seeds), 'seed')}),"
        f" and a plane shows {outcome.plane_count:,} regions of the first seed. Random networks of 32 to 128 units in 1"
        f" to 8 layers have {figures.number(min(rates))} to {figures.number(max(rates))} pieces per unit: 128 units in"
        f" one layer {figures.number(shallow, 0)}, in eight layers {figures.number(deep, 0)}. Folds built by hand would"
        " double their pieces with every two units."
    )


def script(settings: LinearRegionsSettings) -> ScriptNeeds:
    """The pieces of the chosen network, seed by seed."""
    return ScriptNeeds()


EXPERIMENT = Experiment(
    name="linear-regions",
    title="Straight pieces of random ReLU networks",
    summary="Counts the straight pieces of ReLU networks with random weights",
    settings=LinearRegionsSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="On the left each patch is a region in which the network is a plain linear function. On the right each "
    "dot is a random network: the dotted line is one straight piece per unit, the dashed curve is what depth can do.",
    can_mislead="These weights are random, not trained, and the counts are along one line. That random depth adds "
    "pieces instead of multiplying them does not say that depth is useless: it says that depth alone is no guarantee.",
    thread_sentence="The more layers, the more complex a function you can learn with very complex decision boundaries.",
    gallery=(
        "linear-regions",
        "linear-regions?depth=1&width=48",
        "linear-regions?depth=8",
        "linear-regions?bias=false",
    ),
)
