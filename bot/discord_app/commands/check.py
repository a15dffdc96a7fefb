"""/check: an intuition, judged claim by claim."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.buttons import below_reply
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.messages import reply_embed, verdict_embeds
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.metrics import CHECKS

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def judge(turn: Turn, text: str) -> None:
    """Judge an intuition, or say that there is nothing to judge."""
    client = turn.client
    # A long text takes tenths of a second: in a thread, others are acknowledged meanwhile.
    check_up = await asyncio.to_thread(client.helper.check, text)
    CHECKS.labels(face="discord", status=check_up.status).inc()
    embeds = verdict_embeds(check_up) if check_up.findings else (reply_embed(check_up.reply),)
    post = Post(embeds=embeds, items=await below_reply(client, check_up.reply))
    await turn.say(post, private=not check_up.findings and turn.quotes)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="check", description="Have your intuition checked, claim by claim")
    @app_commands.describe(intuition="What you believe, in your own words; several sentences are fine")
    async def check(interaction: discord.Interaction[RectifyClient], intuition: str) -> None:
        await judge(InteractionTurn.of(interaction), intuition)

    return check


COMMAND = Command("check", "/check intuition", "says what is right and what is off in what you believe", build, judge)
