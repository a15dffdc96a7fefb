"""Download of a file from Discord's own servers, and from no other: small, and within seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.config import DISCORD_API
from bot.errors import RectifyError

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
FOLDERS = ("/attachments/", "/ephemeral-attachments/")
MOST_BYTES = 1_000_000  # six times the largest picture of ours
TIMEOUT = aiohttp.ClientTimeout(total=5.0)
CHUNK = 64 * 1024


class NotDownloaded(RectifyError):
    """The file is too large, elsewhere, or did not come."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that a message shows."""

    name: str
    url: str
    size: int | None  # bytes; Discord does not tell it for what an embed shows


def pictures_of(message: discord.Message) -> list[Found]:
    """The files of a message that may be PNG pictures: attached, shown in an embed, or in what it forwards."""
    found: dict[str, Found] = {}
    parts: list[discord.Message | discord.MessageSnapshot] = [message, *message.message_snapshots]
    for part in parts:
        for file in part.attachments:
            if file.filename.lower().endswith(".png") or (file.content_type or "").startswith("image/png"):
                found.setdefault(_key(file.url), Found(file.filename, file.url, file.size))
        for url in _shown_in_embeds(part.embeds):
            name = urlsplit(url).path.rpartition("/")[2]
            if name.lower().endswith(".png"):
                found.setdefault(_key(url), Found(name, url, None))
    return list(found.values())


async def download(file: Found, api_base: str) -> bytes:
    """The bytes of a file.

    Args:
        file: from `pictures_of`.
        api_base: Discord's REST address as configured; a stand-in for Discord keeps its files where it listens.

    Raises:
        NotDownloaded: a sentence says why.
    """
    if not is_at_discord(file.url, api_base):
        raise NotDownloaded(f"{file.name} is not stored at Discord, so I do not fetch it. Attach the file itself.")
    if (file.size or 0) > MOST_BYTES:
        raise _too_large(file)
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.get(file.url, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise NotDownloaded(f"Discord does not give out {file.name} any more (status {response.status}).")
            content = bytearray()
            async for chunk in response.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > MOST_BYTES:
                    raise _too_large(file)
            return bytes(content)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise NotDownloaded(f"{file.name} could not be fetched from Discord. Try again.") from error


def is_at_discord(url: str, api_base: str) -> bool:
    """Whether an address is one of Discord's for uploaded files."""
    try:
        parts = urlsplit(url)
        if not parts.path.startswith(FOLDERS):
            return False
        if parts.scheme == "https" and parts.netloc in HOSTS:
            return True
    except ValueError:
        return False
    return api_base != DISCORD_API and parts[:2] == urlsplit(api_base)[:2]


def _too_large(file: Found) -> NotDownloaded:
    return NotDownloaded(f"{file.name} is larger than {MOST_BYTES // 1_000_000} MB; pictures of mine are far smaller.")


def _shown_in_embeds(embeds: list[discord.Embed]) -> Iterator[str]:
    for embed in embeds:
        for url in (embed.image.url, embed.thumbnail.url):
            if url:
                yield url


def _key(url: str) -> str:
    """What stays the same of a file's address: the signature at its end changes."""
    return urlsplit(url).path
