"""/gaps: the questions that wait on the mentors' list; for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.moderation import gap_list
from bot.discord_app.moderation.access import staff_turn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="gaps", description="Moderators: questions that nobody could answer")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    async def gaps(interaction: discord.Interaction[RectifyClient]) -> None:
        turn = staff_turn(interaction)
        await turn.think(private=True)
        await gap_list.show_list(turn)

    return gaps


COMMAND = Command("gaps", "/gaps", "for moderators: questions that I could not answer", build)
