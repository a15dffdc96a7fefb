"""Lasting: a button or menu that works for ever, whatever was restarted since it was sent."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import discord

from bot.discord_app.admission import FULL, admit
from bot.discord_app.errors import told
from bot.discord_app.turn import InteractionTurn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

Press: TypeAlias = "discord.Interaction[RectifyClient]"


class Lasting(discord.ui.DynamicItem[discord.ui.Item[Any]], template="-"):
    """What all of ours share: errors are told, and there is no state but the custom_id."""

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


def is_known(interaction: discord.Interaction[Any], items: Iterable[type[Lasting]]) -> bool:
    """Whether one of these items serves the press."""
    custom_id = _sent(interaction)["custom_id"]
    return any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in items)


def values_of(interaction: discord.Interaction[Any]) -> list[str]:
    """What was chosen in a menu."""
    chosen: list[str] = _sent(interaction)["values"]
    return chosen


def _sent(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    """What Discord says about a press; discord.py types it as one of many shapes."""
    return cast("Mapping[str, Any]", interaction.data or {})
