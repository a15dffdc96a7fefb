"""Measures how long the event loop was held up: whatever blocks it shows in /metrics."""

from __future__ import annotations

import asyncio
import time

from bot.metrics import LONGEST_LOOP_STALL_SECONDS, LOOP_STALL_SECONDS

LOOK_EVERY_S = 0.05  # a stall is seen if it is not much shorter than this


async def measure_loop_stalls() -> None:
    """Measure until cancelled."""
    longest = 0.0
    while True:
        asked = time.monotonic() + LOOK_EVERY_S
        await asyncio.sleep(LOOK_EVERY_S)
        stall = max(0.0, time.monotonic() - asked)
        LOOP_STALL_SECONDS.observe(stall)
        if stall > longest:
            longest = stall
            LONGEST_LOOP_STALL_SECONDS.set(longest)
