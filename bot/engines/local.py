"""Worker processes on this machine (pebble), warmed up, each job with a hard time limit and a memory limit."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from multiprocessing.context import ForkServerContext
from typing import Any

import pebble

import sims
from bot.engines import worker
from bot.engines.processes import process_context
from bot.errors import SimulationFailed, SimulationTimedOut

PROGRESS_POLL_S = 0.15
CLOSE_GRACE_S = 2.0  # the runner has waited for what it wants to wait for
# Networks of this size gain nothing from BLAS threads, and workers would fight for the cores.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

Job = Callable[[str, Callable[[float], None]], sims.Picture]


class LocalEngine:
    """Runs each recipe in one of a fixed number of processes.

    Args:
        workers: processes; 0 takes one per core.
        timeout_s: hard limit of a job; the process is killed and replaced.
        memory_mib: address space that a job may add to that of its warm process.
        job: what a worker runs; must be importable by name. Tests give their own.
    """

    def __init__(self, workers: int = 0, timeout_s: float = 20.0, memory_mib: int = 1024, job: Job = sims.run) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._timeout_s = timeout_s
        self._memory_mib = memory_mib
        self._job = job
        self._pool: Any = None  # a pebble.ProcessPool, which ships incomplete types
        self._starting: asyncio.Task[tuple[Any, list[Future[None]]]] | None = None
        self._free_slots: list[int] = []
        self._fractions: Any = None
        self._warm = asyncio.Event()

    async def start(self) -> None:
        """Start the processes and wait until each has imported and drawn once."""
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
        context = process_context()
        # One plain double per running job, without a lock: a killed writer cannot block anyone.
        self._fractions = context.RawArray("d", 2 * self.workers + 2)
        self._free_slots = list(range(len(self._fractions)))
        # Starting the fork server blocks until it has imported everything.
        starting = self._starting = asyncio.create_task(asyncio.to_thread(self._start_pool, context))
        self._pool, warm = await asyncio.shield(starting)
        await asyncio.gather(*(asyncio.wrap_future(future) for future in warm))
        self._warm.set()

    def _start_pool(self, context: ForkServerContext) -> tuple[Any, list[Future[None]]]:
        pool = pebble.ProcessPool(
            max_workers=self.workers, context=context, initializer=worker.set_up, initargs=(self._fractions,)
        )
        return pool, [pool.schedule(worker.warm_up, timeout=120) for _ in range(self.workers)]

    def is_ready(self) -> bool:
        """Whether the workers are warm and the pool accepts jobs."""
        return self._warm.is_set() and self._pool is not None and self._pool.active

    async def run(self, recipe: str, report: Callable[[float], None]) -> sims.Picture:
        """Run one recipe in a worker, once the workers are warm; see Engine.run."""
        await self._warm.wait()
        if self._pool is None:
            raise SimulationFailed("The simulation workers have been stopped. Try again in a minute.")
        slot = self._free_slots.pop()
        self._fractions[slot] = 0.0
        future: Future[sims.Picture] = self._pool.schedule(
            worker.run, args=(self._job, recipe, slot, self._memory_mib), timeout=self._timeout_s
        )
        poll = asyncio.create_task(self._poll(slot, report))
        try:
            return await asyncio.wrap_future(future)
        except FutureTimeout:
            raise SimulationTimedOut(
                f"The simulation took longer than {self._timeout_s:g} s and was stopped. "
                "Try smaller settings, such as fewer seeds."
            ) from None
        except MemoryError:
            raise SimulationFailed(
                f"The simulation needed more than {self._memory_mib} MiB and was stopped. Try smaller settings."
            ) from None
        except pebble.ProcessExpired:
            raise SimulationFailed("The simulation's worker died and was replaced. Try again.") from None
        finally:
            poll.cancel()
            self._free_slots.append(slot)

    async def close(self) -> None:
        """Let running jobs finish for a few seconds, then stop the workers."""
        if self._starting is None:
            return
        pool, _ = await self._starting  # a pool that comes after its end would never be stopped
        self._pool = None
        if not pool.active:
            return
        pool.close()
        with contextlib.suppress(TimeoutError, FutureTimeout, CancelledError):
            await asyncio.to_thread(pool.join, CLOSE_GRACE_S)
        pool.stop()
        await asyncio.to_thread(pool.join)

    async def _poll(self, slot: int, report: Callable[[float], None]) -> None:
        last = 0.0
        while True:
            await asyncio.sleep(PROGRESS_POLL_S)
            if self._fractions[slot] != last:
                last = self._fractions[slot]
                report(last)
