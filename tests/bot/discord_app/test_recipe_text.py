"""Recipes as people type them."""

import pytest

from bot.discord_app.recipe_text import read_typed_recipe

TYPED = {
    "nothing": ("", ""),
    "name": ("brightness-shift", "brightness-shift"),
    "recipe": ("brightness-shift?shift=offset&seed=3", "brightness-shift?shift=offset&seed=3"),
    "code": ("`brightness-shift?shift=offset`", "brightness-shift?shift=offset"),
    "spaces": ("brightness-shift shift=offset seed=3", "brightness-shift?shift=offset&seed=3"),
    "slash command": ("brightness-shift shift:offset seed:3", "brightness-shift?shift=offset&seed=3"),
    "name with a space": ("brightness shift seed=3", "brightness-shift?seed=3"),
    "list with spaces": ("brightness-shift models=linear, relu", "brightness-shift?models=linear,relu"),
    "lines": ("brightness-shift\nseed=3\n", "brightness-shift?seed=3"),
}


@pytest.mark.parametrize(("typed", "recipe"), TYPED.values(), ids=TYPED)
def test_typed_recipes(typed, recipe):
    assert read_typed_recipe(typed) == recipe
