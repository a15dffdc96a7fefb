"""What activations are for: the same network with and without them, beside plain logistic regression."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal, Self

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field, model_validator

from sims import activations, decision, digits, figures
from sims.accuracy_rows import accuracy_text, draw_accuracy_rows
from sims.arrays import Array
from sims.datasets import POINT_SETS, point_traits, stack_points
from sims.digits import Split
from sims.experiment import (
    Check,
    Experiment,
    Frames,
    LearnedSettings,
    Results,
    ScriptNeeds,
    Watch,
    measured,
    refuse_long,
    versions,
)
from sims.network import Network, Shape
from sims.options import OneOf
from sims.training import Plan, train
from sims.words import counted, seeds_in_words, spread_note

POINTS = 400  # for training, and as many for the test
POINT_PLAN = Plan(epochs=600, rate=0.02, batch=POINTS, schedule="one-cycle")
DIGIT_PLAN = Plan(epochs=30, rate=0.03, batch=64, schedule="one-cycle")
COLLAPSE_ROUNDING = 1e-10
LONGEST_PANEL_TITLE = 22  # characters; a panel is 310 pixels wide
Generators = list[np.random.Generator]
MODELS = ("logistic", "linear-twin", "network")


class LinearVsNonlinearSettings(LearnedSettings):
    """Which data, and which network with an activation meets its linear twin."""

    less_work = "fewer seeds or layers, or a smaller width"

    dataset: Annotated[
        Literal["xor", "circles", "moons", "spiral", "digits"], Field(description="The data to be classified")
    ] = "spiral"
    hidden: Annotated[
        Annotated[str, OneOf(*activations.NAMES)], Field(description="Activation of the network's hidden layers")
    ] = "relu"
    layers: Annotated[int, Field(ge=1, le=6, description="Hidden layers")] = 2
    width: Annotated[int, Field(ge=2, le=128, description="Units in each hidden layer")] = 32
    noise: Annotated[float, Field(ge=0, le=5, description="How far points stray, as a multiple of the usual")] = 1.0

    @model_validator(mode="after")
    def _refuse_conflicts(self) -> Self:
        if self.dataset == "digits" and self.noise != 1:
            raise ValueError("Noise moves the points of the plane; the digits are real images: leave noise out")
        return self

    @property
    def work_seconds(self) -> float:
        """Of training the network and its linear twin."""
        inputs, classes = (64, 10) if self.dataset == "digits" else (2, 2)
        steps = 21 * DIGIT_PLAN.epochs if self.dataset == "digits" else POINT_PLAN.epochs
        width, layers, batch = self.width, self.layers, self.plan.batch
        weights = inputs * width + (layers - 1) * width * width + width * classes
        products = 2 * 6 * batch * weights * 1.2e-11
        curves = batch * width * layers * self.curve_seconds / 2  # in float32
        return steps * ((layers + 2) * 40e-6 + self.seeds * (products + curves))

    @property
    def curve_seconds(self) -> float:
        """About how long one value of the activation takes in float64."""
        return 4e-9 if self.hidden in ("relu", "tanh", "identity") else 3e-8

    @property
    def plan(self) -> Plan:
        """How all three models are trained."""
        return DIGIT_PLAN if self.dataset == "digits" else POINT_PLAN


@dataclass(frozen=True)
class Comparison:
    """The accuracies, and what the first seed's models say in the plane."""

    results: Results
    split: Split
    regions: dict[str, Array]
    plan: Plan

    def accuracy(self, model: str) -> float:
        """Mean over the seeds."""
        return self.results.metric("accuracy", model=model).mean


def compute(settings: LinearVsNonlinearSettings, watch: Watch) -> Comparison:
    """Train logistic regression, the network without activations, and the network."""
    with watch.part("data"):
        split = _make_split(settings)
    metrics, regions = [], {}
    residual: Array = np.zeros(settings.seeds)
    for done, model in enumerate(MODELS):
        with watch.part("train"), np.errstate(over="ignore", invalid="ignore"):  # some functions overflow when stacked
            network, rngs = _new_network(settings, model, split)
            report = partial(_report, watch, done)
            train(network, split.train_images, split.train_labels, rngs, settings.plan, report=report)
        with watch.part("evaluate"), np.errstate(over="ignore", invalid="ignore"):
            predicted = network.scores(split.test_images).argmax(axis=-1)
            metrics.append(measured("accuracy", {"model": model}, (predicted == split.test_labels).mean(axis=-1)))
            if model == "linear-twin":
                residual = network.collapse_residual(split.test_images)
            if settings.dataset != "digits":
                regions[model] = decision.region_of(network)
    metrics.append(measured("collapse_residual", {}, residual))
    largest = float(residual.max())
    check = Check("the linear layers equal one layer", largest <= COLLAPSE_ROUNDING, largest, COLLAPSE_ROUNDING)
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    results = Results(settings.seed_list, *sizes, versions(), tuple(metrics), (check,))
    return Comparison(results, split, regions, settings.plan)


def _make_split(settings: LinearVsNonlinearSettings) -> Split:
    if settings.dataset == "digits":
        return digits.stack_splits(settings.seed_list)
    return stack_points(settings.dataset, settings.seed_list, POINTS, settings.noise)


def _report(watch: Watch, done: int, part: float) -> None:
    watch.report((done + part) / (len(MODELS) + 0.5))


def _new_network(settings: LinearVsNonlinearSettings, model: str, split: Split) -> tuple[Network, Generators]:
    inputs, classes = split.train_images.shape[2], int(split.train_labels.max()) + 1
    widths = () if model == "logistic" else (settings.width,) * settings.layers
    hidden = settings.hidden if model == "network" else "identity"
    network = Network(Shape((inputs, *widths, classes), hidden), settings.seeds)
    rngs = [np.random.default_rng([seed, 1]) for seed in settings.seed_list]
    network.initialise(rngs)
    return network, rngs


def frames(settings: LinearVsNonlinearSettings) -> Frames | None:
    """The three models of the first seed while they learn; the digits have no plane to show that on."""
    if settings.dataset == "digits":
        return None
    alone = settings.model_copy(update={"seeds": 1})
    looks = decision.FRAMES * decision.SIDE**2 * settings.width * settings.layers * settings.curve_seconds
    refuse_long(2 * alone.work_seconds + looks, "fewer layers or a smaller width for an animation")
    return partial(_frames, alone)


def _frames(settings: LinearVsNonlinearSettings, watch: Watch) -> Iterator[Figure]:
    split, titles, shots = _make_split(settings), panel_titles(settings), {}
    for done, model in enumerate(MODELS):
        network, rngs = _new_network(settings, model, split)
        shots[titles[model]] = decision.follow(network, split, rngs, settings.plan)
        watch.report((done + 1) / len(MODELS))
    return decision.draw_frames(shots, split, settings.seed)


def linear_twin(settings: LinearVsNonlinearSettings) -> LinearVsNonlinearSettings:
    """The same network without its activations."""
    return settings.model_copy(update={"hidden": "identity"})


def panel_titles(settings: LinearVsNonlinearSettings) -> dict[str, str]:
    """What each of the three models is called."""
    count = settings.layers + 1
    name = activations.ACTIVATIONS[settings.hidden].title
    network = f"{count} layers, {name}"
    network = network if len(network) <= LONGEST_PANEL_TITLE else name
    return {"logistic": "1 linear layer", "linear-twin": f"{count} linear layers", "network": network}


def draw(settings: LinearVsNonlinearSettings, outcome: Comparison) -> Figure:
    """Three panels side by side: the regions of each model, or the digits' accuracies."""
    figure = figures.new_figure(headline(settings, outcome))
    titles = panel_titles(settings)
    accuracies = {model: outcome.results.metric("accuracy", model=model) for model in MODELS}
    if settings.dataset == "digits":
        draw_accuracy_rows(figure, list(titles.values()), list(accuracies.values()))
        return figure
    panels = [
        decision.Panel(titles[model], outcome.regions[model], metric.mean, accuracy_text(metric))
        for model, metric in accuracies.items()
    ]
    decision.draw_panels(figure, panels, outcome.split)
    seeds = outcome.results.seeds
    figures.add_footer(figure, f"test accuracy, {spread_note(seeds)}; drawn: seed {seeds[0]}")
    return figure


def headline(settings: LinearVsNonlinearSettings, outcome: Comparison) -> str:
    """The one message of the picture."""
    twin, network = outcome.accuracy("linear-twin"), outcome.accuracy("network")
    name, layers = activations.ACTIVATIONS[settings.hidden].title, settings.layers + 1
    if settings.hidden == "identity":
        return f"{layers} layers without activation are one linear layer"
    gain = round(100 * (network - twin))
    if gain < 3:
        return f"Here {name} changes little: {figures.percent(twin)} and {figures.percent(network)}"
    long = f"{layers} linear layers: {figures.percent(twin)}, with {name}: {figures.percent(network)}"
    return long if len(long) <= figures.MAX_TITLE else f"{name} gains {counted(gain, 'point')}"


def caption(settings: LinearVsNonlinearSettings, outcome: Comparison) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    residual = max(results.metric("collapse_residual").per_seed)
    steps = f"{outcome.plan.epochs} epochs of Adam"
    is_digits = settings.dataset == "digits"
    parts = [
        f"{'8x8 digits' if is_digits else POINT_SETS[settings.dataset].title}: {results.n_train} training and"
        f" {results.n_test} test {'images' if is_digits else 'points'}, {settings.layers} hidden"
        f" layer{'s' * (settings.layers > 1)} of {settings.width} units, {steps}.",
        f"{seeds_in_words(results.seeds)}.",
        f"The linear layers differ from one single layer by at most {figures.compact(residual)} in a score.",
    ]
    if not is_digits:
        parts.append(f"Regions and points: seed {results.seeds[0]}.")
    parts.append("Not simulated: tuning each model, larger pictures, other amounts of data.")
    return " ".join(parts)


def alt_text(settings: LinearVsNonlinearSettings, outcome: Comparison) -> str:
    """The finding in words and numbers."""
    titles = panel_titles(settings)
    results = outcome.results
    values = []
    for model in MODELS:
        metric = results.metric("accuracy", model=model)
        spread = f" ± {figures.number(100 * metric.sd, 1)}" if len(results.seeds) > 1 else ""
        if len(results.seeds) > 1:
            spread += f" (lowest seed {figures.percent(min(metric.per_seed), 1)})"
        values.append(f"{titles[model]} {figures.percent(metric.mean, 1)}{spread}")
    if settings.dataset == "digits":
        shown = "Dots for each seed and a bar for the mean of three models on the digits."
    else:
        bends = "" if settings.hidden == "identity" else ", the network's border follows the shape as it learned it"
        shown = (
            f"Three panels with decision regions of three models on the {POINT_SETS[settings.dataset].title} points:"
            f" the linear ones are split by one straight line{bends}."
        )
    residual = figures.compact(max(results.metric("collapse_residual").per_seed))
    return (
        f"{headline(settings, outcome)}. {shown} Test accuracy over {counted(len(results.seeds), 'seed')}:"
        f" {'; '.join(values)}. The stacked linear layers equal one layer to within {residual}."
    )


def script(settings: LinearVsNonlinearSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    plan, is_digits = settings.plan, settings.dataset == "digits"
    constants: dict[str, object] = {"epochs": plan.epochs, "rate": plan.rate, "batch": plan.batch}
    inputs, classes = (64, digits.CLASSES) if is_digits else (2, 2)
    sizes = [inputs, *[settings.width] * settings.layers, classes]
    linear = {"logistic": ("identity", [inputs, classes]), "linear-twin": ("identity", sizes)}
    constants["models"] = {**linear, "network": (settings.hidden, sizes)}
    if not is_digits:
        constants["usual_noise"] = POINT_SETS[settings.dataset].usual_noise
    traits = frozenset({*plan.traits(1347 if is_digits else POINTS), "plain", "dense", *point_traits(settings.dataset)})
    parts = ("digits" if is_digits else "points", "network", "one-cycle", "train")
    return ScriptNeeds(parts, ("identity", settings.hidden), constants, traits)


EXPERIMENT = Experiment(
    name="linear-vs-nonlinear",
    title="Why hidden layers need an activation",
    summary="Trains a network with and without activations, beside logistic regression",
    settings=LinearVsNonlinearSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    frames=frames,
    how_to_read="The colour says which class the model would choose there, and how surely; round and square points "
    "are the two classes of the test set. The number is the share of test points that it gets right, over all seeds.",
    can_mislead="These point sets are made so that a line must fail. On the real digits (dataset=digits) "
    "activations gain about one point only. The regions are of one seed.",
    thread_sentence="The composition of linear functions is still linear: every Fully Connected network would be "
    "exactly equivalent to Logistic Regression.",
    gallery=(
        "linear-vs-nonlinear",
        "linear-vs-nonlinear?dataset=xor&hidden=tanh",
        "linear-vs-nonlinear?dataset=digits",
        "linear-vs-nonlinear?dataset=moons&width=8",
    ),
)
