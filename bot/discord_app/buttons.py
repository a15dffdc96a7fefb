"""Buttons and menus that work for ever: what they need stands in their custom_id, or in the database behind a key."""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import discord
import structlog

import sims
from bot.discord_app import limits
from bot.discord_app.errors import told
from bot.discord_app.post import Item, Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import shorten
from bot.errors import RectifyError, StorageUnavailable
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

log = structlog.get_logger("rectify.discord")

Press = discord.Interaction["RectifyClient"]

RUN_LABELS = {"show": "Show me", "seed": "New seed", "twin": "Linear twin"}
KEY_MARK = "#"  # no recipe begins with it: what follows is the key of a longer one
REMEMBER_S = 0.5  # an answer is not held up for a button any longer than this
EMOJI = {"+": "👍", "-": "👎"}
THANKS = {
    "+": "Thank you, noted: this helped.",
    "-": "Thank you, noted: this did not help. A mentor can tell you more.",
}


class _Lasting(discord.ui.DynamicItem[discord.ui.Item[Any]], template="-"):
    """What all of ours share: errors are told, and there is no state but the custom_id."""

    def __init__(self, item: discord.ui.Item[Any]) -> None:
        super().__init__(item)
        found = self.template.fullmatch(self.custom_id)
        assert found is not None  # checked by discord.py
        self.found = found

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> _Lasting:
        """The item behind a press."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Serve the press."""
        turn = InteractionTurn.of(interaction)
        async with told(turn):
            await self.press(turn, interaction)

    @abstractmethod
    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Do what the item says."""


class RunButton(_Lasting, template=r"(?P<kind>show|seed|twin):(?P<recipe>.+)"):
    """Runs a recipe: "Show me", "New seed", "Linear twin"."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the picture."""
        recipe = self.found["recipe"]
        if recipe.startswith(KEY_MARK):
            await turn.think()
            recipe = await turn.client.store.recipes.recall(recipe.removeprefix(KEY_MARK)) or ""
            if not recipe:
                raise RectifyError("This button's recipe is no longer in the database. Use /sim to run it again.")
        await turn.client.run_command("sim", turn, recipe)


class TopicButton(_Lasting, template=r"topic:(?P<topic>[\w-]+)"):
    """Explains a topic that was offered when the question was not understood."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the entry."""
        await turn.client.run_command("explain", turn, self.found["topic"])


class TopicMenu(_Lasting, template=r"topics"):
    """Explains the related topic that was chosen."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Answer with the entry."""
        chosen = _sent(interaction)["values"]
        await turn.client.run_command("explain", turn, chosen[0])


class FeedbackButton(_Lasting, template=r"feedback:(?P<sign>[+-]):(?P<topic>[\w-]*)"):
    """Keeps whether an answer helped: one verdict per person and message, changeable."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Write it down and say thanks, seen only by the one who pressed."""
        await turn.hush()  # the database may be slow, the acknowledgement may not
        sign = self.found["sign"]
        message = interaction.message.id if interaction.message else 0
        await turn.client.store.feedback.record(
            turn.person, f"discord:{message}", self.found["topic"], is_helpful=sign == "+"
        )
        await turn.say(Post(content=THANKS[sign]), private=True)


LASTING = (RunButton, TopicButton, TopicMenu, FeedbackButton)


def is_ours(interaction: discord.Interaction[Any]) -> bool:
    """Whether this version knows what to do with this button or menu."""
    custom_id = _sent(interaction)["custom_id"]
    return any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in LASTING)


def _sent(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """What Discord says about a press; discord.py types it as one of many shapes."""
    return cast("Mapping[str, Any]", interaction.data or {})


async def below_reply(client: RectifyClient, reply: Reply) -> tuple[Item, ...]:
    """What can be done after a reply: see it, judge it, read on; or choose what was meant."""
    items: list[Item] = []
    if reply.sims:
        items += await _run_button(client, "show", reply.sims[0], discord.ButtonStyle.primary)
    items += [_topic_button(topic, title) for topic, title in reply.suggestions[: limits.BUTTONS_IN_ROW]]
    if reply.topic or reply.sims or reply.sources:
        items += [_feedback_button("+", reply.topic), _feedback_button("-", reply.topic)]
    entries = client.helper.knowledge.library.entries
    menu = _topic_menu([(topic, entries[topic].title) for topic in reply.related if topic in entries])
    return (*items, *menu)


async def below_picture(client: RectifyClient, recipe: sims.Recipe, link: str | None) -> tuple[Item, ...]:
    """What can be done after a picture: the same with other seeds, the linear counterpart, the link."""
    items: list[Item] = []
    seed, twin = recipe.new_seed(), recipe.linear_twin()
    if seed.text != recipe.text:
        items += await _run_button(client, "seed", seed.text)
    if twin is not None:
        items += await _run_button(client, "twin", twin.text)
    if link and len(link) <= limits.URL_IN_BUTTON:
        items.append(discord.ui.Button(label="Link", url=link))
    return tuple(items)


async def _run_button(
    client: RectifyClient, kind: str, recipe: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> list[Item]:
    """The button, or none where the recipe is long and the database cannot keep it."""
    custom_id = f"{kind}:{recipe}"
    if len(custom_id) > limits.CUSTOM_ID:
        try:
            key = await asyncio.wait_for(client.store.recipes.remember(recipe), REMEMBER_S)
        except (StorageUnavailable, TimeoutError):
            log.warning("a button was left out: the database did not keep its recipe", recipe=recipe)
            return []
        custom_id = f"{kind}:{KEY_MARK}{key}"
    return [RunButton(discord.ui.Button(label=RUN_LABELS[kind], style=style, custom_id=custom_id))]


def _topic_button(topic: str, title: str) -> Item:
    return TopicButton(discord.ui.Button(label=shorten(title, limits.BUTTON_LABEL), custom_id=f"topic:{topic}"))


def _feedback_button(sign: str, topic: str | None) -> Item:
    button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
        emoji=EMOJI[sign], custom_id=f"feedback:{sign}:{topic or ''}"
    )
    return FeedbackButton(button)


def _topic_menu(topics: list[tuple[str, str]]) -> list[Item]:
    if not topics:
        return []
    options = [
        discord.SelectOption(label=shorten(title, limits.MENU_TEXT), value=topic)
        for topic, title in topics[: limits.MENU_OPTIONS]
    ]
    return [TopicMenu(discord.ui.Select(custom_id="topics", placeholder="Read on", options=options))]
