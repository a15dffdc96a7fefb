"""The question of the thread: what do darker or lighter digits do to networks with and without activations?"""

from dataclasses import dataclass, replace
from functools import partial
from math import floor
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures, pictures
from sims.arrays import Array
from sims.brightness import GRIDS, SYMBOL, UNCHANGED, Shift, Sweep, amount_text, at, shifted, sweep
from sims.classifiers import NAMES, Kind, scoring_seconds, script_needs, train_classifier, training_seconds
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
from sims.options import OneOf
from sims.words import band_note, counted, listed, seeds_in_words

SCALING_ROUNDING, STANDARDISED_ROUNDING = 1e-12, 1e-9
STRIP: dict[Shift, tuple[float, ...]] = {"scale": (0.1, 0.2, 0.5, 1.0), "offset": (-0.3, 0.0, 0.3, 0.5)}
TELLING: dict[Shift, float] = {"scale": 0.2, "offset": 0.3}  # the amount whose accuracy stands beside each line


class BrightnessShiftSettings(LearnedSettings):
    """Which classifiers meet which change of brightness."""

    less_work = "fewer models, seeds, epochs or layers, or a smaller width"

    models: Annotated[
        tuple[Annotated[str, OneOf(*NAMES)], ...],
        Field(min_length=1, max_length=4, description="Classifiers to compare"),
    ] = ("linear", "sigmoid", "relu-standardised", "cnn")
    shift: Annotated[Shift, Field(description="scale: ink times a; offset: haze b added to every pixel")] = "scale"
    clip: Annotated[bool, Field(description="Cut the changed test images off at paper white and full ink")] = False
    width: Annotated[int, Field(ge=1, le=128, description="Units in each hidden layer of the dense networks")] = 64
    layers: Annotated[int, Field(ge=1, le=3, description="Hidden layers of the dense networks")] = 1
    epochs: Annotated[int, Field(ge=1, le=60, description="Passes through the training images")] = 40

    @property
    def work_seconds(self) -> float:
        """Of training, and of scoring the test images at every point of the grid."""
        size, points = (self.width, self.layers), len(GRIDS[self.shift]) + 1
        training = sum(training_seconds(name, self.seeds, self.epochs, *size) for name in self.models)
        return training + sum(scoring_seconds(name, self.seeds * points, *size) for name in self.models)


@dataclass(frozen=True)
class Sweeps:
    """What every classifier did over the grid, and one digit to show the grid with."""

    results: Results
    sweeps: dict[str, Sweep]
    example: Array


def compute(settings: BrightnessShiftSettings, watch: Watch) -> Sweeps:
    """Train every model at normal ink, and test it over the grid."""
    with watch.part("data"):
        split = digits.stack_splits(settings.seed_list)
    sweeps: dict[str, Sweep] = {}
    for done, name in enumerate(settings.models):
        with watch.part("train"):
            classifier = train_classifier(
                name,
                split,
                settings.seed_list,
                epochs=settings.epochs,
                width=settings.width,
                layers=settings.layers,
                offsets=settings.shift == "offset",
                report=partial(_report, watch, done, len(settings.models)),
            )
        with watch.part("evaluate"):
            images, labels = split.test_images, split.test_labels
            sweeps[name] = sweep(classifier, images, labels, settings.shift, clip=settings.clip)
    results = Results(
        seeds=settings.seed_list,
        n_train=split.train_labels.shape[1],
        n_test=split.test_labels.shape[1],
        versions=versions(),
        metrics=tuple(metric for name, one in sweeps.items() for metric in _metrics(settings, name, one)),
        checks=tuple(check for name, one in sweeps.items() for check in _checks(settings, name, one)),
    )
    return Sweeps(results, sweeps, digits.typical_image(split, 7).reshape(8, 8))


def _report(watch: Watch, done: int, models: int, part: float) -> None:
    watch.report((done + 0.9 * part) / models)


def _metrics(settings: BrightnessShiftSettings, name: str, one: Sweep) -> list[Metric]:
    symbol = SYMBOL[settings.shift]
    rows = [
        measured(metric, {"model": name, symbol: amount}, values[point])
        for metric, values in (("accuracy", one.accuracy), ("confidence", one.confidence))
        for point, amount in enumerate(GRIDS[settings.shift])
    ]
    worst = one.worst_labels_changed
    rows.append(measured("labels_changed", {"model": name}, worst, "labels per seed"))
    total = float(worst.sum())
    rows.append(Metric("labels_changed_in_all", {"model": name}, total, 0.0, (), "labels"))
    return rows


def _checks(settings: BrightnessShiftSettings, name: str, one: Sweep) -> list[Check]:
    """The theorems that hold for this model, with what was measured; clipping breaks them, so then there are none."""
    kind, changed = Kind(name), float(one.worst_labels_changed.sum())
    if settings.clip:
        return []
    if kind.is_standardised:
        residual = one.score_residual
        return [
            Check(f"{name}: labels unchanged under any {settings.shift}", changed == 0, changed, 0.0),
            Check(f"{name}: scores unchanged", residual <= STANDARDISED_ROUNDING, residual, STANDARDISED_ROUNDING),
        ]
    if kind.scales_with_input and settings.shift == "scale":
        residual = one.scaling_residual
        return [
            Check(f"{name}: labels unchanged under scaling", changed == 0, changed, 0.0),
            Check(f"{name}: f(a x) = a f(x)", residual <= SCALING_ROUNDING, residual, SCALING_ROUNDING),
        ]
    return []


def linear_twin(settings: BrightnessShiftSettings) -> BrightnessShiftSettings | None:
    """Every network without its activations, with the same biases and the same remedy."""
    twins = dict.fromkeys("linear" + name.removeprefix(Kind(name).base) for name in settings.models)
    if all(Kind(name).base in ("linear", "deep-linear") for name in settings.models):
        return None
    return BrightnessShiftSettings(**{**settings.model_dump(), "models": tuple(twins)})


def draw(settings: BrightnessShiftSettings, outcome: Sweeps) -> Figure:
    """The same digit at four amounts, then accuracy over the grid with the band of the seeds."""
    figure = figures.new_figure(headline(settings, outcome))
    images = [shifted(outcome.example, settings.shift, amount, clip=True) for amount in STRIP[settings.shift]]
    pictures.draw_strip(figure, images, [amount_text(settings.shift, amount) for amount in STRIP[settings.shift]])
    axes = figures.add_axes(figure, 0.30, 0.145, 0.40, 0.735)
    grid = np.array(GRIDS[settings.shift])
    means = np.array([one.accuracy.mean(axis=1) for one in outcome.sweeps.values()]) * 100
    bands = np.array([one.band for one in outcome.sweeps.values()]) * 100
    low = lowest_shown(outcome)
    for mean, band, colour, style in zip(means, bands, figures.COLOURS, figures.STYLES, strict=False):
        axes.fill_between(grid, mean - band, np.minimum(mean + band, 100), color=colour, alpha=0.18, linewidth=0)
        axes.plot(grid, mean, color=colour, linewidth=figures.LINE, linestyle=style)
    axes.axvline(UNCHANGED[settings.shift], color=figures.INK, linewidth=1.5, linestyle=":", zorder=0)
    axes.set_ylim(low - 1, 101)
    if settings.shift == "scale":
        axes.set_xscale("log")
        figures.tick_x(axes, [0.1, 0.2, 0.5, 1, 2], ["×0.1", "×0.2", "×0.5", "×1", "×2"])
        figures.label_axes(axes, "ink (trained at ×1)", "test accuracy %")
    else:
        figures.tick_x(axes, [-0.5, 0, 0.5], [f"{figures.MINUS}0.5", "0", "+0.5"])
        figures.label_axes(axes, "added haze (trained at 0)", "test accuracy %")
    ticks = figures.nice_ticks(low, 100)
    figures.tick_y(axes, ticks)
    _label_lines(figure, settings, means)
    figures.add_note(figure, 0.72, 0.065, band_note(outcome.results.seeds))
    return figure


def lowest_shown(outcome: Sweeps) -> float:
    """Where the axis of the accuracy starts, in percent: a round number below all bands."""
    lowest = min(float((one.accuracy.mean(axis=1) - one.band).min()) for one in outcome.sweeps.values())
    return max(0.0, 10.0 * floor(10 * lowest))


def _label_lines(figure: Figure, settings: BrightnessShiftSettings, means: Array) -> None:
    telling = TELLING[settings.shift]
    heights = means[:, at(settings.shift, telling)]
    order = np.argsort(-heights, kind="stable")
    places = np.linspace(0.815, 0.245, len(order)) if len(order) > 2 else np.linspace(0.70, 0.45, len(order))
    for place, row in zip(places, order, strict=True):
        kind = Kind(settings.models[row])
        value = f"{figures.percent(heights[row] / 100)} at {amount_text(settings.shift, telling)}"
        figures.stacked_label(figure, 0.72, place, [kind.label, kind.remedy], value, figures.COLOURS[row])


def headline(settings: BrightnessShiftSettings, outcome: Sweeps) -> str:
    """The one message of the picture: the largest loss beside the smallest."""
    shift, telling = settings.shift, TELLING[settings.shift]
    lead = f"{'Ink' if shift == 'scale' else 'Haze'} {amount_text(shift, telling)}: "
    losses = {
        name: round(100 * float((one.accuracy[at(shift, UNCHANGED[shift])] - one.accuracy[at(shift, telling)]).mean()))
        for name, one in outcome.sweeps.items()
    }
    worst, best = max(losses, key=losses.__getitem__), min(losses, key=losses.__getitem__)
    untouched = [name for name, one in outcome.sweeps.items() if not one.labels_changed.any()]
    if len(untouched) == len(losses):
        return f"{lead}not one label changes"
    loses = f"{lead}{Kind(worst).title} loses {counted(max(losses[worst], 0), 'point')}"
    if len(losses) == 1:
        return loses
    second = untouched[0] if untouched else best
    name = Kind(second).shortest_title
    amount = "none" if untouched else max(losses[second], 0)
    long = f"{loses}, {name} {amount}"
    return long if len(long) <= figures.MAX_TITLE else loses


def caption(settings: BrightnessShiftSettings, outcome: Sweeps) -> str:
    """What was done, how often, and what was not simulated."""
    results = outcome.results
    change = "ink multiplied by a (logarithmic axis)" if settings.shift == "scale" else "haze b added to every pixel"
    parts = [
        f"8x8 digits, trained at normal brightness for {counted(settings.epochs, 'epoch')}, tested with {change}"
        f"{', cut off at white and full ink' if settings.clip else ''}.",
        f"{seeds_in_words(results.seeds, 'band')}; for each {results.n_train} training and"
        f" {results.n_test} test images.",
    ]
    if (low := lowest_shown(outcome)) > 0:
        parts.append(f"The axis of the accuracy starts at {figures.number(low)} %.")
    if any(Kind(name).is_augmented for name in settings.models):
        also = " plus b from −0.5 to 0.5" if settings.shift == "offset" else ""
        parts.append(
            f"Augmented: every training image is redrawn each epoch with a from 0.2 to 2{also}, never cut off."
        )
    if any(Kind(name).is_standardised for name in settings.models):
        parts.append("Standardised: each image minus its mean, divided by its standard deviation.")
    parts.append(f"Not simulated: {'' if settings.clip else 'clipping, '}gamma, noise, real photographs.")
    return " ".join(parts)


def alt_text(settings: BrightnessShiftSettings, outcome: Sweeps) -> str:
    """The finding in words, with the accuracies at both ends, at the telling amount and untouched."""
    shift, results = settings.shift, outcome.results
    amounts = (0.1, 0.2, 1.0, 2.0) if shift == "scale" else (-0.3, 0.0, 0.3, 0.5)
    shown = listed([amount_text(shift, amount) for amount in amounts])
    what = "ink" if shift == "scale" else "haze"
    seeds = counted(len(results.seeds), "seed")
    sentences = [f"{headline(settings, outcome)}. Test accuracy with {what} at {shown}, mean of {seeds}:"]
    for name, one in outcome.sweeps.items():
        values = ", ".join(figures.percent(float(one.accuracy[at(shift, amount)].mean()), 1) for amount in amounts)
        changed = f"{int(one.worst_labels_changed.sum())} of {results.n_test * len(results.seeds)}"
        sentences.append(f"{Kind(name).full_title}: {values}; at worst {changed} labels change.")
    telling = at(shift, TELLING[shift])
    sure = [
        f"{Kind(name).full_title} {figures.percent(float(one.confidence[telling].mean()))}"
        for name, one in outcome.sweeps.items()
    ]
    sentences.append(f"Mean top probability at {amount_text(shift, TELLING[shift])}: {', '.join(sure)}.")
    return " ".join(sentences)


def script(settings: BrightnessShiftSettings) -> ScriptNeeds:
    """The same experiment with plain loops instead of the axis of models."""
    models: dict[str, tuple[object, ...]] = {}
    for kind in map(Kind, settings.models):
        sizes = list(kind.sizes(settings.width, settings.layers))
        models[kind.name] = (kind.hidden, sizes, int(kind.has_bias), kind.rate)
    needs = script_needs(settings.models, settings.shift)
    if "augmented" in needs.traits:
        models = {name: (*model, Kind(name).is_augmented) for name, model in models.items()}
    constants = {**needs.constants, "models": models, "grid": GRIDS[settings.shift]}
    return replace(needs, constants=constants, traits=needs.traits | {"clip" if settings.clip else "whole-range"})


EXPERIMENT = Experiment(
    name="brightness-shift",
    title="Darker and lighter digits",
    summary="Tests digit classifiers on lighter and darker ink, or with haze over the image",
    settings=BrightnessShiftSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="Each line is one kind of network, trained only at the dotted line. Where it falls, changed brightness "
    "costs accuracy; the band is one standard deviation over the seeds. The number is a line's accuracy at one amount.",
    can_mislead="One small set of 8x8 digits: the size of each loss depends on training, only the order and the zeros "
    "are general. A kept label is not a kept probability. Moderate dimming (to 0.4) costs nearly all of them little.",
    thread_sentence="A network WITHOUT an activation function will struggle if numbers appear to be darker or lighter "
    "because it is linear.",
    gallery=(
        "brightness-shift",
        "brightness-shift?models=linear,linear-no-bias,relu,relu-no-bias",
        "brightness-shift?models=linear,relu,relu-standardised,relu-augmented&shift=offset",
        "brightness-shift?models=cnn,cnn-standardised,cnn-no-bias",
    ),
)
