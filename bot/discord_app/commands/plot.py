"""/plot: activation functions as curves; the short form of /sim activation-plot."""

from __future__ import annotations

import re

import sims
from bot.course_helper import CourseHelper
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.recipe_text import read_typed_recipe
from bot.discord_app.settings_options import make_simulation_command
from bot.discord_app.turn import Turn

EXPERIMENT = "activation-plot"
BETWEEN_NAMES = re.compile(r"[\s,]+(?:(?:and|vs|versus)\s+)?")
MOST_NAMES = 4  # a longer text is a question rather than a list of functions


async def plot(turn: Turn, recipe: sims.Recipe) -> None:
    """Show the picture, as /sim does."""
    await turn.client.run_command("sim", turn, recipe.text)


async def plot_typed(turn: Turn, text: str) -> None:
    """What `@Rectify plot relu, tanh` does."""
    if "=" in text:
        await plot(turn, sims.parse(read_typed_recipe(f"{EXPERIMENT} {text}")))
        return
    names = [name for name in BETWEEN_NAMES.split(text.strip()) if name]
    if len(names) > MOST_NAMES:
        await turn.client.run_command("ask", turn, f"plot {text}")
        return
    await plot(turn, sims.from_values(EXPERIMENT, {"functions": names} if names else {}))


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""
    experiment = helper.catalogue()[EXPERIMENT]
    return make_simulation_command(experiment, plot, name="plot", description="Plot activation functions")


COMMAND = Command("plot", "/plot functions …", "draws activation functions and their slopes", build, plot_typed)
