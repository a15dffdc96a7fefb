"""Buttons and menus that work for ever: what they need stands in their custom_id, or in the database behind a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

import sims
from bot.discord_app import limits
from bot.discord_app.feedback import REASON_FORM, FeedbackButton, feedback_button
from bot.discord_app.gap_button import GAP_FORM, GapButton
from bot.discord_app.lasting import KEY_MARK, Lasting, Press, custom_id_with, recipe_behind, sent
from bot.discord_app.mentors import MentorButton, mentor_button
from bot.discord_app.post import Item
from bot.discord_app.progress import CancelButton
from bot.discord_app.removal import RemoveButton, remove_button
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import shorten
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

RUN_LABELS = {"show": "Show me", "seed": "New seed", "twin": "Linear twin"}


class RunButton(Lasting, template=r"(?P<kind>show|seed|twin):(?P<recipe>.+)"):
    """Runs a recipe: "Show me", "New seed", "Linear twin"."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the picture."""
        recipe = self.found["recipe"]
        if recipe.startswith(KEY_MARK):
            await turn.think()
        await turn.client.run_command("sim", turn, await recipe_behind(turn.client, recipe))


class TopicButton(Lasting, template=r"topic:(?P<topic>[\w-]+)"):
    """Explains a topic that was offered when the question was not understood."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the entry."""
        await turn.client.run_command("explain", turn, self.found["topic"])


class TopicMenu(Lasting, template=r"topics"):
    """Explains the related topic that was chosen."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the entry."""
        chosen = sent(interaction)["values"]
        await turn.client.run_command("explain", turn, chosen[0])


LASTING = (RunButton, TopicButton, TopicMenu, FeedbackButton, RemoveButton, GapButton, MentorButton, CancelButton)
FORMS = (REASON_FORM, GAP_FORM)


async def below_reply(client: RectifyClient, reply: Reply, askers: tuple[str, ...] = ()) -> tuple[Item, ...]:
    """What can be done after a reply: see it, judge it, read on; or choose what was meant.

    Args:
        client: the bot.
        reply: what was said.
        askers: ids of the one or two people who may remove it, for an answer that everybody sees.
    """
    items = await _show_buttons(client, reply)
    items += [_topic_button(topic, title) for topic, title in reply.suggestions[: limits.BUTTONS_IN_ROW]]
    if reply.topic or reply.sims or reply.sources:
        items += [feedback_button("+", reply.topic), feedback_button("-", reply.topic)]
    items += [remove_button(*askers)] if askers else []
    return (*items, *_read_on(client, reply.related))


async def below_first_reply(
    client: RectifyClient, reply: Reply, asker: str, first: str | None = None
) -> tuple[Item, ...]:
    """What can be done after the one reply that nobody asked for, in a forum.

    Args:
        client: the bot.
        reply: what was said.
        asker: id of the person whose post it is.
        first: the entry to read on first.
    """
    items = await _show_buttons(client, reply)
    items += [feedback_button("+", reply.topic, "This helped"), mentor_button(), remove_button(asker)]
    return (*items, *_read_on(client, (*((first,) if first else ()), *reply.related)))


async def below_picture(
    client: RectifyClient, recipe: sims.Recipe, link: str | None, askers: tuple[str, ...] = ()
) -> tuple[Item, ...]:
    """What can be done after a picture: the same with other seeds, the linear counterpart, the link; remove it."""
    items: list[Item] = []
    seed, twin = recipe.new_seed(), recipe.linear_twin()
    if seed.text != recipe.text:
        items += await run_button(client, "seed", seed.text)
    if twin is not None:
        items += await run_button(client, "twin", twin.text)
    if link and len(link) <= limits.URL_IN_BUTTON:
        items.append(discord.ui.Button(label="Link", url=link))
    items += [remove_button(*askers)] if askers else []
    return tuple(items)


async def _show_buttons(client: RectifyClient, reply: Reply) -> list[Item]:
    return await run_button(client, "show", reply.sims[0], discord.ButtonStyle.primary) if reply.sims else []


async def run_button(
    client: RectifyClient,
    kind: str,
    recipe: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    label: str = "",
) -> list[Item]:
    """The button, or none where the recipe is long and the database cannot keep it."""
    custom_id = await custom_id_with(client, kind, recipe)
    if custom_id is None:
        return []
    return [RunButton(discord.ui.Button(label=label or RUN_LABELS[kind], style=style, custom_id=custom_id))]


def _topic_button(topic: str, title: str) -> Item:
    return TopicButton(discord.ui.Button(label=shorten(title, limits.BUTTON_LABEL), custom_id=f"topic:{topic}"))


def _read_on(client: RectifyClient, topics: tuple[str, ...]) -> list[Item]:
    """A menu of the topics that have an entry, or none."""
    entries = client.helper.knowledge.library.entries
    options = [
        discord.SelectOption(label=shorten(entries[topic].title, limits.MENU_TEXT), value=topic)
        for topic in dict.fromkeys(topics)
        if topic in entries
    ][: limits.MENU_OPTIONS]
    if not options:
        return []
    return [TopicMenu(discord.ui.Select(custom_id="topics", placeholder="Read on", options=options))]
