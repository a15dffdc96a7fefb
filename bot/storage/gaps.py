"""Gaps: questions that were not answered, kept with their askers' consent for the mentors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.storage.audit import audit_row
from bot.storage.database import Database
from bot.storage.tables import GapRow

OPEN, ASSIGNED, DISMISSED = "open", "assigned", "dismissed"


@dataclass(frozen=True, slots=True)
class Gap:
    """One unanswered question.

    Attributes:
        id: number of the row.
        text: the question.
        at: when it was put on the list, in UTC.
        status: open, assigned or dismissed.
        topic: id of the entry that answers it by now.
    """

    id: int
    text: str
    at: datetime
    status: str
    topic: str | None


class Gaps:
    """The mentors' list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, person: str, text: str) -> bool:
        """Put a question on the list; False where this person had put it there already."""
        row = GapRow(
            person=self._database.hash_of(person),
            text=text,
            text_hash=hashlib.sha256(text.encode()).hexdigest(),
            status=OPEN,
            at=datetime.now(UTC),
        )
        try:
            async with self._database.write() as session:
                session.add(row)
        except IntegrityError:
            return False
        return True

    async def open(self, limit: int = 1000) -> tuple[Gap, ...]:
        """The questions that wait, the newest first."""
        query = select(GapRow).where(GapRow.status == OPEN).order_by(GapRow.id.desc()).limit(limit)
        async with self._database.read() as session:
            return tuple(_gap(row) for row in await session.scalars(query))

    async def get(self, ids: tuple[int, ...]) -> tuple[Gap, ...]:
        """Questions by number; those that are gone are left out."""
        async with self._database.read() as session:
            return tuple(_gap(row) for row in await session.scalars(select(GapRow).where(GapRow.id.in_(ids))))

    async def assign(self, ids: tuple[int, ...], topic: str, who: str) -> int:
        """Close questions that an entry answers by now; returns how many were open."""
        return await self._close(ids, ASSIGNED, topic, who)

    async def dismiss(self, ids: tuple[int, ...], who: str) -> int:
        """Close questions that need no answer; returns how many were open."""
        return await self._close(ids, DISMISSED, None, who)

    async def _close(self, ids: tuple[int, ...], status: str, topic: str | None, who: str) -> int:
        query = select(GapRow).where(GapRow.id.in_(ids), GapRow.status == OPEN)
        async with self._database.write() as session:
            rows = list(await session.scalars(query))
            for row in rows:
                row.status, row.topic, row.closed_by = status, topic, who
                session.add(audit_row(who, f"gap-{status}", f"gap {row.id}", topic or ""))
        return len(rows)


def _gap(row: GapRow) -> Gap:
    return Gap(row.id, row.text, row.at, row.status, row.topic)
