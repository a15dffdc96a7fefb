"""Add to knowledge: a message command for moderators, on what a mentor wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.moderation import access, mentors_words
from bot.discord_app.moderation.access import staff_turn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


def build(helper: CourseHelper) -> AppCommand:
    """The message command."""

    @app_commands.default_permissions(manage_guild=True)
    async def add_to_knowledge(interaction: discord.Interaction[RectifyClient], message: discord.Message) -> None:
        await mentors_words.offer(staff_turn(interaction), message.content)

    return app_commands.ContextMenu(
        name="Add to knowledge",
        callback=add_to_knowledge,
        allowed_contexts=access.ONLY_SERVERS,
        allowed_installs=access.ONLY_SERVER_INSTALLS,
    )


COMMAND = Command("Add to knowledge", "", "", build)
