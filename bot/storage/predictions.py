"""Predictions: what people expected before a simulation was shown; one per person and poll, changeable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import PredictionRow


class Predictions:
    """Everybody's predictions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, person: str, poll: str, choice: int) -> None:
        """Keep a prediction; a later one of the same person in the same poll replaces it."""
        await self._database.put(
            PredictionRow(person=self._database.hash_of(person), poll=poll, choice=choice, at=datetime.now(UTC))
        )

    async def counts(self, poll: str) -> Mapping[int, int]:
        """How many chose what; choices that nobody made are left out."""
        query = (
            select(PredictionRow.choice, func.count())
            .where(PredictionRow.poll == poll)
            .group_by(PredictionRow.choice)
            .order_by(PredictionRow.choice)
        )
        async with self._database.read() as session:
            return {int(choice): int(count) for choice, count in await session.execute(query)}
