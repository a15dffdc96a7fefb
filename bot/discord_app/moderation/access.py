"""Who may moderate, and how staff speaks about people among themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app.staff import is_staff
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless
from bot.errors import RectifyError

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

# Who sees the commands, and where. What is left out here would be taken from the tree's own, wider defaults.
SHOWN_TO = discord.Permissions(manage_guild=True)
ONLY_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
ONLY_SERVER_INSTALLS = app_commands.AppInstallationType(guild=True, user=False)

ONLY_ROLES = "This is for moderators: it needs one of the roles that discord.moderator_roles names."
ONLY_MANAGERS = "This is for moderators: it needs the permission “Manage Server”."
SEVERAL_SERVERS = (
    "Rectify is in several servers, whose managers need not know each other: nobody moderates until "
    "discord.moderator_roles names the roles that may."
)


def may_moderate(interaction: discord.Interaction[RectifyClient]) -> bool:
    """Whether the one who asks may change what everybody reads."""
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
    client = interaction.client
    has_roles = bool(client.config.discord.moderator_roles)
    if not is_staff(client, interaction.user):
        return ONLY_ROLES if has_roles else ONLY_MANAGERS
    # Whoever invites the bot manages that server: several such people would edit for all servers.
    return SEVERAL_SERVERS if not has_roles and len(client.guilds) > 1 else None
