"""Feedback: whether an answer helped, at most one verdict per person and answer, changeable."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import FeedbackRow


class Feedback:
    """Everybody's verdicts on answers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(
        self, person: str, answer: str, topic: str, *, is_helpful: bool, reason: str | None = None
    ) -> None:
        """Keep a verdict; a later one of the same person on the same answer replaces it.

        Args:
            person: e.g. "discord:42"; kept as a keyed hash.
            answer: which answer, e.g. "discord:<message id>".
            topic: id of the entry or claim that the answer came from, or "".
            is_helpful: the verdict.
            reason: what the person wrote about it, if anything.
        """
        await self._database.put(
            FeedbackRow(
                person=self._database.hash_of(person),
                answer=answer,
                topic=topic,
                is_helpful=is_helpful,
                reason=reason,
                at=datetime.now(UTC),
            )
        )

    async def counts(self, topic: str | None = None) -> tuple[int, int]:
        """(helpful, not helpful) of one topic, or of all."""
        query = select(FeedbackRow.is_helpful, func.count()).group_by(FeedbackRow.is_helpful)
        if topic is not None:
            query = query.where(FeedbackRow.topic == topic)
        async with self._database.read() as session:
            counts = {bool(row[0]): int(row[1]) for row in await session.execute(query)}
        return counts.get(True, 0), counts.get(False, 0)

    async def by_topic(self) -> dict[str, tuple[int, int]]:
        """(helpful, not helpful) of every topic that has any."""
        query = select(FeedbackRow.topic, FeedbackRow.is_helpful, func.count()).group_by(
            FeedbackRow.topic, FeedbackRow.is_helpful
        )
        counts: dict[str, tuple[int, int]] = {}
        async with self._database.read() as session:
            for topic, is_helpful, count in await session.execute(query):
                good, bad = counts.get(topic, (0, 0))
                counts[topic] = (good + count, bad) if is_helpful else (good, bad + count)
        return counts

    async def reasons(self, topic: str, limit: int = 10) -> tuple[str, ...]:
        """What people wrote about answers of a topic, the newest first."""
        query = (
            select(FeedbackRow.reason)
            .where(FeedbackRow.topic == topic, FeedbackRow.reason.is_not(None))
            .order_by(FeedbackRow.at.desc())
            .limit(limit)
        )
        async with self._database.read() as session:
            return tuple(str(reason) for reason in await session.scalars(query))
