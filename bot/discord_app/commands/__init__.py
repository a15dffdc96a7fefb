'''The commands, one per file. Adding a command is adding a file here; nothing else is edited.

The file's name is the command's name, and the file holds one constant, COMMAND:

    """/dice: a number that no learner needs."""

    async def roll(turn: Turn, text: str) -> None:
        await turn.say(Post(content="4"))

    def build(helper: CourseHelper) -> AppCommand:
        @app_commands.command(name="dice", description="Roll a die")
        async def dice(interaction: discord.Interaction[RectifyClient]) -> None:
            await roll(InteractionTurn.of(interaction), "")

        return dice

    COMMAND = Command("dice", "/dice", "rolls a die", build, roll)

What takes longer than some milliseconds calls `turn.think()` first and `turn.show(post)` at the end. Errors are
raised, not caught: bot/discord_app/errors.py tells the user. A message command has its name ("Answer this") in lower
case with underscores as file name.
Discord learns of a new or changed command at the next start (bot/discord_app/sync.py).
'''

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from bot.discord_app.command import Command


def find_commands() -> Mapping[str, Command]:
    """Every command by name.

    Raises:
        ImportError: a file has no COMMAND, or its COMMAND has another name than the file.
    """
    found: dict[str, Command] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        command = getattr(importlib.import_module(f"{__name__}.{module.name}"), "COMMAND", None)
        if not isinstance(command, Command):
            raise ImportError(f"bot/discord_app/commands/{module.name}.py has no constant COMMAND.")
        if command.name.lower().replace(" ", "_").replace("-", "_") != module.name:
            raise ImportError(
                f"bot/discord_app/commands/{module.name}.py holds {command.name!r}: the file name is the name."
            )
        found[command.name] = command
    return MappingProxyType(found)
