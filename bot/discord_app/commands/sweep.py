"""/sweep: one simulation with up to four values of one setting, side by side in one message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands

import sims
from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.admission import admit
from bot.discord_app.buttons import run_button
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.errors import suggesting
from bot.discord_app.messages import sweep_post
from bot.discord_app.post import Item
from bot.discord_app.progress import Run
from bot.discord_app.recipe_text import read_typed_recipe
from bot.discord_app.removal import remove_button
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten
from bot.errors import RectifyError
from bot.sweep import read_sweep

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

TYPED = re.compile(r"(?P<recipe>\S+)\s+(?P<key>[\w-]+)\s*=\s*(?P<values>[^=]+)", re.DOTALL)
HOW_TO_TYPE = "Write it like this: `sweep xor?seeds=3 units=2, 3, 4`: the recipe, then one setting with 2 to 4 values."


async def sweep(turn: Turn, recipes: tuple[sims.Recipe, ...], key: str) -> None:
    """Run all, and show them in one message."""
    admit(turn, len(recipes) - 1)  # the first one is paid
    await turn.think()
    outcomes = await Run(turn, recipes).finish()
    problems = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    unexpected = [error for error in problems if not isinstance(error, RectifyError | sims.SimError)]
    if unexpected or len(problems) == len(outcomes):
        raise (unexpected or problems)[0]
    labels = [f"{key}={spelled(recipe, key)}" for recipe in recipes]
    items: list[Item] = []
    for recipe, label in zip(recipes, labels, strict=True):
        items += await run_button(turn.client, "show", recipe.text, label=shorten(label, limits.BUTTON_LABEL))
    items.append(remove_button(turn.asker))
    await turn.show(sweep_post(recipes, labels, outcomes).with_items(tuple(items)))


def spelled(recipe: sims.Recipe, key: str) -> str:
    """The value of a setting, as a recipe spells it."""
    value = getattr(recipe.settings, key.replace("-", "_"))
    return ",".join(str(item) for item in value) if isinstance(value, tuple) else str(value)


async def sweep_typed(turn: Turn, text: str) -> None:
    """What `@Rectify sweep …` does."""
    if "=" not in text:
        await turn.client.run_command("ask", turn, f"sweep {text}")
        return
    found = TYPED.fullmatch(text.strip())
    if found is None:
        raise RectifyError(HOW_TO_TYPE)
    key = found["key"].replace("-", "_")
    recipe = sims.parse(read_typed_recipe(found["recipe"]))
    await sweep(turn, read_sweep(recipe, key, found["values"]), key)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""
    experiments = helper.catalogue()

    async def suggest_keys(
        interaction: discord.Interaction[RectifyClient], typed: str
    ) -> list[app_commands.Choice[str]]:
        chosen = experiments.get(str(getattr(interaction.namespace, "simulation", "")))
        keys = [option.key for option in sims.options_of(chosen.settings)] if chosen else []
        return [app_commands.Choice(name=key, value=key) for key in keys if typed.lower() in key][: limits.CHOICES]

    @app_commands.command(name="sweep", description="One simulation with several values of one setting, side by side")
    @app_commands.describe(
        simulation="Which simulation",
        key="The setting that changes",
        values="2 to 4 values, with commas; with semicolons where each value is itself a list",
        settings="All other settings, e.g. seeds=3 width=16",
    )
    @app_commands.choices(simulation=[app_commands.Choice(name=name, value=name) for name in experiments])
    @app_commands.autocomplete(key=suggesting(suggest_keys))
    async def sweep_command(
        interaction: discord.Interaction[RectifyClient],
        simulation: str,
        key: str,
        values: str,
        settings: str = "",
    ) -> None:
        recipe = sims.parse(read_typed_recipe(f"{simulation} {settings}"))
        name = key.strip().replace("-", "_")
        await sweep(InteractionTurn.of(interaction), read_sweep(recipe, name, values), name)

    return sweep_command


COMMAND = Command("sweep", "/sweep name key values", "compares up to four values of one setting", build, sweep_typed)
