"""The store: a database that does not work gives a sentence, rows survive, people are hashes."""

import sqlite3

import pytest

from bot.errors import ConfigError, StorageUnavailable
from bot.storage import Store


def url(path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def store(tmp_path):
    store = Store(url(tmp_path / "data" / "rectify.db"))
    await store.open()
    yield store
    await store.close()


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


async def test_a_locked_database_gives_a_sentence_and_keeps_its_rows(store, tmp_path):
    await store.record_feedback("discord:1", "answer", "relu", is_helpful=True)
    lock = sqlite3.connect(tmp_path / "data" / "rectify.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable, match="Try again"):
        await store.record_feedback("discord:2", "answer", "relu", is_helpful=False)
    lock.execute("ROLLBACK")
    lock.close()
    assert await store.feedback_counts("relu") == (1, 0)
    await store.record_feedback("discord:2", "answer", "relu", is_helpful=False)
    assert await store.feedback_counts("relu") == (1, 1)


async def test_feedback_is_one_per_person_and_answer_and_can_change(store):
    await store.record_feedback("discord:1", "answer", "relu", is_helpful=True)
    await store.record_feedback("discord:1", "answer", "relu", is_helpful=False)
    await store.record_feedback("discord:1", "other answer", "tanh", is_helpful=True)
    assert await store.feedback_counts("relu") == (0, 1)
    assert await store.feedback_counts() == (1, 1)


async def test_people_are_stored_as_hashes(store, tmp_path):
    await store.record_feedback("discord:31415926", "answer", "relu", is_helpful=True)
    await store.close()
    for file in (tmp_path / "data").iterdir():
        assert b"31415926" not in file.read_bytes()


async def test_rows_survive_a_new_start(tmp_path):
    recipe = "brightness-shift?" + "x" * 300
    first = Store(url(tmp_path / "rectify.db"))
    await first.open()
    key = await first.remember_recipe(recipe)
    await first.set_note("commands", "fingerprint")
    await first.record_feedback("discord:1", "answer", "relu", is_helpful=True)
    await first.close()
    second = Store(url(tmp_path / "rectify.db"))
    await second.open()
    assert len(key) <= 40
    assert await second.recall_recipe(key) == recipe
    assert await second.recall_recipe("unknown") is None
    assert await second.note("commands") == "fingerprint"
    await second.record_feedback("discord:1", "answer", "relu", is_helpful=False)
    assert await second.feedback_counts("relu") == (0, 1), "the same person is known again"
    assert await second.is_ready()
    await second.close()
