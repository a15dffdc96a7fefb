"""What is told about people's data is true: every table is declared, and treated as it says."""

import asyncio

import pytest
import structlog

from bot import privacy
from bot.errors import StorageUnavailable
from bot.privacy import KEPT, Link
from bot.storage import people
from bot.storage.store import Store
from bot.storage.tables import Table
from tests.conftest import wait_until

TABLES = {row.__tablename__: row for row in (mapper.class_ for mapper in Table.registry.mappers)}


def test_every_table_is_declared_once():
    assert sorted(kept.table for kept in KEPT) == sorted(TABLES)


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.table)
def test_a_table_is_treated_as_it_is_declared(kept):
    row = TABLES[kept.table]
    named = [column for table, column in (*people.NAMED, *people.OWNED) if table is row]
    owned = [column for table, column in people.OWNED if table is row]
    assert (row in people.PERSONAL) == (kept.link is Link.HASH)
    assert kept.link is not Link.NUMBER or named
    assert kept.link is not Link.NOBODY or not named
    assert (row in people.DATED) == kept.expires
    assert (kept.on_deletion == privacy.GONE) == (row in people.PERSONAL or bool(owned))


def test_the_statement_names_everything_and_the_time():
    text = privacy.statement(90)
    assert all(kept.what in text and kept.why in text for kept in KEPT)
    assert text.count("90 days") == sum(kept.expires and kept.link is not Link.NOBODY for kept in KEPT)
    assert len(text) < 3500, "it has to fit into one Discord embed"


async def test_old_rows_go_at_once_and_every_day(tmp_path, monkeypatch):
    monkeypatch.setattr(privacy, "DAY_S", 0.05)
    store = Store("sqlite+aiosqlite://")
    await store.open()
    await store.feedback.record("discord:1", "answer", "relu", is_helpful=True)
    task = asyncio.create_task(privacy.forget_daily(store, retention_days=-1))  # everything is past its time
    try:
        for number in range(2):
            await store.feedback.record("discord:1", f"answer {number}", "relu", is_helpful=True)
            await wait_until_empty(store)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await store.close()
    assert task.cancelled()


async def wait_until_empty(store):
    async with asyncio.timeout(5):
        while await store.people.export("discord:1"):
            await asyncio.sleep(0.02)


async def test_a_database_that_does_not_answer_is_tried_again(monkeypatch):
    monkeypatch.setattr(privacy, "RETRY_S", 0.01)
    tries = []

    class Busy:
        class people:  # noqa: N801 - stands for an attribute
            @staticmethod
            async def forget_older_than(days):
                tries.append(days)
                raise StorageUnavailable("busy")

    with structlog.testing.capture_logs() as logged:
        task = asyncio.create_task(privacy.forget_daily(Busy, 365))
        await wait_until(lambda: len(tries) > 2)
        task.cancel()
    assert {line["event"] for line in logged} == {"rows past their time could not be deleted"}


def test_the_page_says_the_same(repository):
    assert privacy.statement(365) in (repository / "docs/privacy.md").read_text(encoding="utf-8")
