"""/status: is everything well, and may the bot do what it needs here and in the configured channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.moderation.access import may_moderate
from bot.discord_app.permissions import Gap, Needed, gaps_in_channels, missing_permissions
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import harmless, shorten
from bot.editing import EditState

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

# discord.py notes when a heartbeat was sent only after the sending, in another thread. Where Discord's answer is
# faster, it measures from the heartbeat before, 41 s ago; before the first one it says infinity.
MOST_LATENCY_S = 20.0
NO_CONTENT = (
    "**Message content** is off, so I cannot read the posts and messages in the configured forum and ask channels. "
    "Switch on the intent in the developer portal, and set discord.message_content."
)


async def show_status(turn: Turn, text: str, *, is_for_staff: bool = False) -> None:
    """Say how things are, to staff also which edits wait for a decision; words after it make it a question."""
    if text.strip():
        await turn.client.run_command("ask", turn, f"status {text}")
        return
    lines = [*_lines(turn), *(edit_lines(turn.client.editor.states) if is_for_staff else [])]
    description = shorten("\n".join(lines), limits.EMBED_DESCRIPTION)
    await turn.say(Post(embeds=(discord.Embed(title="Rectify", description=description),)), private=True)


def told_latency(shards: Iterable[float]) -> str:
    """The slowest shard's time from a heartbeat to its acknowledgement, where it is known."""
    known = [seconds for seconds in shards if seconds < MOST_LATENCY_S]
    return f"{max(known) * 1000:.0f} ms" if known else "not measured yet"


def _lines(turn: Turn) -> Iterator[str]:
    client = turn.client
    library, work = client.helper.knowledge.library, client.helper.work()
    yield f"**Version** {version('rectify')}"
    yield f"**Latency** {told_latency(seconds for _, seconds in client.latencies)}"
    yield f"**Knowledge** {len(library.entries)} entries, {len(library.claims)} claims"
    yield f"**Simulations** {len(client.helper.catalogue())}"
    yield (
        f"**Workers** {work.workers} {'ready' if work.is_ready else 'starting'}; "
        f"{work.running} simulations running, {work.waiting} waiting"
    )
    missing = missing_permissions(turn.permissions)
    yield f"**Missing permissions here** {'' if missing else 'none'}".rstrip()
    yield from _named(missing)
    settings = client.config.discord
    for gap in gaps_in_channels(client, settings):
        yield from _told(gap)
    if (settings.forum_channels or settings.ask_channels) and not settings.message_content:
        yield NO_CONTENT


def edit_lines(states: tuple[EditState, ...]) -> list[str]:
    """How many edits are live, and those that somebody has to decide about."""
    to_decide = [f"⚠️ {harmless(str(state))}" for state in states if state.needs_attention]
    return [f"**Edits** {len(states)} laid over the files, {len(to_decide)} to decide about", *to_decide]


def _told(gap: Gap) -> Iterator[str]:
    if not gap.is_known:
        yield (
            f"**The {gap.purpose} {gap.channel}** is not there, or I lack View Channels in it. "
            "Give me that permission, or correct the configuration."
        )
        return
    yield f"**Missing permissions in <#{gap.channel}>** ({gap.purpose})"
    yield from _named(gap.missing)


def _named(missing: tuple[Needed, ...]) -> Iterator[str]:
    yield from (f"- {one.name}: without it, {one.without}" for one in missing)


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="status", description="How Rectify is, and which permissions it lacks")
    async def status(interaction: discord.Interaction[RectifyClient]) -> None:
        await show_status(InteractionTurn.of(interaction), "", is_for_staff=may_moderate(interaction))

    return status


COMMAND = Command("status", "/status", "shows how Rectify is, and which permissions it lacks", build, show_status)
