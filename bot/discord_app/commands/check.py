"""/check: an intuition, judged claim by claim."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import answers
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.turn import InteractionTurn, Turn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def judge(turn: Turn, text: str) -> None:
    """Judge an intuition, or say that there is nothing to judge."""
    # A long text takes tenths of a second: in a thread, others are acknowledged meanwhile.
    await answers.show(turn, await asyncio.to_thread(turn.client.helper.check, text), text)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="check", description="Have your intuition checked, claim by claim")
    @app_commands.describe(intuition="What you believe, in your own words; several sentences are fine")
    async def check(interaction: discord.Interaction[RectifyClient], intuition: str) -> None:
        await judge(InteractionTurn.of(interaction), intuition)

    return check


COMMAND = Command("check", "/check intuition", "says what is right and what is off in what you believe", build, judge)
