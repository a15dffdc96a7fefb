"""Lets each visitor run a few simulations at once; further pictures of a gallery wait instead of being refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.errors import Busy

# A browser opens six connections to a site; this is room for four of them in one household.
MOST_WAITING = 24


@dataclass
class _Visitor:
    turns: asyncio.Semaphore
    inside: int = field(default=0)


class Turnstile:
    """One line per visitor, forgotten when it is empty."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._visitors: dict[str, _Visitor] = {}

    @asynccontextmanager
    async def turn(self, visitor: str) -> AsyncIterator[None]:
        """Wait for a turn.

        Raises:
            Busy: this visitor's line is too long.
        """
        line = self._visitors.setdefault(visitor, _Visitor(asyncio.Semaphore(self._at_once)))
        if line.inside >= self._at_once + MOST_WAITING:
            raise Busy(
                f"You already wait for {line.inside} simulations, which is the limit for one address. "
                "Wait for some of them to finish."
            )
        line.inside += 1
        try:
            async with line.turns:
                yield
        finally:
            line.inside -= 1
            if not line.inside:
                self._visitors.pop(visitor, None)
