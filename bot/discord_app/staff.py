"""Who is staff: the configured roles, or where none is configured, whoever may manage the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


def is_staff(client: RectifyClient, user: discord.User | discord.Member) -> bool:
    """Whether this person is staff in the server where they act; in direct messages nobody is."""
    if not isinstance(user, discord.Member):
        return False
    roles = client.config.discord.moderator_roles
    if roles:
        return any(user.get_role(role) is not None for role in roles)
    return (user.resolved_permissions or user.guild_permissions).manage_guild
