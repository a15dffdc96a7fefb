"""Migrations end in the tables of bot/storage/tables.py, from nothing and from the first databases."""

import asyncio
import sqlite3
import sys

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage import Store
from bot.storage.tables import Table

FIRST_TABLES = """
CREATE TABLE feedback (person VARCHAR(64) NOT NULL, answer VARCHAR(200) NOT NULL, topic VARCHAR(200) NOT NULL,
  is_helpful BOOLEAN NOT NULL, at DATETIME NOT NULL, PRIMARY KEY (person, answer));
CREATE INDEX ix_feedback_topic ON feedback (topic);
CREATE TABLE recipes ("key" VARCHAR(32) NOT NULL, recipe TEXT NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE notes (name VARCHAR(100) NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name));
INSERT INTO feedback VALUES ('ab', 'discord:1', 'relu', 1, '2026-11-01 12:00:00.000000');
INSERT INTO notes VALUES ('salt', '00ff');
"""


async def differences(url: str) -> list[object]:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), Table.metadata)
        )
    await engine.dispose()
    return found


async def test_the_migrated_tables_are_those_of_the_code(store, database_url):
    assert await differences(database_url) == []


async def test_a_database_from_before_migrations_keeps_its_rows(tmp_path):
    rows = sqlite3.connect(tmp_path / "rectify.db")
    rows.executescript(FIRST_TABLES)
    rows.close()
    url = f"sqlite+aiosqlite:///{tmp_path / 'rectify.db'}"
    store = Store(url)
    await store.open()
    assert await store.feedback.counts("relu") == (1, 0)
    assert await store.notes.get("salt") == "00ff"
    await store.close()
    assert await differences(url) == []


OPEN_AND_RECORD = """
import asyncio, sys
from bot.storage import Store

async def main():
    store = Store(sys.argv[1])
    await store.open()
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    await store.close()

asyncio.run(main())
"""


async def test_processes_may_start_at_once_on_a_new_database(database_url):
    programs = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", OPEN_AND_RECORD, database_url) for _ in range(3)
    ]
    assert [await program.wait() for program in programs] == [0, 0, 0]
    store = Store(database_url)
    await store.open()
    assert await store.feedback.counts() == (1, 0), "all hash a person with the same salt"
    await store.close()
