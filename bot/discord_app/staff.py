"""Staff: who may moderate, and how staff speaks about people and texts among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless
from bot.errors import RectifyError

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

ONLY_ROLES = "This is for moderators: it needs one of the roles that discord.moderator_roles names."
ONLY_MANAGERS = "This is for moderators: it needs the permission “Manage Server”."
SEVERAL_SERVERS = (
    "Rectify is in several servers, whose managers need not know each other: nobody moderates until "
    "discord.moderator_roles names the roles that may."
)


def is_staff(interaction: discord.Interaction[RectifyClient]) -> bool:
    """Whether the one who asks may moderate."""
    return _refusal(interaction) is None


def staff_turn(interaction: discord.Interaction[RectifyClient]) -> InteractionTurn:
    """The turn of somebody who may moderate.

    Raises:
        RectifyError: this person may not.
    """
    refusal = _refusal(interaction)
    if refusal is not None:
        raise RectifyError(refusal)
    return InteractionTurn.of(interaction)


def named(person: str) -> str:
    """Somebody as Discord shows people: a mention, which pings nobody in what Rectify sends."""
    face, _, number = person.partition(":")
    return f"<@{number}>" if face == "discord" and number.isdigit() else harmless(person)


def _refusal(interaction: discord.Interaction[RectifyClient]) -> str | None:
    client, user = interaction.client, interaction.user
    roles = client.config.discord.moderator_roles
    if roles:
        has_one = isinstance(user, discord.Member) and any(user.get_role(role) for role in roles)
        return None if has_one else ONLY_ROLES
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        return ONLY_MANAGERS
    return SEVERAL_SERVERS if len(client.guilds) > 1 else None
