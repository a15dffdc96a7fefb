"""How well one hidden layer fits a curve as it gets wider, and why polynomials of fixed degree never do."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import figures
from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.equivalents import equivalence_checks
from sims.experiment import (
    Check,
    Experiment,
    LearnedSettings,
    Results,
    ScriptNeeds,
    Watch,
    measured,
    versions,
)
from sims.options import OneOf
from sims.regression import REACH, TARGETS, TEST_POINTS, TRAIN_POINTS, as_layer, new_curve_nets, train_curve_nets
from sims.training import Plan
from sims.words import counted, mean_note, seeds_in_words, spread_note

HIDDEN = (
    *("relu", "leaky-relu", "tanh", "sigmoid", "elu", "gelu", "silu", "softplus", "softsign", "gaussian", "sine"),
    *("square", "linear"),
)
QUICK = {"relu": 1.0, "leaky-relu": 1.2, "tanh": 1.0, "sigmoid": 1.5, "square": 0.7, "linear": 0.6}
DEGREE = {"square": 2, "linear": 1}
PLAN = Plan(epochs=1500, rate=0.1, schedule="one-cycle")
TOLERANCE = 1e-3
CORNER = 1e-9  # a smaller change from point to point is rounding


class UniversalApproximationSettings(LearnedSettings):
    """Which curve, and which hidden units."""

    less_work = "fewer seeds or units"

    hidden: Annotated[
        Annotated[str, OneOf(*HIDDEN)], Field(description="Activation of the hidden layer; square and linear cannot")
    ] = "relu"
    units: Annotated[
        tuple[Annotated[int, Field(ge=1, le=128)], ...],
        Field(min_length=1, max_length=5, description="Numbers of hidden units to compare"),
    ] = (2, 8, 64)
    target: Annotated[Literal["waves", "kinks", "step"], Field(description="The curve to be fitted")] = "waves"

    @property
    def work_seconds(self) -> float:
        """For each network a fixed part, and one for each unit."""
        each = 1e-3 * QUICK.get(self.hidden, 4.0)
        return self.seeds * sum(0.012 + each * count for count in self.units)

    @property
    def activation(self) -> str:
        """The row of the table."""
        return "identity" if self.hidden == "linear" else self.hidden


@dataclass(frozen=True)
class Fits:
    """The errors, and the curves of the seeds for each number of units (seeds, points)."""

    results: Results
    curves: dict[int, Array]

    def rmse(self, units: int) -> float:
        """Mean over the seeds."""
        return self.results.metric("rmse", units=units).mean


def measuring_points() -> Array:
    """Where the error is measured."""
    return np.linspace(-REACH, REACH, TEST_POINTS)


def compute(settings: UniversalApproximationSettings, watch: Watch) -> Fits:
    """Fit the curve with every number of units."""
    target = TARGETS[settings.target][1]
    x, test_x = np.linspace(-REACH, REACH, TRAIN_POINTS), measuring_points()
    metrics, fits = [], {}
    for done, units in enumerate(settings.units):
        with watch.part("train"):
            rngs = [np.random.default_rng([seed, units]) for seed in settings.seed_list]
            nets = new_curve_nets(settings.activation, units, rngs)
            train_curve_nets(nets, x, target(x), PLAN, partial(_report, watch, done, len(settings.units)))
        with watch.part("evaluate"):
            fits[units] = nets.outputs(test_x)
            layer = as_layer(nets, test_x)
            errors = np.sqrt(((fits[units] - target(test_x)) ** 2).mean(axis=1))
            metrics.append(measured("rmse", {"units": units}, errors))
    checks = (*_checks(settings, fits), *equivalence_checks(layer))
    results = Results(settings.seed_list, TRAIN_POINTS, TEST_POINTS, versions(), tuple(metrics), checks)
    return Fits(results, fits)


def _report(watch: Watch, done: int, count: int, part: float) -> None:
    watch.report((done + 0.9 * part) / count)


def best_polynomial(target: str, degree: int) -> float:
    """The root mean squared error of the best polynomial, by least squares on the very points of the test."""
    x, y = measuring_points(), TARGETS[target][1](measuring_points())
    fit = np.polynomial.Polynomial.fit(x, y, degree)
    return float(np.sqrt(((fit(x) - y) ** 2).mean()))


def _checks(settings: UniversalApproximationSettings, fits: dict[int, Array]) -> tuple[Check, ...]:
    """Squares stay a parabola and lines a line, however many; n ReLU units have at most n corners."""
    if settings.hidden in DEGREE:
        best = best_polynomial(settings.target, DEGREE[settings.hidden])
        lowest = min(smallest_error(settings.target, curve) for curve in fits.values())
        name = f"no better than the best polynomial of degree {DEGREE[settings.hidden]}"
        return (Check(name, lowest >= best - TOLERANCE, lowest, best),)
    if settings.hidden in ("relu", "leaky-relu"):
        excess = max(max(count_corners(curve) for curve in found) - units for units, found in fits.items())
        return (Check("corners minus units", excess <= 0, float(excess), 0.0),)
    return ()


def count_corners(curve: Array) -> int:
    """How often the slope changes along the points; a corner between two points shows at both, so runs count once."""
    bends = np.abs(np.diff(curve, 2)) > CORNER
    return int(np.count_nonzero(bends & ~np.roll(bends, 1)))


def smallest_error(target: str, curves: Array) -> float:
    """The smallest root mean squared error of these curves."""
    y = TARGETS[target][1](measuring_points())
    return float(np.sqrt(((curves - y) ** 2).mean(axis=1)).min())


def linear_twin(settings: UniversalApproximationSettings) -> UniversalApproximationSettings:
    """The same network without its activation."""
    return settings.model_copy(update={"hidden": "linear"})


def draw(settings: UniversalApproximationSettings, outcome: Fits) -> Figure:
    """The curve with up to three fits on the left, the error against the number of units on the right."""
    figure = figures.new_figure(headline(settings, outcome))
    x, target = measuring_points(), TARGETS[settings.target][1]
    shown = _shown(settings.units)
    axes = figures.add_axes(figure, 0.09, 0.15, 0.38, 0.66)
    axes.plot(x, target(x), color=figures.GREY, linewidth=8)
    for units, colour, style in zip(shown, figures.COLOURS, (":", "--", "-"), strict=False):
        axes.plot(x, outcome.curves[units][0], color=colour, linewidth=3.5, linestyle=style)
    curves = np.array([target(x), *(outcome.curves[units][0] for units in shown)])
    low, high = float(curves.min()), float(curves.max())
    margin = 0.1 * (high - low)
    axes.set(xlim=(-REACH, REACH), ylim=(low - margin, high + margin))
    figures.tick_x(axes, (-2, 0, 2))
    figures.tick_y(axes, figures.nice_ticks(low, high))
    figures.label_axes(axes, f"x (drawn: seed {settings.seed})")
    figures.name_panel(axes, "grey: the target")
    axes = figures.add_axes(figure, 0.60, 0.15, 0.375, 0.66)
    _draw_errors(axes, settings, outcome, shown)
    figures.name_panel(axes, "error (RMSE)")
    return figure


def _shown(units: tuple[int, ...]) -> tuple[int, ...]:
    """The smallest, a middle and the largest."""
    return units if len(units) <= 3 else (units[0], units[len(units) // 2], units[-1])


def _draw_errors(axes: Axes, settings: UniversalApproximationSettings, outcome: Fits, shown: tuple[int, ...]) -> None:
    metrics = [outcome.results.metric("rmse", units=units) for units in settings.units]
    means, sds = np.array([one.mean for one in metrics]), np.array([one.sd for one in metrics])
    places = np.arange(len(metrics), dtype=float)
    colours = dict(zip(shown, figures.COLOURS, strict=False))
    axes.bar(places, means, 0.6, color=[colours.get(units, figures.GREY) for units in settings.units])
    if settings.seeds > 1:
        figures.draw_sd(axes, places, means, sds)
    top = float((means + sds).max())
    for place, mean, sd in zip(places, means, sds, strict=True):
        text = figures.compact(float(f"{mean:.2g}"))
        text = figures.number(mean, 3).removeprefix("0") if len(places) > 3 else text  # five of them stand side by side
        axes.text(place, mean + sd + 0.02 * top, text, size=figures.TEXT, color=figures.INK, ha="center", va="bottom")
    axes.set(xlim=(-0.6, len(places) - 0.4), ylim=(0, 1.15 * top))
    figures.tick_x(axes, places, [str(units) for units in settings.units])
    axes.spines["left"].set_visible(False)
    note = spread_note(outcome.results.seeds)
    figures.label_axes(axes, f"hidden units ({note})")


def headline(settings: UniversalApproximationSettings, outcome: Fits) -> str:
    """The one message of the picture."""
    first, last = settings.units[0], settings.units[-1]
    if settings.hidden in DEGREE:
        shape = "parabola" if settings.hidden == "square" else "line"
        return f"{counted(last, f'{settings.hidden} unit')} make one {shape}"
    name = ACTIVATIONS[settings.activation].title.removesuffix(" (Swish)")
    before, after = (figures.compact(float(f"{outcome.rmse(units):.2g}")) for units in (first, last))
    if len(settings.units) == 1:
        return f"{last} {name} units: error {after}"
    return f"{name}, {first} to {last} units: error {before} to {after}"


def caption(settings: UniversalApproximationSettings, outcome: Fits) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    bound = ""
    if settings.hidden in DEGREE:
        best = best_polynomial(settings.target, DEGREE[settings.hidden])
        bound = f" The best polynomial of degree {DEGREE[settings.hidden]} has {best:.4f}."
    return (
        f"One hidden layer fits {TARGETS[settings.target][0]} on [−2, 2]: {results.n_train} training points, full"
        f" batch, {PLAN.epochs} steps of Adam (up to {PLAN.rate}); error: root mean square on {results.n_test} test"
        f" points between them.{bound} {seeds_in_words(results.seeds, 'whiskers')}; drawn: seed {settings.seed}. The"
        " theorem says that a good enough network exists, not that training finds it: errors after longer or better"
        " training may be smaller. Not simulated: noise, more inputs, deeper networks."
    )


def alt_text(settings: UniversalApproximationSettings, outcome: Fits) -> str:
    """The finding in words and numbers."""
    rows = []
    for units in settings.units:
        metric = outcome.results.metric("rmse", units=units)
        spread = f" ± {figures.number(metric.sd, 3)}" if settings.seeds > 1 else ""
        rows.append(f"{counted(units, 'unit')} {figures.number(metric.mean, 4)}{spread}")
    best = ""
    if settings.hidden in DEGREE:
        degree = DEGREE[settings.hidden]
        best = f" The best polynomial of degree {degree} has {best_polynomial(settings.target, degree):.4f}."
    return (
        f"{headline(settings, outcome)}. Left, {TARGETS[settings.target][0]} on [−2, 2] and what networks with one"
        f" hidden {settings.hidden} layer make of it. Right, bars of the root mean square error,"
        f" {mean_note(outcome.results.seeds)}: {'; '.join(rows)}.{best}"
    )


def script(settings: UniversalApproximationSettings) -> ScriptNeeds:
    """The same fits with plain loops instead of the axis of models."""
    name = settings.activation
    constants = {"hidden": name, "steps": PLAN.epochs, "rate": PLAN.rate}
    return ScriptNeeds(("one-cycle", "curve"), (name,), constants, frozenset({settings.target}))


EXPERIMENT = Experiment(
    name="universal-approximation",
    title="One hidden layer fits almost any curve",
    summary="Fits a curve with ever more hidden units, also with units that cannot",
    settings=UniversalApproximationSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="The thick grey curve is the target; the coloured ones are networks with more and more hidden units. "
    "The bars on the right are their errors, in the same colours.",
    can_mislead="That a network exists does not mean that training finds it. Squares and lines fail at every width; "
    "what counts is that the activation is not a polynomial, not that it is complicated.",
    thread_sentence="The non-linear function is critical to how a NN learns non-linear combinations of the input "
    "features.",
    gallery=(
        "universal-approximation",
        "universal-approximation?hidden=tanh&units=2,4,16",
        "universal-approximation?hidden=square",
        "universal-approximation?hidden=linear",
    ),
)
