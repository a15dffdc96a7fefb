"""Polls: what do you expect? A question first, everybody's predictions, then the picture and which choice was right."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import aiohttp
import discord

import sims
from bot.discord_app import limits
from bot.discord_app.admission import CHEAP
from bot.discord_app.buttons import below_picture
from bot.discord_app.errors import told
from bot.discord_app.lasting import Lasting, Press, custom_id_with, recipe_behind
from bot.discord_app.messages import BLUE, picture_post
from bot.discord_app.post import Item, Post
from bot.discord_app.progress import run_with_progress
from bot.discord_app.staff import is_staff
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten
from bot.errors import RectifyError, StorageUnavailable

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

LETTERS = "ABCD"
BAR = 10  # blocks for all predictions together
NOT_YET = "Only whoever asked, or staff, can show the picture now. It comes in {when} anyway."
ON_ITS_WAY = "The picture is on its way: predictions are closed."
NOT_READ = "The predictions could not be read: the database does not answer."


async def open_poll(turn: Turn, recipe: sims.Recipe, question: sims.Question) -> None:
    """Ask the question, and show the picture after a while."""
    client = turn.client
    await turn.think()
    asker = turn.asker
    post = await poll_post(client, recipe, question, asker)
    await turn.show(post)
    poll = turn.message
    if poll is not None:
        client.polls[poll] = asyncio.create_task(_reveal_later(turn, recipe, poll, asker), name=f"poll {poll}")


async def poll_post(client: RectifyClient, recipe: sims.Recipe, question: sims.Question, asker: str) -> Post:
    """The question with a button for each choice, and one that shows the picture."""
    lines = [question.text, ""]
    lines += [f"**{letter}** {choice}" for letter, choice in zip(LETTERS, question.choices, strict=False)]
    lines += [
        "",
        f"You can change your prediction until the picture comes, in {client.config.discord.prediction_s:g} s.",
    ]
    lines.append(f"`{recipe.text}`")
    embed = discord.Embed(
        title=shorten(f"What do you expect? {recipe.experiment.title}", limits.EMBED_TITLE),
        description=shorten("\n".join(lines), limits.EMBED_DESCRIPTION),
        colour=BLUE,
    )
    items: list[Item] = []
    for place, choice in enumerate(question.choices):
        label = shorten(f"{LETTERS[place]}. {choice}", limits.BUTTON_LABEL)
        items.append(VoteButton(discord.ui.Button(label=label, custom_id=f"vote:{place}")))
    custom_id = await custom_id_with(client, f"reveal:{asker}", recipe.text)
    if custom_id is not None:
        primary = discord.ButtonStyle.primary
        items.append(RevealButton(discord.ui.Button(label="Show the picture", style=primary, custom_id=custom_id)))
    return Post(embeds=(embed,), items=tuple(items))


class VoteButton(Lasting, template=r"vote:(?P<place>[0-3])"):
    """Keeps what somebody predicts: one prediction for each person and poll, changeable."""

    cost = CHEAP

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Write it down, and say so to the one who pressed."""
        poll = _poll_of(interaction)
        if poll in turn.client.revealing:
            raise RectifyError(ON_ITS_WAY)
        await turn.hush()
        place = int(self.found["place"])
        await turn.client.store.predictions.record(turn.person, _name_of(poll), place)
        await turn.say(Post(content=f"You predict {LETTERS[place]}. Press another choice to change it."), private=True)


class RevealButton(Lasting, template=r"reveal:(?P<asker>\d+):(?P<recipe>.+)"):
    """Shows the picture: for the asker and staff at once, for everybody when the time is over."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Run it in the place of the question."""
        client, poll, asker = turn.client, _poll_of(interaction), self.found["asker"]
        sent = discord.utils.snowflake_time(poll)
        left = client.config.discord.prediction_s - (discord.utils.utcnow() - sent).total_seconds()
        if turn.asker != asker and left > 0 and not is_staff(client, turn.user):
            seconds = math.ceil(left)
            raise RectifyError(NOT_YET.format(when="1 second" if seconds == 1 else f"{seconds} seconds"))
        if poll in client.revealing:
            raise RectifyError(ON_ITS_WAY)
        await turn.hush()
        recipe = sims.parse(await recipe_behind(client, self.found["recipe"]))
        await reveal(turn, recipe, poll, asker)


async def reveal(turn: Turn, recipe: sims.Recipe, poll: int, asker: str) -> None:
    """Run the recipe, and put the picture and the predictions in the place of the question, once."""
    client = turn.client
    question = sims.question_of(recipe)
    if poll in client.revealing or question is None:
        return
    client.revealing.add(poll)
    timer = client.polls.pop(poll, None)
    if timer is not None and timer is not asyncio.current_task():
        timer.cancel()
    try:
        picture = await run_with_progress(turn, recipe)
        post = _revealed_post(client, recipe, question, picture, await _counts(client, poll))
        link = client.page_of_recipe(recipe) or turn.link
        await turn.show(post.with_items(await below_picture(client, recipe, link, (asker,))))
    except Exception:
        # The question and its buttons come back, so that somebody can try again.
        with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError):
            await turn.show(await poll_post(client, recipe, question, asker))
        raise
    finally:
        client.revealing.discard(poll)


async def _reveal_later(turn: Turn, recipe: sims.Recipe, poll: int, asker: str) -> None:
    """The button does the same where a restart has ended this task."""
    await asyncio.sleep(turn.client.config.discord.prediction_s)
    async with told(turn):
        await reveal(turn, recipe, poll, asker)


async def _counts(client: RectifyClient, poll: int) -> Mapping[int, int] | None:
    try:
        return await client.store.predictions.counts(_name_of(poll))
    except StorageUnavailable:
        return None


def _revealed_post(
    client: RectifyClient,
    recipe: sims.Recipe,
    question: sims.Question,
    picture: sims.Picture,
    counts: Mapping[int, int] | None,
) -> Post:
    post = picture_post(picture, client.page_of_recipe(recipe))
    resolution = sims.resolution_of(recipe, picture.results)
    embed = post.embeds[0]
    votes = sum(counts.values()) if counts else 0
    heading = "1 prediction" if votes == 1 else f"{votes} predictions"
    embed.insert_field_at(0, name="The question was", value=shorten(question.text, limits.FIELD_VALUE), inline=False)
    shown = histogram(question, resolution.right, counts) if counts is not None else NOT_READ
    embed.add_field(name=heading, value=shorten(shown, limits.FIELD_VALUE), inline=False)
    right = " and ".join(f"{LETTERS[place]}. {question.choices[place]}" for place in resolution.right)
    value = shorten(f"**{right}**\n{resolution.because}", limits.FIELD_VALUE)
    embed.add_field(name="Right was", value=value, inline=False)
    return post


def histogram(question: sims.Question, right: tuple[int, ...], counts: Mapping[int, int]) -> str:
    """How many chose what, as bars of text."""
    total = sum(counts.values())
    lines = []
    for place, choice in enumerate(question.choices):
        count = counts.get(place, 0)
        mark = "✅" if place in right else "▫️"
        blocks = round(BAR * count / total) if total else 0
        share = f" ({100 * count / total:.0f} %)" if total else ""
        lines.append(f"{mark} **{LETTERS[place]}** {choice}\n`{'█' * blocks}{'░' * (BAR - blocks)}` {count}{share}")
    return "\n".join(lines)


def _poll_of(interaction: Press) -> int:
    assert interaction.message is not None  # a button stands under a message
    return interaction.message.id


def _name_of(poll: int) -> str:
    return f"discord:{poll}"
