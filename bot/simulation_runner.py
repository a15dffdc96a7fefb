"""Runs recipes on an engine: one run for identical requests, a bounded cache, a queue that is fair between users."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

import sims
from bot.engines import Engine
from bot.errors import Busy
from bot.metrics import CACHE_HITS, QUEUE_LENGTH, RUN_SECONDS

Progress = Callable[[float], None]
MIB = 2**20
CLOSE_GRACE_S = 5.0  # of the 10 s that an operator's stop signal leaves; most simulations end sooner
CLOSING, CLOSED_FOR_S = "Rectify is shutting down. Try again in a minute.", 60.0

log = structlog.get_logger("rectify.simulations")


@dataclass(eq=False)
class _Job:
    """One recipe that waits or runs; everyone who asked for it holds its future."""

    recipe: str
    user: str
    future: asyncio.Future[sims.Picture]
    listeners: list[Progress] = field(default_factory=list)
    waiters: int = 0
    task: asyncio.Task[None] | None = None  # as soon as it runs

    def report(self, fraction: float) -> None:
        for listener in self.listeners:
            listener(fraction)


class PictureCache:
    """Finished pictures by recipe and version, the least recently used dropped first; bounded in bytes."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._size = 0
        self._pictures: OrderedDict[tuple[str, str], sims.Picture] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, recipe: str) -> sims.Picture | None:
        """The picture of a canonical recipe as the present version draws it, or None."""
        key = (recipe, sims.VERSION)
        if key not in self._pictures:
            return None
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def put(self, picture: sims.Picture) -> None:
        """Keep a picture; older ones give way."""
        key = (picture.recipe, picture.version)
        old = self._pictures.pop(key, None)
        self._size += _size_of(picture) - (_size_of(old) if old else 0)
        self._pictures[key] = picture
        while self._size > self._limit and len(self._pictures) > 1:
            _, dropped = self._pictures.popitem(last=False)
            self._size -= _size_of(dropped)


def _size_of(picture: sims.Picture) -> int:
    return len(picture.png) + len(picture.gif)


@dataclass(frozen=True, slots=True)
class Work:
    """How busy the workers are, for whoever looks after the bot."""

    workers: int
    is_ready: bool
    running: int
    waiting: int


class SimulationRunner:
    """Gives the engine as many jobs as it has workers, taking turns between the users who wait."""

    def __init__(self, engine: Engine, *, cache_mib: int = 64, queue_length: int = 64, per_user: int = 3) -> None:
        self._engine = engine
        self._cache = PictureCache(cache_mib * MIB)
        self._queue_length = queue_length
        self._per_user = per_user
        self._jobs: dict[str, _Job] = {}
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()
        self._closing = False

    async def run(
        self, recipe: str, user: str, on_progress: Progress | None = None, *, fresh: bool = False
    ) -> sims.Picture:
        """Run a canonical recipe, or wait for its run that is under way, or (not if `fresh`) take it from the cache.

        Raises:
            Busy: the queue is full for this user or for everyone.
            SimError, SimulationFailed: what the engine raised.
        """
        cached = None if fresh else self._cache.get(recipe)
        if cached:
            CACHE_HITS.inc()
            return cached
        job = self._jobs.get(recipe) or self._enqueue(recipe, user)
        if on_progress:
            job.listeners.append(on_progress)
        job.waiters += 1
        try:
            return await asyncio.shield(job.future)
        finally:
            job.waiters -= 1
            if on_progress:
                job.listeners.remove(on_progress)
            self._drop_if_unwanted(job)

    def has(self, recipe: str) -> bool:
        """Whether the picture of a canonical recipe is finished already."""
        return self._cache.get(recipe) is not None

    def ahead_of(self, recipe: str) -> int:
        """How many jobs have to end before this one starts; 0 where it runs, is finished, or was never asked for."""
        queues = [list(queue) for queue in self._waiting.values()]
        # Users take turns: first everybody's first job, then everybody's second one, and so on.
        rounds = itertools.chain.from_iterable(itertools.zip_longest(*queues))
        line = [job.recipe for job in rounds if job is not None]
        busy = max(0, len(self._running) - self._engine.workers + 1)
        return line.index(recipe) + busy if recipe in line else 0

    def stop(self, recipe: str) -> bool:
        """End the run of a recipe where nobody waits for it any more; returns whether it did."""
        job = self._jobs.get(recipe)
        if job is None or job.waiters or job.task is None:
            return False
        self._forget(job)  # who asks for it from now on gets a run of their own
        job.task.cancel()
        log.info("simulation stopped", recipe=recipe)
        return True

    def work(self) -> Work:
        """How busy the workers are."""
        running = len(self._running)
        return Work(self._engine.workers, self._engine.is_ready(), running, max(0, len(self._jobs) - running))

    async def close(self, grace_s: float = CLOSE_GRACE_S) -> int:
        """Refuse new work and what waits at once, after a time of grace also what still runs; returns how many."""
        self._closing = True
        refused = sum(len(queue) for queue in self._waiting.values())
        for queue in self._waiting.values():
            for job in queue:
                self._fail(job, Busy(CLOSING, CLOSED_FOR_S))
        self._waiting.clear()
        if self._running:
            await asyncio.wait(self._running, timeout=grace_s)
        still_running = list(self._running)
        for task in still_running:
            task.cancel()
        if still_running:
            await asyncio.wait(still_running)
        return refused + len(still_running)

    def _enqueue(self, recipe: str, user: str) -> _Job:
        if self._closing:
            raise Busy(CLOSING, CLOSED_FOR_S)
        mine = sum(job.user == user for job in self._jobs.values())
        if mine >= self._per_user:
            raise Busy(
                f"You already have {mine} simulations under way, which is the limit for one person. "
                "Wait for one of them to finish."
            )
        if len(self._jobs) >= self._queue_length:
            raise Busy(f"{len(self._jobs)} simulations are waiting, which is all that the queue holds. Try again soon.")
        job = _Job(recipe, user, asyncio.get_running_loop().create_future())
        self._jobs[recipe] = job
        self._waiting.setdefault(user, deque()).append(job)
        self._start_what_fits()
        return job

    def _start_what_fits(self) -> None:
        while self._waiting and len(self._running) < self._engine.workers:
            user, queue = self._waiting.popitem(last=False)
            job = queue.popleft()
            if queue:
                self._waiting[user] = queue  # to the end of the line: users take turns
            task = asyncio.create_task(self._run_one(job), name=f"simulation {job.recipe}")
            job.task = task
            self._running.add(task)
            task.add_done_callback(self._finished)
        QUEUE_LENGTH.set(len(self._jobs))

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not self._closing:
            self._start_what_fits()

    async def _run_one(self, job: _Job) -> None:
        started = time.monotonic()
        try:
            picture = await self._engine.run(job.recipe, job.report)
        except asyncio.CancelledError:
            self._fail(job, Busy(CLOSING, CLOSED_FOR_S))
            raise
        except Exception as error:  # noqa: BLE001 - handed to everyone who waits for this job
            log.warning("simulation failed", recipe=job.recipe, reason=str(error), kind=type(error).__name__)
            self._fail(job, error)
        else:
            RUN_SECONDS.labels(name=picture.name).observe(time.monotonic() - started)
            self._cache.put(picture)
            self._forget(job)
            if not job.future.done():
                job.future.set_result(picture)

    def _forget(self, job: _Job) -> None:
        if self._jobs.get(job.recipe) is job:  # after a stop another job may have its place
            del self._jobs[job.recipe]

    def _fail(self, job: _Job, error: BaseException) -> None:
        self._forget(job)
        if not job.future.done():
            job.future.set_exception(error)
            job.future.exception()  # marks it as seen: the last waiter may have gone

    def _drop_if_unwanted(self, job: _Job) -> None:
        """Forget a waiting job that nobody waits for any more; one that runs goes on and fills the cache."""
        queue = self._waiting.get(job.user)
        if job.waiters or not queue or job not in queue:
            return
        queue.remove(job)
        if not queue:
            del self._waiting[job.user]
        self._forget(job)
        QUEUE_LENGTH.set(len(self._jobs))
