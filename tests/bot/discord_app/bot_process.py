"""The real bot in a process of its own, as an operator starts it."""

import asyncio
import os
import sys
from pathlib import Path

from tests.discord_stand_in import DiscordStandIn


class BotProcess:
    """`python -m bot run`, connected to a stand-in; keeps its database and its log over restarts."""

    def __init__(self, discord: DiscordStandIn, folder: Path, **settings: str) -> None:
        self.discord = discord
        self.folder = folder
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RECTIFY_")}
        self._environment = clean | {
            "DISCORD_TOKEN": discord.token,
            "DISCORD_API_BASE": discord.api_base,
            "RECTIFY_DATABASE__URL": f"sqlite+aiosqlite:///{folder}/rectify.db",
            "RECTIFY_WEB__PORT": "0",
            "RECTIFY_ENGINE__WORKERS": "1",
            "RECTIFY_ENGINE__TIMEOUT_S": "120",  # the machine may be busy with other tests
            "RECTIFY_LIMITS__REQUESTS_PER_MINUTE_CHANNEL": "10000",  # all tests write into the same channel
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """Everything that it has written, over all starts."""
        return (self.folder / "log").read_text(encoding="utf-8")

    async def start(self, within_s: float = 60.0) -> None:
        """Start it, and wait until it is connected and has said so."""
        starts = self._count("ready") if (self.folder / "log").exists() else 0
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self._environment, stdout=log, stderr=log
            )
        async with asyncio.timeout(within_s):
            while self._count("ready") == starts:
                assert self._process.returncode is None, self.log
                await asyncio.sleep(0.05)

    async def stop(self) -> int:
        """Ask it to end, as an operator does; returns its exit status."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), 30)

    def _count(self, event: str) -> int:
        return self.log.count(f'"event": "{event}"')
