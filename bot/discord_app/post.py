"""A Post is one Discord message before it is sent: text, embeds, buttons, files."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot.discord_app import limits
from bot.discord_app.wording import shorten

NO_PINGS = discord.AllowedMentions.none()
Item = discord.ui.Item[Any]


@dataclass(frozen=True)
class Image:
    """A picture to upload, with the text for those who cannot see it."""

    png: bytes
    filename: str
    alt_text: str

    def as_file(self) -> discord.File:
        """A fresh file object: discord.py uses each up."""
        return discord.File(io.BytesIO(self.png), self.filename, description=shorten(self.alt_text, limits.ALT_TEXT))


@dataclass(frozen=True)
class Document:
    """A file to download, where a text is too long to show or has to come back as it is."""

    content: bytes
    filename: str

    def as_file(self) -> discord.File:
        """A fresh file object."""
        return discord.File(io.BytesIO(self.content), self.filename)


@dataclass(frozen=True)
class Post:
    """What a message shows. It pings nobody, whatever its text is."""

    content: str | None = None
    embeds: tuple[discord.Embed, ...] = ()
    items: tuple[Item, ...] = ()
    files: tuple[Image | Document, ...] = ()

    def with_items(self, items: tuple[Item, ...]) -> Post:
        """The same with these buttons."""
        return replace(self, items=items)

    def for_sending(self) -> dict[str, Any]:
        """Arguments of discord.py's send methods."""
        given: dict[str, Any] = {"allowed_mentions": NO_PINGS}
        if self.content:
            given["content"] = self.content
        if self.embeds:
            given["embeds"] = list(self.embeds)
        if self.items:
            given["view"] = self.view()
        if self.files:
            given["files"] = [file.as_file() for file in self.files]
        return given

    def for_editing(self) -> dict[str, Any]:
        """Arguments of discord.py's edit methods; what was there before and is not here goes away."""
        return {
            "content": self.content,
            "embeds": list(self.embeds),
            "view": self.view() if self.items else None,
            "attachments": [file.as_file() for file in self.files],
            "allowed_mentions": NO_PINGS,
        }

    def as_plain_text(self) -> Post:
        """The same words without embeds, for channels where the bot may not embed: Discord would drop them."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.author.name, f"**{embed.title}**" if embed.title else None, embed.description]
            parts += [f"{field.name}:\n{field.value}" for field in embed.fields]
        text = "\n".join(part for part in parts if part)
        return replace(self, content=shorten(text, limits.CONTENT), embeds=())

    def view(self) -> discord.ui.View:
        """The buttons; they never time out, as their custom_id says all that they need."""
        view = discord.ui.View(timeout=None)
        for item in self.items:
            view.add_item(item)
        return view
