"""A started stand-in and bare requests to it."""

import aiohttp
import pytest

from tests.discord_stand_in import DiscordStandIn

from .bare_bot import Rest


@pytest.fixture
async def stand_in():
    async with DiscordStandIn() as started:
        yield started


@pytest.fixture
async def rest(stand_in):
    async with aiohttp.ClientSession() as session:
        yield Rest(stand_in, session)
