"""The client as an operator configures it: intents, prefix, ask channels, registration, what is refused at start."""

import asyncio
import socket

import pytest
import structlog

from bot.course_helper import CourseHelper
from bot.discord_app import client as client_module
from bot.discord_app import make_client
from bot.editing import Editor
from bot.errors import ConfigError
from bot.simulation_runner import SimulationRunner
from bot.storage import Store
from tests.bot.discord_app.in_process import PretendedEngine, make_config, running_client
from tests.discord_stand_in import DiscordStandIn


async def test_with_message_content_there_are_a_prefix_and_ask_channels(knowledge):
    async with DiscordStandIn(privileged_intents=["message_content"]) as discord:
        ada, questions = discord.make_member("ada"), discord.make_channel("questions")
        config = make_config(discord, message_content=True, ask_channels=(questions.id,))
        async with running_client(discord, knowledge, config):
            prefixed = await discord.say(ada, discord.general, "!rectify explain leaky-relu")
            answer = await discord.wait_for_reply(prefixed)
            assert answer.embeds[0]["title"] == "Leaky ReLU"
            in_channel = await discord.say(ada, questions, "What is ReLU?")
            assert "ReLU" in (await discord.wait_for_reply(in_channel)).text
            quiet = await discord.say(ada, questions, "Yes, that is right", reply_to=in_channel)
            silent = await discord.say(ada, discord.general, "What is ReLU?")
            without_ping = await discord.say(ada, discord.general, "What is GELU?", reply_to=answer, ping_reply=False)
            assert "GELU" in (await discord.wait_for_reply(without_ping)).text
            assert [one for one in discord.messages if one.reference in (quiet, silent)] == []
        assert discord.violations == []


SYNC = {
    "changed": ({"sync": "changed"}, [1, 1]),
    "always": ({"sync": "always"}, [1, 2]),
    "never": ({"sync": "never"}, [0, 0]),
}


@pytest.mark.parametrize(("settings", "counts"), SYNC.values(), ids=SYNC)
async def test_commands_are_registered_as_configured(quick_discord, knowledge, tmp_path, settings, counts):
    config = make_config(quick_discord, f"sqlite+aiosqlite:///{tmp_path}/rectify.db", **settings)
    seen = []
    for _ in range(2):
        async with running_client(quick_discord, knowledge, config):
            seen.append(len(quick_discord.requests_to("PUT", "/applications/{application_id}/commands")))
    assert seen == counts


async def test_commands_of_a_test_guild_are_registered_there(quick_discord, knowledge):
    config = make_config(quick_discord, test_guild=quick_discord.world.guild_id)
    async with running_client(quick_discord, knowledge, config):
        pass
    assert len(quick_discord.world.commands[quick_discord.world.guild_id]) >= 9
    assert quick_discord.world.commands[None] == []


async def test_a_registration_that_fails_does_not_stop_the_bot(quick_discord, knowledge):
    ada = quick_discord.make_member("ada")
    quick_discord.fail_next("PUT /applications/*/commands", 400)
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        said = await quick_discord.say(ada, quick_discord.general, "What is ReLU?", mentions_bot=True)
        assert "ReLU" in (await quick_discord.wait_for_reply(said)).text


async def test_commands_can_be_registered_without_serving(quick_discord, knowledge):
    config, store = make_config(quick_discord), Store("sqlite+aiosqlite://")
    await store.open()
    helper, editor = (
        CourseHelper(knowledge, SimulationRunner(PretendedEngine()), store),
        Editor(knowledge, store, config.knowledge),
    )
    client = make_client(helper, config, store, editor)
    assert await client.sync_now() == len(quick_discord.commands) >= 9
    assert quick_discord.identifies == []
    await client.close()
    await store.close()


REFUSED = {
    "token": ({"token": "wrong"}, "Discord refuses the token in DISCORD_TOKEN."),
    "intent": ({"message_content": True}, "Discord does not grant that intent."),
}


@pytest.mark.parametrize(("settings", "sentence"), REFUSED.values(), ids=REFUSED)
async def test_what_an_operator_can_mend_is_a_sentence(quick_discord, knowledge, settings, sentence):
    config = make_config(quick_discord, **settings)
    with pytest.raises(ConfigError, match=sentence):
        async with running_client(quick_discord, knowledge, config) as running:
            await asyncio.wait_for(running.task, 10)


async def test_it_waits_for_a_discord_that_cannot_be_reached(knowledge, monkeypatch):
    monkeypatch.setattr(client_module, "FIRST_RETRY_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    late = DiscordStandIn(port=port)
    late.world.base_url = f"http://127.0.0.1:{port}"
    with structlog.testing.capture_logs() as logged:
        opening = asyncio.create_task(open_later(late, logged))
        async with running_client(late, knowledge, make_config(late)) as running:
            await running.client.wait_until_ready()
            assert running.client.is_ready()
    await opening
    await late.__aexit__(None, None, None)


async def open_later(discord, logged):
    while not any(one["event"].startswith("Discord cannot be reached") for one in logged):
        await asyncio.sleep(0.02)
    await discord.__aenter__()
