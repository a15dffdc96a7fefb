"""What is written to the bot without a slash command: typed commands, follow-ups, questions, intuitions."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.discord_app import answers, mentions
from bot.discord_app.feedback import FeedbackButton
from bot.discord_app.turn import MessageTurn
from bot.follow_up import read_wish

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

FOLLOW_UP, FREE_TEXT = "follow-up", "free text"


async def respond(turn: MessageTurn, message: discord.Message, text: str) -> str:
    """Answer a message that is meant for the bot; returns what it was taken for."""
    client = turn.client
    topic = topic_of(client, message)
    if topic and read_wish(text):  # "explain" after an answer is a wish rather than a command without its topic
        await _follow_up(turn, topic, text)
        return FOLLOW_UP
    name, rest = mentions.read_command(client, text)
    if name:
        await client.run_command(name, turn, rest)
        return name
    if topic:
        await _follow_up(turn, topic, text)
        return FOLLOW_UP
    # Judging a long text takes tenths of a second: in a thread, others are acknowledged meanwhile.
    await answers.show(turn, await asyncio.to_thread(client.helper.respond, text), text)
    return FREE_TEXT


def topic_of(client: RectifyClient, message: discord.Message) -> str | None:
    """The topic of the bot's answer to which this replies; its buttons say it, so it outlives a restart."""
    original = message.reference.resolved if message.reference else None
    if not isinstance(original, discord.Message) or original.author != client.user:
        return None
    pattern = FeedbackButton.__discord_ui_compiled_template__
    for row in original.components:
        for part in getattr(row, "children", ()):
            found = pattern.fullmatch(getattr(part, "custom_id", None) or "")
            if found:
                return found["topic"] or None
    return None


async def _follow_up(turn: MessageTurn, topic: str, text: str) -> None:
    found = await asyncio.to_thread(turn.client.helper.follow_up, topic, text)
    if found.recipe is not None:
        answers.count(found)
        await turn.client.run_command("sim", turn, found.recipe)
        return
    await answers.show(turn, found, text)
