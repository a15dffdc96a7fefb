"""Whether the flat tails of the sigmoid hide brightness, as 0.994 and 0.992 suggest: where trained units really are."""

from dataclasses import dataclass
from functools import partial
from math import log
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from sims import curves, digits, figures
from sims.arrays import Array
from sims.digits import Split
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
from sims.training import Plan, train
from sims.words import counted, mean_note, seeds_in_words, spread_note

WIDTH = 64
RATE = 0.003
SATURATED, HIGH = 4.0, 0.992
BEFORE, AFTER = 0.994, 0.992  # the pair of the thread
RATIO, RATIO_WINDOW = 0.943, 0.001  # of their pre-activations: the student's pair is a dimming to 94 %
SCALES = (0.2, 0.4, 0.94, 1.0)
BINS = (0.0, 0.002, 0.01, 0.05, 0.1, 1.0)
BIN_NAMES = ("≤ .002", "≤ .01", "≤ .05", "≤ .1", "> .1")
FEATURES, RIDGE, THRESHOLD_SCALES = 512, 100.0, (0.2, 0.4, 2.0)
TYPICAL = 1.5  # |z| of the median unit of the default network


class SigmoidSquashSettings(LearnedSettings):
    """How much fainter the ink gets, and how the network was made."""

    scale: Annotated[float, Field(ge=0.05, le=4, description="The test images' ink is multiplied by this")] = 0.4
    epochs: Annotated[int, Field(ge=1, le=300, description="Passes through the training images")] = 40
    gain: Annotated[float, Field(ge=1, le=64, description="First weights, as a multiple of Glorot's")] = 1.0

    @property
    def work_seconds(self) -> float:
        """Of training, and a fixed part."""
        return 0.4 + self.seeds * self.epochs * 8e-4

    @property
    def scales(self) -> tuple[float, ...]:
        """Where the change is measured."""
        return tuple(sorted({*SCALES, self.scale}))


@dataclass(frozen=True)
class Squash:
    """The results, the share of units in each bin of change, and the middle |z|."""

    results: Results
    bins: Array  # (seeds, bins)
    middle: float

    def mean(self, name: str, **where: float) -> float:
        """Mean over the seeds."""
        return self.results.metric(name, **where).mean


def compute(settings: SigmoidSquashSettings, watch: Watch) -> Squash:
    """Train a sigmoid network, then dim the test images and look at every hidden unit."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
    with watch.part("train"):
        network = _train(settings, split, watch)
    with watch.part("evaluate"):
        before = _hidden(network, split.test_images)
        values = curves.sigmoid(before)
        metrics = [
            _share("share_saturated", np.abs(before) > SATURATED),
            _share("share_above_0.992", values >= HIGH),
            _share("share_between_0.1_and_0.9", (values > 0.1) & (values < 0.9)),
        ]
        bins: Array = np.zeros((settings.seeds, len(BIN_NAMES)))
        for scale in settings.scales:
            dimmed = scale * split.test_images.astype(np.float64)
            change = np.abs(curves.sigmoid(_hidden(network, dimmed)) - values)
            right = network.scores(dimmed).argmax(axis=-1) == split.test_labels
            where = {"scale": scale}
            metrics.append(measured("mean_abs_change", where, change.mean(axis=(1, 2))))
            metrics.append(measured("share_changed_at_most_0.002", where, (change <= BINS[1]).mean(axis=(1, 2))))
            metrics.append(measured("accuracy", where, right.mean(axis=1)))
            if scale == settings.scale:
                bins = np.array([np.histogram(of_seed, BINS)[0] / of_seed.size for of_seed in change])
        thresholds = [threshold_network(split, at, seed) for at, seed in enumerate(settings.seed_list)]
        changed, accuracies = zip(*thresholds, strict=True)
        metrics.append(measured("threshold_labels_changed", {}, changed, "labels per seed"))
        metrics.append(measured("threshold_accuracy", {}, accuracies))
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    results = Results(settings.seed_list, *sizes, versions(), tuple(metrics), tuple(_checks(sum(changed))))
    return Squash(results, bins, float(np.median(np.abs(before))))


def _share(name: str, is_so: Array) -> Metric:
    return measured(name, {}, is_so.mean(axis=(1, 2)))


def _checks(changed: float) -> list[Check]:
    ratio = _logit(AFTER) / _logit(BEFORE)
    return [
        Check("logit 0.992 / logit 0.994 is 0.943", abs(ratio - RATIO) <= RATIO_WINDOW, ratio, RATIO),
        Check("hard thresholds without bias: labels unchanged", changed == 0, float(changed), 0.0),
    ]


def _logit(p: float) -> float:
    return log(p / (1 - p))


def _train(settings: SigmoidSquashSettings, split: Split, watch: Watch) -> Network:
    network = Network(Shape((64, WIDTH, digits.CLASSES), "sigmoid"), settings.seeds)
    rngs = [np.random.default_rng([seed, 1]) for seed in settings.seed_list]
    network.initialise(rngs)
    network.weights[0] *= settings.gain
    plan = Plan(settings.epochs, RATE)
    train(network, split.train_images, split.train_labels, rngs, plan, report=partial(_report, watch))
    return network


def _report(watch: Watch, part: float) -> None:
    watch.report(0.85 * part)


def _hidden(network: Network, images: Array) -> Array:
    """The pre-activations of the hidden layer (seeds, images, units)."""
    weights = network.weights[0].astype(np.float64)
    before: Array = images.astype(np.float64) @ weights[:, :-1] + weights[:, -1:]
    return before


def threshold_network(split: Split, at: int, seed: int) -> tuple[int, float]:
    """Random hard thresholds sign(W x) with a fitted last layer: labels changed by dimming, and test accuracy."""
    weights = np.random.default_rng([seed, 2]).standard_normal((64, FEATURES))
    train_signs = np.sign(split.train_images[at].astype(np.float64) @ weights)
    targets = np.eye(digits.CLASSES)[split.train_labels[at]]
    last = np.linalg.solve(train_signs.T @ train_signs + RIDGE * np.eye(FEATURES), train_signs.T @ targets)
    images = split.test_images[at].astype(np.float64)
    labels = [(np.sign(scale * images @ weights) @ last).argmax(axis=1) for scale in (1.0, *THRESHOLD_SCALES)]
    changed = sum(int((found != labels[0]).sum()) for found in labels[1:])
    return changed, float((labels[0] == split.test_labels[at]).mean())


def draw(settings: SigmoidSquashSettings, outcome: Squash) -> Figure:
    """The curve with the thread's pair and a typical unit, beside how much all units change."""
    figure = figures.new_figure(headline(settings, outcome))
    axes = figures.add_axes(figure, 0.075, 0.15, 0.375, 0.68)
    _draw_curve(axes, settings.scale, outcome.middle)
    axes = figures.add_axes(figure, 0.575, 0.15, 0.41, 0.68)
    _draw_bins(axes, outcome.bins)
    figures.name_panel(axes, f"change of output, ink ×{figures.number(settings.scale)}")
    figures.label_axes(axes, f"% of all units ({spread_note(outcome.results.seeds)})")
    return figure


def _draw_curve(axes: Axes, scale: float, middle: float) -> None:
    z = np.linspace(-7, 7, 301)
    axes.plot(z, curves.sigmoid(z), color=figures.INK, linewidth=3, zorder=1)
    pair = np.array([_logit(BEFORE), _logit(AFTER)])
    axes.plot(pair, curves.sigmoid(pair), "o", color=figures.ORANGE, markersize=13)
    axes.text(-6.6, 0.86, "the thread:\n.994 to .992", size=figures.TEXT, color=figures.ORANGE, ha="left", va="center")
    typical = np.clip(np.array([middle, scale * middle]), -6.8, 6.8)
    values = curves.sigmoid(typical)
    axes.plot(typical, values, "o", color=figures.BLUE, markersize=13)
    text = f"middle unit:\n{_short(values[0])} to {_short(values[1])}"
    axes.text(6.9, 0.26, text, size=figures.TEXT, color=figures.BLUE, ha="right", va="center")
    axes.set(xlim=(-7, 7), ylim=(-0.03, 1.05))
    figures.label_axes(axes, "input z of the unit")
    figures.tick_x(axes, [-5, 0, 5], [f"{figures.MINUS}5", "0", "5"])
    figures.tick_y(axes, [0, 0.5, 1], ["0", ".5", "1"])
    figures.name_panel(axes, "sigmoid of z")


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")


def _draw_bins(axes: Axes, bins: Array) -> None:
    places = range(len(BIN_NAMES))
    colours = [figures.ORANGE] + [figures.BLUE] * (len(BIN_NAMES) - 1)
    shares, sds = 100 * bins.mean(axis=0), 100 * bins.std(axis=0, ddof=min(1, len(bins) - 1))
    axes.barh([-place for place in places], shares, 0.72, color=colours)
    if len(bins) > 1:
        figures.draw_sd(axes, -np.array(places), shares, sds, (0, 100), across=True)
    for place, share, sd, name in zip(places, shares, sds, BIN_NAMES, strict=True):
        text = figures.percent(share / 100, 1)
        axes.text(share + sd + 2, -place, text, size=figures.TEXT, color=figures.INK, va="center")
        axes.text(-1.5, -place, name, size=figures.TEXT, color=figures.INK, ha="right", va="center")
    axes.set_xlim(0, 1.3 * (shares + sds).max())
    for side in ("bottom", "left"):
        axes.spines[side].set_visible(False)


def headline(settings: SigmoidSquashSettings, outcome: Squash) -> str:
    """The one message of the picture."""
    share = figures.percent(outcome.mean("share_above_0.992"), 1)
    if settings.gain == 1 and settings.epochs <= 60:
        return f"Few units sit on the flat tail: {share} above .992"
    return f"{share} of the units lie above .992"


def caption(settings: SigmoidSquashSettings, outcome: Squash) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    gain = f", first weights times {figures.number(settings.gain)}" if settings.gain != 1 else ""
    return (
        f"64-{WIDTH}-10 sigmoid network{gain}, 8x8 digits, {counted(settings.epochs, 'epoch')} of Adam on"
        f" {results.n_train} images; its {WIDTH} hidden units on {results.n_test} test images, ink times"
        f" {figures.number(settings.scale)}. {seeds_in_words(results.seeds, 'whiskers')}. 0.994 to 0.992 is a dimming"
        " to 94 % of a unit far out. A unit also changes little where its input is near 0, not only where it is"
        f" saturated. Middle unit: the median |z|, without its bias. Hard thresholds without bias (sign of {FEATURES}"
        f" random sums) keep every label and get {figures.percent(outcome.mean('threshold_accuracy'), 1)} right. Not"
        " simulated: haze, clipping, deeper networks, other data."
    )


def alt_text(settings: SigmoidSquashSettings, outcome: Squash) -> str:
    """The finding in words and numbers."""
    mean = outcome.mean
    bins = ", ".join(
        f"{name} {figures.percent(share, 1)}" for name, share in zip(BIN_NAMES, outcome.bins.mean(axis=0), strict=True)
    )
    saturated, middle = mean("share_saturated"), mean("share_between_0.1_and_0.9")
    scale = figures.number(settings.scale)
    return (
        f"{headline(settings, outcome)}. Left, the sigmoid with the pair 0.994 and 0.992 on its flat end and the middle"
        f" unit of a trained network. Right, by how much the outputs of all hidden units change at ink times {scale}:"
        f" {bins}; on average {figures.number(mean('mean_abs_change', scale=settings.scale), 3)}."
        f" {figures.percent(saturated, 1)} of the units are saturated (|z| above 4), {figures.percent(middle)} lie"
        f" between 0.1 and 0.9. Accuracy {figures.percent(mean('accuracy', scale=1.0), 1)} at full ink,"
        f" {figures.percent(mean('accuracy', scale=settings.scale), 1)} at {scale};"
        f" {mean_note(outcome.results.seeds)}."
    )


def script(settings: SigmoidSquashSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    plan = Plan(settings.epochs, RATE)
    constants = {"batch": plan.batch, "rate": RATE, "scales": settings.scales}
    traits = frozenset({*plan.traits(rows=1347), "plain", "dense", "gain"})
    return ScriptNeeds(("digits", "network", "train"), ("sigmoid",), constants, traits)


EXPERIMENT = Experiment(
    name="sigmoid-squash",
    title="Does the sigmoid's flat tail hide brightness?",
    summary="Shows how far the hidden units of a trained sigmoid network move when ink gets fainter",
    settings=SigmoidSquashSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="On the left, two units before and after: the pair of the thread on the flat tail, and the middle unit "
    "of the trained network. On the right all units are sorted by how much their output changes.",
    can_mislead="A unit with a small change need not be saturated: where its input is near zero, dimming hardly moves "
    "it either. More saturation (longer training, larger first weights) does not make the network robust.",
    thread_sentence="When it is transformed by the sigmoid function it will have approximately the same value: the "
    "darker one would be 0.994 and the lighter one 0.992.",
    gallery=(
        "sigmoid-squash",
        "sigmoid-squash?scale=0.94",
        "sigmoid-squash?gain=16",
        "sigmoid-squash?epochs=300&scale=0.2",
    ),
)
