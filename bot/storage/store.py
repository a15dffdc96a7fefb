"""Store: reads and writes rows. A locked, full or missing database gives a sentence; nothing is half-written."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event, func, make_url, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import ConfigError, StorageUnavailable
from bot.storage.tables import FeedbackRow, NoteRow, RecipeRow, Table

SALT_NOTE = "salt"
BUSY_TIMEOUT_MS = 2000  # less than the 3 s in which Discord wants its acknowledgement
KEY_BYTES = 12


class Store:
    """The database behind one URL. `open` makes what is missing."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = create_async_engine(self._url)
        self._session = async_sessionmaker(self._engine, expire_on_commit=False)
        self._salt = b""
        if self._url.get_backend_name() == "sqlite":
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)

    async def open(self) -> None:
        """Create the database, its tables and the salt for hashes where they are missing.

        Raises:
            ConfigError: the database cannot be reached.
        """
        try:
            if self._url.get_backend_name() == "sqlite" and self._url.database not in (None, "", ":memory:"):
                Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
            async with self._engine.begin() as connection:
                await connection.run_sync(Table.metadata.create_all)
            self._salt = bytes.fromhex(await self._salt_note())
        except (SQLAlchemyError, OSError, StorageUnavailable) as error:
            raise ConfigError(
                f"Cannot open the database {self._url.render_as_string(hide_password=True)}. "
                "Is it running, and may this program write there? Set database.url to change it."
            ) from error

    async def close(self) -> None:
        """Give back all connections."""
        await self._engine.dispose()

    async def is_ready(self) -> bool:
        """Whether the database answers."""
        try:
            await self.note(SALT_NOTE)
        except StorageUnavailable:
            return False
        return True

    async def record_feedback(self, person: str, answer: str, topic: str, *, is_helpful: bool) -> None:
        """Keep one verdict per person and answer; a later one replaces it."""
        async with self._write() as session:
            await session.merge(
                FeedbackRow(
                    person=self._hash(person), answer=answer, topic=topic, is_helpful=is_helpful, at=datetime.now(UTC)
                )
            )

    async def feedback_counts(self, topic: str | None = None) -> tuple[int, int]:
        """(helpful, not helpful) of one topic, or of all."""
        query = select(FeedbackRow.is_helpful, func.count()).group_by(FeedbackRow.is_helpful)
        if topic is not None:
            query = query.where(FeedbackRow.topic == topic)
        async with self._read() as session:
            counts = {bool(row[0]): int(row[1]) for row in await session.execute(query)}
        return counts.get(True, 0), counts.get(False, 0)

    async def remember_recipe(self, recipe: str) -> str:
        """Keep a recipe; returns the short key that finds it again."""
        key = hashlib.blake2b(recipe.encode(), digest_size=KEY_BYTES).hexdigest()
        async with self._write() as session:
            await session.merge(RecipeRow(key=key, recipe=recipe))
        return key

    async def recall_recipe(self, key: str) -> str | None:
        """The recipe behind a short key."""
        async with self._read() as session:
            row = await session.get(RecipeRow, key)
        return row.recipe if row else None

    async def note(self, name: str) -> str | None:
        """A value that the program kept for itself."""
        async with self._read() as session:
            row = await session.get(NoteRow, name)
        return row.value if row else None

    async def set_note(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        async with self._write() as session:
            await session.merge(NoteRow(name=name, value=value))

    async def _salt_note(self) -> str:
        salt = await self.note(SALT_NOTE)
        if salt is None:
            salt = secrets.token_hex(32)
            await self.set_note(SALT_NOTE, salt)
        return salt

    def _hash(self, person: str) -> str:
        return hmac.new(self._salt, person.encode(), hashlib.sha256).hexdigest()

    @asynccontextmanager
    async def _write(self) -> AsyncIterator[AsyncSession]:
        try:
            async with self._session.begin() as session:
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StorageUnavailable("This could not be saved: the database is busy or full. Try again.") from error

    @asynccontextmanager
    async def _read(self) -> AsyncIterator[AsyncSession]:
        try:
            async with self._session() as session:
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StorageUnavailable("This could not be read: the database does not answer. Try again.") from error


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the writer
    cursor.execute("PRAGMA synchronous=FULL")  # a saved row survives a power cut
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
