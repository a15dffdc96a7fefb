"""/ask: a question, answered from the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.buttons import below_reply
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.messages import reply_embed
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.metrics import ANSWERS

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def answer(turn: Turn, question: str) -> None:
    """Answer a question, or say that it was not understood."""
    client = turn.client
    found = client.helper.answer(question)
    ANSWERS.labels(face="discord", status=found.status).inc()
    page = client.page_of(found.reply.topic)
    embed = reply_embed(found.reply, question if turn.quotes and found.matches else None, page)
    is_readable = bool(found.matches)  # empty, too long or without words: only the asker needs to know
    await turn.say(Post(embeds=(embed,), items=await below_reply(client, found.reply)), private=not is_readable)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="ask", description="Ask a question about activation functions")
    @app_commands.describe(question="Your question, as you would ask a mentor")
    async def ask(interaction: discord.Interaction[RectifyClient], question: str) -> None:
        await answer(InteractionTurn.of(interaction), question)

    return ask


COMMAND = Command("ask", "/ask question", "answers a question, with sources", build, answer)
