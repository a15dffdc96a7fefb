"""Buttons and menus of the moderators; what they need stands in the database under the key in their custom_id."""

from __future__ import annotations

import re
from collections.abc import Mapping

import discord

from bot.discord_app import limits
from bot.discord_app.lasting import Lasting, Press
from bot.discord_app.moderation.access import staff_turn
from bot.discord_app.post import Item
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import shorten
from bot.storage import KeptDraft

GREEN, GREY, RED = discord.ButtonStyle.success, discord.ButtonStyle.secondary, discord.ButtonStyle.danger


TEMPLATE = re.compile(r"(?:draft|note|gaps):[a-z]+(?::[\w:-]+)?")


class StaffItem(Lasting, template=TEMPLATE):
    """Serves staff only: who may moderate can change while a message stays."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Check who presses, then do what the item says."""
        from bot.discord_app.moderation import serving  # which makes such items itself

        staff_turn(interaction)
        await serving.press(turn, interaction, self.custom_id)


def button(label: str, custom_id: str, style: discord.ButtonStyle = GREY) -> Item:
    """A button for staff."""
    return StaffItem(discord.ui.Button(label=label, style=style, custom_id=custom_id))


def menu(placeholder: str, custom_id: str, options: Mapping[str, str]) -> tuple[Item, ...]:
    """A menu for staff, value -> label; nothing where there is nothing to choose."""
    shown = [
        discord.SelectOption(label=shorten(label, limits.MENU_TEXT), value=value)
        for value, label in list(options.items())[: limits.MENU_OPTIONS]
    ]
    if not shown:
        return ()
    return (StaffItem(discord.ui.Select(custom_id=custom_id, placeholder=placeholder, options=shown)),)


def below_preview(
    kept: KeptDraft, part: str | None, parts: Mapping[str, str], *, is_worse: bool = False
) -> tuple[Item, ...]:
    """What can be done with a text that can be saved."""
    label = "Save all the same" if is_worse else "Save"
    save = button(label, f"draft:save:{kept.key}", RED if is_worse else GREEN)
    return (save, *_again(kept.key, part), _discard(kept), *_other_parts(kept, parts))


def below_problem(kept: KeptDraft, part: str | None, parts: Mapping[str, str]) -> tuple[Item, ...]:
    """What can be done with a text that cannot be saved as it is."""
    return (*_again(kept.key, part), _discard(kept), *_other_parts(kept, parts))


def below_conflict(kept: KeptDraft, part: str | None, parts: Mapping[str, str]) -> tuple[Item, ...]:
    """What can be done where somebody else was faster."""
    top = button("Save mine on top", f"draft:top:{kept.key}", GREEN)
    return (top, *_again(kept.key, part), _discard(kept), *_other_parts(kept, parts))


def only_again(key: str, part: str) -> tuple[Item, ...]:
    """Back to the form."""
    return tuple(_again(key, part))


def _again(key: str, part: str | None) -> list[Item]:
    return [button("Edit again", f"draft:edit:{key}:{part}")] if part else []


def _discard(kept: KeptDraft) -> Item:
    return button("Discard", f"draft:drop:{kept.key}")


def _other_parts(kept: KeptDraft, parts: Mapping[str, str]) -> tuple[Item, ...]:
    return menu("Edit another part", f"draft:part:{kept.key}", parts)
