"""/status: is everything well, and may the bot do what it needs in this channel."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.moderation.access import may_moderate
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import harmless, shorten
from bot.editing import EditState

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

# All that Rectify needs, by the names in Discord's settings; the invite link asks for the same.
NEEDED = {
    "View Channels": "view_channel",
    "Send Messages": "send_messages",
    "Send Messages in Threads": "send_messages_in_threads",
    "Embed Links": "embed_links",
    "Attach Files": "attach_files",
    "Read Message History": "read_message_history",
}


async def show_status(turn: Turn, text: str, *, is_for_staff: bool = False) -> None:
    """Say how things are, to staff also which edits wait for a decision; words after it make it a question."""
    if text.strip():
        await turn.client.run_command("ask", turn, f"status {text}")
        return
    client = turn.client
    library, work = client.helper.knowledge.library, client.helper.work()
    missing = missing_permissions(turn.permissions)
    lines = [
        f"**Version** {version('rectify')}",
        f"**Latency** {client.latency * 1000:.0f} ms",
        f"**Knowledge** {len(library.entries)} entries, {len(library.claims)} claims",
        f"**Simulations** {len(client.helper.catalogue())}",
        f"**Workers** {work.workers} {'ready' if work.is_ready else 'starting'}; "
        f"{work.running} simulations running, {work.waiting} waiting",
        f"**Missing permissions here** {', '.join(missing) or 'none'}",
    ]
    if is_for_staff:
        lines += edit_lines(client.editor.states)
    text = shorten("\n".join(lines), limits.EMBED_DESCRIPTION)
    await turn.say(Post(embeds=(discord.Embed(title="Rectify", description=text),)), private=True)


def edit_lines(states: tuple[EditState, ...]) -> list[str]:
    """How many edits are live, and those that somebody has to decide about."""
    to_decide = [f"⚠️ {harmless(str(state))}" for state in states if state.needs_attention]
    return [f"**Edits** {len(states)} laid over the files, {len(to_decide)} to decide about", *to_decide]


def missing_permissions(permissions: discord.Permissions | None) -> list[str]:
    """The names of what is missing, as Discord's settings show them."""
    if permissions is None or permissions.administrator:
        return []
    return [name for name, attribute in NEEDED.items() if not getattr(permissions, attribute)]


def build(helper: CourseHelper) -> AppCommand:
    """The slash command."""

    @app_commands.command(name="status", description="How Rectify is, and which permissions it lacks here")
    async def status(interaction: discord.Interaction[RectifyClient]) -> None:
        await show_status(InteractionTurn.of(interaction), "", is_for_staff=may_moderate(interaction))

    return status


COMMAND = Command("status", "/status", "shows how Rectify is, and which permissions it lacks here", build, show_status)
