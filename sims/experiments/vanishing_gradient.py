"""How large the gradient of each layer is before training: what activation and starting weights do to it."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures
from sims.activations import ACTIVATIONS
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
from sims.layers import ones_beside
from sims.network import Network, Shape
from sims.options import OneOf
from sims.words import band_note, counted, listed, seeds_in_words

WIDTH, IMAGES = 64, 256
TINY = 0.01
HIDDEN = (
    *("sigmoid", "tanh", "relu", "leaky-relu", "elu", "selu", "gelu", "silu", "mish", "softplus", "softsign"),
    *("hard-tanh", "identity"),
)
INITS = {
    "xavier": "Glorot's weights, variance 2/(n+m)",
    "he": "He's weights, variance 2/n",
    "tiny": "weights from N(0, 0.01²)",
    "unit": "weights from N(0, 1)",
}
SHORT_INITS = {"xavier": "Glorot init", "he": "He init", "tiny": "tiny weights", "unit": "unit weights"}
# Of all slopes of a function: what a gradient is at most multiplied by on its way back through a unit
LARGEST_SLOPE = {"sigmoid": 0.25, "selu": 1.7581, "gelu": 1.1290, "silu": 1.0999, "mish": 1.0885}
HOMOGENEOUS = ("relu", "leaky-relu", "identity")  # g(a z) = a g(z) for a > 0
EQUAL = 1e-9


class VanishingGradientSettings(LearnedSettings):
    """Which activations, from which starting weights, how deep."""

    hidden: Annotated[
        tuple[Annotated[str, OneOf(*HIDDEN)], ...],
        Field(min_length=1, max_length=4, description="Activations of the hidden layers to compare"),
    ] = ("sigmoid", "tanh", "relu")
    init: Annotated[Literal["xavier", "he", "tiny", "unit"], Field(description="Starting weights of all layers")] = (
        "xavier"
    )
    depth: Annotated[int, Field(ge=2, le=20, description="Hidden layers")] = 20


@dataclass(frozen=True)
class Sizes:
    """The results, and log10 of the gradient by activation (seeds, layers)."""

    results: Results
    logs: dict[str, Array]

    def fall(self, name: str) -> float:
        """Log10 of the first layer's gradient over the last hidden layer's, mean over the seeds."""
        return self.results.metric("log10_ratio", hidden=name).mean


def compute(settings: VanishingGradientSettings, watch: Watch) -> Sizes:
    """One backward pass through untrained networks, in float64."""
    with watch.part("data"):
        images, targets = _data(settings)
    metrics, checks, logs = [], [], {}
    for done, name in enumerate(settings.hidden):
        with watch.part("evaluate"):
            network = new_network(name, settings)
            network.gradient_steps(IMAGES)(images, targets)
            norms = np.array([np.sqrt((g[:, :-1] ** 2).sum(axis=(1, 2))) for g in network.weight_gradients[:-1]]).T
            logs[name] = found = np.log10(np.maximum(norms, np.finfo(float).tiny))
            for layer in range(settings.depth):
                metrics.append(measured("log10_gradient", {"hidden": name, "layer": layer + 1}, found[:, layer]))
            metrics.append(measured("log10_ratio", {"hidden": name}, found[:, 0] - found[:, -1]))
            slope, limit = largest_slope(network, images), LARGEST_SLOPE.get(name, 1.0)
            checks.append(Check(f"{name}: no slope is above {limit:g}", slope <= limit * (1 + EQUAL), slope, limit))
            if name in HOMOGENEOUS:
                error = unequal_shares(network)
                checks.append(Check(f"{name}: weights · gradient equal in all layers", error <= EQUAL, error, EQUAL))
        watch.report(0.9 * (done + 1) / len(settings.hidden))
    results = Results(settings.seed_list, IMAGES, 0, versions(), tuple(metrics), tuple(checks))
    return Sizes(results, logs)


def _data(settings: VanishingGradientSettings) -> tuple[Array, Array]:
    """The first training images of each seed, each standardised, with a column of ones; and the targets."""
    split = digits.stack_splits(settings.seed_list)
    images = digits.standardise(split.train_images[:, :IMAGES].astype(np.float64))
    targets = (np.arange(digits.CLASSES)[:, None] == split.train_labels[:, None, :IMAGES]) / IMAGES
    return ones_beside(images, True, np.float64), targets


def new_network(hidden: str, settings: VanishingGradientSettings) -> Network:
    """Networks in float64; the biases are 0."""
    sizes = (64, *[WIDTH] * settings.depth, digits.CLASSES)
    network = Network(Shape(sizes, hidden), settings.seeds, np.float64)
    for at, seed in enumerate(settings.seed_list):
        rng = np.random.default_rng([seed, 1])
        for weights, n, m in zip(network.weights, sizes[:-1], sizes[1:], strict=True):
            scale = {"xavier": np.sqrt(2 / (n + m)), "he": np.sqrt(2 / n), "tiny": TINY, "unit": 1.0}[settings.init]
            weights[at, :n] = scale * rng.standard_normal((n, m))
    return network


def largest_slope(network: Network, values: Array) -> float:
    """The steepest that any hidden unit is at these inputs, which have a column of ones."""
    activation, largest = ACTIVATIONS[network.shape.hidden], 0.0
    for weights in network.weights[:-1]:
        before = values @ weights
        largest = max(largest, float(np.abs(activation.slope(before)).max()))
        values = ones_beside(activation.value(before), True, np.float64)
    return largest


def unequal_shares(network: Network) -> float:
    """How unequal the sums of weight times gradient are over the layers: without biases a theorem says, not at all.

    With g(a z) = a g(z), scaling any one layer's weights scales the scores alike.
    """
    pairs = list(zip(network.weights, network.weight_gradients, strict=True))
    shares = np.array([(weights * gradient).sum(axis=(1, 2)) for weights, gradient in pairs])
    sizes = np.array([np.sqrt((w**2).sum(axis=(1, 2)) * (g**2).sum(axis=(1, 2))) for w, g in pairs])
    return float((np.ptp(shares, axis=0) / sizes.max(axis=0)).max())


def linear_twin(settings: VanishingGradientSettings) -> VanishingGradientSettings:
    """The same networks without their activation."""
    return settings.model_copy(update={"hidden": ("identity",)})


def draw(settings: VanishingGradientSettings, outcome: Sizes) -> Figure:
    """The gradient of every layer, one line for each activation."""
    figure = figures.new_figure(headline(settings, outcome))
    axes = figures.add_axes(figure, 0.165, 0.15, 0.535, 0.735)
    layers = np.arange(1, settings.depth + 1)
    means = [logs.mean(axis=0) for logs in outcome.logs.values()]
    bands = [logs.std(axis=0, ddof=1) if settings.seeds > 1 else 0 * logs[0] for logs in outcome.logs.values()]
    low = min(float((mean - band).min()) for mean, band in zip(means, bands, strict=True))
    high = max(float((mean + band).max()) for mean, band in zip(means, bands, strict=True))
    margin = max(0.08 * (high - low), 0.5)
    axes.set_ylim(low - margin, high + margin)
    for mean, band, colour, style in zip(means, bands, figures.COLOURS, figures.STYLES, strict=False):
        axes.fill_between(layers, mean - band, mean + band, color=colour, alpha=0.18, linewidth=0)
        axes.plot(layers, mean, color=colour, linewidth=figures.LINE, linestyle=style)
    axes.set_xlim(settings.depth, 1)  # the way the gradient goes: it ends beside its label
    ticks = [1, settings.depth] if settings.depth < 5 else [1, settings.depth // 2, settings.depth]
    figures.tick_x(axes, ticks, [str(tick) for tick in ticks])
    exponents = _exponents(low - margin, high + margin)
    figures.tick_y(axes, exponents, [_power(exponent) for exponent in exponents])
    figures.label_axes(axes, "hidden layer (1: next to the input)", "size of gradient", digits=6)
    _label_lines(figure, settings, means, (low - margin, high + margin))
    figures.add_note(figure, 0.72, 0.065, band_note(outcome.results.seeds))
    return figure


def _exponents(low: float, high: float) -> list[int]:
    """Up to five whole powers of ten between two ends."""
    step = next(step for step in (1, 2, 5, 10, 20) if (high - low) / step <= 5)
    return [step * at for at in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]


def _power(exponent: int) -> str:
    if -3 <= exponent <= 3:
        return figures.number(10.0**exponent, 3)
    return f"1e{exponent}".replace("-", figures.MINUS)


def _label_lines(
    figure: Figure, settings: VanishingGradientSettings, means: list[Array], ends: tuple[float, float]
) -> None:
    low, high = ends
    heights = [0.15 + 0.735 * float((mean[0] - low) / (high - low)) for mean in means]
    places = figures.spread(heights, 0.17, 0.20, 0.80)
    for name, mean, place, colour in zip(settings.hidden, means, places, figures.COLOURS, strict=False):
        title = ACTIVATIONS[name].title.removesuffix(" (linear)")
        note = f"layer 1: {_size(mean[0])}"
        figures.side_label(figure, 0.715, place, title, note, colour)


def _size(log: float) -> str:
    """A gradient for a reader, from its log10."""
    if -3 < log < 3:
        return figures.compact(float(f"{10**log:.2g}"))
    exponent = int(np.floor(log))
    leading = round(10 ** (log - exponent))
    exponent, leading = (exponent + 1, 1) if leading == 10 else (exponent, leading)
    return f"{leading}e{exponent}".replace("-", figures.MINUS)


def headline(settings: VanishingGradientSettings, outcome: Sizes) -> str:
    """The one message of the picture: the smallest first gradient, or the largest."""
    first = {name: float(logs[:, 0].mean()) for name, logs in outcome.logs.items()}
    name = min(first, key=first.__getitem__)
    if max(first.values()) > -min(first.values()):
        name = max(first, key=first.__getitem__)
    title = ACTIVATIONS[name].title.removesuffix(" (linear)")
    fall = outcome.fall(name)
    if abs(fall) < 2 and abs(first[name]) < 2:
        return f"{settings.depth} layers: no gradient vanishes here"
    if fall <= -2:
        return f"{title}: gradient falls 1e{round(-fall)}-fold in {settings.depth} layers"
    if fall >= 2:
        return f"{title}: gradient grows 1e{round(fall)}-fold to layer 1"
    return f"{title}, {SHORT_INITS[settings.init]}: layer 1 gets {_size(first[name])}"


def caption(settings: VanishingGradientSettings, outcome: Sizes) -> str:
    """What was done, how often, and what was not simulated."""
    return (
        f"Networks with {settings.depth} hidden layers of {WIDTH} units before any training, {INITS[settings.init]},"
        f" biases 0: the norm of each layer's weight gradient (without biases) for {IMAGES} standardised 8x8"
        " digits, in float64."
        f" {seeds_in_words(outcome.results.seeds, 'bands of the exponent')}; the axis of the size is logarithmic."
        f" Nothing is trained, so {outcome.results.n_test} test images."
        " Not simulated: training, normalisation layers, shortcuts, other widths."
    )


def alt_text(settings: VanishingGradientSettings, outcome: Sizes) -> str:
    """The finding in words and numbers."""
    rows = []
    for name, logs in outcome.logs.items():
        first, last = float(logs[:, 0].mean()), float(logs[:, -1].mean())
        ratio = outcome.results.metric("log10_ratio", hidden=name)
        spread = f" ± {figures.number(ratio.sd)}" if settings.seeds > 1 else ""
        rows.append(
            f"{ACTIVATIONS[name].title}: {_size(first)} in layer 1, {_size(last)} in layer {settings.depth}"
            f" (log10 of their ratio {figures.number(ratio.mean)}{spread})"
        )
    titles = listed([ACTIVATIONS[name].title for name in settings.hidden])
    return (
        f"{headline(settings, outcome)}. Lines of the gradient's size in each of {settings.depth} hidden layers, on a"
        f" logarithmic axis, for {titles} with {INITS[settings.init]}, {counted(len(outcome.results.seeds), 'seed')}:"
        f" {'; '.join(rows)}."
    )


def script(settings: VanishingGradientSettings) -> ScriptNeeds:
    """The same pass with plain loops instead of the axis of models."""
    constants = {"width": WIDTH, "used": IMAGES}
    traits = frozenset({f"init-{settings.init}"})
    return ScriptNeeds(("digits",), settings.hidden, constants, traits, precisions=("float64",))


EXPERIMENT = Experiment(
    name="vanishing-gradient",
    title="Vanishing gradients, layer by layer",
    summary="Measures the gradient that reaches each layer of a deep network before training",
    settings=VanishingGradientSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="Each line is one activation. It shows how large the gradient is in each layer, on a logarithmic axis: "
    "a line that falls on its way to layer 1 (right) means that the first layers hardly learn.",
    can_mislead="Only the start is shown, before any training. A level line is not healthy if it lies at 1e-20: read "
    "the absolute size. ReLU keeps its gradient because of He's weights, not by itself.",
    thread_sentence='Both tanh and sigmoid have "flat tails" for large values of |z|.',
    gallery=(
        "vanishing-gradient",
        "vanishing-gradient?init=he",
        "vanishing-gradient?init=tiny",
        "vanishing-gradient?hidden=tanh,relu,gelu&init=unit",
    ),
)
