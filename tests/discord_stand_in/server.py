"""The HTTP side: listens on loopback, checks each request, calls its route function and logs everything."""

from __future__ import annotations

import time
from functools import partial
from typing import Any
from zlib import crc32

from aiohttp import web

from . import openapi
from .call import Call, read_body
from .errors import DiscordError, invalid_form
from .failures import VIA, Failure, json_response
from .gateway import Gateway
from .routes import OPEN_ROUTES, ROUTES, Handler
from .state import Request, Violation
from .world import World

PREFIX = "/api/v10"
# Large enough for ten files of Discord's size limit, so that a file above the limit is refused by our own rule.
MOST_BYTES = 128 * 1024 * 1024


class Server:
    """Discord's REST routes and the gateway on one port of 127.0.0.1."""

    def __init__(self, world: World, gateway: Gateway, description: openapi.Description | None) -> None:
        self.world = world
        self.gateway = gateway
        self.description = description
        self.failures: list[Failure] = []
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen, and return the address of the server."""
        app = web.Application(client_max_size=MOST_BYTES)
        for routes, is_open in ((OPEN_ROUTES, True), (ROUTES, False)):
            for method, route, handler in routes:
                serve = partial(self._serve, route=route, handler=handler, is_open=is_open)
                app.router.add_route(method, PREFIX + route, serve)
        app.router.add_get(PREFIX + "/gateway", self._gateway_address)
        app.router.add_get(PREFIX + "/gateway/bot", self._gateway_address)
        app.router.add_get("/attachments/{channel}/{number}/{name}", self._attachment)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        port = self._runner.addresses[0][1]
        self.world.base_url = f"http://127.0.0.1:{port}"
        self.gateway.url = f"ws://127.0.0.1:{port}/gateway/"
        return self.world.base_url

    async def stop(self) -> None:
        """Close every connection."""
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve(self, request: web.Request, *, route: str, handler: Handler, is_open: bool) -> web.StreamResponse:
        begun = time.monotonic()
        record = Request(request.method, request.path.removeprefix(PREFIX), route, None, {}, begun - self.world.started)
        self.world.requests.append(record)
        response = await self._respond(request, record, handler, is_open=is_open)
        record.status, record.took_s = response.status, time.monotonic() - begun
        self.world.changed()
        return response

    async def _respond(
        self, request: web.Request, record: Request, handler: Handler, *, is_open: bool
    ) -> web.StreamResponse:
        try:
            record.body, record.files = await read_body(request)
            failure = next((one for one in self.failures if one.applies_to(record.method, record.path)), None)
            if failure is not None and not failure.executed:
                return failure.response()
            if not is_open and request.headers.get("Authorization") != f"Bot {self.world.token}":
                raise DiscordError(401, 0, "401: Unauthorized")
            self._check_body(record)
            call = Call(self.world, dict(request.match_info), dict(request.query), record.body, record.files)
            result = handler(call)
            if failure is not None:
                return failure.response()
        except DiscordError as error:
            return self._refusal(record, error)
        status, record.answer = result if isinstance(result, tuple) else (204 if result is None else 200, result)
        headers = _rate_limit_headers(record)
        if status == 204:
            return web.Response(status=204, headers=headers)
        return json_response(record.answer, status=status, headers=headers)

    def _check_body(self, record: Request) -> None:
        if self.description is None:
            return
        problems = self.description.check_request(record.method, record.route, record.body)
        if problems:
            raise invalid_form(problems)

    def _refusal(self, record: Request, error: DiscordError) -> web.Response:
        for problem in error.fields:
            violation = Violation(record.method, record.route, problem.path, f"{problem.message} ({problem.code})")
            self.world.violations.append(violation)
        if "/callback" in record.route or "/webhooks/" in record.route:
            self._note_refusal(record, error)
        record.answer = error.to_json()
        return json_response(record.answer, status=error.status, headers=_rate_limit_headers(record))

    def _note_refusal(self, record: Request, error: DiscordError) -> None:
        for interaction in self.world.interactions.values():
            if f"/{interaction.token}" in record.path:
                details = "; ".join(f"{one.path}: {one.message}" for one in error.fields)
                interaction.refused.append(f"{error.code} {error.message} {details}".strip())

    async def _gateway_address(self, request: web.Request) -> web.Response:
        begun = time.monotonic()
        path = request.path.removeprefix(PREFIX)
        record = Request("GET", path, path, None, {}, begun - self.world.started, status=200)
        self.world.requests.append(record)
        facts: dict[str, Any] = {"url": self.gateway.url}
        if path == "/gateway/bot":
            if request.headers.get("Authorization") != f"Bot {self.world.token}":
                return self._refusal(record, DiscordError(401, 0, "401: Unauthorized"))
            used = len(self.gateway.identifies)
            limit = {"total": 1000, "remaining": 1000 - used, "reset_after": 14_400_000, "max_concurrency": 1}
            facts |= {"shards": self.gateway.shards, "session_start_limit": limit}
        record.answer = facts
        return json_response(facts)

    async def _attachment(self, request: web.Request) -> web.Response:
        content, kind = self.world.files.get(request.path, (None, ""))
        if content is None:
            return web.Response(status=404, text="This content is no longer available.")
        return web.Response(body=content, content_type=kind)

    async def _unknown(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix(PREFIX)
        record = Request(request.method, path, path, None, {}, time.monotonic() - self.world.started, status=404)
        self.world.requests.append(record)
        problem = "the stand-in does not offer this route (does Discord? then add it to routes.py)"
        self.world.violations.append(Violation(request.method, path, "", problem))
        return self._refusal(record, DiscordError(404, 0, "404: Not Found"))


def _rate_limit_headers(record: Request) -> dict[str, str]:
    """The headers of a bucket that is never empty; one bucket per route, as on Discord."""
    bucket = f"{crc32(f'{record.method} {record.route}'.encode()):08x}"
    return VIA | {
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": "49",
        "X-RateLimit-Reset": f"{time.time() + 1:.3f}",
        "X-RateLimit-Reset-After": "1.000",
        "X-RateLimit-Bucket": bucket,
    }
