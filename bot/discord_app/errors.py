"""The one place where an error becomes a sentence for a Discord user, whether of a command, a button or a message."""

from __future__ import annotations

import functools
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import structlog
from discord import app_commands

import sims
from bot.discord_app.post import Post
from bot.discord_app.turn import Turn
from bot.discord_app.wording import harmless
from bot.errors import Cancelled, RectifyError
from bot.metrics import ERRORS

log = structlog.get_logger("rectify.discord")

Suggest = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]

# Nobody is left to be told: unknown channel, message, webhook, interaction; answered by somebody else; token expired.
NOBODY_LEFT = frozenset({10003, 10008, 10015, 10062, 40060, 50027})
CHANGED = "This command has changed since your Discord loaded it. Reload Discord (Ctrl+R) and try again."
FORBIDDEN = "Discord does not let me do that here, because I lack a permission. `/status` names it for the moderators."


async def tell(turn: Turn, error: BaseException) -> None:
    """Tell the asker, and nobody else, what went wrong; what nobody expected goes to the log with its traceback."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.HTTPException) and cause.code in NOBODY_LEFT:
        log.info("nobody left to answer", discord_code=cause.code, reason=cause.text)
        return
    if isinstance(cause, Cancelled):
        return
    if turn.client.is_closed():
        log.info("not answered: the bot is closing", reason=type(cause).__name__)
        return
    try:
        await turn.say(Post(content=_sentence(cause)), private=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as second:
        log.warning("an error could not be told", reason=str(second), first=type(cause).__name__)


@asynccontextmanager
async def told(turn: Turn) -> AsyncIterator[None]:
    """Whatever goes wrong inside is told to the asker."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the outermost handler of the Discord face
        await tell(turn, error)


def suggesting(suggest: Suggest) -> Suggest:
    """Suggestions while typing that stay empty when something goes wrong: there is nowhere to show a sentence."""

    @functools.wraps(suggest)
    async def guarded(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        try:
            return await suggest(interaction, typed)
        except Exception as error:  # noqa: BLE001 - likewise
            note(error, "suggesting")
            return []

    return guarded


def note(error: BaseException, where: str) -> str:
    """Write an unexpected error to the log; returns the short id under which it can be found there."""
    error_id = secrets.token_hex(4)
    ERRORS.labels(face="discord").inc()
    log.error("unexpected error", error_id=error_id, where=where, exc_info=error)
    return error_id


def _sentence(error: BaseException) -> str:
    if isinstance(error, RectifyError | sims.SimError):
        return harmless(str(error))
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return CHANGED
    if isinstance(error, discord.Forbidden):
        log.warning("a permission is missing", reason=error.text)
        return FORBIDDEN
    error_id = note(error, "answering")
    return f"Something went wrong inside Rectify. It is in the log as `{error_id}`; please tell a moderator."
