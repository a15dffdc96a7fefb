"""Parts that many tests share: the real knowledge base, pictures, and real, warm worker processes."""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import sims
from bot.config import KnowledgeConfig
from bot.engines.local import LocalEngine
from knowledge import Knowledge
from tests.knowledge.conftest import make_folder
from tests.run_memory import RunMemory, locked

REPOSITORY = Path(__file__).parent.parent


# What takes longest begins first: at the end nothing long is left for one core while the other has nothing to do. The
# very first file learns the content, which all that comes after the second then finds.
LONGEST = (
    "knowledge/test_contracts.py",
    "sims/test_cost.py",
    "sims/test_script.py",
    "bot/terminal_app/test_commands.py",
    "bot/discord_app/test_stopping.py",
    "sims/test_honesty.py",
    "sims/test_acceptance.py",
    "sims/test_experiments.py",
    "sims/test_cards.py",
    "bot/discord_app/test_survival.py",
    "bot/web_app/test_browser.py",
    "bot/terminal_app/test_revision_commands.py",
    "sims/test_theorems.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; the others keep their order."""
    place = {Path(__file__).parent / name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(LONGEST)))


def pytest_configure(config: pytest.Config) -> None:
    """What the tests and the programs that they start learn is apart from what the user's Rectify learned."""
    if hasattr(config, "cache"):
        os.environ["XDG_CACHE_HOME"] = str(config.cache.mkdir("learned"))


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The real content, learned by one process of the run; it lasts for later runs too."""
    cache = KnowledgeConfig().cache
    cache.mkdir(parents=True, exist_ok=True)
    with locked(cache / "lock"):
        return Knowledge.open(REPOSITORY / "knowledge", keep_learned_in=cache)


@pytest.fixture(scope="session")
def run_memory(tmp_path_factory) -> RunMemory:
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "run_memory"
    folder.mkdir(exist_ok=True)
    return RunMemory(folder)


@pytest.fixture(scope="session")
def picture_of(run_memory) -> Callable[[str], sims.Picture]:
    """Runs a recipe once for all tests: the same recipe gives the same picture."""
    return lambda recipe: run_memory.recall(f"picture {recipe}", lambda: sims.run(recipe))


@pytest.fixture(scope="session")
def learned(tmp_path_factory) -> Path:
    """What was learned from the small folder of make_folder, and is the same for all tests."""
    place = tmp_path_factory.mktemp("learned")
    Knowledge.open(make_folder(place / "kb").path, keep_learned_in=place / "cache")
    return place / "cache"


@pytest.fixture
def cache(learned, tmp_path) -> Path:
    """A folder for what is learned, in which the small folder is known: a test that edits it learns on from there."""
    return shutil.copytree(learned, tmp_path / "cache")


@pytest.fixture(scope="session")
async def engine():
    """One warm worker, shared by the session; tests of limits start their own."""
    engine = LocalEngine(workers=1, timeout_s=60)
    await engine.start()
    yield engine
    await engine.close()


@pytest.fixture
def clean_environment(monkeypatch, tmp_path):
    """No Rectify variables, and a working directory without a config.yaml."""
    for name in list(os.environ):
        if name.startswith("RECTIFY_") or name in ("DISCORD_TOKEN", "DISCORD_API_BASE"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def wait_until(is_true, within_s: float = 10.0) -> None:
    """Poll a condition of another process or task."""
    async with asyncio.timeout(within_s):
        while not is_true():
            await asyncio.sleep(0.02)
