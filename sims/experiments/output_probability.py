"""Is a network that says 90 % right in 90 of 100 cases? Reliability of sigmoid and softmax heads at a temperature."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import curves, digits, figures
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
from sims.network import Network, Shape
from sims.softmax import top_probability
from sims.training import Plan, train
from sims.words import band_note, counted, seeds_in_words

WIDTH, RATE, BATCH = 64, 0.003, 64
BINS = 10
FEWEST, FEWEST_OF_SEED = 20, 5  # predictions in a drawn bin, over all seeds and of one; fewer say nothing
TEMPERATURES = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 10.0)
ROUNDING = 1e-12


class OutputProbabilitySettings(LearnedSettings):
    """Which head gives the probabilities, and the temperature that its scores are divided by."""

    head: Annotated[
        Literal["sigmoid", "softmax"], Field(description="sigmoid: even or odd; softmax: which of the ten digits")
    ] = "softmax"
    temperature: Annotated[float, Field(ge=0.1, le=10, description="The trained scores are divided by it")] = 1.0
    training_images: Annotated[int, Field(ge=64, le=1347, description="Images to train on; few make it unsure")] = 200
    epochs: Annotated[int, Field(ge=1, le=100, description="Passes through the training images")] = 60

    @property
    def work_seconds(self) -> float:
        """Of training, and a fixed part."""
        return 0.1 + self.seeds * self.epochs * self.training_images * 8e-7

    @property
    def classes(self) -> int:
        """Even and odd, or the ten digits."""
        return 2 if self.head == "sigmoid" else digits.CLASSES


@dataclass(frozen=True)
class Bins:
    """The predictions by how sure they are; nan where a bin is empty."""

    stated: Array
    right: Array
    count: Array


@dataclass(frozen=True)
class Reliability:
    """The bins of all seeds together with the spread of what is right, and the calibration error at temperatures."""

    results: Results
    bins: Bins
    spread: Array  # one standard deviation over the seeds
    errors: Array  # (temperatures, seeds)

    def mean(self, name: str) -> float:
        """Of a metric over the seeds."""
        return self.results.metric(name).mean


def compute(settings: OutputProbabilitySettings, watch: Watch) -> Reliability:
    """Train at temperature 1, then divide the scores and compare what is said with what is right."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
        is_two = settings.head == "sigmoid"
        train_labels = (split.train_labels % 2 if is_two else split.train_labels)[:, : settings.training_images]
        test_labels = split.test_labels % 2 if is_two else split.test_labels
    with watch.part("train"):
        network = Network(Shape((split.train_images.shape[2], WIDTH, settings.classes), "relu"), settings.seeds)
        rngs = [np.random.default_rng([seed, 1]) for seed in settings.seed_list]
        network.initialise(rngs)
        images, plan = split.train_images[:, : settings.training_images], Plan(settings.epochs, RATE, BATCH)
        train(network, images, train_labels, rngs, plan, report=lambda part: watch.report(0.8 * part))
    with watch.part("evaluate"):
        scores = network.scores(split.test_images)
        right = scores.argmax(axis=-1) == test_labels
        sure = top_probability(scores / settings.temperature)
        bins = sort_into_bins(sure.ravel(), right.ravel())
        errors = np.array([calibration_errors(top_probability(scores / each), right) for each in TEMPERATURES])
        chosen = calibration_errors(sure, right)
    rows = dict(zip(TEMPERATURES, errors, strict=True)) | {settings.temperature: chosen}
    ordered = {settings.temperature: chosen, **dict(sorted(rows.items()))}
    metrics = [measured("calibration_error", {"temperature": each}, values) for each, values in ordered.items()]
    metrics += [measured("accuracy", {}, right.mean(axis=1)), measured("confidence", {}, sure.mean(axis=1))]
    sizes = settings.training_images, test_labels.shape[1]
    results = Results(
        settings.seed_list, *sizes, versions(), (*metrics, *_bin_metrics(bins)), _checks(settings, scores)
    )
    return Reliability(results, bins, spread_of_right(sure, right), errors)


def sort_into_bins(sure: Array, right: Array) -> Bins:
    """Means of what was said and of what was right, in ten equal bins of what was said."""
    place = np.minimum((sure * BINS).astype(int), BINS - 1)
    count = np.bincount(place, minlength=BINS)
    with np.errstate(invalid="ignore"):
        stated = np.bincount(place, sure, BINS) / count
        share = np.bincount(place, right, BINS) / count
    return Bins(stated, share, count)


def spread_of_right(sure: Array, right: Array) -> Array:
    """Of the share that is right, over the seeds, in each bin; nan where fewer than two seeds say enough."""
    shares = []
    for pair in zip(sure, right, strict=True):
        bins = sort_into_bins(*pair)
        shares.append(np.where(bins.count >= FEWEST_OF_SEED, bins.right, np.nan))
    known = np.array(shares)
    enough = np.isfinite(known).sum(axis=0) > 1
    spread = np.full(BINS, np.nan)
    spread[enough] = np.nanstd(known[:, enough], axis=0, ddof=1)
    return spread


def calibration_errors(sure: Array, right: Array) -> Array:
    """The expected calibration error of each seed: the gaps of its bins, weighted by their predictions."""
    return np.array([calibration_error(*pair) for pair in zip(sure, right, strict=True)])


def calibration_error(sure: Array, right: Array) -> float:
    """Naeini, Cooper, Hauskrecht (2015); Guo et al. (2017), arXiv:1706.04599."""
    bins = sort_into_bins(sure, right)
    gaps = np.nan_to_num(np.abs(bins.stated - bins.right))
    return float((gaps * bins.count).sum() / bins.count.sum())


def _bin_metrics(bins: Bins) -> list[Metric]:
    rows = []
    for at in np.flatnonzero(bins.count):
        where: dict[str, str | float | int] = {"from": at / BINS, "to": (at + 1) / BINS}
        for name, values in (("stated", bins.stated), ("reliability", bins.right), ("bin_count", bins.count)):
            rows.append(Metric(name, where, float(values[at]), 0.0, (float(values[at]),)))
    return rows


def _checks(settings: OutputProbabilitySettings, scores: Array) -> tuple[Check, ...]:
    labels = scores.argmax(axis=-1)
    moved = float(sum((labels != (scores / each).argmax(axis=-1)).sum() for each in (0.1, settings.temperature, 10)))
    checks = [Check("no label changes with the temperature", moved == 0, moved, 0.0)]
    if settings.head == "sigmoid":
        gap = np.abs(scores[..., 1] - scores[..., 0]) / settings.temperature
        apart = float(np.abs(curves.sigmoid(gap) - top_probability(scores / settings.temperature)).max())
        checks.append(Check("softmax of two scores = sigmoid of their gap", apart <= ROUNDING, apart, ROUNDING))
    return tuple(checks)


def draw(settings: OutputProbabilitySettings, outcome: Reliability) -> Figure:
    """What was said against what was right, and the calibration error over the temperatures."""
    figure = figures.new_figure(headline(settings, outcome))
    _draw_bins(figures.add_axes(figure, 0.10, 0.165, 0.37, 0.67), outcome.bins, outcome.spread)
    axes = figures.add_axes(figure, 0.585, 0.165, 0.37, 0.67)
    errors = 100 * outcome.errors
    mean, band = errors.mean(axis=1), errors.std(axis=1, ddof=1) if errors.shape[1] > 1 else np.zeros(len(errors))
    axes.fill_between(TEMPERATURES, mean - band, mean + band, color=figures.BLUE, alpha=0.18, linewidth=0)
    axes.plot(TEMPERATURES, mean, color=figures.BLUE, linewidth=figures.LINE)
    chosen = 100 * outcome.mean("calibration_error")
    axes.plot(settings.temperature, chosen, "o", color=figures.ORANGE, markersize=16, clip_on=False)
    axes.set_xscale("log")
    axes.set_xlim(0.09, 11)
    axes.set_ylim(0, max(10.0, 1.15 * float((mean + band).max()), 1.15 * chosen))
    figures.tick_x(axes, (0.1, 0.3, 1, 3, 10), ("0.1", "0.3", "1", "3", "10"))
    ticks = figures.nice_ticks(0, axes.get_ylim()[1])
    figures.tick_y(axes, ticks)
    figures.label_axes(axes, f"temperature ({band_note(outcome.results.seeds)})")
    figures.name_panel(axes, "calibration error, points")
    note = f"T = {figures.number(settings.temperature)}: {figures.number(chosen, 1)}"
    label = axes.text(0.05, 0.92, note, size=figures.TEXT, weight="bold", color=figures.ORANGE)
    label.set_transform(axes.transAxes)
    return figure


def _draw_bins(axes: Axes, bins: Bins, spread: Array) -> None:
    axes.plot([0, 1], [0, 1], color=figures.INK, linewidth=1.5, linestyle=":")
    shown = bins.count >= FEWEST
    sizes = 40 + 700 * np.sqrt(bins.count[shown] / bins.count.sum())
    axes.plot(bins.stated[shown], bins.right[shown], color=figures.ORANGE, linewidth=2)
    whiskers = shown & np.isfinite(spread)
    figures.draw_sd(axes, bins.stated[whiskers], bins.right[whiskers], spread[whiskers], (0, 1))
    axes.scatter(bins.stated[shown], bins.right[shown], sizes, color=figures.ORANGE, zorder=3, clip_on=False)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    figures.tick_x(axes, (0, 0.5, 1), ("0", "50 %", "100 %"))
    figures.tick_y(axes, (0, 0.5, 1), ("0", "50", "100"))
    if not (shown & (bins.stated < 0.55) & (bins.right > 0.8)).any():  # nothing is in the way
        axes.text(0.04, 0.90, "too modest", size=figures.TEXT, color=figures.INK)
    axes.text(0.97, 0.06, "too sure", size=figures.TEXT, color=figures.INK, ha="right")
    figures.label_axes(axes, "what it says")
    figures.name_panel(axes, "right in %; larger dot: more")


def headline(settings: OutputProbabilitySettings, outcome: Reliability) -> str:
    """The one message of the picture."""
    says, right = figures.percent(outcome.mean("confidence")), figures.percent(outcome.mean("accuracy"))
    return f"{settings.head.title()}, T = {figures.number(settings.temperature)}: says {says}, is right in {right}"


def caption(settings: OutputProbabilitySettings, outcome: Reliability) -> str:
    """What was measured, how often, and what was not simulated."""
    results = outcome.results
    task = "even or odd" if settings.head == "sigmoid" else "which of ten digits"
    two = (
        " The sigmoid takes the gap of two scores, which is the softmax of both." if settings.head == "sigmoid" else ""
    )
    spread = f"band and whiskers (of seeds with {FEWEST_OF_SEED} or more in a bin)"
    return (
        f"8x8 digits, {task}: one hidden layer of {WIDTH} ReLU units, {counted(settings.epochs, 'epoch')} on"
        f" {results.n_train} training images; {results.n_test} test images."
        f" {seeds_in_words(results.seeds, spread)}.{two} Says: the mean probability of the chosen class. Calibration"
        " error: the mean gap between said and right in ten bins, in percentage points; it is never quite 0 by chance."
        f" Bins with fewer than {FEWEST} predictions are not drawn. The axis of the temperature is logarithmic; it"
        " changes no label. Not simulated: choosing the temperature on separate images, other data than it was trained"
        " for."
    )


def alt_text(settings: OutputProbabilitySettings, outcome: Reliability) -> str:
    """The finding in words and numbers."""
    shown = outcome.bins.count >= FEWEST
    bins = [
        f"{figures.percent(float(said))} said, {figures.percent(float(right))} right"
        for said, right in zip(outcome.bins.stated[shown], outcome.bins.right[shown], strict=True)
    ]
    means = 100 * outcome.errors.mean(axis=1)
    best = int(means.argmin())
    return (
        f"{headline(settings, outcome)}. Reliability diagram, in groups of how sure it is: {'; '.join(bins)}."
        f" Calibration error {figures.number(100 * outcome.mean('calibration_error'), 1)} points at this temperature;"
        f" over the drawn temperatures it is smallest at {figures.number(TEMPERATURES[best])}"
        f" ({figures.number(float(means[best]), 1)}) and largest"
        f" {figures.number(float(means.max()), 1)}. Mean of {counted(len(outcome.results.seeds), 'seed')}."
    )


def script(settings: OutputProbabilitySettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    plan = Plan(settings.epochs, RATE, BATCH)
    constants = {"batch": BATCH, "rate": RATE, "classes": settings.classes}
    traits = frozenset({*plan.traits(settings.training_images), "plain", "dense", settings.head})
    return ScriptNeeds(("digits", "network", "train"), ("relu",), constants, traits)


EXPERIMENT = Experiment(
    name="output-probability",
    title="Is the output a probability?",
    summary="Compares how sure a sigmoid or softmax head is with how often it is right",
    settings=OutputProbabilitySettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Each dot gathers test images about which the network is equally sure: on the dotted line it is "
    "right as often as it says. On the right is the mean distance from that line when all scores are divided by T.",
    can_mislead="The test images are like the training images; on other images a network can be sure and wrong. The "
    "best temperature was looked up on the test images here, which flatters it.",
    thread_sentence="At an output layer, most often the activation function used is sigmoid() because it re-scales a "
    "floating point number into a range of 0 to 1. This helps if you want to consider an output as a probability.",
    gallery=(
        "output-probability",
        "output-probability?temperature=3",
        "output-probability?head=sigmoid",
        "output-probability?head=sigmoid&temperature=0.2",
    ),
)
