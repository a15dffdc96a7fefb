"""A Command is one thing that can be asked, as a slash command and typed after a mention."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from discord import app_commands

from bot.course_helper import CourseHelper
from bot.discord_app.lasting import Lasting
from bot.discord_app.turn import Turn

AppCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
Run = Callable[[Turn, str], Awaitable[None]]


@dataclass(frozen=True)
class Command:
    """What a file in commands/ holds as its constant COMMAND.

    Attributes:
        name: as people see it; the file has the same name.
        usage: how it is written, for /help; empty keeps it out of /help.
        purpose: what it does, for /help.
        build: makes the discord.py command; called once at start.
        run: does it for the text after `@Rectify name`; None where it cannot be typed.
        items: its own buttons, which work for ever; those that several commands show stand in buttons.py.
    """

    name: str
    usage: str
    purpose: str
    build: Callable[[CourseHelper], AppCommand]
    run: Run | None = None
    items: tuple[type[Lasting], ...] = ()
