"""The command line's entry, and the one place where everything long-lived is built and handed down."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import structlog
import typer
from aiohttp import web
from rich.progress import Progress
from sqlalchemy import make_url

import sims
from bot.config import Config, read_config
from bot.course_helper import CourseHelper
from bot.engines import Engine
from bot.engines.local import LocalEngine
from bot.errors import Busy, ConfigError, ContentProblem, RectifyError, SimulationFailed, StorageUnavailable
from bot.logs import set_up_logging
from bot.simulation_runner import SimulationRunner
from bot.storage import Store
from knowledge import Knowledge, KnowledgeError

if TYPE_CHECKING:
    from bot.discord_app import RectifyClient

WRONG_INPUT, FAILURE, INTERRUPTED = 2, 1, 130  # exit statuses
CLOSE_LIMIT_S = 10.0
FAREWELL_S = 0.5  # for the last answers and refusals to be sent
NO_TOKEN = (
    "Discord is off: DISCORD_TOKEN is not set. Create an application on https://discord.com/developers/applications, "
    "copy the token of its bot and start again with DISCORD_TOKEN=…"
)

FAILURES = (Busy, ContentProblem, SimulationFailed, StorageUnavailable)  # not the asker's fault

log = structlog.get_logger("rectify")


def make_engine(config: Config) -> Engine:
    """The engine that the configuration names."""
    engine = config.engine
    return LocalEngine(engine.workers, engine.timeout_s, engine.memory_mib)


def make_helper(
    config: Config, knowledge: Knowledge, engine: Engine, store: Store
) -> tuple[CourseHelper, SimulationRunner]:
    """The core over its parts."""
    limits = config.limits
    runner = SimulationRunner(
        engine, cache_mib=limits.cache_mib, queue_length=limits.queue_length, per_user=limits.per_user
    )
    return CourseHelper(knowledge, runner, store, limits.question_chars), runner


class Rectify:
    """The program behind the command line: parts are built when a command asks for them."""

    def config(self) -> Config:
        """The configuration."""
        return read_config()

    def knowledge(self) -> Knowledge:
        """The opened knowledge base."""
        config = self.config().knowledge
        knowledge = Knowledge.open(config.path, keep_learned_in=config.cache)
        if not knowledge.library.entries:
            raise ConfigError(f"knowledge.path: {config.path} holds no entries; they stand in entries/<group>/<id>.md.")
        return knowledge

    def helper(self) -> CourseHelper:
        """The core, with workers that are not started and a database that is not opened."""
        config = self.config()
        helper, _ = make_helper(config, self.knowledge(), make_engine(config), Store(config.database.url))
        return helper

    def database_address(self) -> str:
        """The database's URL without its password."""
        return make_url(self.config().database.url).render_as_string(hide_password=True)

    def simulate(self, recipes: list[sims.Recipe], *, show_progress: bool) -> list[sims.Picture | Exception]:
        """Run recipes on worker processes that are started and stopped for it."""
        return asyncio.run(_simulate(self.config(), recipes, show_progress))

    def serve(self, *, is_debug: bool) -> None:
        """Run the web site and Discord until stopped."""
        config = self.config()
        set_up_logging(config.log_format, is_debug=is_debug)
        asyncio.run(serve(config, self.knowledge()))

    def sync(self, guild: int | None) -> None:
        """Register slash commands."""
        config = self.config()
        if config.discord.token is None:
            raise ConfigError("DISCORD_TOKEN is not set, so there is no bot whose commands could be registered.")
        set_up_logging(config.log_format)
        asyncio.run(_sync(config, self.knowledge(), guild))

    def bench(self, arguments: list[str]) -> None:
        """Run the benchmarks of the repository."""
        try:
            benchmarks = importlib.import_module("benchmarks.__main__")
        except ModuleNotFoundError as error:
            raise RectifyError("The benchmarks are part of the repository: run this in a checkout of it.") from error
        benchmarks.main(arguments)


async def serve(config: Config, knowledge: Knowledge) -> None:
    """Run until SIGTERM or Ctrl-C, then close within 10 s: no new work first, then what runs, then the rest."""
    from bot.web_app import make_app

    store, engine = Store(config.database.url), make_engine(config)
    await store.open()
    helper, runner = make_helper(config, knowledge, engine, store)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reload, knowledge)
    client = _make_client(config, helper, store)

    async def readiness() -> dict[str, bool | float]:
        parts: dict[str, bool | float] = {"workers": engine.is_ready(), "database": await store.is_ready()}
        if client:
            parts |= {"discord": client.is_ready(), "last_event_age_s": round(client.last_event_age_s, 1)}
        return parts

    site = web.AppRunner(make_app(helper, config, readiness), access_log=None, shutdown_timeout=2.0)
    closers: list[Callable[[], Awaitable[object]]] = [site.cleanup, engine.close, store.close]
    tasks: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait(), name="stop signal")]
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
        await _close(runner, tasks, closers)


def _reload(knowledge: Knowledge) -> None:
    """Read the content again beside the event loop; wrong content is told and the last good library stays."""

    def told(reading: asyncio.Future[None]) -> None:
        error = reading.exception()
        if error:
            log.error("the content was not reloaded, the last good one stays", reason=str(error))
        else:
            log.info("content reloaded", revision=knowledge.revision)

    asyncio.get_running_loop().run_in_executor(None, knowledge.reload).add_done_callback(told)


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
            for close in closers:
                await close()
    except TimeoutError:
        log.warning("closing took too long and was cut short", limit_s=CLOSE_LIMIT_S)


def _make_client(config: Config, helper: CourseHelper, store: Store) -> RectifyClient | None:
    if config.discord.token is None:
        return None
    from bot.discord_app import make_client

    return make_client(helper, config, store)


async def _simulate(config: Config, recipes: list[sims.Recipe], show_progress: bool) -> list[sims.Picture | Exception]:
    engine = make_engine(config)
    try:
        with Progress(disable=not show_progress, transient=True) as bars:
            await engine.start()
            running = [_run_with_bar(engine, recipe.text, bars) for recipe in recipes]
            limit = asyncio.Semaphore(engine.workers)
            return list(await asyncio.gather(*(_within(limit, run) for run in running)))
    finally:
        await engine.close()


async def _within(limit: asyncio.Semaphore, run: Awaitable[sims.Picture]) -> sims.Picture | Exception:
    async with limit:
        try:
            return await run
        except (sims.SimError, RectifyError) as error:
            return error


async def _run_with_bar(engine: Engine, recipe: str, bars: Progress) -> sims.Picture:
    bar = bars.add_task(recipe, total=1.0)
    try:
        return await engine.run(recipe, lambda fraction: bars.update(bar, completed=fraction))
    finally:
        bars.remove_task(bar)


async def _sync(config: Config, knowledge: Knowledge, guild: int | None) -> None:
    store = Store(config.database.url)
    await store.open()
    helper, _ = make_helper(config, knowledge, make_engine(config), store)
    client = _make_client(config, helper, store)
    assert client is not None
    try:
        count = await client.sync_now(guild)
        sys.stdout.write(f"Registered {count} commands{f' in the server {guild}' if guild else ''}.\n")
    finally:
        await client.close()
        await store.close()


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status: 0, 2 for wrong input, 1 for a failure."""
    from bot.terminal_app.commands import make_app

    given = sys.argv[1:] if arguments is None else arguments
    is_debug = "--debug" in given
    given = (["--debug"] if is_debug else []) + [word for word in given if word != "--debug"]
    try:
        make_app(Rectify())(given, prog_name="rectify", standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except typer.TyperException as error:
        return _say(_usage_problem(error), WRONG_INPUT, is_debug)
    except (ConfigError, KnowledgeError, sims.SimError) as error:
        return _say(str(error), WRONG_INPUT, is_debug)
    except RectifyError as error:
        return _say(str(error), FAILURE if isinstance(error, FAILURES) else WRONG_INPUT, is_debug)
    except BrokenPipeError:
        return FAILURE
    except Exception as error:  # noqa: BLE001 - the outermost handler of the command line
        return _say(
            f"Something went wrong inside Rectify ({type(error).__name__}: {error}). Run again with --debug.",
            FAILURE,
            is_debug,
        )
    return 0


def _usage_problem(error: typer.TyperException) -> str:
    format_message = getattr(error, "format_message", None)
    return f"{format_message() if format_message else error} See rectify --help."


def _say(sentence: str, status: int, is_debug: bool) -> int:
    if is_debug:
        traceback.print_exc()
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
