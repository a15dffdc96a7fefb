"""A sweep: one recipe with several values of one key, side by side."""

from __future__ import annotations

import re

import sims
from bot.errors import RectifyError

FEWEST, MOST = 2, 4
BETWEEN = re.compile(r"[,\s]+")


def read_sweep(recipe: sims.Recipe, key: str, values: str) -> tuple[sims.Recipe, ...]:
    """The recipes of a sweep, all of them valid.

    Args:
        recipe: what stays the same.
        key: the setting that changes.
        values: with commas or spaces between them; with semicolons where each value is a list of its own.

    Raises:
        RectifyError: too few or too many values, or one of them twice.
        SimError: the simulation has no such key, or does not take a value.
    """
    separated = values.split(";") if ";" in values else BETWEEN.split(values)
    given = [value.strip() for value in separated if value.strip()]
    if not FEWEST <= len(given) <= MOST:
        raise RectifyError(
            f"A sweep takes {FEWEST} to {MOST} values of {key}; it was given {len(given)}. "
            "Write them with commas between them, or with semicolons where each value is itself a list."
        )
    recipes = tuple(recipe.change([(key, value)]) for value in given)
    seen: dict[str, str] = {}
    for one, value in zip(recipes, given, strict=True):
        if one.text in seen:
            raise RectifyError(f"{key}={seen[one.text]} and {key}={value} are the same. Give each value once.")
        seen[one.text] = value
    return recipes
