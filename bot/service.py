"""The running program: web site, Discord, workers, content; started together, and closed within 10 s."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bot.config import Config
from bot.course_helper import CourseHelper
from bot.editing import Editor, Watcher
from bot.engines import Engine
from bot.errors import ConfigError
from bot.loop_stalls import measure_loop_stalls
from bot.privacy import forget_daily
from bot.simulation_runner import SimulationRunner
from bot.storage import Store

if TYPE_CHECKING:
    from bot.discord_app import RectifyClient

CLOSE_LIMIT_S = 10.0
TASKS_END_S = 1.0
FAREWELL_S = 0.5  # for the last answers and refusals to be sent
NO_TOKEN = (
    "Discord is off: DISCORD_TOKEN is not set. Create an application on https://discord.com/developers/applications, "
    "copy the token of its bot and start again with DISCORD_TOKEN=…"
)

log = structlog.get_logger("rectify")


@dataclass(frozen=True)
class Parts:
    """What bot/__main__.py has built for the program to run; the store is open.

    Attributes:
        client: None where no token is set.
    """

    config: Config
    helper: CourseHelper
    runner: SimulationRunner
    engine: Engine
    store: Store
    editor: Editor
    client: RectifyClient | None


async def serve(parts: Parts) -> None:
    """Run until SIGTERM or Ctrl-C, then close within 10 s: no new work first, then what runs, then the rest."""
    from bot.web_app import make_app

    config, engine, client = parts.config, parts.engine, parts.client
    watcher = Watcher(parts.editor, parts.store, config.knowledge.path, client.tell_staff if client else _log_only)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    reloads: set[asyncio.Task[bool]] = set()  # a task that nobody holds may be collected before it ends
    loop.add_signal_handler(signal.SIGHUP, lambda: reloads.add(asyncio.create_task(watcher.reload(), name="reload")))
    site = web.AppRunner(make_app(parts.helper, config, _readiness(parts)), access_log=None, shutdown_timeout=2.0)
    closers: list[Callable[[], Awaitable[object]]] = [site.cleanup, engine.close, parts.store.close]
    tasks: list[asyncio.Task[Any]] = [
        asyncio.create_task(stop.wait(), name="stop signal"),
        asyncio.create_task(watcher.run(), name="content watcher"),
        asyncio.create_task(measure_loop_stalls(), name="loop stalls"),
        asyncio.create_task(forget_daily(parts.store, config.privacy.retention_days), name="retention"),
    ]
    try:
        await _listen(site, config)
        warming = asyncio.create_task(engine.start(), name="simulation workers")
        warming.add_done_callback(lambda task: task.cancelled() or task.exception() or log.info("workers are warm"))
        if client:
            closers.insert(0, client.close)
            tasks.append(asyncio.create_task(client.start(), name="Discord"))
        else:
            sys.stderr.write(NO_TOKEN + "\n")
        await _until_one_ends(tasks, warming)
    finally:
        log.info("closing")
        await _close(parts.runner, tasks, closers)


def _readiness(parts: Parts) -> Callable[[], Awaitable[dict[str, bool | float]]]:
    async def readiness() -> dict[str, bool | float]:
        told: dict[str, bool | float] = {
            "workers": parts.engine.is_ready(),
            "database": await parts.store.is_ready(),
        }
        if parts.client:
            told |= {"discord": parts.client.is_ready(), "last_event_age_s": round(parts.client.last_event_age_s, 1)}
        return told

    return readiness


async def _log_only(sentence: str) -> None:
    """Without Discord there is no channel of the staff: the watcher has logged it."""


async def _listen(site: web.AppRunner, config: Config) -> None:
    await site.setup()
    try:
        await web.TCPSite(site, config.web.host, config.web.port).start()
    except OSError as error:
        raise ConfigError(
            f"Cannot listen on {config.web.host}:{config.web.port}: {os.strerror(error.errno or 0)}. "
            "Is Rectify running already? Set web.port to change it."
        ) from error
    host, port = site.addresses[0][:2]
    sys.stderr.write(f"Rectify is on http://{host}:{port}\n")


async def _until_one_ends(tasks: list[asyncio.Task[Any]], warming: asyncio.Task[None]) -> None:
    """Wait for the stop signal; a part that fails ends the program with its error."""
    watched: set[asyncio.Task[Any]] = {*tasks, warming}
    while True:
        done, watched = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
        if done - {warming}:
            return


async def _close(
    runner: SimulationRunner, tasks: list[asyncio.Task[Any]], closers: list[Callable[[], Awaitable[object]]]
) -> None:
    """Finish or refuse simulations while their askers can still be told, then close the rest."""
    try:
        async with asyncio.timeout(CLOSE_LIMIT_S):
            await runner.close()
            await asyncio.sleep(FAREWELL_S)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=TASKS_END_S)  # before the database goes away under them
            for close in closers:
                await close()
    except TimeoutError:
        log.warning("closing took too long and was cut short", limit_s=CLOSE_LIMIT_S)
