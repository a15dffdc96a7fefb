"""What composing functions does: degrees multiply, folds double the pieces, and some compositions undo themselves."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from numpy.polynomial import Polynomial
from pydantic import Field

from sims import curves, figures
from sims.arrays import Array
from sims.experiment import Check, Experiment, Metric, Results, ScriptNeeds, Settings, Watch, versions
from sims.pieces import Layer, kinks

OUTER, CUBE, SQUARE = Polynomial([42, 0, 2]), Polynomial([0, 0, 0, 1]), Polynomial([0, 0, 1])
OUTER_TEXT, CUBE_TEXT = "2z^2 + 42", "z^3"
UNDO_GRID = np.linspace(-8.0, 8.0, 1601)  # logit loses digits beyond: sigmoid(8) is 0.9997
UNDO_ROUNDING = 1e-9
MOST_DEPTH = 10
MOST_FOLDS_SHOWN = 5  # more teeth than 16 run together
COUNT_TICKS = (2, 16, 128, 1024)


class CompositionSettings(Settings):
    """How often the fold is composed with itself."""

    depth: Annotated[int, Field(ge=1, le=MOST_DEPTH, description="How often the function is composed with itself")] = 5


@dataclass(frozen=True)
class Folds:
    """The pieces after 1, 2, ... folds, and the corners of the last one."""

    results: Results
    pieces: tuple[int, ...]
    corners: Array
    heights: Array


def fold(z: Array) -> Array:
    """A tent on 0..1, made of two ReLU units: up to 1 in the middle, down to 0 at the ends."""
    tent: Array = 2 * curves.relu(z) - 4 * curves.relu(z - 0.5)
    return tent


def fold_layers(depth: int) -> list[Layer]:
    """The hidden layers of the network that folds `depth` times: two ReLU units each."""
    first = Layer(np.array([[1.0, 1.0]]), np.array([0.0, -0.5]))
    following = Layer(np.array([[2.0, 2.0], [-4.0, -4.0]]), np.array([0.0, -0.5]))
    return [first] + [following] * (depth - 1)


def compute(settings: CompositionSettings, watch: Watch) -> Folds:
    """Multiply out the polynomials, and count the pieces of the folds exactly."""
    with watch.part("evaluate"):
        depths = range(1, settings.depth + 1)
        inner = [kinks(fold_layers(depth), np.array([0.0]), np.array([1.0])) for depth in depths]
        pieces = tuple(len(found) + 1 for found in inner)
        squares = SQUARE
        for _ in depths[1:]:
            squares = SQUARE(squares)
        degrees = {
            f"{OUTER_TEXT} of {CUBE_TEXT}": OUTER(CUBE).degree(),
            f"{CUBE_TEXT} of {OUTER_TEXT}": CUBE(OUTER).degree(),
            f"z^2 composed {settings.depth} times": squares.degree(),
        }
        corners = np.concatenate([[0.0], inner[-1], [1.0]])
        heights = corners
        for _ in depths:
            heights = fold(heights)
        metrics = [_exact("degree", {"function": name}, degree) for name, degree in degrees.items()]
        metrics += [_exact("pieces", {"depth": depth}, count) for depth, count in zip(depths, pieces, strict=True)]
        checks = _checks(list(degrees.values()), pieces)
    return Folds(Results((), 0, 0, versions(), tuple(metrics), checks), pieces, corners, heights)


def _exact(name: str, where: dict[str, str | float | int], value: float) -> Metric:
    return Metric(name, where, float(value), 0.0, (float(value),))


def _checks(degrees: list[int], pieces: tuple[int, ...]) -> tuple[Check, ...]:
    depth, z = len(pieces), UNDO_GRID
    small = curves.sigmoid(z)
    undone = {
        "the cube root undoes the cube": np.cbrt(curves.cube(z)) - z,
        "logit undoes the sigmoid": np.log(small) - np.log1p(-small) - z,
    }
    again = float(np.abs(curves.relu(curves.relu(z)) - curves.relu(z)).max())
    doubling = float(max(abs(count - 2 ** (at + 1)) for at, count in enumerate(pieces)))
    return (
        Check("2z^2 + 42 and z^3 have degree 6 in both orders", set(degrees[:2]) == {6}, float(max(degrees[:2])), 6.0),
        Check("composed squares have degree 2^depth", degrees[2] == 2**depth, float(degrees[2]), float(2**depth)),
        Check("every fold doubles the pieces", doubling == 0, doubling, 0.0),
        Check("ReLU of ReLU is ReLU", again == 0, again, 0.0),
        *(
            Check(name, bool(np.abs(left).max() <= UNDO_ROUNDING), float(np.abs(left).max()), UNDO_ROUNDING)
            for name, left in undone.items()
        ),
    )


def draw(settings: CompositionSettings, outcome: Folds) -> Figure:
    """The folded line, and how its pieces grow beside a composition that adds none."""
    figure = figures.new_figure(headline(outcome))
    parts = shown_parts(settings.depth)
    axes = figures.add_axes(figure, 0.06, 0.15, 0.42, 0.66)
    axes.plot(outcome.corners, outcome.heights, color=figures.BLUE, linewidth=figures.LINE)
    axes.set_xlim(-0.03 / parts, 1.03 / parts)
    figures.tick_x(axes, (0, 1 / parts), ("0", "1" if parts == 1 else f"1/{parts}"))
    figures.tick_y(axes, (0, 1), ("0", "1"))
    figures.label_axes(axes, "input z" if parts == 1 else f"input z (the first 1/{parts})")
    figures.name_panel(axes, f"fold composed {times(settings.depth)}")
    axes = figures.add_axes(figure, 0.60, 0.15, 0.37, 0.66)
    depths = np.arange(1, MOST_DEPTH + 1)
    axes.plot(depths, 2.0**depths, color=figures.BLUE, linewidth=1.5)
    axes.axhline(2, color=figures.ORANGE, linewidth=1.5)
    done = depths[: settings.depth]
    axes.plot(done, outcome.pieces, "o-", color=figures.BLUE, linewidth=figures.LINE, markersize=11)
    axes.plot(done, np.full(len(done), 2), "s--", color=figures.ORANGE, linewidth=figures.LINE, markersize=9)
    axes.set_yscale("log", base=2)
    axes.set_xlim(0.4, MOST_DEPTH + 0.6)
    axes.set_ylim(1, 2.0 ** (MOST_DEPTH + 0.6))
    figures.tick_y(axes, COUNT_TICKS, [f"{tick:,}" for tick in COUNT_TICKS])
    figures.tick_x(axes, (1, 4, 7, 10))
    figures.label_axes(axes, "times composed")
    figures.name_panel(axes, "straight pieces (log axis)")
    figure.text(0.62, 0.70, "fold: doubles", size=figures.TEXT, weight="bold", color=figures.BLUE)
    figure.text(0.97, 0.235, "ReLU of ReLU: 2", size=figures.TEXT, weight="bold", color=figures.ORANGE, ha="right")
    return figure


def shown_parts(depth: int) -> int:
    """Of how many equal parts of the input the left panel shows the first: at most 16 teeth are legible."""
    parts: int = 2 ** max(depth - MOST_FOLDS_SHOWN, 0)
    return parts


def times(count: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def headline(outcome: Folds) -> str:
    """The one message of the picture."""
    pieces = outcome.pieces
    if len(pieces) == 1:
        return f"One fold has {pieces[0]} straight pieces"
    return f"{len(pieces)} folds make {pieces[-1]:,} pieces, {len(pieces)} ReLUs only 2"


def caption(settings: CompositionSettings, outcome: Folds) -> str:
    """What was composed, and what the degree says."""
    degrees = [metric.mean for metric in outcome.results.metrics if metric.name == "degree"]
    return (
        f"A fold is two ReLU units, 2 ReLU(z) {figures.MINUS} 4 ReLU(z {figures.MINUS} ½), on 0 to 1; its pieces are"
        f" counted exactly. Degrees multiply: 2z² + 42 of z³ and z³ of 2z² + 42 both have degree {degrees[0]:.0f}, and"
        f" z² composed {times(settings.depth)} has {degrees[2]:,.0f}. Degree is a notion for polynomials: sigmoid, tanh"
        " and ReLU have none. Thin lines: further compositions. A composition may also add nothing (ReLU of ReLU) or"
        " undo itself (the cube root of z³ is z). Exact mathematics, no training and nothing random: it says what can"
        " be built, not what training finds."
    )


def alt_text(settings: CompositionSettings, outcome: Folds) -> str:
    """The counts in words."""
    counts = ", ".join(f"{count:,}" for count in outcome.pieces)
    teeth, parts = 2 ** (settings.depth - 1), shown_parts(settings.depth)
    where = "" if parts == 1 else f", of which the first 1/{parts} is shown"
    upto = f"1 to {settings.depth} compositions" if settings.depth > 1 else "1 composition"
    degrees = [metric.mean for metric in outcome.results.metrics if metric.name == "degree"]
    return (
        f"{headline(outcome)}. Left: the fold composed {times(settings.depth)} on 0 to 1, a zigzag with"
        f" {teeth:,} {'tooth' if teeth == 1 else 'teeth'}{where}. Right, on a logarithmic axis: straight pieces after"
        f" {upto}: {counts} for the fold, always 2 for ReLU of ReLU. The polynomial 2z² + 42 of z³ has degree"
        f" {degrees[0]:.0f}."
    )


def script(settings: CompositionSettings) -> ScriptNeeds:
    """The same counts, exact because every corner is a whole number over a power of two."""
    return ScriptNeeds()


EXPERIMENT = Experiment(
    name="composition",
    title="Composing functions: more bends, or none",
    summary="Composes a fold, a polynomial and ReLU with themselves and counts the pieces",
    settings=CompositionSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="On the left is one function of one input, a tent that is fed into itself again and again. On the "
    "right is the number of its straight pieces, where each step up is a doubling, beside ReLU fed into itself.",
    can_mislead="The fold is built by hand so that every layer doubles the pieces. Networks with random weights do "
    "not: see linear-regions. And training does not find such folds by itself.",
    thread_sentence="If you compose non-linear functions then they get really really non-linear: g(f(z)) with "
    "f(z) = z³ and g(z) = 2z² + 42 gives you a polynomial of degree 6.",
    gallery=("composition", "composition?depth=3", "composition?depth=10"),
)
