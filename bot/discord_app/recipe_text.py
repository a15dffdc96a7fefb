"""Recipes as people type them in a chat: with spaces, backticks, or the slash command's own spelling."""

from __future__ import annotations

import re

WRAPPING = "`<>/ \n"


def read_typed_recipe(text: str) -> str:
    """A recipe text from what was typed: `brightness-shift shift=offset seed=3` is a recipe too.

    Words before the first key are the name; words without a key belong to the value before them.
    """
    words = re.split(r"[\s&?]+", text.strip(WRAPPING))
    name: list[str] = []
    settings: list[str] = []
    for word in filter(None, words):
        if "=" in word:
            settings.append(word)
        elif re.fullmatch(r"\w+:\S+", word):  # shift:offset, as Discord writes options
            settings.append(word.replace(":", "=", 1))
        elif settings:
            settings[-1] += word
        else:
            name.append(word)
    return "-".join(name) + ("?" + "&".join(settings) if settings else "")
