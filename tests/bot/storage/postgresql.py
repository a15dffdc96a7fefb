"""A throw-away PostgreSQL server on a Unix socket, for tests that must hold on both databases."""

import os
import shutil
import subprocess
from pathlib import Path

VERSIONS = Path("/usr/lib/postgresql")  # where Debian puts the server's programs, which are on no PATH
SERVICE_USER = "postgres"  # PostgreSQL refuses to run as root


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl; None where no server is installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda program: int(program.parent.parent.name))
    return folders[-1].parent if folders else None


class PostgresServer:
    """A cluster in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._count = 0

    def start(self) -> None:
        self._folder.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self._folder, SERVICE_USER)
        self._run("initdb", "--pgdata", self._data, "--username", SERVICE_USER, "--auth", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c fsync=off"
        self._run("pg_ctl", "start", "--wait", "--pgdata", self._data, "--options", options, "--log", self._log)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate", "--pgdata", self._data)

    def make_database(self) -> str:
        """A new, empty database; returns its SQLAlchemy URL."""
        self._count += 1
        name = f"rectify_{self._count}"
        self._run("createdb", "--host", str(self._folder), "--username", SERVICE_USER, name)
        return f"postgresql+asyncpg://{SERVICE_USER}@/{name}?host={self._folder}"

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    @property
    def _log(self) -> str:
        return str(self._folder / "log")

    def _run(self, program: str, *arguments: str) -> None:
        as_service = ["setpriv", "--reuid", SERVICE_USER, "--regid", SERVICE_USER, "--clear-groups"]
        prefix = as_service if os.geteuid() == 0 else []
        command = [*prefix, str(self._programs / program), *arguments]
        subprocess.run(command, cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
