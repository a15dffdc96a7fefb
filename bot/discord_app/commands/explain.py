"""/explain: one topic by its name, with suggestions while typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.buttons import below_reply
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.errors import suggesting
from bot.discord_app.messages import reply_embed
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


async def explain(turn: Turn, topic: str) -> None:
    """Show an entry; an UnknownTopic names the nearest ones."""
    client = turn.client
    reply = client.helper.explain(topic.strip()).reply
    embed = reply_embed(reply, page=client.page_of(reply.topic))
    await turn.say(Post(embeds=(embed,), items=await below_reply(client, reply, (turn.asker,))))


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    async def suggest(interaction: discord.Interaction[RectifyClient], typed: str) -> list[app_commands.Choice[str]]:
        found = helper.suggest_topics(typed, limits.CHOICES)
        return [
            app_commands.Choice(name=shorten(title, limits.CHOICE_TEXT), value=topic)
            for topic, title in found
            if len(topic) <= limits.CHOICE_TEXT
        ]

    @app_commands.command(name="explain", description="Explain one topic")
    @app_commands.describe(topic="Begin to type: what fits is suggested")
    @app_commands.autocomplete(topic=suggesting(suggest))
    async def explain_topic(interaction: discord.Interaction[RectifyClient], topic: str) -> None:
        await explain(InteractionTurn.of(interaction), topic)

    return explain_topic


COMMAND = Command("explain", "/explain topic", "explains one topic", build, explain)
