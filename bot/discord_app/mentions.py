"""Messages as questions: mentions, replies to the bot, direct messages, ask channels; and commands typed in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

WRITTEN_BY_PEOPLE = (discord.MessageType.default, discord.MessageType.reply)
FIRST_WORD = re.compile(r"/?(?P<word>[a-z]+)\b:?\s*(?P<rest>.*)", re.DOTALL | re.IGNORECASE)
# "Explain why ReLU dies" is a question, "explain dying-relu" is the command.
AS_COMMAND = "explain"


def text_for(client: RectifyClient, message: discord.Message) -> str | None:
    """What the bot is asked in this message; None where it is not asked."""
    if message.author.bot or message.webhook_id or message.type not in WRITTEN_BY_PEOPLE:
        return None
    settings = client.config.discord
    if message.guild is None or client.user in message.mentions:
        return without_mention(client, message.content)
    if not settings.message_content:
        return None  # Discord gives no text of other messages
    if message.content.lower().startswith(settings.prefix.lower()):
        return message.content[len(settings.prefix) :].strip()
    if _answers_to(client, message) or (message.channel.id in settings.ask_channels and not message.reference):
        return message.content.strip()
    return None


def without_mention(client: RectifyClient, text: str) -> str:
    """A text without the mention of the bot."""
    mention = re.compile(rf"<@!?{client.user.id}>" if client.user else "(?!)")
    return mention.sub(" ", text).strip()


def question_in(client: RectifyClient, message: discord.Message) -> str:
    """The question in a message that was answered, without what only calls the bot; may be empty."""
    text, prefix = without_mention(client, message.content), client.config.discord.prefix
    text = text[len(prefix) :] if text.lower().startswith(prefix.lower()) else text
    name, rest = read_command(client, text)
    return rest if name == "ask" else text


def read_command(client: RectifyClient, text: str) -> tuple[str, str]:
    """The name of a command and the rest of the text; no name and the whole text where it begins with no command."""
    if not text:
        return "help", ""
    found = FIRST_WORD.fullmatch(text)
    word, rest = (found["word"].lower(), found["rest"]) if found else ("", "")
    command = client.commands.get(word)
    if command is None or command.run is None:
        return "", text
    if word == AS_COMMAND and client.helper.knowledge.resolve(rest) is None:
        return "", text
    return word, rest


def _answers_to(client: RectifyClient, message: discord.Message) -> bool:
    """Whether it is a reply to a message of the bot."""
    original = message.reference.resolved if message.reference else None
    return isinstance(original, discord.Message) and original.author == client.user
