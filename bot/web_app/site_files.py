"""The style sheet, the icon and robots.txt: few and small, so they are read once and kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.web_app.permalink import is_known

FOLDER = Path(__file__).parent / "static"
CONTENT_TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".txt": "text/plain"}
DAY = "public, max-age=86400"  # a changed style sheet gets another address, see SiteFiles.address


@dataclass(frozen=True, slots=True)
class _File:
    content_type: str
    body: bytes
    tag: str


class SiteFiles:
    """Files that belong to the site itself."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {path.name: _read(path) for path in sorted(folder.iterdir()) if path.suffix in CONTENT_TYPES}

    def address(self, name: str) -> str:
        """The path of a file; it changes with the content, so that no new page meets an old style sheet."""
        return f"/static/{name}?{self._files[name].tag}"

    async def file(self, request: web.Request) -> web.Response:
        """The file that the address names."""
        return self._serve(request, request.match_info["name"])

    async def icon(self, request: web.Request) -> web.Response:
        """Where browsers look for it without reading the page."""
        raise web.HTTPPermanentRedirect("/static/icon.svg")

    async def robots(self, request: web.Request) -> web.Response:
        """What crawlers may follow."""
        return self._serve(request, "robots.txt")

    def _serve(self, request: web.Request, name: str) -> web.Response:
        if name not in self._files:
            raise web.HTTPNotFound
        file = self._files[name]
        headers = {"ETag": f'"{file.tag}"', "Cache-Control": DAY}
        if is_known(request, file.tag):
            return web.Response(status=304, headers=headers)
        return web.Response(body=file.body, content_type=file.content_type, headers=headers)


def _read(path: Path) -> _File:
    body = path.read_bytes()
    return _File(CONTENT_TYPES[path.suffix], body, hashlib.blake2b(body, digest_size=6).hexdigest())
