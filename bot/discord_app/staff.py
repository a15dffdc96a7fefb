"""Who is staff: the members of the configured roles, or who may manage the server where no role is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


def is_staff(client: RectifyClient, user: discord.User | discord.Member) -> bool:
    """Whether somebody is staff; in direct messages nobody is."""
    if not isinstance(user, discord.Member):
        return False
    roles = client.config.discord.moderator_roles
    if roles:
        return any(user.get_role(role) for role in roles)
    # An interaction says what its user may do; for the author of a message the roles have to be looked up.
    permissions = user.resolved_permissions or user.guild_permissions
    return permissions.manage_guild
