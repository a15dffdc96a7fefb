"""/help: what can be asked, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.messages import help_post
from bot.discord_app.turn import InteractionTurn, Turn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def show_help(turn: Turn, text: str) -> None:
    """List the commands; words after it make it a question ("help me understand sigmoid")."""
    client = turn.client
    if text.strip():
        await client.run_command("ask", turn, f"help {text}")
        return
    name = client.user.display_name if client.user else "Rectify"
    await turn.say(help_post(client.commands.values(), name, client.config.web.public_url), private=True)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="help", description="What Rectify can do, and how to ask")
    async def help_command(interaction: discord.Interaction[RectifyClient]) -> None:
        await show_help(InteractionTurn.of(interaction), "")

    return help_command


COMMAND = Command("help", "/help", "shows this", build, show_help)
