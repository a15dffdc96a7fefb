"""Program: what the command line needs of the wiring in bot/__main__.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import sims
from bot.config import Config
from bot.course_helper import CourseHelper
from bot.editing import Editor
from bot.storage import Store
from knowledge import Knowledge

T = TypeVar("T")


class Program(Protocol):
    """Builds parts when a command asks for them."""

    def config(self) -> Config:
        """The configuration; ConfigError where it is not valid."""

    def knowledge(self) -> Knowledge:
        """The opened knowledge base; KnowledgeError where a file is wrong."""

    def with_editor(self, act: Callable[[Editor, Store], Awaitable[T]]) -> T:
        """Do something with the editor over the opened database."""

    def helper(self) -> CourseHelper:
        """The core, for what needs no simulation workers."""

    def simulate(self, recipes: list[sims.Recipe], *, show_progress: bool) -> list[sims.Picture | Exception]:
        """Run recipes on worker processes that are started and stopped for it."""

    def serve(self, *, is_debug: bool) -> None:
        """Run the web site and Discord until stopped."""

    def sync(self, guild: int | None) -> None:
        """Register slash commands."""

    def bench(self, arguments: list[str]) -> None:
        """Run the benchmarks."""

    def database_address(self) -> str:
        """The database's URL without its password."""
