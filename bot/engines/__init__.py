"""Where simulations run: the contract of an engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import sims


class Engine(Protocol):
    """Runs recipes away from the event loop, each within a time and a memory limit."""

    workers: int

    async def start(self) -> None:
        """Start and warm up the workers; returns when the first job would run at full speed."""

    async def run(self, recipe: str, report: Callable[[float], None]) -> sims.Picture:
        """Run one recipe.

        Raises:
            SimError: the recipe is not valid.
            SimulationFailed: it hit its time or memory limit, or its worker died.
        """

    def is_ready(self) -> bool:
        """Whether jobs are accepted and the workers are warm."""

    async def close(self) -> None:
        """Stop the workers; running jobs are given a short time."""
