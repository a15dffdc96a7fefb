"""The stand-in and the real bot, started once; whatever a test does, Discord must have had nothing to object."""

import pytest

from bot.discord_app import forum as forum_module
from bot.editing import editor as editor_module
from tests.bot.discord_app.bot_process import BotProcess
from tests.bot.discord_app.forum_place import Place, configure
from tests.bot.discord_app.in_process import make_config, running_client
from tests.bot.discord_app.moderators_desk import make_desk, try_out_here
from tests.discord_stand_in import DiscordStandIn


@pytest.fixture(scope="session")
def first_post(repository) -> str:
    return (repository / "tests/data/thread_first_post.txt").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="session")
async def real_discord():
    async with DiscordStandIn() as started:
        yield started


@pytest.fixture(scope="session")
async def bot(real_discord, tmp_path_factory):
    process = BotProcess(real_discord, tmp_path_factory.mktemp("bot"))
    await process.start()
    yield process
    assert await process.stop() == 0, process.log


@pytest.fixture
async def discord(real_discord, bot):
    """The stand-in with the real bot on it."""
    before = len(real_discord.violations)
    yield real_discord
    assert_clean(real_discord, before)


@pytest.fixture
async def quick_discord():
    """A stand-in of its own, for a client in this process."""
    async with DiscordStandIn() as started:
        yield started
        assert_clean(started)


@pytest.fixture
async def readable():
    """A stand-in that lets the bot read messages."""
    async with DiscordStandIn(privileged_intents=["message_content"]) as started:
        yield started
        assert_clean(started)


@pytest.fixture
async def place(readable, knowledge, monkeypatch, tmp_path):
    monkeypatch.setattr(forum_module, "STARTER_PAUSES_S", (0.3, 0.2, 0.2))
    async with running_client(readable, knowledge, configure(readable, tmp_path)) as running:
        yield Place(readable, running)


@pytest.fixture
async def running(quick_discord, knowledge):
    """A client with the usual configuration."""
    async with running_client(quick_discord, knowledge, make_config(quick_discord)) as started:
        yield started


@pytest.fixture
async def desk(quick_discord, tmp_path, cache, monkeypatch):
    monkeypatch.setattr(editor_module, "try_out", try_out_here)
    desk = make_desk(quick_discord, tmp_path, cache)
    async with desk.started():
        yield desk


@pytest.fixture
def stand_in(request):
    """The stand-in of the test: that of the real bot, or one of its own."""
    return request.getfixturevalue("discord" if "discord" in request.fixturenames else "quick_discord")


@pytest.fixture
def ada(stand_in):
    return stand_in.make_member("ada")


@pytest.fixture
def ben(stand_in):
    return stand_in.make_member("ben")


def assert_clean(discord: DiscordStandIn, known_violations: int = 0) -> None:
    assert [str(one) for one in discord.violations[known_violations:]] == []
    assert discord.pinging_messages == []
    assert [one.describe() for one in discord.late] == []
