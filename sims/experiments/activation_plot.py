"""Activation functions and their slopes as curves, or one of them as a card with its formulas.

Their properties are tested on a dense grid.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field, model_validator

from sims import figures, formula_card, graph
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
    style: Annotated[
        Literal["plot", "formula-card"],
        Field(description="Curves, or a card of one function: definition, derivative, range, graph"),
    ] = "plot"

    @model_validator(mode="after")
    def _refuse_what_a_card_does_not_show(self) -> Self:
        if self.style == "plot":
            return self
        if len(self.functions) > 1:
            raise ValueError(
                f"style=formula-card describes one function, and functions names {len(self.functions)}"
                f" ({', '.join(self.functions)}): name one, or leave style out"
            )
        if self.derivative:
            raise ValueError("style=formula-card shows the derivative anyway: leave derivative or style out")
        return self

    @property
    def card_of(self) -> Activation | None:
        """The one function of a formula card."""
        return ACTIVATIONS[self.functions[0]] if self.style == "formula-card" else None


@dataclass(frozen=True)
class Curves:
    """The drawn curves, one row per function, and the results."""

    results: Results
    z: Array
    values: Array
    slopes: Array

    @property
    def both(self) -> Array:
        """The values, and below them the slopes."""
        return np.vstack([self.values, self.slopes])


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
    """One panel with the outputs, and one with the slopes if they are asked for; or a formula card."""
    if settings.card_of:
        return formula_card.draw(settings.card_of, outcome.z, outcome.both, settings.range)
    chosen = [ACTIVATIONS[name] for name in settings.functions]
    figure = figures.new_figure(headline(settings))
    width = 0.27 if settings.derivative else 0.60
    axes = figures.add_axes(figure, 0.085, 0.15, width, 0.66)
    graph.draw_curves(axes, outcome.z, outcome.values, settings.range)
    figures.name_panel(axes, "output g(z)")
    if settings.derivative:
        axes = figures.add_axes(figure, 0.455, 0.15, width, 0.66)
        graph.draw_curves(axes, outcome.z, outcome.slopes, settings.range)
        figures.name_panel(axes, "slope g′(z)")
    _label_curves(figure, axes, chosen, outcome, settings.derivative)
    return figure


def _label_curves(figure: Figure, axes: Axes, chosen: list[Activation], outcome: Curves, with_slopes: bool) -> None:
    heights = outcome.slopes if with_slopes else outcome.values
    marked = heights.max(axis=1) if with_slopes else heights[:, -1]
    places = figures.spread(graph.ends_on_card(axes, marked), 0.175, 0.19, 0.79)
    for row, activation in enumerate(chosen):
        note = f"slope {_largest(outcome.slopes[row])}" if with_slopes else _outputs(activation)
        figures.side_label(
            figure, axes.get_position().x1 + 0.015, places[row], activation.title, note, figures.COLOURS[row]
        )


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
    if settings.card_of:
        return formula_card.caption(settings.card_of, outcome.both, settings.range)
    names = listed([ACTIVATIONS[name].title for name in settings.functions])
    reach = figures.number(settings.range)
    shown = "Output and slope" if settings.derivative else "Output"
    parts = [f"{shown} of {names} for inputs z from {figures.MINUS}{reach} to {reach}. Exact formulas, no training."]
    cut = graph.cut_note(outcome.both if settings.derivative else outcome.values, settings.range)
    parameters = [
        f"{activation.title} with {name} = {figures.number(value, 4)}"
        for activation in map(ACTIVATIONS.__getitem__, settings.functions)
        for name, value in activation.parameters
    ]
    return " ".join([*parts, *[cut] * bool(cut), *[f"{'; '.join(parameters)}."] * bool(parameters)])


def alt_text(settings: ActivationPlotSettings, outcome: Curves) -> str:
    """The curves in words, with their values at the ends and in the middle."""
    if settings.card_of:
        return formula_card.alt_text(settings.card_of, _in_numbers(settings, outcome))
    names = listed([ACTIVATIONS[name].title for name in settings.functions])
    return f"{headline(settings)}. Curves of {names}. {_in_numbers(settings, outcome)}"


def _in_numbers(settings: ActivationPlotSettings, outcome: Curves) -> str:
    middle = CURVE_POINTS // 2
    reach = figures.number(settings.range)
    sentences = []
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
    constants = {"marks": marks, "derivative": settings.derivative or bool(settings.card_of)}
    return ScriptNeeds((), settings.functions, constants, precisions=("float64",))


EXPERIMENT = Experiment(
    name="activation-plot",
    title="Activation functions as curves",
    summary="Draws up to four activation functions and their slopes, or one as a card with its formulas",
    settings=ActivationPlotSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Each line is one function: the input z runs to the right, the output goes up. In the second panel the "
    "height is the slope, which is what a gradient is multiplied by on its way back through the unit. "
    "On a formula card the dashed line is the slope.",
    can_mislead="A flat stretch looks like zero slope but mostly is not exactly zero (sigmoid), and a curve says "
    "nothing about how well a network with it will train.",
    thread_sentence="tanh is symmetric about 0, but sigmoid is not and both of them have flat tails for large |z|.",
    gallery=(
        "activation-plot",
        "activation-plot?derivative=true&functions=sigmoid,tanh",
        "activation-plot?derivative=true&functions=relu,leaky-relu,gelu,silu",
    ),
)
