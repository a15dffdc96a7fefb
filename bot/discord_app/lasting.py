"""What works for ever: a button, menu or form whose custom_id says all that it needs, also after a restart."""

from __future__ import annotations

import asyncio
import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import discord
import structlog

from bot.discord_app import limits
from bot.discord_app.admission import CHEAP, FULL, admit
from bot.discord_app.errors import told
from bot.discord_app.turn import InteractionTurn
from bot.errors import RectifyError, StorageUnavailable

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

Press = discord.Interaction[Any]


KEY_MARK = "#"  # no recipe begins with it: what follows is the key of a longer one
REMEMBER_S = 0.5  # an answer is not held up for a button any longer than this

log = structlog.get_logger("rectify.discord")


class Lasting(discord.ui.DynamicItem[discord.ui.Item[Any]], template="-"):
    """What all our buttons and menus share: errors are told, and there is no state but the custom_id."""

    cost = FULL  # of a press, in requests

    def __init__(self, item: discord.ui.Item[Any]) -> None:
        super().__init__(item)
        found = self.template.fullmatch(self.custom_id)
        assert found is not None  # checked by discord.py
        self.found = found

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Lasting:
        """The item behind a press."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Serve the press."""
        turn = InteractionTurn.of(interaction)
        async with told(turn):
            admit(turn, self.cost)
            await self.press(turn, interaction)

    @abstractmethod
    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Do what the item says."""


@dataclass(frozen=True)
class LastingForm:
    """A form (modal) with one field, whose answer finds its way by the custom_id.

    Attributes:
        template: what the custom_id looks like.
        submitted: told the turn, what the template has found, and what was written.
    """

    template: re.Pattern[str]
    submitted: Callable[[InteractionTurn, re.Match[str], str], Awaitable[None]]


async def custom_id_with(client: RectifyClient, kind: str, recipe: str) -> str | None:
    """A custom_id that holds a recipe, or the key of one that is too long; None where the database does not keep it."""
    custom_id = f"{kind}:{recipe}"
    if len(custom_id) <= limits.CUSTOM_ID:
        return custom_id
    try:
        key = await asyncio.wait_for(client.store.recipes.remember(recipe), REMEMBER_S)
    except (StorageUnavailable, TimeoutError):
        log.warning("a button was left out: the database did not keep its recipe", recipe=recipe)
        return None
    return f"{kind}:{KEY_MARK}{key}"


async def recipe_behind(client: RectifyClient, text: str) -> str:
    """The recipe that stands in a custom_id, or behind the key in it.

    Raises:
        RectifyError: the database does not have it any more.
    """
    if not text.startswith(KEY_MARK):
        return text
    recipe = await client.store.recipes.recall(text.removeprefix(KEY_MARK))
    if recipe is None:
        raise RectifyError("This button's recipe is no longer in the database. Use /sim to run it again.")
    return recipe


def is_known(interaction: discord.Interaction[Any], items: Iterable[type[Lasting]]) -> bool:
    """Whether one of these items serves the press."""
    custom_id = sent(interaction)["custom_id"]
    return any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in items)


def sent(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """What Discord says about a press or form; discord.py types it as one of many shapes."""
    return cast("Mapping[str, Any]", interaction.data or {})


async def serve_form(forms: tuple[LastingForm, ...], interaction: discord.Interaction[Any]) -> None:
    """Serve a form that was sent; one that is not ours is left alone."""
    facts = sent(interaction)
    for form in forms:
        found = form.template.fullmatch(facts["custom_id"])
        if found:
            turn = InteractionTurn.of(interaction)
            async with told(turn):
                admit(turn, CHEAP)
                await form.submitted(turn, found, _written(facts))


def _written(facts: Mapping[str, Any]) -> str:
    parts = [part.get("component") or part["components"][0] for part in facts["components"]]
    return str(parts[0].get("value") or "").strip()
