"""People: what is kept about one person, handed out or deleted on request; and how long rows are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, inspect, select, update

from bot.storage.database import Database
from bot.storage.tables import AuditRow, DraftRow, FeedbackRow, ForumPostRow, GapRow, PredictionRow, RevisionRow

PERSONAL = (FeedbackRow, GapRow, PredictionRow)  # by hash
DATED = (*PERSONAL, ForumPostRow, DraftRow)
NAMED = ((RevisionRow, RevisionRow.author), (AuditRow, AuditRow.who), (GapRow, GapRow.closed_by))  # staff, by id
OWNED = ((DraftRow, DraftRow.owner),)  # staff, by id; nobody else needs these rows
DELETED = "deleted person"


class People:
    """The rights of the people whose rows are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def export(self, person: str) -> Mapping[str, list[dict[str, Any]]]:
        """Everything that is kept about a person: table -> rows, times as ISO text."""
        found: dict[str, list[dict[str, Any]]] = {}
        async with self._database.read() as session:
            for table in PERSONAL:
                query = select(table).where(table.person == self._database.hash_of(person))
                rows = [_plain(row) for row in await session.scalars(query)]
                if rows:
                    found[table.__tablename__] = rows
            for named, column in (*NAMED, *OWNED):
                rows = [_plain(row) for row in await session.scalars(select(named).where(column == person))]
                if rows:
                    found.setdefault(named.__tablename__, []).extend(rows)
        return found

    async def delete(self, person: str) -> int:
        """Delete a person's rows; in the staff's history only the name goes. Returns how many rows were touched."""
        count = 0
        async with self._database.write() as session:
            for table in PERSONAL:
                query = delete(table).where(table.person == self._database.hash_of(person))
                count += _touched(await session.execute(query))
            for named, column in NAMED:
                renamed = update(named).where(column == person).values({column: DELETED})
                count += _touched(await session.execute(renamed))
            for owned, column in OWNED:
                count += _touched(await session.execute(delete(owned).where(column == person)))
        return count

    async def forget_older_than(self, days: int) -> int:
        """Delete personal rows and forum posts past their time; returns how many."""
        limit = datetime.now(UTC) - timedelta(days=days)
        async with self._database.write() as session:
            deleted = [await session.execute(delete(table).where(table.at < limit)) for table in DATED]
        return sum(_touched(result) for result in deleted)


def _touched(result: Any) -> int:  # noqa: ANN401 - SQLAlchemy types the result of a statement more widely than it is
    assert isinstance(result, CursorResult)
    return result.rowcount


def _plain(row: object) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}
