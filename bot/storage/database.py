"""Database: one SQLAlchemy engine. A locked, full or missing database gives a sentence; nothing is half-written."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.util import CommandError
from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import ConfigError, StorageUnavailable
from bot.storage.tables import NoteRow, Table

MIGRATIONS = Path(__file__).with_name("migrations")
MIGRATION_LOCK = 0x52454354  # any number, the same in every process: "RECT"
SALT_NOTE = "salt"
BUSY_TIMEOUT_MS = 2000  # less than the 3 s in which Discord wants its acknowledgement


def is_new(url: str) -> bool:
    """Whether nothing can have been saved yet: the file of an SQLite database is not there."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return False
    return parsed.database in (None, "", ":memory:") or not Path(str(parsed.database)).exists()


class Database:
    """The database behind one URL. `open` makes what is missing and brings old tables up to date."""

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
            ConfigError: the database cannot be reached, or a newer Rectify made it.
        """
        address = self._url.render_as_string(hide_password=True)
        try:
            if self._url.get_backend_name() == "sqlite" and self._url.database not in (None, "", ":memory:"):
                Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
            async with self._engine.begin() as connection:
                await connection.run_sync(_migrate)
            self._salt = bytes.fromhex(await self._salt_note())
        except CommandError as error:
            raise ConfigError(
                f"The database {address} was made by another version of Rectify ({error}). "
                "Start the version that made it, or set database.url to another database."
            ) from error
        except (SQLAlchemyError, OSError, StorageUnavailable) as error:
            raise ConfigError(
                f"Cannot open the database {address}. "
                "Is it running, and may this program write there? Set database.url to change it."
            ) from error

    async def close(self) -> None:
        """Give back all connections."""
        await self._engine.dispose()

    def hash_of(self, person: str) -> str:
        """The keyed hash under which a person's rows are kept."""
        return hmac.new(self._salt, person.encode(), hashlib.sha256).hexdigest()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction: all of it is saved, or nothing.

        Raises:
            StorageUnavailable: the database is locked, full or out of reach.
        """
        try:
            async with self._session.begin() as session:
                yield session
        except IntegrityError:
            raise  # two wrote the same row: only the caller knows what that means
        except (SQLAlchemyError, OSError) as error:
            raise StorageUnavailable("This could not be saved: the database is busy or full. Try again.") from error

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading.

        Raises:
            StorageUnavailable: the database does not answer.
        """
        try:
            async with self._session() as session:
                yield session
        except (SQLAlchemyError, OSError) as error:
            raise StorageUnavailable("This could not be read: the database does not answer. Try again.") from error

    async def put(self, row: Table) -> None:
        """Save a row in the place of the one with the same key; where two processes do so at once, the last one stays.

        Raises:
            StorageUnavailable: nothing was written.
        """
        try:
            async with self.write() as session:
                await session.merge(row)
        except IntegrityError:  # the other one came between our look and our write: now there is a row to replace
            async with self.write() as session:
                await session.merge(row)

    async def _salt_note(self) -> str:
        """Two processes that start at once on a new database must end with the same salt: the first row wins."""
        async with self.read() as session:
            row = await session.get(NoteRow, SALT_NOTE)
        if row is None:
            try:
                async with self.write() as session:
                    session.add(NoteRow(name=SALT_NOTE, value=secrets.token_hex(32)))
            except IntegrityError:
                pass  # the other process was first
            async with self.read() as session:
                row = await session.get_one(NoteRow, SALT_NOTE)
        return row.value


def _migrate(connection: Connection) -> None:
    """Run the migrations on this connection, one process at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers do not wait for the writer
    cursor.execute("PRAGMA synchronous=FULL")  # a saved row survives a power cut
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
