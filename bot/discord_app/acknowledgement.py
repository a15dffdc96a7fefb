"""How long an interaction waited for its acknowledgement: Discord gives a bot three seconds."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, cast

import discord
import structlog

from bot.metrics import ACKNOWLEDGE_SECONDS

ARRIVED = "rectify_arrived"  # key under which an interaction carries the time of its arrival

log = structlog.get_logger("rectify.discord")


def note_acknowledgement(interaction: discord.Interaction[Any]) -> None:
    """Measure and log it; who answered without an arrival (a test) is passed over."""
    arrived = interaction.extras.get(ARRIVED)
    if arrived is not None:
        seconds = time.monotonic() - arrived
        ACKNOWLEDGE_SECONDS.observe(seconds)
        log.info("acknowledged", asked=_name_of(interaction), after_ms=round(1000 * seconds))


def _name_of(interaction: discord.Interaction[Any]) -> str:
    """What was used, without what was typed: people's words do not belong in a log."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    custom_id = str(cast("Mapping[str, Any]", interaction.data or {}).get("custom_id", ""))
    return custom_id.partition(":")[0]
