"""Forms (modals) made of fields, and what was written into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import discord

from bot.discord_app import limits
from bot.discord_app.lasting import sent
from bot.discord_app.wording import shorten
from bot.editing.parts import Field

NOTHING = "-"  # a menu's value cannot be empty


def make_form(title: str, custom_id: str, fields: Iterable[Field]) -> discord.ui.Modal:
    """A form with one input for each field, filled with what stands there."""
    form = discord.ui.Modal(title=shorten(title, limits.FORM_TITLE), custom_id=custom_id)
    for field in fields:
        form.add_item(
            discord.ui.Label(
                text=shorten(field.label, limits.INPUT_LABEL),
                description=shorten(field.hint, limits.INPUT_HINT) or None,
                component=_menu(field) if field.choices else _input(field),
            )
        )
    return form


def values_of(interaction: discord.Interaction[Any]) -> Mapping[str, str]:
    """What was written into a form: key of the field -> text."""
    return {
        part["custom_id"]: _value(part)
        for part in _walk(sent(interaction).get("components", ()))
        if "custom_id" in part
    }


def _input(field: Field) -> discord.ui.Item[Any]:
    return discord.ui.TextInput(
        custom_id=field.key,
        style=discord.TextStyle.paragraph if field.is_long else discord.TextStyle.short,
        default=field.value or None,
        required=field.is_required,
        max_length=field.most,
    )


def _menu(field: Field) -> discord.ui.Item[Any]:
    options = [
        discord.SelectOption(label=choice or "not set", value=choice or NOTHING, default=choice == field.value)
        for choice in field.choices[: limits.MENU_OPTIONS]
    ]
    return discord.ui.Select(custom_id=field.key, options=options, required=field.is_required)


def _walk(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in components:
        yield part
        yield from _walk(part.get("components") or ([part["component"]] if "component" in part else ()))


def _value(part: Mapping[str, Any]) -> str:
    if "values" in part:
        chosen = str(next(iter(part["values"]), ""))
        return "" if chosen == NOTHING else chosen
    return str(part.get("value") or "")
