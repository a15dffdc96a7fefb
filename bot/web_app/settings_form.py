"""The form that varies a simulation, made from its Settings model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import sims

LONGEST_SHORT_LABEL = 13  # characters that fit into half of the form's width
Kind = Literal["number", "select", "checkboxes", "text"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One labelled field.

    Attributes:
        hint: what is allowed, for the reader.
        step: of a number; "any" where it need not be whole.
    """

    key: str
    kind: Kind
    label: str
    description: str
    hint: str
    value: str
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: str = "any"

    @property
    def is_wordy(self) -> bool:
        """Whether its choices need a whole line each."""
        return any(len(choice.label) > LONGEST_SHORT_LABEL for choice in self.choices)


def make_form(recipe: sims.Recipe) -> tuple[FormField, ...]:
    """The fields for a recipe, filled with its values."""
    options = sims.options_of(type(recipe.settings))
    return tuple(_field(option, getattr(recipe.settings, option.key)) for option in options)


def changed_options(recipe: sims.Recipe) -> tuple[tuple[str, str], ...]:
    """(key, value) of the settings that differ from the defaults."""
    pairs = (part.partition("=") for part in recipe.text.partition("?")[2].split("&") if part)
    return tuple((key, value) for key, _, value in pairs)


def _field(option: sims.Option, value: object) -> FormField:
    return FormField(
        key=option.key,
        kind=_kind(option),
        label=option.key.replace("_", " "),
        description=option.description,
        hint=_hint(option),
        value=_spell(value),
        choices=_choices(option, value),
        minimum=option.minimum,
        maximum=option.maximum,
        step="1" if option.kind is int else "any",
    )


def _kind(option: sims.Option) -> Kind:
    if option.is_list:
        return "checkboxes" if option.choices else "text"
    return "select" if option.choices or option.kind is bool else "number"


def _hint(option: sims.Option) -> str:
    if option.is_list and option.choices:
        return f"Choose {option.min_items} to {option.max_items}."
    if option.choices or option.kind is bool:
        return ""
    return option.allowed[:1].upper() + option.allowed[1:] + "."


def _choices(option: sims.Option, value: object) -> tuple[Choice, ...]:
    if option.kind is bool and not option.is_list:
        return Choice("true", "yes", value is True), Choice("false", "no", value is False)
    chosen = value if isinstance(value, tuple) else (value,)
    choices = (Choice(choice, choice, choice in chosen) for choice in option.choices)
    # In a long list of boxes, those that are ticked must not be out of sight.
    return tuple(sorted(choices, key=lambda choice: option.is_list and not choice.is_chosen))


def _spell(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_spell(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value + 0.0).removesuffix(".0") if isinstance(value, float) else str(value)
