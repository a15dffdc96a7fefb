"""Acknowledgements under load: the real bot against one that does nothing else, on the Discord stand-in.

50 people for 60 s, half of them asking questions, half running simulations that nobody ran before. Each waits for the
answer and asks again. Then questions until 2,000 interactions, for the memory.
"""

import asyncio
import contextlib
import itertools
import json
import os
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.discord_stand_in import DiscordStandIn, Interaction, Member, NothingHappened

PEOPLE, SECONDS, INTERACTIONS = 50, 60.0, 2000
PAUSE_S = 1.0  # between an answer and the next question of the same person
ANSWER_LIMIT_S = 120.0
MOST_ABOVE_PEER_S = 0.150
DISCORD_LIMIT_S = 3.0
QUESTIONS = (
    "why does relu die",
    "what is the derivative of the sigmoid",
    "is max pooling invariant to brightness",
    "softmax or sigmoid for five labels at once",
    "which laptop should I buy",
    "my loss is nan after adding exp",
)
# Only what a bot on the loopback needs; a proxy of the machine must not see it.
PASSED_ON = ("PATH", "HOME", "LANG", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(frozen=True)
class Load:
    """What one bot did under the load; times in seconds."""

    acknowledged: Sequence[float]
    late: int
    violations: int
    memory_mib: tuple[float, float] | None = None
    longest_stall: float | None = None

    def at(self, share: float) -> float:
        """The time within which this share was acknowledged."""
        ordered = sorted(self.acknowledged)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main() -> int:
    """Print both bots' figures; returns the number of bars missed."""
    with tempfile.TemporaryDirectory() as folder:
        ours, commands = asyncio.run(_load_ours(Path(folder)))
        file = Path(folder) / "commands.json"
        file.write_text(json.dumps(commands), encoding="utf-8")
        peer = asyncio.run(_load_peer(file))
    print(f"{'seconds':26}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}{'count':>8}{'late':>6}")
    for name, load in (("Rectify", ours), ("only acknowledging", peer)):
        figures = "".join(f"{value:8.3f}" for value in (*map(load.at, (0.5, 0.95, 0.99)), max(load.acknowledged)))
        print(f"{name:26}{figures}{len(load.acknowledged):8}{load.late:6}")
    assert ours.memory_mib is not None
    before, after = ours.memory_mib
    print(f"longest stall of the event loop {ours.longest_stall:.3f} s")
    print(
        f"memory of the bot's main process {before:.0f} MiB at start, {after:.0f} MiB after {INTERACTIONS} interactions"
    )
    print(f"requests against Discord's description: {ours.violations} violations")
    bars = {
        f"p99 at most {1000 * MOST_ABOVE_PEER_S:.0f} ms above the peer": ours.at(0.99) - peer.at(0.99)
        <= MOST_ABOVE_PEER_S,
        "none later than 3 s": ours.late == 0 and max(ours.acknowledged) < DISCORD_LIMIT_S,
        "no request that Discord would refuse": ours.violations == 0,
    }
    for bar, is_met in bars.items():
        print(f"{'met   ' if is_met else 'MISSED'} {bar}")
    return sum(not is_met for is_met in bars.values())


async def _load_ours(folder: Path) -> tuple[Load, list[dict[str, Any]]]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {
        "RECTIFY_WEB__PORT": "0",
        "RECTIFY_DATABASE__URL": f"sqlite:///{folder}/rectify.db",
        "RECTIFY_LIMITS__QUEUE_LENGTH": "1000",
        # The load is the point here, not the budgets.
        "RECTIFY_LIMITS__REQUESTS_PER_MINUTE_USER": "10000",
        "RECTIFY_LIMITS__REQUESTS_PER_MINUTE_CHANNEL": "100000",
    }
    async with DiscordStandIn() as discord:
        environment |= {"DISCORD_API_BASE": discord.api_base, "DISCORD_TOKEN": discord.token}
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, cwd=folder, stderr=asyncio.subprocess.PIPE
        )
        assert bot.stderr is not None
        address = await _address(bot.stderr)
        reading = asyncio.create_task(_drain(bot.stderr))
        try:
            await discord.wait_until_ready(60)
            await discord.wait_for_commands("ask", "sim", timeout=60)
            await _until_ready(address)
            before = await _metric(address, "process_resident_memory_bytes")
            asked = await _press_on(discord, wants_answers=True)
            stall = await _metric(address, "rectify_longest_loop_stall_seconds")
            await _fill_up(discord, INTERACTIONS - len(discord.interactions))
            after = await _metric(address, "process_resident_memory_bytes")
            load = _measured(discord, asked)
            mib = (before / 2**20, after / 2**20)
            ours = Load(load.acknowledged, load.late, load.violations, mib, stall)
            commands = [dict(command) for command in discord.commands]
        finally:
            bot.terminate()
            await bot.wait()
            await reading
    return ours, [_registrable(command) for command in commands]


async def _load_peer(commands: Path) -> Load:
    async with DiscordStandIn() as discord:
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "ignore", "-m", "benchmarks.acknowledging_bot", discord.api_base, discord.token,
            str(commands),
        )  # fmt: skip
        try:
            await discord.wait_until_ready(60)
            await discord.wait_for_commands("ask", "sim", timeout=60)
            return _measured(discord, await _press_on(discord, wants_answers=False))
        finally:
            with contextlib.suppress(ProcessLookupError):  # it may have ended on its own
                bot.terminate()
            await bot.wait()


async def _press_on(discord: DiscordStandIn, *, wants_answers: bool) -> list[Interaction]:
    """Let everybody ask for a minute."""
    asked: list[Interaction] = []
    seeds = itertools.count(1)
    until = asyncio.get_running_loop().time() + SECONDS
    async with asyncio.TaskGroup() as people:
        for number in range(PEOPLE):
            person = discord.make_member(f"person {number}")
            people.create_task(_one_person(discord, person, number % 2 == 0, seeds, until, asked, wants_answers))
    return asked


async def _one_person(
    discord: DiscordStandIn,
    person: Member,
    simulates: bool,
    seeds: "itertools.count[int]",
    until: float,
    asked: list[Interaction],
    wants_answers: bool,
) -> None:
    loop = asyncio.get_running_loop()
    for number in itertools.count(hash(person.name) % len(QUESTIONS)):
        if loop.time() >= until:
            return
        if simulates:
            options = {"seed": next(seeds)}
            interaction = await discord.slash(person, discord.general, "sim brightness-shift", options)
        else:
            question = QUESTIONS[number % len(QUESTIONS)]
            interaction = await discord.slash(person, discord.general, "ask", {"question": question})
        asked.append(interaction)
        try:
            if wants_answers:
                await interaction.wait_for_message(timeout=ANSWER_LIMIT_S)
            else:
                await interaction.wait_for_acknowledgement()
        except NothingHappened:
            continue  # counted as late
        await asyncio.sleep(PAUSE_S)


async def _fill_up(discord: DiscordStandIn, count: int) -> None:
    person = discord.make_member("one more")
    for number in range(max(0, count)):
        asked = await discord.slash(person, discord.general, "ask", {"question": QUESTIONS[number % len(QUESTIONS)]})
        await asked.wait_for_acknowledgement()


def _measured(discord: DiscordStandIn, asked: list[Interaction]) -> Load:
    times = [one.acknowledged_after_s for one in asked if one.acknowledged_after_s is not None]
    return Load(times, len(asked) - len(times), len(discord.violations))


def _registrable(command: dict[str, Any]) -> dict[str, Any]:
    """A command as a bot registers it: without what Discord adds, permissions as the number that it takes."""
    added = {"id", "application_id", "version", "guild_id"}
    given = {key: value for key, value in command.items() if key not in added}
    permissions = given.get("default_member_permissions")
    return given if permissions is None else given | {"default_member_permissions": int(permissions)}


async def _address(lines: asyncio.StreamReader) -> str:
    said = "Rectify is on "
    async with asyncio.timeout(60):
        while True:
            line = (await lines.readline()).decode()
            if not line:
                raise RuntimeError("the bot ended before it listened")
            if said in line:
                return line.split(said, 1)[1].strip()


async def _drain(lines: asyncio.StreamReader) -> None:
    while await lines.readline():
        pass


async def _until_ready(address: str) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                await asyncio.to_thread(urllib.request.urlopen, f"{address}/readyz", timeout=5)
            except OSError:
                await asyncio.sleep(0.2)
            else:
                return


async def _metric(address: str, name: str) -> float:
    def read() -> str:
        with urllib.request.urlopen(f"{address}/metrics", timeout=10) as response:
            return str(response.read().decode())

    lines = (await asyncio.to_thread(read)).splitlines()
    return float(next(line for line in lines if line.startswith(f"{name} ")).split()[1])
