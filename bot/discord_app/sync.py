"""Tells Discord about the slash commands, only when their definition has changed: Discord limits how often."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import discord
import structlog

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

log = structlog.get_logger("rectify.discord")


async def sync_if_changed(client: RectifyClient) -> None:
    """Register the commands as the configuration asks; a failure is logged, and the bot goes on with the old ones."""
    settings = client.config.discord
    if settings.sync == "never":
        return
    name, fingerprint = _note_name(client, settings.test_guild), fingerprint_of(client)
    if settings.sync == "changed" and await client.store.notes.get(name) == fingerprint:
        log.info("commands are registered already", fingerprint=fingerprint)
        return
    try:
        await register(client, settings.test_guild)
    except discord.HTTPException as error:
        log.error("commands could not be registered", reason=str(error))


async def register(client: RectifyClient, guild: int | None) -> int:
    """Register all commands now, everywhere or in one server; returns how many."""
    scope = discord.Object(guild) if guild else None
    if scope:
        client.tree.copy_global_to(guild=scope)
    commands = await client.tree.sync(guild=scope)
    await client.store.notes.set(_note_name(client, guild), fingerprint_of(client))
    log.info("commands registered", count=len(commands), guild=guild)
    return len(commands)


def fingerprint_of(client: RectifyClient) -> str:
    """A short hash of all that Discord is told about the commands."""
    definitions = [command.to_dict(client.tree) for command in client.tree.get_commands()]
    text = json.dumps(sorted(definitions, key=lambda one: (one["type"], one["name"])), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _note_name(client: RectifyClient, guild: int | None) -> str:
    return f"commands:{client.application_id}:{guild or 'global'}"
