"""Units that are off for every training image: how learning rate, starting bias and activation kill them."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures
from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.digits import Split
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
from sims.network import Network, Shape
from sims.options import OneOf, shortest
from sims.training import Plan, train
from sims.words import counted, mean_note, seeds_in_words, spread_note

WIDTH, LAYERS, EPOCHS = 64, 2, 15
HIDDEN = ("relu", "leaky-relu", "elu", "gelu", "silu", "mish", "softplus", "tanh", "sigmoid")
SLOW = frozenset(HIDDEN) - {"relu", "tanh", "sigmoid"}
OFF_BIAS = -6.0  # of a unit that must be off: what the weights of a new one add is seven times less in the mean
LAMPS = (4, 16)  # rows and columns: one lamp for each unit of the first layer
LAMP = 0.0088  # of the width of the card, from one to the next


class DeadReluSettings(LearnedSettings):
    """Which hidden units, and how they are trained."""

    less_work = "fewer seeds or learning rates"

    hidden: Annotated[Annotated[str, OneOf(*HIDDEN)], Field(description="Activation of both hidden layers")] = "relu"
    optimizer: Annotated[Literal["adam", "sgd"], Field(description="sgd has momentum 0.9")] = "adam"
    learning_rates: Annotated[
        tuple[Annotated[float, Field(ge=1e-4, le=3)], ...],
        Field(min_length=1, max_length=6, description="Learning rates to compare, each constant"),
    ] = (0.003, 0.01, 0.03, 0.1, 0.3)
    bias: Annotated[float, Field(ge=-5, le=1, description="Bias that every hidden unit starts with")] = 0.0

    @property
    def work_seconds(self) -> float:
        """Of training, and of looking for dead units in float64."""
        return self.seeds * len(self.learning_rates) * (0.09 if self.hidden in SLOW else 0.04)


@dataclass(frozen=True)
class Deaths:
    """The results, and which units of the first seed's first layer are off, for each learning rate."""

    results: Results
    is_off: dict[float, Array]

    def mean(self, name: str, rate: float) -> float:
        """Mean over the seeds."""
        return self.results.metric(name, learning_rate=rate).mean


def compute(settings: DeadReluSettings, watch: Watch) -> Deaths:
    """Train one network per seed and learning rate; a unit is off if no training image makes its input positive."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
    metrics, is_off = [], {}
    at_start = off_units(_new_network(settings), split.train_images)
    metrics.append(measured("dead_share_at_start", {}, at_start.mean(axis=1)))
    for done, rate in enumerate(settings.learning_rates):
        with watch.part("train"):
            report = partial(_report, watch, done, len(settings.learning_rates))
            network, has_overflowed = _train(settings, split, rate, report)
        with watch.part("evaluate"), np.errstate(over="ignore", invalid="ignore"):
            off = off_units(network, split.train_images)
            right = network.scores(split.test_images).argmax(axis=-1) == split.test_labels
        where = {"learning_rate": rate}
        metrics.append(measured("dead_share", where, off.mean(axis=1)))
        metrics.append(measured("accuracy", where, right.mean(axis=1)))
        metrics.append(measured("overflow_share", where, has_overflowed))
        is_off[rate] = off[0, :WIDTH]
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    return Deaths(Results(settings.seed_list, *sizes, versions(), tuple(metrics), _checks(settings, split)), is_off)


def _report(watch: Watch, done: int, rates: int, part: float) -> None:
    watch.report((done + 0.9 * part) / rates)


def _new_network(settings: DeadReluSettings) -> Network:
    network = Network(Shape((64, *[WIDTH] * LAYERS, digits.CLASSES), settings.hidden), settings.seeds)
    network.initialise([np.random.default_rng([seed, 1]) for seed in settings.seed_list])
    for weights in network.weights[:-1]:
        weights[:, -1] = settings.bias
    return network


def _train(settings: DeadReluSettings, split: Split, rate: float, report: partial[None]) -> tuple[Network, Array]:
    """The trained networks, and which of them overflowed: their weights are set to 0."""
    network = _new_network(settings)
    rngs = [np.random.default_rng([seed, 2]) for seed in settings.seed_list]
    plan = Plan(EPOCHS, rate, optimizer=settings.optimizer)
    with np.errstate(over="ignore", invalid="ignore"):  # a rate that is far too large may overflow
        train(network, split.train_images, split.train_labels, rngs, plan, report=report)
    has_overflowed = np.any([~np.isfinite(weights).all(axis=(1, 2)) for weights in network.weights], axis=0)
    for weights in network.weights:
        weights[has_overflowed] = 0
    return network, has_overflowed


def off_units(network: Network, images: Array) -> Array:
    """Whether the input z of each hidden unit is at most 0 for all images (seeds, units)."""
    values = np.asarray(images, np.float64)
    activation, off = ACTIVATIONS[network.shape.hidden].value, []
    for weights in network.weights[:-1]:
        exact = weights.astype(np.float64)
        before = values @ exact[:, :-1] + exact[:, -1:]
        off.append(before.max(axis=1) <= 0)
        values = activation(before)
    return np.concatenate(off, axis=1)


def _checks(settings: DeadReluSettings, split: Split) -> tuple[Check, ...]:
    """A ReLU unit that is off for a whole batch gets no gradient at all; any other activation leaks some."""
    network, batch = _new_network(settings), split.train_images[:, :64]
    network.weights[0][:, -1, 0] = OFF_BIAS
    inputs = np.concatenate([batch, np.ones((*batch.shape[:2], 1))], axis=2).astype(np.float32)
    targets = (np.arange(digits.CLASSES)[:, None] == split.train_labels[:, None, :64]).astype(np.float32) / 64
    network.gradient_steps(64)(inputs, targets)
    largest = np.abs(network.weight_gradients[0][:, :, 0]).max(axis=1)
    if settings.hidden == "relu":
        most = float(largest.max())
        return (Check("a ReLU unit that is off for all images gets no gradient", most == 0, most, 0.0),)
    least, name = float(largest.min()), ACTIVATIONS[settings.hidden].title
    return (Check(f"a {name} unit that is off for all images gets a gradient", least > 0, least, 0.0),)


def draw(settings: DeadReluSettings, outcome: Deaths) -> Figure:
    """Bars of the share of units that are off, with the accuracies above, and the lamps of one network."""
    figure = figures.new_figure(headline(settings, outcome))
    rates = settings.learning_rates
    axes = figures.add_axes(figure, 0.14, 0.15, 0.85, 0.49)
    metrics = [outcome.results.metric("dead_share", learning_rate=rate) for rate in rates]
    shares, spread = (100 * np.array(values) for values in zip(*((one.mean, one.sd) for one in metrics), strict=True))
    places = np.arange(len(rates), dtype=float)
    axes.bar(places, shares, 0.2 * min(len(rates), 3), color=figures.BLUE)
    if settings.seeds > 1:
        figures.draw_sd(axes, places, shares, spread, (0, 100))
    for place, share, width in zip(places, shares, spread, strict=True):
        text = figures.percent(share / 100)
        height = min(share + width, 100) + 2
        axes.text(place, height, text, size=figures.TEXT, color=figures.INK, ha="center", va="bottom")
    axes.set(xlim=(-0.55, len(rates) - 0.45), ylim=(0, 120))
    figures.tick_x(axes, places, [figures.compact(rate) for rate in rates])
    figures.tick_y(axes, [0, 50, 100], ["0", "50", "100"])
    note = spread_note(outcome.results.seeds)
    figures.label_axes(axes, f"learning rate of {_optimizer(settings)} ({note})", "% of units off")
    _draw_above(figure, outcome, rates, axes.get_position().x0, axes.get_position().width)
    return figure


def _draw_above(figure: Figure, outcome: Deaths, rates: tuple[float, ...], left: float, width: float) -> None:
    """Above each bar the test accuracy, and one lamp for each unit of the first layer: dark is off."""
    column = width / len(rates)
    for at, rate in enumerate(rates):
        middle = left + column * (at + 0.5)
        text = figures.percent(outcome.mean("accuracy", rate))
        figure.text(
            middle, 0.675, text, size=figures.TEXT, weight="bold", color=figures.GREEN, ha="center", va="center"
        )
        lamps = outcome.is_off[rate].reshape(LAMPS)
        rows, columns = np.indices(LAMPS)
        across = middle + LAMP * (columns - (LAMPS[1] - 1) / 2)
        up = 0.735 + LAMP / 0.6 * rows
        figures.add_marks(figure, across[~lamps], up[~lamps], "s", figures.ORANGE, size=5)
        figures.add_marks(figure, across[lamps], up[lamps], ".", figures.GREY, size=4)
    figure.text(
        0.5, 0.855, "lamps: layer 1, lit = alive", size=figures.TEXT, color=figures.ORANGE, ha="center", va="center"
    )
    figure.text(0.012, 0.675, "correct", size=figures.TEXT, color=figures.GREEN, ha="left", va="center")


def _optimizer(settings: DeadReluSettings) -> str:
    return "Adam" if settings.optimizer == "adam" else "SGD"


def headline(settings: DeadReluSettings, outcome: Deaths) -> str:
    """The one message of the picture."""
    rates, name = settings.learning_rates, ACTIVATIONS[settings.hidden].title
    off, right = ([outcome.mean(metric, rate) for rate in rates] for metric in ("dead_share", "accuracy"))
    bias = f", bias {figures.number(settings.bias)}" if settings.bias else ""
    if wild := [rate for rate in rates if outcome.mean("overflow_share", rate)]:
        return f"{name}{bias}: training overflows at {figures.compact(wild[0])}"
    if len(rates) == 1:
        return f"{name}{bias}: {figures.percent(off[0])} off, {figures.percent(right[0])} right"
    if settings.hidden == "relu" and min(off) < 0.3 and max(off) > 0.6 and off[0] == min(off):
        low, high = (f"{figures.percent(off[at])} dead at {figures.compact(rates[at])}" for at in (0, -1))
        long = f"{name}{bias}: {low}, {high}"
        if len(long) <= figures.MAX_TITLE:
            return long
    return f"{name}{bias}: {figures.percent(min(off))} to {figures.percent(max(off))} off"


def caption(settings: DeadReluSettings, outcome: Deaths) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    wild = sum(round(settings.seeds * outcome.mean("overflow_share", rate)) for rate in settings.learning_rates)
    overflow = f" {counted(wild, 'network')} overflowed: weights set to 0, all units off." if wild else ""
    start = figures.percent(results.metric("dead_share_at_start").mean, 1)
    return (
        f"64-{WIDTH}-{WIDTH}-10 network with {ACTIVATIONS[settings.hidden].title}, 8x8 digits, {EPOCHS} epochs of"
        f" {_optimizer(settings)} at a constant rate, hidden biases from {figures.number(settings.bias)} on;"
        f" {results.n_test} test images. Off: z is at most 0 for all {results.n_train} training images ({start} before"
        f" training). For ReLU such a unit is dead; other activations still pass some gradient there.{overflow}"
        f" {seeds_in_words(results.seeds, 'whiskers')}; lamps: seed {results.seeds[0]}."
        " Not simulated: rates that fall, warm-up, normalisation, deeper networks."
    )


def alt_text(settings: DeadReluSettings, outcome: Deaths) -> str:
    """The finding in words and numbers."""
    rows = []
    for rate in settings.learning_rates:
        off, right = (outcome.results.metric(name, learning_rate=rate) for name in ("dead_share", "accuracy"))
        spread = f" ± {figures.number(100 * off.sd, 1)}" if settings.seeds > 1 else ""
        rows.append(
            f"{shortest(rate)}: {figures.percent(off.mean, 1)}{spread} off, {figures.percent(right.mean, 1)} right"
        )
    return (
        f"{headline(settings, outcome)}. Bars of the share of {ACTIVATIONS[settings.hidden].title} units that are off"
        f" for every training image, with the test accuracy and a grid of lamps above each. {_optimizer(settings)},"
        f" {counted(len(rows), 'learning rate')}, {mean_note(outcome.results.seeds)}: {'; '.join(rows)}."
    )


def script(settings: DeadReluSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    plan = Plan(EPOCHS, 0, optimizer=settings.optimizer)
    constants = {"epochs": EPOCHS, "batch": plan.batch, "width": WIDTH}
    traits = frozenset({*plan.traits(rows=1347), "plain", "dense", "biased"})
    return ScriptNeeds(("digits", "network", "train"), (settings.hidden,), constants, traits)


EXPERIMENT = Experiment(
    name="dead-relu",
    title="How ReLU units die",
    summary="Counts units that no training image switches on, by learning rate and starting bias",
    settings=DeadReluSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Each bar is the share of hidden units that are off for every training image. Above it, the test "
    "accuracy, and one lamp for each unit of the first layer: a lamp that is off is only a dot.",
    can_mislead="A negative input is not a dead unit: only one that is never positive is. Many dead units can coexist "
    "with a good network. Other activations pass a small gradient when off, which may be too small to help.",
    thread_sentence='ReLU has the "dead neuron" problem for all negative inputs, so it doesn\'t always work.',
    gallery=(
        "dead-relu",
        "dead-relu?bias=-3&learning_rates=0.003",
        "dead-relu?bias=-3&hidden=leaky-relu&learning_rates=0.003",
        "dead-relu?learning_rates=0.1,0.3,1&optimizer=sgd",
    ),
)
