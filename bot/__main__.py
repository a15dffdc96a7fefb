"""The command line's entry, and the one place where everything long-lived is built and handed down."""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.progress import Progress
from sqlalchemy import make_url

import sims
from bot.config import Config, read_config
from bot.course_helper import CourseHelper
from bot.editing import Editor
from bot.engines import Engine
from bot.engines.local import LocalEngine
from bot.errors import Busy, ConfigError, ContentProblem, RectifyError, SimulationFailed, StorageUnavailable
from bot.logs import set_up_logging
from bot.simulation_runner import SimulationRunner
from bot.storage import Store, is_new
from knowledge import Knowledge, KnowledgeError

if TYPE_CHECKING:
    from bot.discord_app import RectifyClient

WRONG_INPUT, FAILURE, INTERRUPTED = 2, 1, 130  # exit statuses

FAILURES = (Busy, ContentProblem, SimulationFailed, StorageUnavailable)  # not the asker's fault

T = TypeVar("T")


def open_files(config: Config) -> Knowledge:
    """The content as its files have it.

    Raises:
        ConfigError: there is none.
        KnowledgeError: a file is wrong.
    """
    knowledge = Knowledge.open(config.knowledge.path, keep_learned_in=config.knowledge.cache)
    if not knowledge.library.entries:
        raise ConfigError(
            f"knowledge.path: {config.knowledge.path} holds no entries; they stand in entries/<group>/<id>.md."
        )
    return knowledge


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
        """The opened knowledge base, with the edits that staff laid over it."""
        config = self.config()
        knowledge = open_files(config)
        if not is_new(config.database.url):
            set_up_logging(config.log_format)
            asyncio.run(_with_editor(config, knowledge, _nothing_more))
        return knowledge

    def with_editor(self, act: Callable[[Editor, Store], Awaitable[T]]) -> T:
        """Do something with the editor over the opened database."""
        config = self.config()
        set_up_logging(config.log_format)
        return asyncio.run(_with_editor(config, open_files(config), act))

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
        asyncio.run(_serve(config))

    def sync(self, guild: int | None) -> None:
        """Register slash commands."""
        config = self.config()
        if config.discord.token is None:
            raise ConfigError("DISCORD_TOKEN is not set, so there is no bot whose commands could be registered.")
        set_up_logging(config.log_format)
        asyncio.run(_sync(config, open_files(config), guild))

    def bench(self, arguments: list[str]) -> None:
        """Run the benchmarks of the repository."""
        try:
            benchmarks = importlib.import_module("benchmarks.__main__")
        except ModuleNotFoundError as error:
            raise RectifyError("The benchmarks are part of the repository: run this in a checkout of it.") from error
        benchmarks.main(arguments)


async def _serve(config: Config) -> None:
    from bot.service import Parts, serve  # the web server and more, which no other command needs

    store, engine, knowledge = Store(config.database.url), make_engine(config), open_files(config)
    await store.open()
    editor = Editor(knowledge, store, config.knowledge)
    await editor.refresh()
    helper, runner = make_helper(config, knowledge, engine, store)
    client = _make_client(config, helper, store, editor)
    await serve(Parts(config, helper, runner, engine, store, editor, client))


async def _with_editor(config: Config, knowledge: Knowledge, act: Callable[[Editor, Store], Awaitable[T]]) -> T:
    store = Store(config.database.url)
    try:
        await store.open()
        editor = Editor(knowledge, store, config.knowledge)
        await editor.refresh()
        return await act(editor, store)
    finally:
        await store.close()


async def _nothing_more(editor: Editor, store: Store) -> None:
    """Laying the edits over the files was all."""


def _make_client(config: Config, helper: CourseHelper, store: Store, editor: Editor) -> RectifyClient | None:
    if config.discord.token is None:
        return None
    from bot.discord_app import make_client

    return make_client(helper, config, store, editor)


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
    client = _make_client(config, helper, store, Editor(knowledge, store, config.knowledge))
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

    gc.freeze()  # what was imported stays: to search it for rubbish, at the end too, takes a third of a short command
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
