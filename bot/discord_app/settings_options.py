"""Slash commands from a simulation's Settings: each key becomes a typed option with its bounds, choices and default."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import app_commands

import sims
from bot.discord_app import limits
from bot.discord_app.errors import Suggest, suggesting
from bot.discord_app.turn import InteractionTurn, Turn
from bot.discord_app.wording import shorten

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

PREDICT = "predict"
PREDICT_TEXT = "Predict first"


Simulate = Callable[[Turn, sims.Recipe], Awaitable[None]]


def make_simulation_command(
    experiment: sims.Experiment[Any, Any],
    simulate: Simulate,
    *,
    name: str = "",
    description: str = "",
    predict_first: Simulate | None = None,
) -> app_commands.Command[Any, ..., None]:
    """The slash command that runs one experiment.

    discord.py reads a command's options from its callback's signature. Writing one function per experiment would repeat
    each Settings model by hand, so the callback takes any keywords and is given the signature that its model implies.
    """
    settings: type[sims.Settings] = experiment.settings
    options = sims.options_of(settings)

    async def callback(interaction: discord.Interaction[RectifyClient], **given: str | float | None) -> None:
        values = {key: value for key, value in given.items() if value is not None}
        # Whether to ask first is no part of the recipe.
        serve = predict_first if predict_first and values.pop(PREDICT, False) else simulate
        await serve(InteractionTurn.of(interaction), sims.from_values(experiment.name, values))

    predict_parameter = inspect.Parameter(PREDICT, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=bool)
    callback.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
        + [
            inspect.Parameter(
                option.key, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation_of(option)
            )
            for option in options
        ]
        + ([predict_parameter] if predict_first else [])
    )
    texts = {option.key: describe(option) for option in options} | ({PREDICT: PREDICT_TEXT} if predict_first else {})
    described = app_commands.describe(**texts)(callback)
    completed = app_commands.autocomplete(
        **{option.key: make_suggestions(option) for option in options if is_completed(option)}
    )(described)
    return app_commands.Command(
        name=name or experiment.name,
        description=shorten(description or experiment.summary, limits.COMMAND_DESCRIPTION),
        callback=completed,
    )


def annotation_of(option: sims.Option) -> object:
    """What stands for this option in the signature: Discord then enforces bounds and choices while typing."""
    if is_completed(option):
        return str
    if option.choices:
        return Literal[option.choices]
    if option.kind is bool:
        return bool
    kind = int if option.kind is int else float
    # discord.py wants both bounds in the option's own type, and a model may say `ge=0` of a float.
    minimum, maximum = (None if bound is None else kind(bound) for bound in (option.minimum, option.maximum))
    return app_commands.Range[kind, minimum, maximum]


def is_completed(option: sims.Option) -> bool:
    """Whether the option is a text with suggestions: Discord has no lists, and no more than 25 fixed choices."""
    return option.is_list or len(option.choices) > limits.CHOICES


def describe(option: sims.Option) -> str:
    """What it means, and what holds when nothing is given; the default is never cut off."""
    default = _spelled(option.default)
    count = f" (up to {option.max_items}, with commas)" if option.is_list else ""
    ending = f" [{default}]"
    if len(ending) > limits.COMMAND_DESCRIPTION // 2:
        ending = ""
    return shorten(option.description + count, limits.COMMAND_DESCRIPTION - len(ending)) + ending


def make_suggestions(option: sims.Option) -> Suggest:
    """Suggestions for a text option."""

    async def suggest(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=text, value=text) for text in completions(option, typed)]

    return suggesting(suggest)


def completions(option: sims.Option, typed: str) -> list[str]:
    """What the text may become: the items typed so far, and one more that fits the last, unfinished one."""
    *done, unfinished = [part.strip().lower() for part in typed.split(",")] if option.is_list else [typed.lower()]
    found = _items(option, done, unfinished)
    if not typed.strip():
        found.insert(0, _spelled(option.default))
    elif not option.choices or (unfinished in option.choices and unfinished not in done):
        found.insert(0, ",".join([*done, unfinished]))  # what stands there is complete already
    return [text for text in dict.fromkeys(found) if 0 < len(text) <= limits.CHOICE_TEXT][: limits.CHOICES]


def _items(option: sims.Option, done: list[str], unfinished: str) -> list[str]:
    if len(done) >= option.max_items:
        return []
    free = [choice for choice in option.choices if choice not in done and choice != unfinished]
    beginning = [choice for choice in free if choice.startswith(unfinished)]
    containing = [choice for choice in free if unfinished in choice and choice not in beginning]
    return [",".join([*done, choice]) for choice in beginning + containing]


def _spelled(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_spelled(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
