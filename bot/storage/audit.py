"""Audit: who of the staff did what when. Rows are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import AuditRow


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that somebody of the staff did.

    Attributes:
        who: the person, e.g. "discord:42" or "cli".
        action: e.g. "edit", "revert", "gap-dismiss", "reload".
        target: what it was done to, e.g. "entries/functions/relu.md".
        detail: one line.
        at: when, in UTC.
    """

    who: str
    action: str
    target: str
    detail: str
    at: datetime


class Audit:
    """The list of deeds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, who: str, action: str, target: str, detail: str = "") -> Deed:
        """Write down a deed."""
        row = audit_row(who, action, target, detail)
        async with self._database.write() as session:
            session.add(row)
        return _deed(row)

    async def newest(self, limit: int = 20, target: str | None = None) -> tuple[Deed, ...]:
        """The newest deeds, of one target or of all."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if target is not None:
            query = query.where(AuditRow.target == target)
        async with self._database.read() as session:
            return tuple(_deed(row) for row in await session.scalars(query))


def audit_row(who: str, action: str, target: str, detail: str) -> AuditRow:
    """Make a row, to be written in the same transaction as the deed itself."""
    return AuditRow(who=who, action=action, target=target, detail=detail, at=datetime.now(UTC))


def _deed(row: AuditRow) -> Deed:
    return Deed(row.who, row.action, row.target, row.detail, row.at)
