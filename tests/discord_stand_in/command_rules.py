"""Discord's rules for registered commands: names, descriptions, options, choices, sizes and counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .errors import FieldError
from .limits import bad_length
from .state import Json

NAME_LENGTH, DESCRIPTION, OPTIONS, CHOICES, COMMAND_TOTAL = 32, 100, 25, 25, 8000
CHAT_INPUT_COMMANDS, CONTEXT_COMMANDS = 100, 15
CHOICE_NAME, CHOICE_TEXT = 100, 100
# Discord's ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$; \w is \p{L}\p{N} and the underscore.
NAME = re.compile(r"[-'\w]{1,32}")
SUBCOMMAND, GROUP, STRING, INTEGER, NUMBER = 1, 2, 3, 4, 10
LARGEST_INTEGER = 2**53


def check_commands(commands: list[Json]) -> list[FieldError]:
    """A whole set of commands, as a bulk overwrite sends it."""
    found: list[FieldError] = []
    seen = set()
    for place, command in enumerate(commands):
        kind = command.get("type") or 1
        if (kind, command.get("name")) in seen:
            text = "Application command names must be unique"
            found.append(FieldError(f"{place}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", text))
        seen.add((kind, command.get("name")))
        found += [FieldError(f"{place}.{one.path}", one.code, one.message) for one in check_command(command)]
    for kind, most in ((1, CHAT_INPUT_COMMANDS), (2, CONTEXT_COMMANDS), (3, CONTEXT_COMMANDS)):
        if sum(1 for command in commands if (command.get("type") or 1) == kind) > most:
            text = f"Maximum number of application commands reached ({most})"
            found.append(FieldError("", "APPLICATION_COMMANDS_MAX", text))
    return found


def check_command(command: Json) -> Iterator[FieldError]:
    """One command of any kind."""
    if (command.get("type") or 1) != 1:
        yield from bad_length("name", command.get("name"), NAME_LENGTH)
        if command.get("description"):
            text = "Context menu commands cannot have description"
            yield FieldError("description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", text)
        if command.get("options"):
            text = "Context menu commands cannot have options"
            yield FieldError("options", "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", text)
        return
    yield from check_name("name", command.get("name"))
    yield from bad_length("description", command.get("description"), DESCRIPTION)
    yield from check_options("options", command.get("options") or [], depth=0)
    if command_size(command) > COMMAND_TOTAL:
        text = f"Command exceeds maximum size ({COMMAND_TOTAL})"
        yield FieldError("", "APPLICATION_COMMAND_TOO_LARGE", text)


def check_name(path: str, name: object) -> Iterator[FieldError]:
    """The name of a slash command or option: 1..32 letters, digits, - _ ', lower case where there is one."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or name != name.lower():
        text = f"Command name is invalid: {name!r}"
        yield FieldError(path, "APPLICATION_COMMAND_INVALID_NAME", text)


def check_options(path: str, options: list[Json], depth: int) -> Iterator[FieldError]:
    """The options of a command or subcommand."""
    if len(options) > OPTIONS:
        yield FieldError(path, "BASE_TYPE_MAX_LENGTH", f"Must be {OPTIONS} or fewer in length.")
    names = set()
    optional_seen = False
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for option in options]
    if any(nested) and not all(nested):
        text = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        yield FieldError(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
    for place, option in enumerate(options):
        inner = f"{path}.{place}"
        if option.get("name") in names:
            text = "Option names must be unique"
            yield FieldError(f"{inner}.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", text)
        names.add(option.get("name"))
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            yield FieldError(inner, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen = optional_seen or not option.get("required")
        yield from check_option(inner, option, depth)


def check_option(path: str, option: Json, depth: int) -> Iterator[FieldError]:
    """One option, with what is nested in it."""
    yield from check_name(f"{path}.name", option.get("name"))
    yield from bad_length(f"{path}.description", option.get("description"), DESCRIPTION)
    kind = option.get("type")
    if kind in (SUBCOMMAND, GROUP):
        if depth > 1 or (kind == GROUP and depth > 0):
            text = "Subcommands may be nested in one group only"
            yield FieldError(path, "APPLICATION_COMMAND_OPTIONS_NESTING", text)
        yield from check_options(f"{path}.options", option.get("options") or [], depth + 1)
        return
    yield from check_choices(path, option)
    lowest, highest = option.get("min_value"), option.get("max_value")
    if lowest is not None and highest is not None and lowest > highest:
        text = "min_value must be less than or equal to max_value"
        yield FieldError(f"{path}.min_value", "APPLICATION_COMMAND_OPTION_MIN_VALUE", text)
    for key, value in (("min_value", lowest), ("max_value", highest)):
        if value is not None and (kind not in (INTEGER, NUMBER) or abs(value) > LARGEST_INTEGER):
            text = f"{key} is for numbers between -2^53 and 2^53"
            yield FieldError(f"{path}.{key}", "APPLICATION_COMMAND_OPTION_VALUE_RANGE", text)


def check_choices(path: str, option: Json) -> Iterator[FieldError]:
    """The fixed choices of an option; an option with choices cannot be autocompleted as well."""
    choices = option.get("choices") or []
    if len(choices) > CHOICES:
        yield FieldError(f"{path}.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {CHOICES} or fewer in length.")
    if choices and option.get("autocomplete"):
        text = "Autocomplete cannot be set to true when options are present"
        yield FieldError(f"{path}.autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE", text)
    names, values = set(), set()
    for place, choice in enumerate(choices):
        inner = f"{path}.choices.{place}"
        yield from bad_length(f"{inner}.name", choice.get("name"), CHOICE_NAME)
        if isinstance(choice.get("value"), str):
            yield from bad_length(f"{inner}.value", choice["value"], CHOICE_TEXT)
        if choice.get("name") in names or choice.get("value") in values:
            text = "Option choices must be unique"
            yield FieldError(inner, "APPLICATION_COMMAND_OPTIONS_CHOICE_UNIQUE", text)
        names.add(choice.get("name"))
        values.add(choice.get("value"))


def command_size(command: Json) -> int:
    """The characters that count towards 8000: names, descriptions and choice values, all the way down."""
    size = len(command.get("name") or "") + len(command.get("description") or "")
    for choice in command.get("choices") or []:
        size += len(choice.get("name") or "") + len(str(choice.get("value", "")))
    return size + sum(command_size(option) for option in command.get("options") or [])
