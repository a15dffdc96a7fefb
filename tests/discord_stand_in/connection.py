"""One websocket connection: packets go out in order, compressed the way the bot asked for."""

from __future__ import annotations

import asyncio
import json
import zlib
from typing import Any

from aiohttp import web

Packet = dict[str, Any]


class Closing(Exception):
    """The gateway ends a connection with one of Discord's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """A websocket with a queue of packets; a client that asks for another compression than zlib gets plain text."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request, *, zlib_stream: bool) -> None:
        self.socket = socket
        self._request = request
        self._deflate = zlib.compressobj() if zlib_stream else None
        self._queue: asyncio.Queue[Packet] = asyncio.Queue()

    def send(self, packet: Packet) -> None:
        """Queue a packet."""
        self._queue.put_nowait(packet)

    async def write(self) -> None:
        """Send queued packets for as long as the connection lives."""
        while True:
            text = json.dumps(await self._queue.get())
            try:
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    # One stream for the whole connection, flushed after each packet: the suffix 00 00 FF FF.
                    data = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(data)
            except ConnectionError:
                return

    async def close(self, code: int, reason: str = "") -> None:
        """End the connection with a close code, after what is queued has gone out."""
        for _ in range(50):
            if self._queue.empty():
                break
            await asyncio.sleep(0.01)
        await self.socket.close(code=code, message=reason.encode())

    def drop(self) -> None:
        """Cut the connection without a word, as a broken network does."""
        if self._request.transport is not None:
            self._request.transport.abort()
