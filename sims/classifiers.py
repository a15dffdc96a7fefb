"""The digit classifiers that experiments compare, by name: `relu`, `cnn-no-bias`, `sigmoid-standardised` and so on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sims.arrays import Array
from sims.convolution import FEATURES, ConvolutionalNetwork
from sims.digits import CLASSES, TEST_PER_CLASS, Split, standardise
from sims.experiment import ScriptNeeds
from sims.network import Network, Shape
from sims.training import Plan, train

PIXELS = 64
BATCH = 64
# Learning rates of Adam, from a search over four of them for softmax, sigmoid, ReLU and CNN that saw test accuracy at
# normal ink and the drops when dimmed. The size of the CNN's drop depends on its rate: 19 to 31 points in other runs.
RATE, CNN_RATE, LINEAR_RATE = 0.003, 0.01, 0.01
SCALES, OFFSETS = (0.2, 2.0), (-0.5, 0.5)  # the ranges of the changed copies that augmentation trains on
NO_BIAS, STANDARDISED, AUGMENTED = "-no-bias", "-standardised", "-augmented"
TITLES = {
    "linear": "linear",
    "deep-linear": "deep linear",
    "sigmoid": "sigmoid net",
    "tanh": "tanh net",
    "relu": "ReLU net",
    "gelu": "GELU net",
    "cnn": "CNN",
}
NAMES = tuple(
    kind + bias + remedy for kind in TITLES for bias in ("", NO_BIAS) for remedy in ("", STANDARDISED, AUGMENTED)
)


@dataclass(frozen=True)
class Kind:
    """What the name of a classifier says."""

    name: str

    @property
    def base(self) -> str:
        """The name without its endings."""
        return self.name.removesuffix(STANDARDISED).removesuffix(AUGMENTED).removesuffix(NO_BIAS)

    @property
    def hidden(self) -> str:
        """The activation of the hidden layers of a dense network."""
        return "identity" if self.base.endswith("linear") else self.base

    @property
    def rate(self) -> float:
        """The learning rate."""
        return {"linear": LINEAR_RATE, "cnn": CNN_RATE}.get(self.base, RATE)

    def sizes(self, width: int, layers: int) -> tuple[int, ...]:
        """The dense layers, from the pixels, or from what a convolution makes of them, to the classes."""
        if self.base == "cnn":
            return (FEATURES, CLASSES)
        # a deep linear network has one layer more, so that at the default it is three linear layers in a row
        hidden_layers = {"linear": 0, "deep-linear": layers + 1}.get(self.base, layers)
        return (PIXELS, *[width] * hidden_layers, CLASSES)

    @property
    def has_bias(self) -> bool:
        """Whether any layer has a bias."""
        return NO_BIAS not in self.name

    @property
    def is_standardised(self) -> bool:
        """Whether each image is standardised before the network sees it."""
        return self.name.endswith(STANDARDISED)

    @property
    def is_augmented(self) -> bool:
        """Whether it trains on lighter and darker copies."""
        return self.name.endswith(AUGMENTED)

    @property
    def scales_with_input(self) -> bool:
        """Whether f(a x) = a f(x) for a > 0: no biases, and an activation without a scale of its own."""
        return not self.has_bias and not self.is_standardised and self.base in ("linear", "deep-linear", "relu", "cnn")

    @property
    def title(self) -> str:
        """The name for a reader."""
        return TITLES[self.base] + ("" if self.has_bias else ", no bias")

    @property
    def full_title(self) -> str:
        """The title with the remedy."""
        return f"{self.title}, {self.remedy}" if self.remedy else self.title

    @property
    def shortest_title(self) -> str:
        """What sets it apart, in one or two words."""
        if self.remedy:
            return self.remedy
        return self.title if self.has_bias else "bias-free"

    @property
    def label(self) -> str:
        """The title, short enough for the side of a figure."""
        if self.has_bias:
            return self.title
        return TITLES[self.base].removesuffix(" net").replace("deep linear", "deep lin.") + ", no bias"

    @property
    def remedy(self) -> str:
        """What is done about brightness, for a reader."""
        if self.is_standardised:
            return "standardised"
        return "augmented" if self.is_augmented else ""


@dataclass(frozen=True)
class Classifier:
    """A trained stack of one kind: one model per seed."""

    kind: Kind
    network: Network | ConvolutionalNetwork

    def scores(self, images: Array) -> Array:
        """The class scores (seeds, images, classes) in float64."""
        return self.network.scores(standardise(images) if self.kind.is_standardised else images)


def train_classifier(
    name: str,
    split: Split,
    seeds: Sequence[int],
    *,
    epochs: int,
    width: int,
    layers: int,
    offsets: bool,
    report: Callable[[float], None] = lambda fraction: None,
) -> Classifier:
    """Train one model per seed on that seed's images; augmented ones see scaled copies, and shifted ones if asked."""
    kind = Kind(name)
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    network = _new_network(kind, len(seeds), width, layers)
    network.initialise(rngs)
    images = standardise(split.train_images.astype(np.float64)) if kind.is_standardised else split.train_images
    change = _changer(offsets) if kind.is_augmented else None
    train(network, images, split.train_labels, rngs, Plan(epochs, kind.rate, BATCH), change, report)
    return Classifier(kind, network)


def script_needs(names: Sequence[str], shift: str) -> ScriptNeeds:
    """What a script needs to train these."""
    kinds = [Kind(name) for name in names]
    dense, is_cnn = [kind for kind in kinds if kind.base != "cnn"], [kind.base == "cnn" for kind in kinds]
    parts = ["digits", *["network"] * bool(dense), *["cnn"] * any(is_cnn), "train"]
    traits = {"adam", "shuffled", "constant", shift, "inked", *(kind.remedy or "unchanged" for kind in kinds)}
    traits.add("both" if dense and any(is_cnn) else "dense" if dense else "cnn")
    if not any(kind.is_augmented for kind in kinds):
        traits.add("plain")
    if any(kind.is_standardised for kind in kinds):
        parts.append("standardise")
    else:
        traits.add("raw")
    activations = dict.fromkeys(kind.hidden for kind in dense)
    return ScriptNeeds(tuple(parts), tuple(activations), {"batch": BATCH}, frozenset(traits))


def training_seconds(name: str, seeds: int, epochs: int, width: int, layers: int) -> float:
    """About how long training takes on one core of a common server; measured, and rounded up."""
    kind = Kind(name)
    if kind.base == "cnn":
        per_epoch = 2e-3
    else:
        hidden_layers = len(kind.sizes(width, layers)) - 2
        weights = PIXELS * width + (hidden_layers - 1) * width * width + width * CLASSES if hidden_layers else 650
        slow_curve = 5e-9 * BATCH * width * hidden_layers if kind.base == "gelu" else 0
        per_epoch = 21 * (8e-6 * (hidden_layers + 1) + weights * 7e-9 + slow_curve)  # 21 steps
    return epochs * (21 * 80e-6 + seeds * per_epoch) * (1.2 if kind.is_augmented else 1.0)


def scoring_seconds(name: str, times: int, width: int, layers: int) -> float:
    """About how long it takes to score the test images so many times in float64; measured, and rounded up."""
    kind, images = Kind(name), times * CLASSES * TEST_PER_CLASS
    if kind.base == "cnn":
        return images * 2e-6
    units = width * (len(kind.sizes(width, layers)) - 2)
    return images * (1e-6 + units * (7e-8 if kind.base == "gelu" else 2e-8) + units * width * 1.3e-10)


def _new_network(kind: Kind, models: int, width: int, layers: int) -> Network | ConvolutionalNetwork:
    if kind.base == "cnn":
        return ConvolutionalNetwork(models, kind.has_bias)
    return Network(Shape(kind.sizes(width, layers), kind.hidden, kind.has_bias), models)


def _changer(offsets: bool) -> Callable[[Array, Sequence[np.random.Generator]], None]:
    def change(images: Array, rngs: Sequence[np.random.Generator]) -> None:
        rows = images.shape[1]
        for model, rng in enumerate(rngs):
            images[model] *= rng.uniform(*SCALES, (rows, 1)).astype(images.dtype)
            if offsets:
                images[model] += rng.uniform(*OFFSETS, (rows, 1)).astype(images.dtype)

    return change
