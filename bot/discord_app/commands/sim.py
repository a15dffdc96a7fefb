"""/sim: a simulation as a picture; one subcommand for each."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands

import sims
from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.admission import make_cheap
from bot.discord_app.buttons import below_picture
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.messages import catalogue_post, picture_post
from bot.discord_app.polls import RevealButton, VoteButton, open_poll
from bot.discord_app.progress import run_with_progress
from bot.discord_app.recipe_text import read_typed_recipe
from bot.discord_app.settings_options import make_simulation_command
from bot.discord_app.turn import Turn

NOTHING_TO_PREDICT = "With these settings there is nothing to predict."


async def predict_first(turn: Turn, recipe: sims.Recipe) -> None:
    """Ask what people expect; the picture follows."""
    question = sims.question_of(recipe)
    if question is None:
        await simulate(turn, recipe, NOTHING_TO_PREDICT)
    else:
        await open_poll(turn, recipe, question)


async def simulate(turn: Turn, recipe: sims.Recipe, note: str | None = None) -> None:
    """Acknowledge, run, and show the picture, with a note above it."""
    if turn.client.helper.is_finished(recipe):
        make_cheap(turn)
    await turn.think()
    picture = await run_with_progress(turn, recipe)
    client = turn.client
    page = client.page_of_recipe(recipe)
    link = page or turn.link
    post = replace(picture_post(picture, page), content=note)
    await turn.show(post.with_items(await below_picture(client, recipe, link, (turn.asker,))))
    if link is None:
        # Only Discord knows the address of a message, and of a reply only after it was sent.
        await turn.change_items(post.with_items(await below_picture(client, recipe, turn.link, (turn.asker,))))


async def run_typed(turn: Turn, text: str) -> None:
    """What `@Rectify sim …` does; without a name it lists the simulations."""
    recipe = read_typed_recipe(text)
    if recipe:
        await simulate(turn, sims.parse(recipe))
    else:
        await turn.say(catalogue_post(turn.client.helper.catalogue()))


def build(helper: CourseHelper) -> AppCommand:
    """The group of slash commands."""
    experiments = helper.catalogue()
    if len(experiments) > limits.SUBCOMMANDS:
        raise ValueError(f"{len(experiments)} simulations do not fit into /sim: Discord takes {limits.SUBCOMMANDS}.")
    group = app_commands.Group(name="sim", description="Run a simulation and see the picture")
    for experiment in experiments.values():
        group.add_command(make_simulation_command(experiment, simulate, predict_first=predict_first))
    return group


COMMAND = Command(
    "sim",
    "/sim name …",
    "runs a simulation and shows the picture; with `predict:true` it asks first what you expect",
    build,
    run_typed,
    (VoteButton, RevealButton),
)
