"""Finds the experiments and runs a recipe: from its text to a finished Picture."""

import importlib
import pkgutil
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sims import experiments as folder
from sims import figures, recipe
from sims.experiment import Experiment, LearnedSettings, Picture, SimError, Watch
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
    return from_pairs(name, pairs)


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


def run(text: str, report: Callable[[float], None] | None = None) -> Picture:
    """Compute, draw and describe a recipe. The same text gives the same numbers and the same pixels."""
    start = time.perf_counter()
    wanted = parse(text)
    experiment, settings = wanted.experiment, wanted.settings
    watch = Watch(report or (lambda fraction: None))
    outcome = experiment.compute(settings, watch)
    with watch.part("draw"):
        figure = experiment.draw(settings, outcome)
    with watch.part("encode"):
        png = figures.encode(figure, _tags(wanted))
    watch.report(1.0)
    return Picture(
        recipe=wanted.text,
        name=experiment.name,
        title=experiment.title,
        version=VERSION,
        png=png,
        width=figures.WIDTH,
        height=figures.HEIGHT,
        caption=experiment.caption(settings, outcome),
        alt_text=experiment.alt_text(settings, outcome),
        runtime_s={**watch.seconds, "total": time.perf_counter() - start},
        results=outcome.results,
    )


def script_text(text: str) -> str:
    """A stand-alone numpy and matplotlib script that computes the same numbers as the recipe."""
    return script_of(parse(text))


def warm_up() -> None:
    """What a fresh worker does before its first job: load the experiments, the fonts and the drawing code."""
    experiments()
    run("activation-plot")


def _tags(wanted: Recipe) -> dict[str, str]:
    tags = {figures.RECIPE_TAG: wanted.text, figures.VERSION_TAG: VERSION}
    if isinstance(wanted.settings, LearnedSettings):
        tags[figures.SEED_TAG] = str(wanted.settings.seed)
    return tags
