"""/privacy: what is kept about people; hand it out, delete it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import privacy
from bot.course_helper import CourseHelper
from bot.discord_app import limits
from bot.discord_app.command import AppCommand, Command
from bot.discord_app.lasting import Lasting, Press
from bot.discord_app.post import Document, Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

RIGHTS = "`/privacy export` gives you all of it as a file; `/privacy delete` deletes it."
NOTHING = "There is nothing about you in the database."
ASK = (
    "This deletes your feedback, your predictions and your questions on the mentors' list, and takes your name off "
    "what you did as staff. It cannot be undone."
)
ONLY_PRIVATE = "This channel can be read by others. Use the slash command `/privacy {word}`: only you see its answer."


async def show(turn: Turn) -> None:
    """Say what is kept, why, and how long."""
    text = f"{privacy.statement(turn.client.config.privacy.retention_days)}\n\n{RIGHTS}"
    embed = discord.Embed(title="What I keep about you", description=shorten(text, limits.EMBED_DESCRIPTION))
    await turn.say(Post(embeds=(embed,)), private=True)


async def export(turn: Turn) -> None:
    """Hand out everything about the asker as a JSON file."""
    await turn.think(private=True)
    found = await turn.client.store.people.export(turn.person)
    if not found:
        await turn.say(Post(content=NOTHING), private=True)
        return
    text = json.dumps({"person": turn.person, "tables": found}, ensure_ascii=False, indent=2)
    rows = sum(len(table) for table in found.values())
    file = Document(text.encode(), "rectify-data.json")
    count = "1 row" if rows == 1 else f"{rows} rows"
    await turn.say(Post(content=f"Everything about you in the database: {count}.", files=(file,)), private=True)


async def ask_to_delete(turn: Turn) -> None:
    """Ask for a second click."""
    button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
        label="Delete it", style=discord.ButtonStyle.danger, custom_id="privacy:delete"
    )
    await turn.say(Post(content=ASK, items=(DeleteButton(button),)), private=True)


class DeleteButton(Lasting, template=r"privacy:delete"):
    """Deletes what is kept about whoever presses it."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Delete, and say what was kept and why."""
        await turn.hush()
        rows = await turn.client.store.people.delete(turn.person)
        await turn.show(Post(content=privacy.deleted(rows)))


ACTIONS = {"": show, "show": show, "export": export, "delete": ask_to_delete}


async def typed(turn: Turn, text: str) -> None:
    """What `@Rectify privacy …` does: data are handed out only where nobody else reads."""
    word = text.strip().lower()
    if word not in ACTIONS:
        await turn.client.run_command("ask", turn, f"privacy {text}")
    elif ACTIONS[word] is not show and turn.permissions is not None:
        await turn.say(Post(content=ONLY_PRIVATE.format(word=word)))
    else:
        await ACTIONS[word](turn)


def build(helper: CourseHelper) -> AppCommand:
    """The group of slash commands."""
    group = app_commands.Group(name="privacy", description="What is kept about you, and your rights")

    @group.command(name="show", description="What is kept about you, why, and how long")
    async def show_command(interaction: discord.Interaction[RectifyClient]) -> None:
        await show(InteractionTurn.of(interaction))

    @group.command(name="export", description="Everything that is kept about you, as a file")
    async def export_command(interaction: discord.Interaction[RectifyClient]) -> None:
        await export(InteractionTurn.of(interaction))

    @group.command(name="delete", description="Delete what is kept about you")
    async def delete_command(interaction: discord.Interaction[RectifyClient]) -> None:
        await ask_to_delete(InteractionTurn.of(interaction))

    return group


COMMAND = Command(
    "privacy",
    "/privacy show|export|delete",
    "says what is kept about you; hands it out, deletes it",
    build,
    typed,
    (DeleteButton,),
)
