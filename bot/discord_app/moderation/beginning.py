"""How an edit begins: a new file, a part of a known one, an uploaded file, an alias, a revision to go back to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import aiohttp
import discord

from bot.discord_app.moderation import drafting, mentors_words
from bot.discord_app.turn import InteractionTurn
from bot.editing import Draft
from bot.editing.blank import blank
from bot.editing.parts import ABOUT, NEW, is_claim, parts_of
from bot.errors import RectifyError

LARGEST_FILE = 100_000  # bytes; the longest entry has a tenth of it


async def add(turn: InteractionTurn, kind: str, identifier: str, group: str, file: discord.Attachment | None) -> None:
    """A new entry or claim: a form for the beginning, or a whole file."""
    if file is not None:
        await turn.think(private=True)
    draft = await turn.client.editor.new_draft(kind, identifier.strip(), group.strip())
    if file is not None:
        await _take_file(turn, draft, file, "add")
        return
    kept = await drafting.keep(turn, draft, draft.text or blank(draft.path, datetime.now(UTC).date()), "add")
    await drafting.open_part(turn, kept, NEW)


async def edit(turn: InteractionTurn, topic: str, part: str | None, file: discord.Attachment | None) -> None:
    """An edit of one part in a form, or a whole file in the place of the old one."""
    if file is not None:
        await turn.think(private=True)
    draft = await turn.client.editor.draft(topic)
    if file is not None:
        await _take_file(turn, draft, file, "edit")
        return
    if not draft.text:
        raise RectifyError(f"{draft.path} has no text: go back to a revision with “/kb revert”, or add it again.")
    kept = await drafting.keep(turn, draft, draft.text, "edit")
    await drafting.open_part(turn, kept, part or ABOUT)


async def alias(turn: InteractionTurn, topic: str, words: str) -> None:
    """One more name of an entry, or one more way to state a claim."""
    path = await turn.client.editor.find_path(topic)
    key = "asserted_as" if is_claim(path) else "aliases"
    await mentors_words.with_one_more(turn, path, key, " ".join(words.split()), "alias")


async def revert(turn: InteractionTurn, topic: str, number: int) -> None:
    """Back to a revision, 0 is the file; previewed and saved like any edit."""
    editor = turn.client.editor
    draft = await editor.draft(topic)
    if number == 0 and draft.number == 0:
        raise RectifyError(f"{draft.path} was never edited here: learners see the file already.")
    text = None if number == 0 else await editor.text_at(draft.path, number)
    comment = "to the file" if number == 0 else f"to {number}"
    kept = await drafting.keep(turn, draft, text, "revert", comment)
    await drafting.try_out(turn, kept)


async def parts(turn: InteractionTurn, topic: str) -> list[tuple[str, str]]:
    """(name, title) of the parts of a file, to choose from while typing."""
    draft = await turn.client.editor.draft(topic)
    found = await asyncio.to_thread(parts_of, draft.path, draft.text)
    return [(part.name, part.title) for part in found]


async def _take_file(turn: InteractionTurn, draft: Draft, file: discord.Attachment, action: str) -> None:
    kept = await drafting.keep(turn, draft, await _read(file), action, "uploaded file")
    await drafting.try_out(turn, kept)


async def _read(file: discord.Attachment) -> str:
    if file.size > LARGEST_FILE:
        raise RectifyError(f"The file has {file.size:,} bytes; up to {LARGEST_FILE:,} are taken.")
    try:
        text = (await file.read()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RectifyError("The file is not UTF-8 text: hand in the .md file that “/kb raw” gives.") from error
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise RectifyError("Discord did not hand over the file. Upload it again.") from error
    if not text.strip():
        raise RectifyError("The file is empty. To take away what was edited here, use “/kb revert revision:0”.")
    return text
