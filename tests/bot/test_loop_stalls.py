"""A blocked event loop shows in the numbers."""

import asyncio
import time

from bot.loop_stalls import measure_loop_stalls
from bot.metrics import LONGEST_LOOP_STALL_SECONDS


async def test_what_blocks_the_loop_is_measured():
    task = asyncio.create_task(measure_loop_stalls())
    await asyncio.sleep(0.12)
    time.sleep(0.4)  # noqa: ASYNC251 - this is the mistake that has to be seen
    await asyncio.sleep(0.12)
    task.cancel()
    assert LONGEST_LOOP_STALL_SECONDS._value.get() >= 0.3
