"""Whether the program is alive and ready, and its numbers for Prometheus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import REGISTRY
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

Readiness = Callable[[], Awaitable[dict[str, bool | float]]]
NEVER_KEPT = {"Cache-Control": "no-store"}


class Health:
    """What an operator's machinery asks."""

    def __init__(self, readiness: Readiness) -> None:
        self._readiness = readiness

    async def live(self, request: web.Request) -> web.Response:
        """The event loop turns."""
        return web.json_response({"alive": True}, headers=NEVER_KEPT)

    async def ready(self, request: web.Request) -> web.Response:
        """Whether every part is ready and which is not, and how old the last event is."""
        told = await self._readiness()
        parts = {name: value for name, value in told.items() if isinstance(value, bool)}
        ages = {name: value for name, value in told.items() if name not in parts}
        is_ready = all(parts.values())
        return web.json_response(
            {"ready": is_ready, "parts": parts, **ages}, status=200 if is_ready else 503, headers=NEVER_KEPT
        )

    async def metrics(self, request: web.Request) -> web.Response:
        """Counters and timings in the text format of Prometheus."""
        headers = {"Content-Type": CONTENT_TYPE_LATEST, **NEVER_KEPT}
        return web.Response(body=generate_latest(REGISTRY), headers=headers)
