"""A client in the test's own process, over a core whose simulations the test decides about."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from pydantic import SecretStr

import sims
from bot.config import Config, DiscordConfig
from bot.course_helper import CourseHelper
from bot.discord_app import RectifyClient, make_client
from bot.editing import Editor
from bot.simulation_runner import SimulationRunner
from bot.storage import Store
from knowledge import Knowledge
from tests.discord_stand_in import DiscordStandIn

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def make_picture(recipe: str) -> sims.Picture:
    """A picture without the work."""
    results = sims.Results(seeds=(7,), n_train=1, n_test=1, versions={}, metrics=(), checks=())
    return sims.Picture(
        recipe=recipe,
        name=recipe.partition("?")[0],
        title="A picture",
        version=sims.VERSION,
        png=PIXEL,
        width=1,
        height=1,
        caption="One pixel.",
        alt_text="A single transparent pixel.",
        runtime_s={"total": 0.0},
        results=results,
    )


class PretendedEngine:
    """Answers at once, unless a test holds it up or lets it fail."""

    workers = 1

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.go.set()
        self.error: Exception | None = None
        self.errors: dict[str, Exception] = {}
        self.ran: list[str] = []
        self.stopped: list[str] = []
        self.report: Callable[[float], None] = lambda fraction: None  # of the newest run
        self.pictures: dict[str, sims.Picture] = {}  # real ones, for recipes that a test cares about

    async def start(self) -> None:
        pass

    def is_ready(self) -> bool:
        return True

    async def close(self) -> None:
        pass

    async def run(self, recipe: str, report: Callable[[float], None]) -> sims.Picture:
        self.ran.append(recipe)
        self.report = report
        report(0.4)
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped.append(recipe)
            raise
        error = self.errors.get(recipe, self.error)
        if error:
            raise error
        return self.pictures.get(recipe) or make_picture(recipe)


@dataclass
class Running:
    """What a test can look at."""

    client: RectifyClient
    engine: PretendedEngine
    store: Store
    task: asyncio.Task[None]


def make_config(discord: DiscordStandIn, database: str = "sqlite+aiosqlite://", **settings: object) -> Config:
    """A configuration for this stand-in; keywords are keys of the section `discord`, or whole sections."""
    sections = {name: settings.pop(name) for name in ("web", "limits", "privacy", "knowledge") if name in settings}
    token = SecretStr(str(settings.pop("token", discord.token)))
    face = DiscordConfig(token=token, api_base=discord.api_base, **settings)
    return Config(discord=face, database={"url": database}, **sections)


@asynccontextmanager
async def running_client(discord: DiscordStandIn, knowledge: Knowledge, config: Config) -> AsyncIterator[Running]:
    """A connected client."""
    store, engine = Store(config.database.url), PretendedEngine()
    await store.open()
    runner = SimulationRunner(engine, per_user=config.limits.per_user)
    client = make_client(
        CourseHelper(knowledge, runner, store), config, store, Editor(knowledge, store, config.knowledge)
    )
    task = asyncio.create_task(client.start())
    waiting = asyncio.create_task(discord.wait_until_ready())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if task.done():
            waiting.cancel()
            task.result()
        if client.syncing:
            await client.syncing  # so that its log lines do not fall into those of a test
        yield Running(client, engine, store, task)
    finally:
        await runner.close()
        await client.close()
        await asyncio.wait({task})  # a refusal was raised above
        await store.close()
