"""What works for ever: a button, menu or form whose custom_id says all that it needs, also after a restart."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import discord

from bot.discord_app.errors import told
from bot.discord_app.turn import InteractionTurn

Press = discord.Interaction[Any]


class Lasting(discord.ui.DynamicItem[discord.ui.Item[Any]], template="-"):
    """What all our buttons and menus share: errors are told, and there is no state but the custom_id."""

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


def make_form(title: str, custom_id: str, label: str, hint: str, field: discord.ui.TextInput[Any]) -> discord.ui.Modal:
    """The form itself; `hint` stands below the label."""
    form = discord.ui.Modal(title=title, custom_id=custom_id)
    form.add_item(discord.ui.Label(text=label, description=hint, component=field))
    form.stop()  # discord.py would keep it until it is filled in, which may never happen
    return form


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
                await form.submitted(turn, found, _written(facts))


def _written(facts: Mapping[str, Any]) -> str:
    parts = [part.get("component") or part["components"][0] for part in facts["components"]]
    return str(parts[0].get("value") or "").strip()
