"""How many hidden units XOR needs, and how often training finds the solution: a share over many small networks."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from pydantic import Field

from sims import curves, figures, pictures
from sims.activations import ACTIVATIONS, NAMES
from sims.arrays import Array
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
from sims.network import HE
from sims.options import OneOf
from sims.training import BETA1, BETA2, EPSILON
from sims.words import counted, mean_note, seeds_in_words, spread_note

CORNERS = np.array([(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)], np.float32)
LABELS = np.array([0.0, 1.0, 1.0, 0.0], np.float32)  # 1 where the signs differ
NETS = 200  # per seed
STEPS, RATE = 800, 0.05
# A linear network can tie all four scores and be right by a rounding error: only a clear answer counts
MARGIN = 0.9
REGION_SIDE, REGION_REACH = 81, 1.5


class XorSettings(LearnedSettings):
    """Which hidden activation, and up to how many units."""

    hidden: Annotated[
        Annotated[str, OneOf(*NAMES)], Field(description="Activation of the hidden layer (identity: linear)")
    ] = "relu"
    units: Annotated[int, Field(ge=1, le=8, description="Hidden units: every number from 1 up to this is tried")] = 4

    @property
    def work_seconds(self) -> float:
        """Of training, for every number of units up to the largest."""
        return 0.1 + self.seeds * 0.011 * self.units * (self.units + 1) / 2


@dataclass(frozen=True)
class Nets:
    """A stack of networks with two inputs, `units` hidden units and a softmax over two scores.

    Only the difference of the two scores matters, so it alone is kept. The last axis is the network.
    """

    first: Array  # (units, 3, nets): two weights and a bias
    last: Array  # (units, nets), of class 1 minus class 0
    offset: Array  # (nets,), likewise

    def probability(self, points: Array, hidden: str) -> Array:
        """P(class 1) of each point (points, nets)."""
        values = ACTIVATIONS[hidden].value(self._before(points))
        scores: Array = (values * self.last[:, None]).sum(axis=0) + self.offset
        return curves.sigmoid(scores)

    def _before(self, points: Array) -> Array:
        x, y = points[:, 0, None], points[:, 1, None]
        before: Array = self.first[:, 0, None] * x + self.first[:, 1, None] * y + self.first[:, 2, None]
        return before

    def gradients(self, hidden: str) -> list[Array]:
        """The slopes of the mean cross-entropy over the four corners."""
        before, activation = self._before(CORNERS), ACTIVATIONS[hidden]
        values = activation.value(before)
        scores = (values * self.last[:, None]).sum(axis=0) + self.offset
        errors = (curves.sigmoid(scores) - LABELS[:, None]) / len(LABELS)
        below = errors * self.last[:, None] * activation.slope(before)
        x, y = CORNERS[:, 0, None], CORNERS[:, 1, None]
        first = np.stack([(below * x).sum(axis=1), (below * y).sum(axis=1), below.sum(axis=1)], axis=1)
        return [first, (values * errors).sum(axis=1), errors.sum(axis=0)]


@dataclass(frozen=True)
class Shares:
    """How often each number of units solved XOR, and what one network of the first seed says in the plane."""

    results: Results
    region: Array
    region_is_solved: bool
    linear_solved: int

    def share(self, units: int) -> float:
        """Mean over the seeds."""
        return self.results.metric("success_share", units=units).mean


def compute(settings: XorSettings, watch: Watch) -> Shares:
    """Train all networks for each number of units, and linear ones beside the largest."""
    metrics = []
    done = settings.units * (settings.units + 1) / 2
    for units in range(1, settings.units + 1):
        before = units * (units - 1) / 2
        with watch.part("train"):
            nets = train_nets(settings.hidden, units, settings.seed_list, partial(_report, watch, before, units, done))
        with watch.part("evaluate"):
            solved = is_solved(nets, settings.hidden)
            metrics.append(
                measured("success_share", {"units": units}, solved.reshape(settings.seeds, NETS).mean(axis=1))
            )
    with watch.part("train"):
        linear = train_nets("identity", settings.units, settings.seed_list)
    linear_solved = int(is_solved(linear, "identity").sum())
    check = Check("linear networks that solve XOR", linear_solved == 0, float(linear_solved), 0.0)
    shown = int(solved[:NETS].argmax())
    region = _region(nets, settings.hidden, shown)
    results = Results(settings.seed_list, len(LABELS), 0, versions(), tuple(metrics), (check,))
    return Shares(results, region, bool(solved[shown]), linear_solved)


def _report(watch: Watch, before: float, units: int, done: float, part: float) -> None:
    watch.report(0.9 * (before + units * part) / done)


def new_nets(hidden: str, units: int, seeds: tuple[int, ...]) -> Nets:
    """He's variance for ReLU and its kin, Glorot's for the rest; biases start at 0."""
    nets = len(seeds) * NETS
    first, last = np.zeros((units, 3, nets), np.float32), np.zeros((units, nets), np.float32)
    for at, seed in enumerate(seeds):
        rng, part = np.random.default_rng([seed, units]), slice(at * NETS, (at + 1) * NETS)
        first[:, :2, part] = rng.standard_normal((units, 2, NETS)) * np.sqrt(1 if hidden in HE else 2 / (2 + units))
        last[:, part] = rng.standard_normal((units, NETS)) * np.sqrt(4 / (units + 2))
    return Nets(first, last, np.zeros(nets, np.float32))


def train_nets(hidden: str, units: int, seeds: tuple[int, ...], report: partial[None] | None = None) -> Nets:
    """Adam on the four corners, all networks at once; what overflows is not solved."""
    nets = new_nets(hidden, units, seeds)
    # of two scores with opposite slopes, Adam moves each by its rate: their difference by twice as much
    parameters, rates = [nets.first, nets.last, nets.offset], (RATE, 2 * RATE, 2 * RATE)
    means, squares = ([np.zeros_like(values) for values in parameters] for _ in range(2))
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, STEPS + 1):
            slopes = nets.gradients(hidden)
            for values, slope, rate, mean, square in zip(parameters, slopes, rates, means, squares, strict=True):
                mean += (1 - BETA1) * (slope - mean)
                square += (1 - BETA2) * (slope * slope - square)
                size = np.sqrt(square / (1 - BETA2**step)) + EPSILON
                values -= rate / (1 - BETA1**step) * mean / size
            if report and step % 100 == 0:
                report(step / STEPS)
    return nets


def is_solved(nets: Nets, hidden: str) -> NDArray[np.bool_]:
    """Whether each network gives every corner its class with more than the margin."""
    with np.errstate(over="ignore", invalid="ignore"):
        probability = nets.probability(CORNERS, hidden)
    right = np.where(LABELS[:, None] == 1, probability, 1 - probability).min(axis=0)
    return np.asarray(right > MARGIN)


def _region(nets: Nets, hidden: str, at: int) -> Array:
    line = np.linspace(-REGION_REACH, REGION_REACH, REGION_SIDE)
    plane = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    one = Nets(nets.first[..., at, None], nets.last[:, at, None], nets.offset[at, None])
    with np.errstate(over="ignore", invalid="ignore"):
        return np.nan_to_num(one.probability(plane, hidden)).reshape(REGION_SIDE, REGION_SIDE)


def linear_twin(settings: XorSettings) -> XorSettings:
    """The same networks without their activation."""
    return settings.model_copy(update={"hidden": "identity"})


def draw(settings: XorSettings, outcome: Shares) -> Figure:
    """One network in the plane, and the share of the networks that solve XOR for each number of units."""
    figure = figures.new_figure(headline(settings, outcome))
    plane = pictures.add_plane(figure, (0.03, 0.22, 0.345, 0.345 / 0.6), outcome.region, REGION_REACH)
    pictures.draw_two_classes(plane, CORNERS, LABELS, size=17)
    units = counted(settings.units, "unit")
    figures.name_panel(plane, f"{units}: a net that {'solves' if outcome.region_is_solved else 'fails'}")
    figures.add_note(
        figure, 0.03, 0.14, "no colour: undecided" if settings.hidden == "identity" else "colour: chosen class"
    )
    figures.add_note(figure, 0.03, 0.075, f"linear: {outcome.linear_solved} of {NETS * settings.seeds}")
    axes = figures.add_axes(figure, 0.52, 0.15, 0.455, 0.68)
    counts = np.arange(1, settings.units + 1)
    metrics = [outcome.results.metric("success_share", units=int(count)) for count in counts]
    shares = 100 * np.array([metric.mean for metric in metrics])
    axes.bar(counts, shares, 0.66, color=figures.BLUE)
    if settings.seeds > 1:
        errors = 100 * np.array([metric.sd for metric in metrics])
        figures.draw_sd(axes, counts, shares, errors, (0, 100))
    for count, share, metric in zip(counts, shares, metrics, strict=True):
        text = figures.percent(metric.mean).removesuffix(" %")
        height = min(share + 100 * metric.sd, 100) + 2
        axes.text(float(count), height, text, size=figures.TEXT, color=figures.INK, ha="center", va="bottom")
    axes.set(xlim=(0.4, settings.units + 0.6), ylim=(0, 112))
    figures.tick_x(axes, counts, [str(count) for count in counts])
    figures.tick_y(axes, [0, 50, 100], ["0", "50", "100"])
    note = spread_note(outcome.results.seeds)
    figures.label_axes(axes, f"hidden units ({note})", "% of runs that solve it")
    return figure


def headline(settings: XorSettings, outcome: Shares) -> str:
    """The one message of the picture."""
    name = ACTIVATIONS[settings.hidden].title
    if settings.hidden == "identity":
        return f"Linear networks never solve XOR: 0 of {settings.seeds * NETS * settings.units:,}"
    units = min(2, settings.units) if outcome.share(1) < 0.5 else 1
    share = figures.percent(outcome.share(units))
    return f"{counted(units, f'{name} unit')} learned XOR in {share} of runs"


def caption(settings: XorSettings, outcome: Shares) -> str:
    """What was done, how often, and what was not simulated."""
    init = "He" if settings.hidden in HE else "Glorot"
    return (
        f"The four corners of XOR, {STEPS} steps of Adam ({RATE}), {NETS} networks per seed with {init} weights;"
        f" solved: every corner gets its class with a probability above {figures.percent(MARGIN)}."
        f" There is nothing beyond the corners, so {outcome.results.n_test} test points."
        f" {seeds_in_words(outcome.results.seeds, 'whiskers')}; drawn: one network of seed {settings.seed}."
        f" Of {settings.seeds * NETS} linear networks of {counted(settings.units, 'unit')} {outcome.linear_solved}"
        " solve it. Not simulated: other starting weights, learning rates or longer training, which change the shares."
    )


def alt_text(settings: XorSettings, outcome: Shares) -> str:
    """The finding in words and numbers."""
    rows = [outcome.results.metric("success_share", units=count) for count in range(1, settings.units + 1)]
    shares = "; ".join(
        f"{counted(int(row.where['units']), 'unit')} {figures.percent(row.mean, 1)}"
        + (f" ± {figures.number(100 * row.sd, 1)}" if settings.seeds > 1 else "")
        for row in rows
    )
    solves = "solves" if outcome.region_is_solved else "does not solve"
    return (
        f"{headline(settings, outcome)}. Bars of the share of runs that give all four corners of XOR the right class"
        f" with more than {figures.percent(MARGIN)}, {ACTIVATIONS[settings.hidden].title},"
        f" {mean_note(outcome.results.seeds)} of {NETS} networks each: {shares}."
        f" Beside them the plane as one network of {counted(settings.units, 'unit')}"
        f" sees it, which {solves} XOR. Linear networks: {outcome.linear_solved} of {settings.seeds * NETS}."
    )


def script(settings: XorSettings) -> ScriptNeeds:
    """The same networks, as plain arrays."""
    constants = {"nets": NETS, "steps": STEPS, "rates": (RATE, 2 * RATE, 2 * RATE), "margin": MARGIN}
    traits = frozenset({"he" if settings.hidden in HE else "glorot"})
    return ScriptNeeds((), (settings.hidden, "sigmoid"), constants, traits)


EXPERIMENT = Experiment(
    name="xor",
    title="XOR: enough units is not yet a solution",
    summary="Counts how often small networks learn XOR, by the number of hidden units",
    settings=XorSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="On the left is the plane of the two inputs: round and square corners belong to different classes. On "
    "the right is the share of networks that learned all four corners, from random starts.",
    can_mislead="A low share does not mean that so few units cannot do it: two ReLU units suffice, training just does "
    "not find them each time. The shares depend on the starting weights and the learning rate.",
    thread_sentence="If you don't include the non-linear activation, there is literally no point in having multiple "
    "layers: you can't express a more complex function than a linear function.",
    gallery=("xor", "xor?hidden=gelu", "xor?hidden=tanh", "xor?hidden=identity"),
)
