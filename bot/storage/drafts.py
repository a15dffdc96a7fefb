"""Drafts: texts that staff has not saved yet, kept so that neither a restart nor a lost form loses a word."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from bot.storage.database import Database
from bot.storage.tables import DraftRow

KEY_BYTES = 8
KEPT_DAYS = 30  # a draft that nobody saved or discarded


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """One text on its way to a revision; it never changes: each change of the text is kept as another one.

    Attributes:
        owner: who writes it, e.g. "discord:42"; nobody else may save it.
        path: the file within the content folder; "" while it is not chosen yet.
        number: the revision that it starts from; 0 for the file itself.
        base: SHA-256 of the file below, None where there is none.
        text: the whole file as it would be; None lets the file speak again.
        action: what saving it will be: add, edit, alias, phrasing, revert.
        comment: one line for the history.
        gaps: numbers of the open questions that saving it answers.
        key: how a button finds it; made when it is kept.
    """

    owner: str
    path: str
    number: int
    base: str | None
    text: str | None
    action: str
    comment: str = ""
    gaps: tuple[int, ...] = ()
    key: str = ""


class Drafts:
    """All texts that wait for being saved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, draft: KeptDraft) -> KeptDraft:
        """Keep a draft under a new key; those that nobody came back for go.

        Raises:
            StorageUnavailable: it was not kept.
        """
        kept, now = replace(draft, key=secrets.token_hex(KEY_BYTES)), datetime.now(UTC)
        async with self._database.write() as session:
            await session.execute(delete(DraftRow).where(DraftRow.at < now - timedelta(days=KEPT_DAYS)))
            session.add(
                DraftRow(
                    key=kept.key,
                    owner=kept.owner,
                    path=kept.path,
                    number=kept.number,
                    base=kept.base,
                    text=kept.text,
                    action=kept.action,
                    comment=kept.comment,
                    gaps=",".join(map(str, kept.gaps)),
                    at=now,
                )
            )
        return kept

    async def get(self, key: str) -> KeptDraft | None:
        """The draft behind a key; None where it was saved or discarded."""
        async with self._database.read() as session:
            row = await session.get(DraftRow, key)
        return _kept(row) if row else None

    async def drop(self, key: str) -> None:
        """Forget a draft."""
        async with self._database.write() as session:
            await session.execute(delete(DraftRow).where(DraftRow.key == key))


def _kept(row: DraftRow) -> KeptDraft:
    gaps = tuple(int(number) for number in row.gaps.split(",") if number)
    return KeptDraft(row.owner, row.path, row.number, row.base, row.text, row.action, row.comment, gaps, row.key)
