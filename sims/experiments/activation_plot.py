"""Activation functions and their slopes as curves, with their properties tested on a dense grid."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import figures
from sims.activation import Activation
from sims.activations import ACTIVATIONS, NAMES
from sims.arrays import Array
from sims.experiment import Check, Experiment, Metric, Results, ScriptNeeds, Settings, Watch, versions
from sims.options import OneOf
from sims.words import listed

MARKS = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)
CURVE_POINTS = 801
GRID = np.linspace(-100.0, 100.0, 400_001)  # for the checks: steps of 0.0005
LARGEST_BOUND = 10.0  # every bounded function of the table stays within 6, every other one leaves 10 before |z| = 100
LARGEST_JUMP = 0.01  # a slope that does not jump changes by less than this from one grid point to the next
ROUNDING = 1e-9
GROWTH = 1e-4  # from one drawn point to the next; flatter than this is a limit
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)


class ActivationPlotSettings(Settings):
    """Which curves are drawn."""

    functions: Annotated[
        tuple[Annotated[str, OneOf(*NAMES)], ...],
        Field(min_length=1, max_length=4, description="Activation functions to compare"),
    ] = ("sigmoid", "tanh", "relu")
    derivative: Annotated[bool, Field(description="Draw the slopes too")] = False
    range: Annotated[float, Field(ge=1, le=20, description="The curves run from minus this z to plus this z")] = 5.0


@dataclass(frozen=True)
class Curves:
    """The drawn curves, one row per function, and the results."""

    results: Results
    z: Array
    values: Array
    slopes: Array


def compute(settings: ActivationPlotSettings, watch: Watch) -> Curves:
    """Evaluate the curves, and test the properties of each function."""
    chosen = [ACTIVATIONS[name] for name in settings.functions]
    marks = np.array([mark for mark in MARKS if abs(mark) <= settings.range])
    z = np.linspace(-settings.range, settings.range, CURVE_POINTS)
    with watch.part("evaluate"):
        metrics = [metric for activation in chosen for metric in _marked(activation, marks)]
        checks = [check for activation in chosen for check in property_checks(activation)]
        values = np.array([activation.value(z) for activation in chosen])
        slopes = np.array([activation.slope(z) for activation in chosen])
    return Curves(Results((), 0, 0, versions(), tuple(metrics), tuple(checks)), z, values, slopes)


def _marked(activation: Activation, marks: Array) -> list[Metric]:
    rows = (("value", activation.value(marks)), ("derivative", activation.slope(marks)))
    return [
        Metric(name, {"function": activation.name, "z": float(mark)}, float(value), 0.0, (float(value),))
        for name, values in rows
        for mark, value in zip(marks, values, strict=True)
    ]


def property_checks(activation: Activation) -> list[Check]:
    """Whether the function is zero-centred, bounded, monotone and smooth, measured on the grid."""
    values, slopes = activation.value(GRID), activation.slope(GRID)
    mean = abs(float(np.sum(WEIGHTS * activation.value(NODES)) / np.sqrt(2 * np.pi)))
    size = float(np.max(np.abs(values)))
    fall = max(float(np.max(-np.diff(values))), 0.0)
    jump = max(_largest_jump(values), _largest_jump(slopes))
    return [
        Check(f"{activation.name} is zero-centred", mean <= ROUNDING, mean, ROUNDING),
        Check(f"{activation.name} is bounded", size <= LARGEST_BOUND, size, LARGEST_BOUND),
        Check(f"{activation.name} is monotone", fall <= ROUNDING, fall, ROUNDING),
        Check(f"{activation.name} is smooth", jump <= LARGEST_JUMP, jump, LARGEST_JUMP),
    ]


def _largest_jump(heights: Array) -> float:
    """The largest change between neighbours on the grid, relative to the height."""
    return float(np.max(np.abs(np.diff(heights)) / (1 + np.abs(heights[1:]))))


def draw(settings: ActivationPlotSettings, outcome: Curves) -> Figure:
    """One panel with the outputs, and one with the slopes if they are asked for."""
    chosen = [ACTIVATIONS[name] for name in settings.functions]
    figure = figures.new_figure(headline(settings))
    width = 0.27 if settings.derivative else 0.60
    axes = figures.add_axes(figure, 0.085, 0.15, width, 0.66)
    _draw_curves(axes, outcome.z, outcome.values, settings.range)
    figures.name_panel(axes, "output g(z)")
    if settings.derivative:
        axes = figures.add_axes(figure, 0.455, 0.15, width, 0.66)
        _draw_curves(axes, outcome.z, outcome.slopes, settings.range)
        figures.name_panel(axes, "slope g′(z)")
    _label_curves(figure, axes, chosen, outcome, settings.derivative)
    return figure


def _draw_curves(axes: Axes, z: Array, heights: Array, reach: float) -> None:
    low, high = window(heights, reach)
    for value, across in ((0.0, axes.axhline), (0.0, axes.axvline)):
        across(value, color=figures.FAINT, linewidth=2, zorder=0)
    for row, colour, style in zip(heights, figures.COLOURS, figures.STYLES, strict=False):
        axes.plot(z, _broken_at_jumps(row, high - low), color=colour, linewidth=figures.LINE, linestyle=style)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(low, high)
    figures.label_axes(axes, "input z")
    figures.tick_x(axes, (-reach, 0, reach))
    figures.tick_y(axes, figures.nice_ticks(low, high))


def _broken_at_jumps(row: Array, height: float) -> Array:
    """A jump is a gap in the curve, not a steep line."""
    return np.where(np.abs(np.diff(row, append=row[-1])) > height / 20, np.nan, row)


def window(heights: Array, reach: float) -> tuple[float, float]:
    """The drawn part of the vertical axis: all of the curves, but at most as high as the picture is wide."""
    low, high = max(float(heights.min()), -reach), min(float(heights.max()), reach)
    margin = 0.06 * max(high - low, 0.5)
    return low - margin, high + margin


def _label_curves(figure: Figure, axes: Axes, chosen: list[Activation], outcome: Curves, with_slopes: bool) -> None:
    heights = outcome.slopes if with_slopes else outcome.values
    low, high = axes.get_ylim()
    box = axes.get_position()
    marked = heights.max(axis=1) if with_slopes else heights[:, -1]
    ends = box.y0 + box.height * np.clip((marked - low) / (high - low), 0, 1)
    places = figures.spread(list(ends), 0.175, 0.19, 0.79)
    for row, activation in enumerate(chosen):
        note = f"slope {_largest(outcome.slopes[row])}" if with_slopes else _outputs(activation)
        figures.side_label(figure, box.x1 + 0.015, places[row], activation.title, note, figures.COLOURS[row])


def _largest(slopes: Array) -> str:
    """The largest slope, or that it still grows at the edge of the picture."""
    edge = max(slopes[-1] - slopes[-2], slopes[0] - slopes[1])
    grows = slopes.argmax() in (0, len(slopes) - 1) and edge > GROWTH
    return "grows" if grows else f"up to {figures.number(slopes.max())}"


def _outputs(activation: Activation) -> str:
    low, high = (figures.number(end) for end in (activation.low, activation.high))
    return f"{low} to {high}"


def headline(settings: ActivationPlotSettings) -> str:
    """The one message of the picture."""
    chosen = [ACTIVATIONS[name] for name in settings.functions]
    z = np.linspace(-settings.range, settings.range, CURVE_POINTS)
    bounded = [activation.title for activation in chosen if activation.is_bounded]
    growing = [activation.title for activation in chosen if not activation.is_bounded]
    if settings.derivative:
        slopes = [f"{activation.title} {_largest(activation.slope(z))}" for activation in chosen]
        message = f"Slopes: {', '.join(slopes)}" if len(chosen) > 1 else f"Slope of {slopes[0]}"
    elif len(chosen) == 1:
        message = f"{chosen[0].title}: outputs {_outputs(chosen[0])}"
    elif bounded and growing:
        stays, does = "stays" if len(bounded) == 1 else "stay", "does" if len(growing) == 1 else "do"
        message = f"{listed(bounded)} {stays} bounded, {listed(growing)} {does} not"
    else:
        message = f"{listed(bounded or growing)}: all {'' if bounded else 'un'}bounded"
    if len(message) <= figures.MAX_TITLE:
        return message
    return f"{len(chosen)} activation functions{' and their slopes' * settings.derivative}"


def caption(settings: ActivationPlotSettings, outcome: Curves) -> str:
    """What the picture shows, and where its axes stop."""
    names = listed([ACTIVATIONS[name].title for name in settings.functions])
    reach = figures.number(settings.range)
    shown = "Output and slope" if settings.derivative else "Output"
    parts = [f"{shown} of {names} for inputs z from {figures.MINUS}{reach} to {reach}. Exact formulas, no training."]
    heights = np.vstack([outcome.values, outcome.slopes]) if settings.derivative else outcome.values
    if float(np.abs(heights).max()) > settings.range:
        parts.append(f"The vertical axis stops at {reach}: steeper parts of the curves are cut off.")
    parameters = [
        f"{activation.title} with {name} = {figures.number(value, 4)}"
        for activation in map(ACTIVATIONS.__getitem__, settings.functions)
        for name, value in activation.parameters
    ]
    return " ".join(parts + [f"{'; '.join(parameters)}."] * bool(parameters))


def alt_text(settings: ActivationPlotSettings, outcome: Curves) -> str:
    """The curves in words, with their values at the ends and in the middle."""
    middle = CURVE_POINTS // 2
    reach = figures.number(settings.range)
    sentences = [f"{headline(settings)}. Curves of {listed([ACTIVATIONS[name].title for name in settings.functions])}."]
    for row, name in enumerate(settings.functions):
        activation, (values, slopes) = ACTIVATIONS[name], (outcome.values[row], outcome.slopes[row])
        left, centre, right = (figures.compact(float(values[at])) for at in (0, middle, -1))
        sentences.append(
            f"{activation.title}: {left} at z = {figures.MINUS}{reach}, {centre} at 0, {right} at {reach};"
            f" slope {figures.compact(float(slopes[middle]))} at 0,"
            f" {figures.compact(float(slopes[0]))} and {figures.compact(float(slopes[-1]))} at the ends."
        )
    return " ".join(sentences)


def script(settings: ActivationPlotSettings) -> ScriptNeeds:
    """The curves in a few lines."""
    marks = tuple(mark for mark in MARKS if abs(mark) <= settings.range)
    return ScriptNeeds((), settings.functions, {"marks": marks}, precisions=("float64",))


EXPERIMENT = Experiment(
    name="activation-plot",
    title="Activation functions as curves",
    summary="Draws up to four activation functions and, if you like, their slopes",
    settings=ActivationPlotSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Each line is one function: the input z runs to the right, the output goes up. In the second panel the "
    "height is the slope, which is what a gradient is multiplied by on its way back through the unit.",
    can_mislead="A flat stretch looks like zero slope but mostly is not exactly zero (sigmoid), and a curve says "
    "nothing about how well a network with it will train.",
    thread_sentence="tanh is symmetric about 0, but sigmoid is not and both of them have flat tails for large |z|.",
    gallery=(
        "activation-plot",
        "activation-plot?derivative=true&functions=sigmoid,tanh",
        "activation-plot?derivative=true&functions=relu,leaky-relu,gelu,silu",
    ),
)
