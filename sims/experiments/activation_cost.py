"""What an activation costs, in time per number, next to the fastest ReLU: a measurement on this machine."""

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import floor, log10
from typing import Annotated, Literal

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import figures
from sims.activations import ACTIVATIONS, NAMES
from sims.arrays import Array
from sims.experiment import Check, Experiment, Metric, Results, ScriptNeeds, Settings, Watch, versions
from sims.options import OneOf

REFERENCE = "relu"
ROUNDS, FEWEST_ROUNDS = 41, 5
ENOUGH_SECONDS = 0.7  # of timing; then no new round begins
SHORTEST = 2e-4  # seconds of one timing: a clock is coarse for less
NOTE = "a measurement: it varies from run to run"


class ActivationCostSettings(Settings):
    """Which functions are timed, on how many numbers of which precision."""

    functions: Annotated[
        tuple[Annotated[str, OneOf(*NAMES)], ...],
        Field(min_length=1, max_length=6, description="Activation functions to time; ReLU is always timed too"),
    ] = ("sigmoid", "tanh", "leaky-relu", "elu", "gelu", "silu")
    size: Annotated[int, Field(ge=1000, le=1_000_000, description="How many numbers are handed over at once")] = 8192
    dtype: Annotated[Literal["float32", "float64"], Field(description="Precision of the numbers")] = "float32"

    @property
    def work_seconds(self) -> float:
        """It repeats until it has measured for so long, and at least a few times."""
        return 0.2 + len(self.functions) * self.size * 4e-7

    @property
    def compared(self) -> tuple[str, ...]:
        """The functions apart from the reference."""
        return tuple(name for name in self.functions if name != REFERENCE)


@dataclass(frozen=True)
class Times:
    """Nanoseconds per number: one row per function (ReLU first), one column per round."""

    results: Results
    nanoseconds: dict[str, Array]

    def ratio(self, name: str) -> float:
        """To ReLU."""
        return self.results.metric("ratio_to_relu", function=name).mean


def compute(settings: ActivationCostSettings, watch: Watch) -> Times:
    """Time all functions in turn, round after round, so that a busy moment hits them alike."""
    with watch.part("data"):
        z = (2 * np.random.default_rng(0).standard_normal(settings.size)).astype(settings.dtype)
        calls = {name: _call(name, z) for name in (REFERENCE, *settings.compared)}
        loops = {name: max(1, round(SHORTEST / _seconds(call, 1))) for name, call in calls.items()}
    with watch.part("evaluate"):
        seconds: dict[str, list[float]] = {name: [] for name in calls}
        start = time.perf_counter()
        for done in range(ROUNDS):
            if done >= FEWEST_ROUNDS and time.perf_counter() - start > ENOUGH_SECONDS:
                break
            for name, call in calls.items():
                seconds[name].append(_seconds(call, loops[name]))
            watch.report(0.9 * (done + 1) / ROUNDS)
    nanoseconds = {name: 1e9 * np.array(row) / settings.size for name, row in seconds.items()}
    metrics = [_median("ns_per_element", name, row, "ns") for name, row in nanoseconds.items()]
    metrics += [_median("ratio_to_relu", name, row / nanoseconds[REFERENCE]) for name, row in nanoseconds.items()]
    least = min(float(row.min()) for row in nanoseconds.values())
    check = Check("every time is above 0", least > 0, least, 0.0)
    environment = {**versions(), "machine": f"{platform.system()} {platform.machine()}"}
    return Times(Results((), 0, 0, environment, tuple(metrics), (check,)), nanoseconds)


def _call(name: str, z: Array) -> Callable[[], object]:
    if name == REFERENCE:  # against an array of zeros: twice as fast as against the number 0
        zeros = np.zeros_like(z)
        return lambda: np.maximum(z, zeros)
    curve = ACTIVATIONS[name].value
    return lambda: curve(z)


def _seconds(call: Callable[[], object], loops: int) -> float:
    call()  # not timed: it finds the memory that the call before may have given back
    start = time.perf_counter()
    for _ in range(loops):
        call()
    return max(time.perf_counter() - start, 1e-9) / loops


def _median(metric: str, name: str, rounds: Array, unit: str = "times") -> Metric:
    """The median of the rounds; an interruption makes single rounds much longer."""
    return Metric(metric, {"function": name}, float(np.median(rounds)), float(rounds.std()), (), unit)


def draw(settings: ActivationCostSettings, outcome: Times) -> Figure:
    """One row per function: how many times as long as ReLU, on a logarithmic axis."""
    figure = figures.new_figure(headline(settings, outcome))
    axes = figures.add_axes(figure, 0.30, 0.245, 0.55, 0.62)
    names = sorted(settings.compared, key=outcome.ratio)
    ratios = np.array([outcome.ratio(name) for name in names] or [1.0])
    axes.axvline(1, color=figures.INK, linewidth=2, linestyle=":")
    for row, name in enumerate(names):
        rounds = outcome.nanoseconds[name] / outcome.nanoseconds[REFERENCE]
        low, high = np.percentile(rounds, (25, 75))
        axes.plot([1, ratios[row]], [row, row], color=figures.BLUE, linewidth=2)
        axes.plot(ratios[row], row, "o", color=figures.BLUE, markersize=14)
        axes.plot([low, high], [row, row], color=figures.INK, linewidth=3, solid_capstyle="butt")
        height = 0.245 + 0.62 * (row + 0.6) / (len(names) + 0.2)
        text = {"size": figures.TEXT, "va": "center"}
        figure.text(0.28, height, ACTIVATIONS[name].title, text, color=figures.INK, ha="right")
        figure.text(0.865, height, _times(ratios[row]), text, color=figures.BLUE, weight="bold")
    axes.set_ylim(-0.6, max(len(names), 1) - 0.4)
    axes.spines["left"].set_visible(False)
    axes.set_xscale("log")
    low, high = min(0.7, 0.7 * ratios.min()), max(12.0, 1.3 * ratios.max())
    axes.set_xlim(low, high)
    ticks = [tick for tick in (0.01, 0.1, 1, 10, 100, 1000) if low <= tick <= high]
    figures.tick_x(axes, ticks, [f"{figures.number(tick)}×" for tick in ticks])
    nanoseconds = figures.compact(outcome.results.metric("ns_per_element", function=REFERENCE).mean)
    figures.label_axes(axes, f"time per number; 1× = ReLU, {nanoseconds} ns (log axis)")
    where = f"{settings.dtype}, {settings.size:,} numbers, numpy, 1 thread: varies by run"
    figure.text(0.5, 0.055, where, size=figures.TEXT, color=figures.INK, ha="center", va="center")
    return figure


def _times(ratio: float) -> str:
    digits = 2 if ratio < 0.95 else max(0, 1 - floor(log10(ratio)))
    return f"{figures.number(ratio, digits)}×"


def headline(settings: ActivationCostSettings, outcome: Times) -> str:
    """The one message of the picture: the slowest and the fastest here."""
    names = sorted(settings.compared, key=outcome.ratio)
    if not names:
        return "Here ReLU is the only one that was timed"
    told = [f"{ACTIVATIONS[name].title} {_times(outcome.ratio(name))}" for name in names]
    long = f"Time here: {told[-1]}, {told[0]} that of ReLU"
    if len(names) == 1 or len(long) > figures.MAX_TITLE:
        return f"Time here: {told[-1]} that of ReLU"
    return long


def caption(settings: ActivationCostSettings, outcome: Times) -> str:
    """What was timed, where, and what was not."""
    made = outcome.results.versions
    rounds = len(outcome.nanoseconds[REFERENCE])
    erf = " GELU needs an error function that numpy lacks: a compiled one is faster."
    return (
        "A measurement, not a simulation: the same recipe gives other numbers on another run or machine."
        f" {made['machine']}, Python {made['python']}, numpy {made['numpy']}, one thread; {settings.size:,} numbers of"
        f" {settings.dtype}; median of {rounds} interleaved rounds, short lines: the middle half of them. The ratio is"
        " to numpy's maximum with an array of zeros, the fastest ReLU; the others are the formulas of Rectify's table."
        f"{erf * ('gelu' in settings.functions)} There is no one ratio: it depends on library, precision, size and"
        " processor. Not measured: gradients, the matrix products beside which an activation is often a small part of a"
        " training step, graphics processors."
    )


def alt_text(settings: ActivationCostSettings, outcome: Times) -> str:
    """The times in words."""
    rows = [
        f"{ACTIVATIONS[name].title} {_times(outcome.ratio(name))}"
        f" ({figures.compact(outcome.results.metric('ns_per_element', function=name).mean)} ns)"
        for name in outcome.nanoseconds
    ]
    return (
        f"{headline(settings, outcome)}. Time per number as a multiple of ReLU on a logarithmic axis, {NOTE}."
        f" {settings.dtype}, {settings.size:,} numbers at once: {'; '.join(rows)}."
    )


def script(settings: ActivationCostSettings) -> ScriptNeeds:
    """The same measurement in a few lines."""
    return ScriptNeeds((), settings.compared, precisions=(settings.dtype,), is_timing=True)


EXPERIMENT = Experiment(
    name="activation-cost",
    title="What an activation costs",
    summary="Times activation functions next to ReLU on this machine; the numbers vary",
    settings=ActivationCostSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Each dot is the time that one function needs per number, as a multiple of ReLU's; the axis is "
    "logarithmic. The short line across a dot holds the middle half of the rounds: where these overlap, there is no "
    "difference.",
    can_mislead="These are numpy's times on one server with other work on it. Library, precision, size and processor "
    "change the order. In a training step the matrix products often take most of the time.",
    thread_sentence="ReLU is very cheap to compute; then you graduate to the more expensive and complex functions like "
    "tanh and sigmoid, which are based on exponentials.",
    gallery=(
        "activation-cost",
        "activation-cost?dtype=float64",
        "activation-cost?functions=sigmoid,tanh,gelu&size=1000000",
    ),
    is_measurement=True,
)
