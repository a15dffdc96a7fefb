"""One HTTP request as a route function sees it, and how a request body is read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import DiscordError
from .state import Channel, Message, UploadedFile
from .world import World

FILE_FIELD = re.compile(r"files?\[(\d+)\]")


@dataclass(frozen=True)
class Call:
    """What a route function gets. It returns JSON for 200, (status, JSON), or None for 204."""

    world: World
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    files: dict[int, UploadedFile]

    def flag(self, name: str) -> bool:
        """A yes-or-no query parameter."""
        return self.query.get(name, "").lower() in ("true", "1")

    @property
    def channel(self) -> Channel:
        """The channel of the address."""
        return self.world.channel(self.params["channel_id"])

    @property
    def message(self) -> Message:
        """The message of the address."""
        return self.world.message(self.channel, self.params["message_id"])


async def read_body(request: web.Request) -> tuple[Any, dict[int, UploadedFile]]:
    """The JSON of a request (payload_json where it is multipart) and its files by number."""
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    text = await request.text()
    return _parse(text) if text else None, {}


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except ValueError as error:
        raise DiscordError(400, 50109, "The request body contains invalid JSON.") from error


def _refuse_constant(name: str) -> None:
    # Python's json writes NaN and Infinity, which are not JSON: Discord refuses the whole body.
    raise ValueError(f"{name} is not JSON")


async def _read_multipart(request: web.Request) -> tuple[Any, dict[int, UploadedFile]]:
    payload: Any = {}
    files: dict[int, UploadedFile] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise DiscordError(400, 50109, "The request body contains nested parts.")
        content = bytes(await part.read())
        numbered = FILE_FIELD.fullmatch(part.name or "")
        if part.name == "payload_json":
            payload = _parse(content.decode())
        elif numbered or part.filename:
            number = int(numbered.group(1)) if numbered else len(files)
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[number] = UploadedFile(part.filename or "file", content, kind)
    return payload, files
