"""Does max-pooling handle brightness? It passes a change of brightness on, and what follows must deal with it."""

from dataclasses import dataclass, replace
from math import floor
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures, pictures
from sims.arrays import Array
from sims.classifiers import (
    BATCH,
    RATE,
    Classifier,
    Kind,
    script_needs,
    train_classifier,
    training_seconds,
)
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
from sims.words import counted, seeds_in_words, spread_note

SIDE, POOL = 8, 2
CELLS = SIDE // POOL
WIDTH, LAYERS = 64, 1
POOLED = "relu-pooled"  # a ReLU network that sees only the 4x4 maxima of the pixels
MODELS = {
    "relu": "ReLU, no max-pool",
    POOLED: "ReLU on max-pool",
    "cnn": "CNN with max-pool",
    "cnn-standardised": "CNN, standardised",
}
FAINTEST = 0.05  # below, a large b leaves too few digits of the ink for an exact theorem


class MaxPoolSettings(LearnedSettings):
    """How the ink x is changed: a x + b."""

    less_work = "fewer seeds or epochs"

    a: Annotated[float, Field(ge=-4, le=4, description="Every pixel is multiplied by a; negative ink is inverted")] = (
        0.2
    )
    b: Annotated[float, Field(ge=-1, le=1, description="Then b is added to every pixel")] = 0.0
    epochs: Annotated[int, Field(ge=1, le=60, description="Passes through the training images")] = 15

    @property
    def work_seconds(self) -> float:
        """Of training the four models."""
        names = ("relu", "relu", "cnn", "cnn-standardised")
        return sum(training_seconds(name, self.seeds, self.epochs, WIDTH, LAYERS) for name in names)


@dataclass(frozen=True)
class Pooled:
    """The accuracies (normal, changed) by model, and one digit."""

    results: Results
    accuracies: dict[str, tuple[Array, Array]]
    residual: float
    example: Array


def pool(images: Array) -> Array:
    """The largest of each 2x2 pixels."""
    blocks = images.reshape(*images.shape[:-1], CELLS, POOL, CELLS, POOL)
    pooled: Array = blocks.max(axis=(-3, -1)).reshape(*images.shape[:-1], CELLS * CELLS)
    return pooled


def commutes_residual(images: Array, a: float, b: float) -> float:
    """The largest difference between pooling the changed images and changing the pooled ones."""
    return float(np.abs(pool(a * images + b) - (a * pool(images) + b)).max())


def compute(settings: MaxPoolSettings, watch: Watch) -> Pooled:
    """Train the four at normal ink, and test them on changed ink."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
        images = split.test_images.astype(np.float64)
    changed = settings.a * images + settings.b
    accuracies, metrics, flips = {}, [], 0
    for done, name in enumerate(MODELS):
        with watch.part("train"):
            classifier = _train(name, split, settings)
        with watch.part("evaluate"):
            plain, other = (_labels(name, classifier, each) for each in (images, changed))
            correct = [(found == split.test_labels).mean(axis=-1) for found in (plain, other)]
            accuracies[name] = (correct[0], correct[1])
            places = {(settings.a, settings.b): correct[1], (1.0, 0.0): correct[0]}
            for (a, b), values in places.items():
                metrics.append(measured("accuracy", {"model": name, "a": a, "b": b}, values))
            flips = int((plain != other).sum())  # of the last one, which is standardised
        watch.report((done + 1) / (len(MODELS) + 0.3))
    residual = commutes_residual(images, settings.a, settings.b)
    metrics.insert(0, Metric("commutes_residual", {"a": settings.a, "b": settings.b}, residual, 0.0, (residual,)))
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    checks = _checks(settings, images, residual, flips)
    results = Results(settings.seed_list, *sizes, versions(), tuple(metrics), checks)
    return Pooled(results, accuracies, residual, digits.typical_image(split, 7).astype(np.float64))


def _train(name: str, split: Split, settings: MaxPoolSettings) -> Classifier:
    if name != POOLED:
        return train_classifier(
            name, split, settings.seed_list, epochs=settings.epochs, width=WIDTH, layers=LAYERS, offsets=False
        )
    network = Network(Shape((CELLS * CELLS, WIDTH, digits.CLASSES), "relu"), settings.seeds)
    rngs = [np.random.default_rng([seed, 1]) for seed in settings.seed_list]
    network.initialise(rngs)
    train(network, pool(split.train_images), split.train_labels, rngs, Plan(settings.epochs, RATE, BATCH))
    return Classifier(Kind("relu"), network)


def _labels(name: str, classifier: Classifier, images: Array) -> Array:
    labels: Array = classifier.scores(pool(images) if name == POOLED else images).argmax(axis=-1)
    return labels


def _checks(settings: MaxPoolSettings, images: Array, residual: float, flips: int) -> tuple[Check, ...]:
    """The theorems: pooling commutes with every map that does not fall, and standardising undoes a x + b."""
    gamma = float(np.abs(pool(np.sqrt(images)) - np.sqrt(pool(images))).max())
    checks = [Check("max-pool commutes with the square root", gamma == 0, gamma, 0.0)]
    if settings.a >= 0:
        checks.append(Check("max-pool commutes with a x + b", residual == 0, residual, 0.0))
    if settings.a >= FAINTEST:
        checks.append(Check("cnn-standardised: labels unchanged", flips == 0, float(flips), 0.0))
    return tuple(checks)


def draw(settings: MaxPoolSettings, outcome: Pooled) -> Figure:
    """A digit and its maxima before and after, and what the change costs each network."""
    figure = figures.new_figure(headline(settings, outcome))
    changed = settings.a * outcome.example + settings.b
    for row, (image, title) in enumerate(((outcome.example, "ink x"), (changed, formula(settings)))):
        bottom, boxes = 0.535 - 0.375 * row, ((0.022, 0.176), (0.237, 0.176))
        images = (image.reshape(SIDE, SIDE), pool(image).reshape(CELLS, CELLS))
        pictures.draw_pictures(figure, [(left, bottom, width, width / 0.6) for left, width in boxes], images)
        for (left, width), name in zip(boxes, (title, "max-pool"), strict=True):
            figures.add_heading(figure, left + width / 2, bottom + 0.33, name)
    order = "the same" if outcome.residual == 0 else f"{figures.compact(outcome.residual)} apart"
    figure.text(
        0.217, 0.09, f"pooled first or last: {order}", size=figures.TEXT, color=figures.INK, ha="center", va="center"
    )
    _draw_losses(figure, outcome)
    return figure


def _draw_losses(figure: Figure, outcome: Pooled) -> None:
    axes = figures.add_axes(figure, 0.50, 0.155, 0.46, 0.70)
    figures.name_panel(axes, "test accuracy %: ring before, dot after")
    seeds = len(outcome.results.seeds)
    for row, (name, title) in enumerate(MODELS.items()):
        colour = figures.COLOURS[row]
        normal, changed = (float(values.mean()) for values in outcome.accuracies[name])
        sd = [float(values.std(ddof=1)) if seeds > 1 else 0.0 for values in outcome.accuracies[name]]
        axes.plot([100 * normal, 100 * changed], [-row, -row], color=colour, linewidth=figures.LINE)
        ring, dot = axes.plot(100 * normal, -row, "o", 100 * changed, -row, "o", color=colour, markersize=15, zorder=3)
        ring.set(markerfacecolor=figures.PAPER, markeredgewidth=3, clip_on=False)
        dot.set_clip_on(False)
        if seeds > 1:
            means, sds = (100 * np.array(rows) for rows in ((normal, changed), sd))
            figures.draw_sd(axes, np.array([-row, -row]), means, sds, (0, 100), across=True)
        text = f"{title}: {figures.percent(normal).removesuffix(' %')} → {figures.percent(changed)}"
        height = 0.155 + 0.70 * (3.72 - row) / 4
        figure.text(0.51, height, text, size=figures.TEXT, weight="bold", color=colour, va="center")
    low = lowest_shown(outcome)
    axes.set_ylim(-3.45, 0.55)
    axes.set_xlim(low, 101)
    axes.spines["left"].set_visible(False)
    ticks = figures.nice_ticks(low, 100)
    figures.tick_x(axes, ticks)
    figures.label_axes(axes, spread_note(outcome.results.seeds))


def lowest_shown(outcome: Pooled) -> float:
    """Where the axis of the accuracy starts, in percent."""
    lowest = min(float(values.mean() - values.std()) for pair in outcome.accuracies.values() for values in pair)
    return max(0.0, 10 * floor(10 * lowest - 0.2))


def formula(settings: MaxPoolSettings) -> str:
    """The change of the ink: 0.2 x + 0.3."""
    factor = {1.0: "", -1.0: figures.MINUS}.get(settings.a, f"{figures.number(settings.a)} ")
    sign = figures.MINUS if settings.b < 0 else "+"
    return f"{factor}x" + (f" {sign} {figures.number(abs(settings.b))}" if settings.b else "")


def headline(settings: MaxPoolSettings, outcome: Pooled) -> str:
    """The one message of the picture."""
    before, after = (float(values.mean()) for values in outcome.accuracies["cnn"])
    loss = max(round(100 * (before - after)), 0)
    if (settings.a, settings.b) == (1, 0):
        return f"Unchanged ink: the CNN is right in {figures.percent(before)}"
    if settings.a == 0:
        return "Without any ink all digits look the same"
    if outcome.residual:
        return f"Inverted ink: max-pool differs, CNN loses {counted(loss, 'point')}"
    return f"Max-pool passes brightness on: CNN loses {counted(loss, 'point')}"


def caption(settings: MaxPoolSettings, outcome: Pooled) -> str:
    """What was compared, how often, and what was not simulated."""
    results = outcome.results
    same = "are the same" if outcome.residual == 0 else f"differ by up to {figures.compact(outcome.residual)}"
    return (
        f"8x8 digits with ink x changed to {formula(settings)}; trained at normal ink for"
        f" {counted(settings.epochs, 'epoch')}. {seeds_in_words(results.seeds, 'whiskers')}, for each {results.n_train}"
        f" training and {results.n_test} test images. Pooling the changed images and changing the pooled ones {same}."
        f" ReLU nets have {WIDTH} hidden units, the second sees only the 4x4 maxima; the CNN has 16 3x3 filters."
        " Pictures are cut off at white and full ink, networks see more. The axis of the accuracy starts at"
        f" {lowest_shown(outcome):.0f} %. Not simulated: clipping, gamma, noise, larger pictures, average pooling,"
        " deeper CNNs."
    )


def alt_text(settings: MaxPoolSettings, outcome: Pooled) -> str:
    """The finding in words and numbers."""
    order = "give the same" if outcome.residual == 0 else f"differ by up to {figures.compact(outcome.residual)}"
    values = [
        f"{title} {figures.percent(float(normal.mean()), 1)} before, {figures.percent(float(changed.mean()), 1)} after"
        for title, (normal, changed) in zip(MODELS.values(), outcome.accuracies.values(), strict=True)
    ]
    return (
        f"{headline(settings, outcome)}. A seven and its 2x2 maxima, with ink x and with {formula(settings)}: pooling"
        f" first and pooling last {order}. Test accuracy, mean of {counted(len(outcome.results.seeds), 'seed')}:"
        f" {'; '.join(values)}."
    )


def script(settings: MaxPoolSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    needs = script_needs(("relu", "cnn", "cnn-standardised"), "scale")
    models = {}
    for name in MODELS:
        kind = Kind("relu" if name == POOLED else name)
        sizes = [CELLS * CELLS, WIDTH, digits.CLASSES] if name == POOLED else list(kind.sizes(WIDTH, LAYERS))
        models[name] = (kind.hidden, sizes, kind.rate)
    return replace(needs, constants={**needs.constants, "models": models}, traits=needs.traits - {"inked"} | {"blank"})


EXPERIMENT = Experiment(
    name="max-pool",
    title="Max-pooling and brightness",
    summary="Shows that max-pooling passes a change of brightness on, and what it costs a CNN",
    settings=MaxPoolSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    how_to_read="Max-pooling keeps the largest of each 2x2 pixels. In the lower row the ink was changed: the maxima "
    "change in the same way, nothing is evened out. On the right a ring is the accuracy before, the dot after.",
    can_mislead="One small CNN on 8x8 digits: the size of its loss depends on training (19 to 38 points at ×0.2 in "
    "other runs), and moderate dimming costs it little. Max-pooling is useful for other things, such as small shifts.",
    thread_sentence="If your using a convolutional network you can use relu to focus on relevant connections and the "
    "max pooling layer handle the different brightness and lightness of the images.",
    gallery=("max-pool", "max-pool?a=1&b=0.3", "max-pool?a=-1&b=1"),
)
