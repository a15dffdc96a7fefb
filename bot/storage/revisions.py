"""Revisions: every state of a content file that was saved in Discord or by the command line, laid over the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import RectifyError
from bot.storage.audit import audit_row
from bot.storage.database import Database
from bot.storage.tables import RevisionRow


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of one content file.

    Attributes:
        path: the file within the content folder, e.g. "entries/functions/relu.md" or "claims/relu-is-linear.md".
        number: 1, 2, … for each path; 0 stands for the file itself.
        text: the whole file; None where the edit retired and the file speaks again.
        base: SHA-256 of the file that it is laid over; None where there is no such file.
        action: add, edit, alias, phrasing, revert, retire.
        author: e.g. "discord:42" or "cli".
        comment: one line.
        at: when, in UTC.
    """

    path: str
    number: int
    text: str | None
    base: str | None
    action: str
    author: str
    comment: str
    at: datetime


class EditConflict(RectifyError):
    """Somebody else saved this file after the editor had opened it; `newer` is what they saved."""

    def __init__(self, message: str, newer: Revision | None = None) -> None:
        super().__init__(message)
        self.newer = newer


class Revisions:
    """The history of all content files that were edited."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(
        self,
        path: str,
        text: str | None,
        *,
        after: int,
        base: str | None,
        action: str,
        author: str,
        comment: str = "",
    ) -> Revision:
        """Save a new state together with its line in the audit, unless somebody else saved one meanwhile.

        Args:
            path: the file within the content folder.
            text: the whole file; None retires the edit.
            after: number of the revision that the editor saw; 0 if there was none.
            base: SHA-256 of the file that it is laid over; None where there is no such file.
            action: one word for what was done, see Revision.
            author: who does it.
            comment: one line.

        Raises:
            EditConflict: there is a newer revision than `after`.
            StorageUnavailable: nothing was written.
        """
        row = RevisionRow(
            path=path,
            number=after + 1,
            text=text,
            base=base,
            action=action,
            author=author,
            comment=comment,
            at=datetime.now(UTC),
        )
        try:
            async with self._database.write() as session:
                newest = await _newest_number(session, path)
                if newest == after:
                    session.add(row)
                    session.add(audit_row(author, action, path, comment or f"revision {after + 1}"))
        except IntegrityError:  # somebody was faster between the look and the write
            newest = after + 1
        if newest != after:
            newer = await self.get(path, await self._newest_number(path))
            raise EditConflict(
                f"{path} was changed meanwhile: revision {newer.number if newer else '?'} is newer than {after}, "
                "which you opened. Look at the difference and save again.",
                newer,
            )
        return _revision(row)

    async def heads(self) -> Mapping[str, Revision]:
        """The newest revision of every path that has any."""
        newest = (
            select(RevisionRow.path, func.max(RevisionRow.number).label("number")).group_by(RevisionRow.path).subquery()
        )
        query = select(RevisionRow).join(
            newest, (RevisionRow.path == newest.c.path) & (RevisionRow.number == newest.c.number)
        )
        async with self._database.read() as session:
            return {row.path: _revision(row) for row in await session.scalars(query)}

    async def history(self, path: str) -> tuple[Revision, ...]:
        """All revisions of a path, the newest first."""
        query = select(RevisionRow).where(RevisionRow.path == path).order_by(RevisionRow.number.desc())
        async with self._database.read() as session:
            return tuple(_revision(row) for row in await session.scalars(query))

    async def get(self, path: str, number: int) -> Revision | None:
        """One revision."""
        query = select(RevisionRow).where(RevisionRow.path == path, RevisionRow.number == number)
        async with self._database.read() as session:
            row = await session.scalar(query)
        return _revision(row) if row else None

    async def count(self) -> int:
        """How many there are: other processes on the same database see by it that something was saved."""
        async with self._database.read() as session:
            return int(await session.scalar(select(func.count()).select_from(RevisionRow)) or 0)

    async def _newest_number(self, path: str) -> int:
        async with self._database.read() as session:
            return await _newest_number(session, path)


async def _newest_number(session: AsyncSession, path: str) -> int:
    return int(await session.scalar(select(func.max(RevisionRow.number)).where(RevisionRow.path == path)) or 0)


def _revision(row: RevisionRow) -> Revision:
    return Revision(row.path, row.number, row.text, row.base, row.action, row.author, row.comment, row.at)
