"""Finds the experiments and runs a recipe: from its text to a finished Picture."""

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from matplotlib.figure import Figure
from PIL import Image

from sims import experiments as folder
from sims import figures, png, recipe
from sims import predictions as predictions_folder
from sims.cards import CARDS, put_on
from sims.experiment import Experiment, LearnedSettings, Picture, Results, Settings, SimError, Watch
from sims.gif import encode_gif
from sims.prediction import AnyPrediction, Question, Resolution
from sims.recipe import Raw, Recipe
from sims.script import script_of
from sims.version import VERSION


@cache
def experiments() -> Mapping[str, Experiment[Any, Any]]:
    """Every experiment by name: one per file in the folder, each file's constant EXPERIMENT."""
    found: dict[str, Experiment[Any, Any]] = {}
    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda module: module.name):
        experiment = importlib.import_module(f"{folder.__name__}.{module.name}").EXPERIMENT
        if experiment.name != module.name.replace("_", "-"):
            raise ImportError(f"sims/experiments/{module.name}.py holds {experiment.name!r}: the file name is the name")
        found[experiment.name] = experiment
    return MappingProxyType(found)


def parse(text: str) -> Recipe:
    """The recipe that a text means; a SimError says what is not allowed."""
    name, pairs = recipe.split(text)
    found = from_pairs(name.removesuffix(recipe.ANIMATED), pairs)
    return found.animation() if name.endswith(recipe.ANIMATED) else found


def from_values(name: str, values: Mapping[str, Raw]) -> Recipe:
    """The recipe of this experiment with these values, given as text or as numbers."""
    return from_pairs(name, values.items())


def from_pairs(name: str, pairs: Iterable[tuple[str, Raw]]) -> Recipe:
    """The same from (key, value) pairs; a list may come in parts."""
    return recipe.from_pairs(recipe.find_experiment(experiments(), name), pairs)


def problem_of(text: str) -> str | None:
    """Why a text is no recipe, or None if it is one."""
    try:
        parse(text)
    except SimError as refused:
        return str(refused)
    return None


@cache
def predictions() -> Mapping[str, AnyPrediction]:
    """What can be predicted, by experiment: one per file in the folder, each file's constant PREDICTION."""
    found: dict[str, AnyPrediction] = {}
    for module in sorted(pkgutil.iter_modules(predictions_folder.__path__), key=lambda module: module.name):
        name = module.name.replace("_", "-")
        if name not in experiments():
            raise ImportError(f"sims/predictions/{module.name}.py belongs to no experiment: the file name is the name")
        found[name] = importlib.import_module(f"{predictions_folder.__name__}.{module.name}").PREDICTION
    return MappingProxyType(found)


def question_of(wanted: Recipe) -> Question | None:
    """What to think about before this recipe is run; None where its settings leave nothing to predict."""
    prediction = predictions().get(wanted.name)
    return prediction.ask(wanted.settings) if prediction else None


def resolution_of(wanted: Recipe, results: Results) -> Resolution:
    """Which choices of the recipe's question its results make right."""
    return predictions()[wanted.name].resolve(wanted.settings, results)


def run(text: str, report: Callable[[float], None] | None = None) -> Picture:
    """Compute, draw and describe a recipe. The same text gives the same numbers and the same pixels.

    The recipe of an animation gives the picture of its one run, and the animation too.
    """
    start = time.perf_counter()
    wanted = parse(text)
    experiment, settings = wanted.experiment, wanted.settings
    watch = Watch(report or (lambda fraction: None))
    outcome = experiment.compute(settings, watch.stage(0, 0.3) if wanted.is_animated else watch)
    with watch.part("draw"):
        figure = experiment.draw(settings, outcome)
        put_on(figure, CARDS[settings.card])
    with watch.part("encode"):
        drawn = png.encode(figure, _tags(wanted))
    gif = _animate(wanted, watch.stage(0.3, 1)) if wanted.is_animated else b""
    watch.report(1.0)
    return Picture(
        recipe=wanted.text,
        name=experiment.name,
        title=experiment.title,
        version=VERSION,
        png=drawn,
        width=figures.WIDTH,
        height=figures.HEIGHT,
        caption=experiment.caption(settings, outcome),
        alt_text=experiment.alt_text(settings, outcome),
        runtime_s={**watch.seconds, "total": time.perf_counter() - start},
        results=outcome.results,
        gif=gif,
    )


def script_text(text: str) -> str:
    """A stand-alone numpy and matplotlib script that computes the same numbers as the recipe."""
    return script_of(parse(text))


def warm_up() -> None:
    """What a fresh worker does before its first job: load the experiments, the fonts and the drawing code."""
    experiments()
    run("activation-plot")


def _animate(wanted: Recipe, watch: Watch) -> bytes:
    frames = wanted.experiment.frames(wanted.settings)
    assert frames is not None, "Recipe.animation has looked"
    with watch.part("train"):
        cards = frames(watch.stage(0, 0.5))
    with watch.part("encode"):
        painted = (_painted(figure, wanted.settings) for figure in cards)
        return encode_gif(painted, f"{wanted.text} (Rectify, version {VERSION})")


def _painted(figure: Figure, settings: Settings) -> Image.Image:
    put_on(figure, CARDS[settings.card])
    return png.paint(figure)


def _tags(wanted: Recipe) -> dict[str, str]:
    still = replace(wanted, is_animated=False)
    tags = {png.RECIPE_TAG: still.text, png.VERSION_TAG: VERSION}
    if isinstance(wanted.settings, LearnedSettings):
        tags[png.SEED_TAG] = str(wanted.settings.seed)
    return tags
