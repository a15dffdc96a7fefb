"""How many hidden units different activations need, and whether ReLU avoids negative weights."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures
from sims.activations import ACTIVATIONS
from sims.datasets import POINT_SETS, point_traits
from sims.equivalents import equivalence_checks
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
from sims.options import OneOf
from sims.regression import TEST_POINTS, TRAIN_POINTS
from sims.tasks import CURVE_NAMES, CURVES, PLANS, POINTS, learn_classes, learn_curve, make_split
from sims.words import band_note, counted, seeds_in_words

HIDDEN = ("relu", "leaky-relu", "tanh", "sigmoid", "elu", "gelu", "silu", "softplus", "identity")
QUICK = ("relu", "leaky-relu", "tanh", "sigmoid", "identity")
# Seconds of training per network: a fixed part, and one for each unit; measured, and rounded up
COSTS = {"digits": (6e-3, 1.5e-4), "spiral": (0.02, 1e-3), "smooth": (0.012, 1.4e-3), "kinked": (0.012, 1.4e-3)}


class UnitsNeededSettings(LearnedSettings):
    """Which task, which activations, and how many hidden units."""

    less_work = "fewer seeds, activations or widths"

    task: Annotated[
        Literal["digits", "smooth", "kinked", "spiral"], Field(description="What is learned: classes or a curve")
    ] = "digits"
    hidden: Annotated[
        tuple[Annotated[str, OneOf(*HIDDEN)], ...],
        Field(min_length=1, max_length=4, description="Activations of the one hidden layer to compare"),
    ] = ("relu", "tanh")
    widths: Annotated[
        tuple[Annotated[int, Field(ge=1, le=128)], ...],
        Field(min_length=1, max_length=8, description="Numbers of hidden units to compare"),
    ] = (2, 4, 8, 16, 32, 64)

    @property
    def work_seconds(self) -> float:
        """Of training every cell of the grid."""
        fixed, each = COSTS[self.task]
        factors = [1 if name in QUICK else 4 for name in self.hidden]
        return self.seeds * sum(fixed + each * width * factor for width in self.widths for factor in factors)

    @property
    def measure(self) -> str:
        """The metric of this task."""
        return "rmse" if self.task in CURVES else "accuracy"


@dataclass(frozen=True)
class Grid:
    """The results by activation and width."""

    results: Results

    def metric(self, name: str, hidden: str, width: int) -> Metric:
        """One cell."""
        return self.results.metric(name, hidden=hidden, width=width)


def compute(settings: UnitsNeededSettings, watch: Watch) -> Grid:
    """Train every activation at every width."""
    with watch.part("data"):
        split = make_split(settings.task, settings.seed_list)
    metrics: list[Metric] = []
    checks: list[Check] = []
    cells = [(hidden, width) for hidden in settings.hidden for width in settings.widths]
    for done, (hidden, width) in enumerate(cells):
        report = partial(_report, watch, done, len(cells))
        with watch.part("train"):
            if split is None:
                learned = learn_curve(settings.task, hidden, width, settings.seed_list, report)
            else:
                learned = learn_classes(settings.task, split, hidden, width, settings.seed_list, report)
        where: dict[str, str | float | int] = {"hidden": hidden, "width": width}
        metrics.append(measured(settings.measure, where, learned.value))
        metrics.append(measured("negative_weight_share", where, learned.negative_share))
        if width == settings.widths[-1]:
            with watch.part("evaluate"):
                checks += equivalence_checks(learned.layer)
    rows = (split.train_labels.shape[1], split.test_labels.shape[1]) if split else (TRAIN_POINTS, TEST_POINTS)
    return Grid(Results(settings.seed_list, rows[0], rows[1], versions(), tuple(metrics), tuple(checks)))


def _report(watch: Watch, done: int, cells: int, part: float) -> None:
    watch.report((done + part) / cells * 0.95)


def linear_twin(settings: UnitsNeededSettings) -> UnitsNeededSettings:
    """The same networks without their activations."""
    return settings.model_copy(update={"hidden": ("identity",)})


def draw(settings: UnitsNeededSettings, outcome: Grid) -> Figure:
    """One line for each activation over the width, with the band of the seeds."""
    figure = figures.new_figure(headline(settings, outcome))
    axes = figures.add_axes(figure, 0.115, 0.15, 0.575, 0.735)
    scale = 100 if settings.measure == "accuracy" else 1
    last = []
    for hidden, colour, style in zip(settings.hidden, figures.COLOURS, figures.STYLES, strict=False):
        metrics = [outcome.metric(settings.measure, hidden, width) for width in settings.widths]
        means, bands = (scale * np.array(values) for values in zip(*((m.mean, m.sd) for m in metrics), strict=True))
        high = np.minimum(means + bands, 100) if scale == 100 else means + bands
        axes.fill_between(settings.widths, np.maximum(means - bands, 0), high, color=colour, alpha=0.18, linewidth=0)
        axes.plot(settings.widths, means, color=colour, linewidth=figures.LINE, linestyle=style, marker="o")
        last.append(means[-1])
    _set_axes(axes, settings)
    low, top = axes.get_ylim()
    places = figures.spread([0.15 + 0.735 * (end - low) / (top - low) for end in last], 0.165, 0.22, 0.79)
    for hidden, place, colour in zip(settings.hidden, places, figures.COLOURS, strict=False):
        note = f"weights < 0: {figures.percent(_negative(settings, outcome, hidden))}"
        figures.side_label(figure, 0.705, place, _title(hidden), note, colour)
    figures.add_note(figure, 0.705, 0.065, band_note(outcome.results.seeds))
    return figure


def _set_axes(axes: Axes, settings: UnitsNeededSettings) -> None:
    axes.set_xscale("log", base=2)
    step = -(-len(settings.widths) // 6)
    figures.tick_x(axes, settings.widths[::step], [str(width) for width in settings.widths[::step]])
    if settings.measure == "accuracy":
        axes.set_ylim(0, 102)
        figures.tick_y(axes, [0, 25, 50, 75, 100], ["0", "25", "50", "75", "100"])
        figures.label_axes(axes, "hidden units", "test accuracy %")
        return
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1]))
    figures.tick_y(axes, [0, 0.5, 1], ["0", "0.5", "1"])
    figures.label_axes(axes, "hidden units", "relative error")


def _title(hidden: str) -> str:
    return ACTIVATIONS[hidden].title.removesuffix(" (Swish)").removesuffix(" (linear)")


def _negative(settings: UnitsNeededSettings, outcome: Grid, hidden: str) -> float:
    """The share of negative weights in the widest network."""
    return outcome.metric("negative_weight_share", hidden, settings.widths[-1]).mean


def _value(settings: UnitsNeededSettings, mean: float, digits_shown: int = 0) -> str:
    if settings.measure == "accuracy":
        return figures.percent(mean, digits_shown)
    return figures.number(mean, 3 if mean < 0.1 else 2)


def headline(settings: UnitsNeededSettings, outcome: Grid) -> str:
    """The one message of the picture: the width at which the activations differ most."""
    means = {w: {h: outcome.metric(settings.measure, h, w).mean for h in settings.hidden} for w in settings.widths}
    word = " error" if settings.measure == "rmse" else ""
    if len(settings.hidden) == 1:
        name, ends = settings.hidden[0], (settings.widths[0], settings.widths[-1])
        low, high = (_value(settings, means[width][name]) for width in ends)
        return f"{_title(name)}{word}, {ends[0]} to {ends[1]} units: {low} to {high}"
    width = max(means, key=lambda width: _difference(settings, list(means[width].values())))
    ordered = sorted(settings.hidden, key=means[width].__getitem__, reverse=settings.measure == "accuracy")
    best, worst = ordered[0], ordered[-1]
    best_text, worst_text = (_value(settings, means[width][name]) for name in (best, worst))
    message = f"{counted(width, 'unit')}: {_title(best)}{word} {best_text}, {_title(worst)} {worst_text}"
    widest = {_value(settings, mean) for mean in means[settings.widths[-1]].values()}
    if width == settings.widths[-1] or len(widest) > 1 or len(settings.hidden) > 2:
        return message
    long = f"{message}; {settings.widths[-1]}: both {widest.pop()}"
    return long if len(long) <= figures.MAX_TITLE else message


def _difference(settings: UnitsNeededSettings, means: list[float]) -> float:
    """How far apart the activations are: in points, or as a ratio."""
    return max(means) / min(means) if settings.measure == "rmse" else max(means) - min(means)


def caption(settings: UnitsNeededSettings, outcome: Grid) -> str:
    """What was done, how often, and what was not simulated."""
    results, plan = outcome.results, PLANS[settings.task]
    if settings.task in CURVES:
        what = f"the curve {CURVES[settings.task][0]}; error: root mean square over the curve's standard deviation"
    else:
        what = "8x8 digits" if settings.task == "digits" else "the spiral"
    schedule = "a constant rate of" if plan.schedule == "constant" else "a rate up to"
    return (
        f"One hidden layer learns {what}: {results.n_train} training and {results.n_test} test"
        f" {'images' if settings.task == 'digits' else 'points'}, {plan.epochs} epochs of Adam, {schedule} {plan.rate}."
        f" {seeds_in_words(results.seeds, 'bands')}; the axis of units is logarithmic. Weights < 0: the share of"
        f" negative weights after training with {counted(settings.widths[-1], 'unit')}. One plan for all: other rates"
        " move the narrow ends most. Not simulated: tuning each activation, deeper networks, larger pictures."
    )


def alt_text(settings: UnitsNeededSettings, outcome: Grid) -> str:
    """The finding in words and numbers."""
    rows = []
    for hidden in settings.hidden:
        values = ", ".join(
            f"{width}: {_value(settings, outcome.metric(settings.measure, hidden, width).mean, 1)}"
            for width in settings.widths
        )
        rows.append(f"{_title(hidden)} {values}; weights < 0: {figures.percent(_negative(settings, outcome, hidden))}")
    return (
        f"{headline(settings, outcome)}. {'Relative error' if settings.task in CURVES else 'Test accuracy'}"
        f" on the {settings.task} task by number of hidden units,"
        f" {counted(len(outcome.results.seeds), 'seed')}. {'. '.join(rows)}."
    )


def script(settings: UnitsNeededSettings) -> ScriptNeeds:
    """The same networks with plain loops instead of the axis of models."""
    plan = PLANS[settings.task]
    constants: dict[str, object] = {"rate": plan.rate}
    if settings.task in CURVES:
        constants["steps"] = plan.epochs
        traits = {"curve", CURVE_NAMES[settings.task]}
        return ScriptNeeds(("one-cycle", "curve"), settings.hidden, constants, frozenset(traits))
    is_digits = settings.task == "digits"
    constants |= {"epochs": plan.epochs, "batch": plan.batch, "classes": digits.CLASSES if is_digits else 2}
    constants |= {"noise": 1.0, "usual_noise": POINT_SETS["spiral"].usual_noise}
    traits = {"classes", "plain", "dense", *plan.traits(1347 if is_digits else POINTS), *point_traits("spiral")}
    cycle = ("one-cycle",) if plan.schedule == "one-cycle" else ()
    parts = ("digits" if is_digits else "points", "network", *cycle, "train")
    return ScriptNeeds(parts, settings.hidden, constants, frozenset(traits))


EXPERIMENT = Experiment(
    name="units-needed",
    title="How many units does each activation need?",
    summary="Compares activations by the number of hidden units that they need",
    settings=UnitsNeededSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="Each line is one activation; further right the hidden layer is wider. The note at each line says how "
    "many of the widest network's weights are negative after training.",
    can_mislead="Only smooth curves and very narrow layers favour tanh over ReLU, and how much depends on the learning "
    "rate; on kinked curves it is the other way round, and wide layers are alike on the digits.",
    thread_sentence="ReLU has zero gradients for any negative inputs, so it isn't very efficient at learning negative "
    "weights. This means you need a lot more ReLU units.",
    gallery=(
        "units-needed",
        "units-needed?task=smooth&widths=2,4,8,16,32",
        "units-needed?task=kinked&widths=4,8,16,32",
        "units-needed?hidden=relu,tanh,gelu&task=spiral&widths=4,8,16,32",
    ),
)
