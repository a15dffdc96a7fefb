"""Stores on both databases: what holds on SQLite must hold on PostgreSQL."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from bot.storage import Store
from tests.bot.storage.postgresql import PostgresServer, find_programs

MUST_RUN = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def postgresql():
    programs = find_programs()
    if programs is None:
        if MUST_RUN:
            pytest.fail("PostgreSQL is not installed, and in CI the store must be tested on it.")
        pytest.skip("PostgreSQL is not installed; .ci/run installs it")
    # Not tmp_path: its path may be longer than a Unix socket's may be, and its folders are closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="rectify-pg-"))
    folder.chmod(0o755)
    server = PostgresServer(programs, folder / "server")
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'rectify.db'}"
    return request.getfixturevalue("postgresql").make_database()


@pytest.fixture
async def store(database_url):
    store = Store(database_url)
    await store.open()
    yield store
    await store.close()
