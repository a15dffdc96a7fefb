"""/ask: a question, answered from the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import answers
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.turn import InteractionTurn, Turn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def answer(turn: Turn, question: str) -> None:
    """Answer a question, or say that it was not understood."""
    await answers.show(turn, turn.client.helper.answer(question), question)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="ask", description="Ask a question about activation functions")
    @app_commands.describe(question="Your question, as you would ask a mentor")
    async def ask(interaction: discord.Interaction[RectifyClient], question: str) -> None:
        await answer(InteractionTurn.of(interaction), question)

    return ask


COMMAND = Command("ask", "/ask question", "answers a question, with sources", build, answer)
