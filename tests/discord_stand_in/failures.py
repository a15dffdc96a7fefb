"""Answers that tests order in advance: 429 with Retry-After, or a server error, for the next requests of a route."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

# discord.py takes a 429 without this header for a ban by Discord's firewall, and does not try again.
VIA = {"Via": "1.1 google"}


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON with the bare content type that Discord sends; discord.py does not read JSON that names a charset."""
    content = json.dumps(body).encode()
    return web.Response(body=content, status=status, headers={"Content-Type": "application/json"} | (headers or {}))


@dataclass
class Failure:
    """`times` answers with `status` for requests that match a pattern such as "POST /channels/*/messages".

    `executed` is the nasty kind: Discord has done what was asked, and the answer says that it failed.
    """

    pattern: str
    status: int
    times: int = 1
    retry_after_s: float = 0.2
    everywhere: bool = False
    executed: bool = False
    met: int = field(default=0, init=False)

    def applies_to(self, method: str, path: str) -> bool:
        """Whether this request is one of the next to fail."""
        return self.met < self.times and fnmatchcase(f"{method} {path}", self.pattern)

    def response(self) -> web.Response:
        """The failing answer; counts it."""
        self.met += 1
        if self.status != 429:
            # Real server errors come from the proxy in front of Discord and are not JSON.
            return web.Response(status=self.status, text="<html>upstream error</html>", content_type="text/html")
        scope = "global" if self.everywhere else "user"
        headers = VIA | {
            "Retry-After": str(max(1, round(self.retry_after_s))),
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset-After": str(self.retry_after_s),
            "X-RateLimit-Scope": scope,
        }
        if self.everywhere:
            headers["X-RateLimit-Global"] = "true"
        body = {"message": "You are being rate limited.", "retry_after": self.retry_after_s, "global": self.everywhere}
        return json_response(body, status=429, headers=headers)
