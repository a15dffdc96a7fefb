"""Forum posts that were dealt with: no second event, process or start answers one again."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.tables import ForumPostRow


class ForumPosts:
    """The posts that somebody has taken on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, thread: int) -> bool:
        """Take a post on; False where it was taken before, by whichever process."""
        try:
            async with self._database.write() as session:
                session.add(ForumPostRow(thread=str(thread), outcome="taken", at=datetime.now(UTC)))
        except IntegrityError:
            return False
        return True

    async def conclude(self, thread: int, outcome: str) -> None:
        """Write down what became of it, e.g. "answered", "silent", "mentor was first"."""
        await self._database.put(ForumPostRow(thread=str(thread), outcome=outcome, at=datetime.now(UTC)))

    async def outcome(self, thread: int) -> str | None:
        """What became of it; None where it was never seen."""
        async with self._database.read() as session:
            row = await session.get(ForumPostRow, str(thread))
        return row.outcome if row else None
