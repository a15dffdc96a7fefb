"""What the weights of a classifier look like, and pictures that it is sure of though they are no digits."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures, pictures
from sims.activations import ACTIVATIONS
from sims.arrays import Array
from sims.digits import Split
from sims.experiment import Check, Experiment, LearnedSettings, Results, ScriptNeeds, Watch, measured, versions
from sims.network import Network, Shape
from sims.options import OneOf
from sims.softmax import softmax
from sims.training import Plan, train
from sims.words import counted, seeds_in_words

WIDTH = 64
PLAN, LINEAR_PLAN = Plan(30, 0.003), Plan(30, 0.01)
STEPS, STEP_SIZE = 200, 0.05  # of the search for a picture; a step is at most so much ink in the largest pixel
HIDDEN = ("relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "tanh", "sigmoid", "identity")
SIDE = 8
ROWS = (0.71, 0.525, 0.34)  # of pictures, in fractions of the card
LABELS = {
    "templates": ("mean", "minus all", "template"),
    "maximise": ("real", "mean", "invented"),
}


class WhatNeuronsSeeSettings(LearnedSettings):
    """What is drawn, and of which network."""

    hidden: Annotated[
        Annotated[str, OneOf(*HIDDEN)], Field(description="Activation of the network whose certainty is maximised")
    ] = "relu"
    what: Annotated[
        Literal["templates", "maximise"],
        Field(description="templates: weights of a linear classifier; maximise: pictures that a network is sure of"),
    ] = "templates"


@dataclass(frozen=True)
class Sight:
    """The results, and the first seed's pictures (classes, pixels)."""

    results: Results
    means: Array
    mean_of_all: Array
    templates: Array
    invented: Array
    real: Array
    likeness: dict[str, Array]  # r of each class, of what is drawn

    def mean(self, name: str) -> float:
        """Mean over the seeds."""
        return self.results.metric(name).mean

    def spread(self, name: str) -> str:
        """Mean and standard deviation over the seeds, for a reader."""
        metric = self.results.metric(name)
        return figures.plus_minus(metric.mean, metric.sd, len(self.results.seeds), 2)


def compute(settings: WhatNeuronsSeeSettings, watch: Watch) -> Sight:
    """Train a linear classifier and a network; read the weights of one, climb the certainty of the other."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
    with watch.part("train"):
        linear = _train(settings, split, (), LINEAR_PLAN)
        watch.report(0.2)
        network = _train(settings, split, (WIDTH,), PLAN)
        watch.report(0.6)
    with watch.part("evaluate"):
        templates = linear.weights[0].astype(np.float64)[:, :-1].swapaxes(1, 2)
        means = class_means(split)
        middle = split.train_images.astype(np.float64).mean(axis=1)
        invented = maximise(network, split)
        real = _nearest_real(split, means)
        probability = _probability(network, invented)
        metrics = (
            measured("template_correlation", {}, correlation(templates, means - middle[:, None]).mean(axis=1)),
            measured("maximised_probability", {}, probability.mean(axis=1)),
            measured("maximised_correlation", {}, correlation(invented, means).mean(axis=1)),
            measured("test_image_correlation", {}, _test_correlation(split, means)),
            measured("accuracy", {"model": "linear"}, _accuracy(linear, split)),
            measured("accuracy", {"model": "network"}, _accuracy(network, split)),
        )
    inside = float(np.abs(invented - 0.5).max())
    checks = (Check("the invented pictures stay between paper and full ink", inside <= 0.5, inside, 0.5),)
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    results = Results(settings.seed_list, *sizes, versions(), metrics, checks)
    likeness = {
        "templates": correlation(templates[0], means[0] - middle[0]),
        "maximise": correlation(invented[0], means[0]),
    }
    return Sight(results, means[0], middle[0], templates[0], invented[0], real, likeness)


def _train(settings: WhatNeuronsSeeSettings, split: Split, widths: tuple[int, ...], plan: Plan) -> Network:
    hidden = settings.hidden if widths else "identity"
    network = Network(Shape((SIDE * SIDE, *widths, digits.CLASSES), hidden), settings.seeds)
    rngs = [np.random.default_rng([seed, 1]) for seed in settings.seed_list]
    network.initialise(rngs)
    train(network, split.train_images, split.train_labels, rngs, plan)
    return network


def _accuracy(network: Network, split: Split) -> Array:
    right = network.scores(split.test_images).argmax(axis=-1) == split.test_labels
    return np.asarray(right.mean(axis=1))


def class_means(split: Split) -> Array:
    """The mean training image of each class (seeds, classes, pixels)."""
    is_class = (split.train_labels[:, None] == np.arange(digits.CLASSES)[:, None]).astype(np.float64)
    means: Array = is_class @ split.train_images.astype(np.float64) / is_class.sum(axis=2, keepdims=True)
    return means


def correlation(one: Array, other: Array) -> Array:
    """Pearson's r of two stacks of pictures, over the last axis."""
    first, second = (pictures - pictures.mean(axis=-1, keepdims=True) for pictures in (one, other))
    found: Array = (first * second).sum(axis=-1) / np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    return found


def _test_correlation(split: Split, means: Array) -> Array:
    """How much the test images are like the mean of their class (seeds)."""
    own = np.take_along_axis(means, split.test_labels[..., None], axis=1)
    return np.asarray(correlation(split.test_images.astype(np.float64), own).mean(axis=1))


def _nearest_real(split: Split, means: Array) -> Array:
    """For each class the first seed's test image that is most like the mean."""
    images, labels = split.test_images[0].astype(np.float64), split.test_labels[0]
    return np.array([images[np.where(labels == k, correlation(images, means[0, k]), -1).argmax()] for k in range(10)])


def maximise(network: Network, split: Split) -> Array:
    """For each class a picture in 0..1 that the network takes for it: climbs log p from the mean of all images."""
    first, last = (weights.astype(np.float64) for weights in network.weights)
    activation = ACTIVATIONS[network.shape.hidden]
    start = split.train_images.astype(np.float64).mean(axis=1, keepdims=True)
    pictures: Array = np.repeat(start, digits.CLASSES, axis=1)
    for _ in range(STEPS):
        before = pictures @ first[:, :-1] + first[:, -1:]
        scores = activation.value(before) @ last[:, :-1] + last[:, -1:]
        # 1 - p, as the sum of the other probabilities: near certainty 1 - p has no digits left
        others = softmax(scores) * (1 - np.eye(digits.CLASSES))
        errors = np.eye(digits.CLASSES) * others.sum(axis=-1, keepdims=True) - others
        slope = (errors @ last[:, :-1].swapaxes(1, 2) * activation.slope(before)) @ first[:, :-1].swapaxes(1, 2)
        largest = np.abs(slope).max(axis=-1, keepdims=True)
        pictures = np.clip(pictures + STEP_SIZE * slope / np.maximum(largest, np.finfo(float).tiny), 0, 1)
    return pictures


def _probability(network: Network, pictures: Array) -> Array:
    """The probability of each picture's own class (seeds, classes)."""
    return np.asarray(np.diagonal(softmax(network.scores(pictures)), axis1=1, axis2=2))


def linear_twin(settings: WhatNeuronsSeeSettings) -> WhatNeuronsSeeSettings:
    """The same network without its activation."""
    return settings.model_copy(update={"hidden": "identity"})


def draw(settings: WhatNeuronsSeeSettings, outcome: Sight) -> Figure:
    """Three rows of ten small pictures, one column for each digit."""
    figure = figures.new_figure(headline(settings, outcome))
    if settings.what == "templates":
        rows = (outcome.means, outcome.means - outcome.mean_of_all, outcome.templates)
        signed = (False, True, True)
    else:
        rows, signed = (outcome.real, outcome.means, outcome.invented), (False, False, False)
    for bottom, images, has_sign, label in zip(ROWS, rows, signed, LABELS[settings.what], strict=True):
        figures.add_note(figure, 0.012, bottom + 0.066, label)
        _draw_row(figure, bottom, images, has_sign)
    figures.add_note(figure, 0.012, 0.285, "r")
    for column, like in enumerate(outcome.likeness[settings.what]):
        for height, text in ((0.885, str(column)), (0.285, f"{like:.2f}".replace("-", figures.MINUS))):
            middle = 0.183 + 0.0855 * column
            figure.text(middle, height, text, size=figures.TEXT, color=figures.INK, ha="center", va="center")
    for height, text in zip((0.17, 0.09), _notes(settings, outcome), strict=True):
        figures.add_note(figure, 0.143, height, text)
    return figure


def _draw_row(figure: Figure, bottom: float, images: Array, has_sign: bool) -> None:
    boxes = [(0.143 + 0.0855 * column, bottom, 0.08, 0.08 / 0.6) for column in range(len(images))]
    reach = np.abs(images).max(axis=1, keepdims=True) if has_sign else np.ones((1, 1))
    squares = list((images / np.where(reach == 0, 1, reach)).reshape(-1, SIDE, SIDE))
    colours, low = (figures.SIGN_MAP, -1) if has_sign else (figures.INK_MAP, 0)
    pictures.draw_pictures(figure, boxes, squares, colours, low)


def _notes(settings: WhatNeuronsSeeSettings, outcome: Sight) -> tuple[str, str]:
    seeds, first = counted(len(outcome.results.seeds), "seed"), settings.seed
    if settings.what == "templates":
        mean = outcome.spread("template_correlation")
        return (
            "blue: ink speaks for it; orange: against it",
            f"r: with the row above; {seeds}: {mean}; drawn: seed {first}",
        )
    seen, real = outcome.spread("maximised_correlation"), outcome.spread("test_image_correlation")
    return f"r: invented with mean; drawn: seed {first}", f"{seeds}: {seen}; real digits: {real}"


def headline(settings: WhatNeuronsSeeSettings, outcome: Sight) -> str:
    """The one message of the picture."""
    if settings.what == "templates":
        return f"Templates resemble mean digits: r = {figures.number(outcome.mean('template_correlation'))}"
    sure = figures.percent(outcome.mean("maximised_probability"), 1)
    if outcome.mean("maximised_correlation") < outcome.mean("test_image_correlation") - 0.1:
        return f"{sure} sure of pictures unlike real digits"
    return f"{sure} sure of its invented pictures"


def caption(settings: WhatNeuronsSeeSettings, outcome: Sight) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    if settings.what == "templates":
        what = (
            "Top: the mean image of each class. Middle: the same minus the mean of all. Bottom: the weights of softmax"
            " regression, each scaled by itself; r compares the last two rows."
        )
    else:
        what = (
            f"Top: the test image most like its class mean. Middle: the mean. Bottom: {STEPS} steps uphill on the"
            f" certainty of a 64-{WIDTH}-10 {ACTIVATIONS[settings.hidden].title} network, from the mean of all images,"
            " with every pixel kept between paper and full ink."
        )
    return (
        f"{what} 8x8 digits, {results.n_train} training and {results.n_test} test images,"
        f" {PLAN.epochs} epochs of Adam. {seeds_in_words(results.seeds)}; drawn: seed {results.seeds[0]}."
        " Not simulated: convolutional networks, other searches, larger pictures."
    )


def alt_text(settings: WhatNeuronsSeeSettings, outcome: Sight) -> str:
    """The finding in words and numbers."""
    mean = outcome.mean
    accuracy = {
        model: figures.percent(outcome.results.metric("accuracy", model=model).mean, 1)
        for model in ("linear", "network")
    }
    shown = {
        "templates": "the mean of each digit, that mean minus the mean of all, and the weights of softmax regression",
        "maximise": "real digits, the mean of each digit, and blotchy black pictures that the network is sure of",
    }[settings.what]
    name = ACTIVATIONS[settings.hidden].title
    return (
        f"{headline(settings, outcome)}. Three rows of ten 8x8 pictures: {shown}."
        f" Over {counted(len(outcome.results.seeds), 'seed')}, weights and differences correlate with r ="
        f" {figures.number(mean('template_correlation'))} (linear classifier, {accuracy['linear']} right). The pictures"
        f" invented for the {name} network ({accuracy['network']} right) get"
        f" {figures.percent(mean('maximised_probability'), 2)} probability, with r ="
        f" {figures.number(mean('maximised_correlation'))} to the class mean; real test images have r ="
        f" {figures.number(mean('test_image_correlation'))}."
    )


def script(settings: WhatNeuronsSeeSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    plan = LINEAR_PLAN if settings.what == "templates" else PLAN
    hidden = "identity" if settings.what == "templates" else settings.hidden
    constants = {"epochs": plan.epochs, "rate": plan.rate, "batch": plan.batch}
    constants |= {"steps": STEPS, "step_size": STEP_SIZE}
    traits = frozenset({*plan.traits(rows=1347), "plain", "dense", settings.what})
    return ScriptNeeds(("digits", "network", "train"), (hidden,), constants, traits)


EXPERIMENT = Experiment(
    name="what-neurons-see",
    title="What neurons see",
    summary="Draws the weights of a digit classifier, or pictures that a network is falsely sure of",
    settings=WhatNeuronsSeeSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="One column for each digit. Templates: blue pixels speak for the digit, orange ones against it. "
    "Maximise: the bottom row is what the network is surest of, beside real digits and their means.",
    can_mislead="A picture that a network is sure of is not what it sees in a digit, and no proof of what a neuron is "
    "for: the search finds blotches with full certainty. Templates show a linear classifier, not hidden units.",
    thread_sentence="I don't think we concretely know at an individual neuron level how the network manages to "
    "recognize similar shapes.",
    gallery=("what-neurons-see", "what-neurons-see?what=maximise", "what-neurons-see?hidden=tanh&what=maximise"),
)
