"""What was confirmed as saved is there after kill -9 at any moment; a full disk is a sentence and no half rows."""

import asyncio
import random
import signal
import sys

import pytest
from sqlalchemy import event

from bot.errors import StorageUnavailable
from bot.storage import Store

KILLS = 6
LONGEST_LIFE_S = 0.4
# Writes without end; says after each write what is saved for good.
WRITER = """
import asyncio, sys
from bot.storage import Store

async def main(url, start):
    store = Store(url)
    await store.open()
    number = start
    while True:
        await store.revisions.append(
            "entries/x.md", f"text {number}", after=number, base=None, action="edit", author="discord:1"
        )
        print("revision", number + 1, flush=True)
        await store.feedback.record("discord:1", f"answer {number}", "relu", is_helpful=True)
        print("feedback", number, flush=True)
        await store.gaps.put("discord:1", f"question {number}")
        print("gap", number, flush=True)
        number += 1

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


async def killed_writer(url: str, start: int, life_s: float) -> list[tuple[str, int]]:
    """Let a process write, kill it; returns what it had confirmed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, url, str(start), stdout=asyncio.subprocess.PIPE
    )
    first = await process.stdout.readline()
    await asyncio.sleep(life_s)
    process.send_signal(signal.SIGKILL)
    rest, _ = await process.communicate()
    lines = (first + rest).decode().splitlines(keepends=True)
    return [(line.split()[0], int(line.split()[1])) for line in lines if line.endswith("\n")]


async def test_kill_9_in_a_loop_loses_nothing_that_was_confirmed(database_url):
    lives = random.Random(7)
    confirmed: list[tuple[str, int]] = []
    saved = 0
    for _ in range(KILLS):
        confirmed += await killed_writer(database_url, saved, lives.uniform(0, LONGEST_LIFE_S))
        store = Store(database_url)
        await store.open()
        history = await store.revisions.history("entries/x.md")
        assert [(one.number, one.text) for one in reversed(history)] == [
            (n + 1, f"text {n}") for n in range(len(history))
        ]
        audited = await store.audit.newest(limit=100_000, target="entries/x.md")
        assert len(audited) == len(history), "a revision and its line in the audit are saved together"
        gaps = {gap.text for gap in await store.gaps.open(limit=100_000)}
        feedback = sum(await store.feedback.counts())
        await store.close()
        saved = len(history)
        assert saved >= max(number for kind, number in confirmed if kind == "revision")
        assert {f"question {number}" for kind, number in confirmed if kind == "gap"} <= gaps
        assert feedback >= len({number for kind, number in confirmed if kind == "feedback"})
    assert len(confirmed) > KILLS


async def fill(store: Store) -> None:
    for number in range(200):
        await store.gaps.put("discord:1", f"{number}" + "x" * 4000)


async def test_a_full_database_is_a_sentence_and_leaves_what_was_there(tmp_path):
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'rectify.db'}")
    await store.open()
    await store.gaps.put("discord:1", "first")

    def limit(connection, _):
        cursor = connection.cursor()
        cursor.execute("PRAGMA max_page_count=1")  # no more than what it has
        cursor.close()

    engine = store._database._engine
    await engine.dispose()
    event.listen(engine.sync_engine, "connect", limit)
    with pytest.raises(StorageUnavailable, match="busy or full"):
        await fill(store)
    rows = await store.gaps.open()
    assert rows[-1].text == "first"
    await store.close()
    again = Store(f"sqlite+aiosqlite:///{tmp_path / 'rectify.db'}")
    await again.open()
    assert [gap.text for gap in await again.gaps.open()] == [row.text for row in rows]
    assert await again.gaps.put("discord:1", "after"), "with room again, it goes on"
    await again.close()
