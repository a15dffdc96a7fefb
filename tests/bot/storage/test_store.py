"""The store: a database that does not work gives a sentence, rows survive, people are hashes."""

import sqlite3

import pytest

from bot.errors import ConfigError, StorageUnavailable
from bot.storage import Store


def url(path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    store = Store(url(tmp_path / "file" / "rectify.db"))
    with pytest.raises(ConfigError, match="Cannot open the database"):
        await store.open()
    await store.close()


async def test_a_password_is_not_shown():
    store = Store("postgresql+asyncpg://rectify:hunter2@127.0.0.1:1/none")
    with pytest.raises(ConfigError) as refusal:
        await store.open()
    assert "hunter2" not in str(refusal.value)
    await store.close()


async def test_a_database_of_a_newer_version_is_refused(tmp_path):
    first = Store(url(tmp_path / "rectify.db"))
    await first.open()
    await first.close()
    rows = sqlite3.connect(tmp_path / "rectify.db")
    rows.execute("UPDATE alembic_version SET version_num = '9999'")
    rows.commit()
    rows.close()
    second = Store(url(tmp_path / "rectify.db"))
    with pytest.raises(ConfigError, match="another version of Rectify"):
        await second.open()
    await second.close()


async def test_a_locked_database_gives_a_sentence_and_keeps_its_rows(tmp_path):
    store = Store(url(tmp_path / "rectify.db"))
    await store.open()
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    lock = sqlite3.connect(tmp_path / "rectify.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable, match="Try again"):
        await store.feedback.record("discord:2", "answer", "relu", is_helpful=False)
    lock.execute("ROLLBACK")
    lock.close()
    assert await store.feedback.counts("relu") == (1, 0)
    await store.feedback.record("discord:2", "answer", "relu", is_helpful=False)
    assert await store.feedback.counts("relu") == (1, 1)
    await store.close()


async def test_people_are_stored_as_hashes(tmp_path):
    store = Store(url(tmp_path / "data" / "rectify.db"))
    await store.open()
    await store.feedback.record("discord:31415926", "answer", "relu", is_helpful=True)
    await store.gaps.put("discord:31415926", "why?")
    await store.predictions.record("discord:31415926", "poll", 1)
    await store.close()
    for file in (tmp_path / "data").iterdir():
        assert b"31415926" not in file.read_bytes()


async def test_rows_survive_a_new_start(database_url):
    recipe = "brightness-shift?" + "x" * 300
    first = Store(database_url)
    await first.open()
    key = await first.recipes.remember(recipe)
    await first.notes.set("commands", "fingerprint")
    await first.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    await first.close()
    second = Store(database_url)
    await second.open()
    assert len(key) <= 40
    assert await second.recipes.recall(key) == recipe
    assert await second.recipes.recall("unknown") is None
    assert await second.notes.get("commands") == "fingerprint"
    await second.feedback.record("discord:1", "answer", "relu", is_helpful=False)
    assert await second.feedback.counts("relu") == (0, 1), "the same person is known again"
    assert await second.is_ready()
    await second.close()
