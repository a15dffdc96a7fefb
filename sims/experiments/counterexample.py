"""The smallest change of brightness that makes a classifier read one digit differently."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from sims import digits, figures, pictures
from sims.arrays import Array
from sims.brightness import Shift, amount_text, shifted
from sims.classifiers import (
    NAMES,
    NO_BIAS,
    STANDARDISED,
    Classifier,
    Kind,
    script_needs,
    train_classifier,
    training_seconds,
)
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
from sims.flips import STEPS, WAYS, Reading, find_flips
from sims.options import OneOf
from sims.softmax import top_probability
from sims.words import counted, seeds_in_words, spread_note

WIDTH, LAYERS = 64, 1
WORD: Mapping[Shift, str] = {"scale": "ink", "offset": "haze"}


class CounterexampleSettings(LearnedSettings):
    """Whose reading of which digit is to be changed, and how."""

    less_work = "fewer seeds or epochs"

    model: Annotated[str, OneOf(*NAMES), Field(description="The classifier that is to be fooled")] = "sigmoid"
    digit: Annotated[int, Field(ge=0, le=449, description="Which of the 450 test images of the first seed")] = 49
    shift: Annotated[Shift, Field(description="scale: ink times a; offset: haze b added to every pixel")] = "scale"
    epochs: Annotated[int, Field(ge=1, le=60, description="Passes through the training images")] = 40

    @property
    def work_seconds(self) -> float:
        """Of training; the search is short."""
        return sum(training_seconds(name, self.seeds, self.epochs, WIDTH, LAYERS) for name in self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The classifier, and the standardised one beside it unless it is that one already."""
        kind = Kind(self.model)
        beside = kind.base + NO_BIAS * (not kind.has_bias) + STANDARDISED
        return (self.model,) if kind.is_standardised else (self.model, beside)


@dataclass(frozen=True)
class Found:
    """The digit, and what the first seed's networks say (label, probability) before and after."""

    results: Results
    image: Array
    written: int
    readings: dict[str, Reading]
    amount: float
    said: dict[str, tuple[tuple[int, float], tuple[int, float]]]

    @property
    def flips(self) -> bool:
        """Whether the drawn network changes its mind."""
        return bool(np.isfinite(next(iter(self.readings.values())).flips_at[0]))


def compute(settings: CounterexampleSettings, watch: Watch) -> Found:
    """Train on the first seed's images with the weights of each seed, and search both ways for the first flip."""
    with watch.part("data"):
        split = digits.stack_splits((settings.seed,) * settings.seeds)
        image = split.test_images[0, settings.digit].astype(np.float64)
    readings: dict[str, Reading] = {}
    classifiers: dict[str, Classifier] = {}
    for done, name in enumerate(settings.names):
        with watch.part("train"):
            classifiers[name] = train_classifier(
                name,
                split,
                settings.seed_list,
                epochs=settings.epochs,
                width=WIDTH,
                layers=LAYERS,
                offsets=settings.shift == "offset",
                report=lambda part, done=done: watch.report((done + 0.8 * part) / len(settings.names)),  # type: ignore[misc]
            )
        with watch.part("evaluate"):
            readings[name] = find_flips(classifiers[name], image, split.test_images.astype(np.float64), settings.shift)
    flip = readings[settings.model].flips_at[0]
    amount = float(flip if np.isfinite(flip) else WAYS[settings.shift][0][-1])
    plain = 1.0 if settings.shift == "scale" else 0.0
    said = {
        name: (_say(one, image, settings, plain), _say(one, image, settings, amount))
        for name, one in classifiers.items()
    }
    sizes = split.train_labels.shape[1], split.test_labels.shape[1]
    results = Results(settings.seed_list, *sizes, versions(), _metrics(settings, readings), _checks(settings, readings))
    return Found(results, image, int(split.test_labels[0, settings.digit]), readings, amount, said)


def _say(classifier: Classifier, image: Array, settings: CounterexampleSettings, amount: float) -> tuple[int, float]:
    images = np.broadcast_to(shifted(image, settings.shift, amount, clip=False), (settings.seeds, 1, len(image)))
    scores = classifier.scores(images)[0, 0]
    return int(scores.argmax()), float(top_probability(scores))


def _metrics(settings: CounterexampleSettings, readings: dict[str, Reading]) -> tuple[Metric, ...]:
    rows = []
    for name, one in readings.items():
        for at, seed in enumerate(settings.seed_list):
            where: dict[str, str | float | int] = {"model": name, "seed": seed}
            rows.append(Metric("label_before", where, float(one.before[at]), 0.0, (float(one.before[at]),)))
            if np.isfinite(one.flips_at[at]):
                rows.append(Metric("flips_at", where, float(one.flips_at[at]), 0.0, (float(one.flips_at[at]),)))
                rows.append(Metric("label_after", where, float(one.after[at]), 0.0, (float(one.after[at]),)))
        rows.append(measured("share_flipped", {"model": name}, one.share_flipped, "of the test digits"))
    return tuple(rows)


def _checks(settings: CounterexampleSettings, readings: dict[str, Reading]) -> tuple[Check, ...]:
    """The theorems: what keeps its label at every amount."""
    return tuple(
        Check(f"{name}: the label never changes", one.grid_flips == 0, float(one.grid_flips), 0.0)
        for name, one in readings.items()
        if Kind(name).is_standardised or (Kind(name).scales_with_input and settings.shift == "scale")
    )


def draw(settings: CounterexampleSettings, outcome: Found) -> Figure:
    """The digit before and after, and what both networks say about each."""
    figure = figures.new_figure(headline(settings, outcome))
    shift, plain = settings.shift, 1.0 if settings.shift == "scale" else 0.0
    amounts = (plain, outcome.amount)
    images = [shifted(outcome.image, shift, amount, clip=True).reshape(8, 8) for amount in amounts]
    pictures.draw_pictures(figure, [(left, 0.405, 0.24, 0.40) for left in (0.29, 0.68)], images)
    for middle, amount in zip((0.41, 0.80), amounts, strict=True):
        figures.add_heading(figure, middle, 0.84, f"{WORD[shift]} {_precisely(shift, amount)}")
    figures.add_note(figure, 0.02, 0.60, f"a written {outcome.written}")
    for row, (name, said) in enumerate(outcome.said.items()):
        height, kind = 0.315 - 0.085 * row, Kind(name)
        colour = figures.BLUE if kind.is_standardised else figures.ORANGE
        title = kind.remedy or kind.label
        text = {"size": figures.TEXT, "weight": "bold", "color": colour, "va": "center"}
        figure.text(0.02, height, title, text)
        for middle, (label, probability) in zip((0.41, 0.80), said, strict=True):
            figure.text(middle, height, f"{label} ({figures.percent(probability)})", text, ha="center")
    seeds = outcome.results.seeds
    figures.add_footer(figure, f"of {outcome.results.n_test} digits {_flipped(outcome)} flip at {_ends(shift)}", 0.118)
    figures.add_footer(figure, f"{spread_note(seeds)}; drawn: seed {seeds[0]}", 0.055)
    return figure


def _precisely(shift: Shift, amount: float) -> str:
    """The amount with enough digits to tell it from "unchanged"."""
    text = amount_text(shift, amount)
    return text if text not in ("×1", "0", "+0") else f"{text[:-1]}{figures.number(amount, 4)}"


def _ends(shift: Shift) -> str:
    low, high = (amount_text(shift, float(way[-1])) for way in WAYS[shift])
    return f"{low} or {high}"


def _flipped(outcome: Found) -> str:
    """The share of all digits, of each network."""
    rows = [100 * one.share_flipped for one in outcome.readings.values()]
    shares = [figures.plus_minus(row.mean(), row.std(ddof=min(1, len(row) - 1)), len(row)) for row in rows]
    return ", standardised ".join(f"{share} %" for share in shares)


def headline(settings: CounterexampleSettings, outcome: Found) -> str:
    """The one message of the picture."""
    shift, kind = settings.shift, Kind(settings.model)
    (before, _), (after, _) = outcome.said[settings.model]
    if not outcome.flips:
        low, high = (amount_text(shift, float(way[-1])) for way in WAYS[shift])
        lead, message = kind.full_title, f"no {WORD[shift]} from {low} to {high} flips this {before}"
    else:
        lead, message = (
            kind.full_title,
            f"{before} becomes {after} at {WORD[shift]} {_precisely(shift, outcome.amount)}",
        )
    long = f"{lead[:1].upper()}{lead[1:]}: {message}"
    return long if len(long) <= figures.MAX_TITLE else f"{message[:1].upper()}{message[1:]}"


def caption(settings: CounterexampleSettings, outcome: Found) -> str:
    """What was searched, how often, and what was not simulated."""
    results, shift = outcome.results, settings.shift
    flips = outcome.readings[settings.model].flips_at
    found = [_precisely(shift, float(amount)) for amount in flips if np.isfinite(amount)]
    low, high = (amount_text(shift, float(way[-1])) for way in WAYS[shift])
    seeds = seeds_in_words(results.seeds).replace("Mean of", "Shares: mean of")
    return (
        f"{Kind(settings.model).full_title}: {counted(settings.epochs, 'epoch')} on 8x8 digits, {results.n_train}"
        f" training and {results.n_test} test images of seed {settings.seed}; the seeds differ in their weights."
        f" {seeds}; drawn: seed {settings.seed}. Searched from {low} to {high} in {STEPS} steps each way, then to"
        " rounding; a flip within one step may be missed. The digit flips in"
        f" {len(found)} of {len(flips)} {'runs' if len(flips) > 1 else 'run'}{' at ' * bool(found)}{', '.join(found)}."
        " In brackets: the probability of that label. Pictures are cut off at white and full ink, networks see more."
        " Not simulated: clipping, gamma, noise, real photographs."
    )


def alt_text(settings: CounterexampleSettings, outcome: Found) -> str:
    """Before and after in words, for both networks."""
    shift = settings.shift
    reads = [
        f"{Kind(name).full_title} says {before[0]} ({figures.percent(before[1])}) before and {after[0]}"
        f" ({figures.percent(after[1])}) after"
        for name, (before, after) in outcome.said.items()
    ]
    return (
        f"{headline(settings, outcome)}. Two pictures of a written {outcome.written}: unchanged, and with {WORD[shift]}"
        f" {_precisely(shift, outcome.amount)}. The {'; the '.join(reads)}. Of {outcome.results.n_test} test digits,"
        f" {_flipped(outcome)} change their label at {_ends(shift)} ({spread_note(outcome.results.seeds)})."
    )


def linear_twin(settings: CounterexampleSettings) -> CounterexampleSettings:
    """The same digit before a network without activations, with the same biases and the same remedy."""
    kind = Kind(settings.model)
    if kind.base in ("linear", "deep-linear"):
        return settings
    return settings.model_copy(update={"model": "linear" + settings.model.removeprefix(kind.base)})


def script(settings: CounterexampleSettings) -> ScriptNeeds:
    """The same search with plain loops instead of the axis of models."""
    kind, needs = Kind(settings.model), script_needs([settings.model], settings.shift)
    network = {"hidden": kind.hidden, "sizes": list(kind.sizes(WIDTH, LAYERS)), "bias": int(kind.has_bias)}
    ends = tuple(float(way[-1]) for way in WAYS[settings.shift])
    return replace(needs, constants={**needs.constants, **network, "rate": kind.rate, "ends": ends})


EXPERIMENT = Experiment(
    name="counterexample",
    title="The change of brightness that fools a network",
    summary="Finds the smallest change of ink or haze that flips the label of one digit",
    settings=CounterexampleSettings,
    compute=compute,
    draw=draw,
    caption=caption,
    alt_text=alt_text,
    script=script,
    linear_twin=linear_twin,
    how_to_read="On the left is a test digit as it was written, on the right the same digit at the first change "
    "of brightness at which the network reads it differently. Below each stands what both networks say, how surely.",
    can_mislead="One digit, chosen because it flips: the line at the bottom says how many digits do. Another seed "
    "flips it elsewhere or not at all. At the flip itself no network is sure: two labels are equally likely there.",
    thread_sentence="Then during test time a lighter 7 comes along: the lighter one will get treated the same through "
    "all later layers of the network and get classified correctly.",
    gallery=(
        "counterexample",
        "counterexample?digit=9&model=linear",
        "counterexample?model=linear-no-bias",
        "counterexample?model=linear&shift=offset",
    ),
)
