"""Inspect plot: a message command that runs the recipe of a posted picture again and compares."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.buttons import run_button
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.download import Found, download, pictures_of
from bot.discord_app.post import Item, Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import harmless, link
from bot.errors import RectifyError
from bot.inspection import Inspection, Outcome, compare, read_tags

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

MOST_PICTURES = 4
NONE_THERE = "There is no PNG picture in this message. Use this on a message that shows a picture of mine."
BLUE, GREEN, YELLOW, GREY = 0x3B6FB6, 0x2E9E5B, 0xE0A100, 0x808080
COLOURS = {
    Outcome.IDENTICAL: GREEN,
    Outcome.SAME_PIXELS: GREEN,
    Outcome.MEASUREMENT: BLUE,
    Outcome.OTHER_VERSION: YELLOW,
    Outcome.CHANGED: YELLOW,
}


async def inspect(turn: Turn, message: discord.Message) -> None:
    """Say for each picture which recipe drew it, and whether the recipe still draws the same; only to the asker."""
    found = pictures_of(message)
    if not found:
        raise RectifyError(NONE_THERE)
    await turn.think(private=True)
    embeds: list[discord.Embed] = []
    recipes: dict[str, int] = {}  # one button for each, however many pictures show it
    for number, file in enumerate(found[:MOST_PICTURES], start=1):
        try:
            seen = await _inspect_one(turn, file)
        except RectifyError as error:
            embeds.append(discord.Embed(title=harmless(file.name), description=harmless(str(error)), colour=GREY))
            continue
        embeds.append(_embed(turn.client, file, seen))
        recipes.setdefault(seen.tags.recipe.text, number)
    left = len(found) - MOST_PICTURES
    items: list[Item] = []
    for recipe, number in recipes.items():
        label = "Run again" if len(recipes) == 1 else f"Run picture {number} again"
        items += await run_button(turn.client, "show", recipe, label=label)
    content = f"The first {MOST_PICTURES} of {len(found)} pictures:" if left > 0 else None
    await turn.show(Post(content=content, embeds=tuple(embeds), items=tuple(items)))


async def _inspect_one(turn: Turn, file: Found) -> Inspection:
    client = turn.client
    content = await download(file, client.config.discord.api_base)
    tags = read_tags(content, file.name)
    again = await client.helper.simulate(tags.recipe, turn.person, fresh=True)
    return await asyncio.to_thread(compare, content, tags, again)  # unpacking a picture takes some milliseconds


def _embed(client: RectifyClient, file: Found, seen: Inspection) -> discord.Embed:
    recipe = seen.tags.recipe
    page = client.page_of_recipe(recipe)
    lines = [f"`{recipe.text}`", harmless(seen.sentences.split("\n")[0]), seen.outcome.value]
    if page:
        lines.append(link("Its page, with the numbers", page))
    return discord.Embed(title=harmless(file.name), description="\n".join(lines), colour=COLOURS[seen.outcome])


def build(helper: CourseHelper) -> AppCommand:
    """The message command."""

    async def inspect_plot(interaction: discord.Interaction[RectifyClient], message: discord.Message) -> None:
        await inspect(InteractionTurn.of(interaction), message)

    return app_commands.ContextMenu(name="Inspect plot", callback=inspect_plot)


COMMAND = Command("Inspect plot", "", "", build)
