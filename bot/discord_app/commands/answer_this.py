"""Answer this: a message command on anyone's message, taken as a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import answers, mentions
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.turn import InteractionTurn

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient


def build(helper: CourseHelper) -> AppCommand:
    """The message command."""

    async def answer_this(interaction: discord.Interaction[RectifyClient], message: discord.Message) -> None:
        turn, client = InteractionTurn.of(interaction), interaction.client
        question = mentions.without_mention(client, message.content)
        await answers.show_on_message(turn, client.helper.answer(question), message)

    return app_commands.ContextMenu(name="Answer this", callback=answer_this)


COMMAND = Command("Answer this", "", "", build)
