"""Small things that the program keeps for itself: recipes behind buttons, values by name."""

from __future__ import annotations

import hashlib

from bot.storage.database import Database
from bot.storage.tables import NoteRow, RecipeRow

KEY_BYTES = 12


class Recipes:
    """Recipes that are too long for a button, by a short key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, recipe: str) -> str:
        """Keep a recipe; returns the short key that finds it again."""
        key = hashlib.blake2b(recipe.encode(), digest_size=KEY_BYTES).hexdigest()
        await self._database.put(RecipeRow(key=key, recipe=recipe))
        return key

    async def recall(self, key: str) -> str | None:
        """The recipe behind a short key."""
        async with self._database.read() as session:
            row = await session.get(RecipeRow, key)
        return row.recipe if row else None


class Notes:
    """Values by name, e.g. the fingerprint of the registered commands."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """The value that was kept under a name."""
        async with self._database.read() as session:
            row = await session.get(NoteRow, name)
        return row.value if row else None

    async def set(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        await self._database.put(NoteRow(name=name, value=value))
