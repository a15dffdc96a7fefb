"""/status names what is missing, here and in every configured channel; the invite link asks for exactly that."""

import re

import discord
import pytest

from bot.discord_app.commands.status import told_latency
from bot.discord_app.permissions import HERE, NEEDED, missing_permissions
from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in.permissions import ATTACH_FILES, EMBED_LINKS, SEND_MESSAGES, VIEW_CHANNEL
from tests.discord_stand_in.permissions import SEND_MESSAGES_IN_THREADS as SEND_IN_THREADS

MISSING = {
    "direct message": (None, []),
    "administrator": (discord.Permissions(administrator=True), []),
    "all": (discord.Permissions.all(), []),
    "two": (
        discord.Permissions(view_channel=True, send_messages=True, send_messages_in_threads=True, embed_links=True),
        ["Attach Files", "Read Message History"],
    ),
    "none": (discord.Permissions.none(), [needed.name for needed in NEEDED]),
}


@pytest.mark.parametrize(("permissions", "names"), MISSING.values(), ids=MISSING)
def test_missing_permissions_are_named(permissions, names):
    assert [needed.name for needed in missing_permissions(permissions)] == names


def test_the_readme_invites_with_exactly_these(repository):
    text = re.sub(r"\s+", " ", (repository / "README.md").read_text(encoding="utf-8"))
    (number,) = re.findall(r"scope=bot\+applications\.commands&permissions=(\d+)", text)
    assert discord.Permissions(int(number)) == discord.Permissions(**dict.fromkeys(HERE, True))
    assert all(needed.name in text for needed in NEEDED)


LATENCIES = {
    "none yet": ([float("inf")], "not measured yet"),
    "no shard": ([], "not measured yet"),
    "since the heartbeat before": ([41.3], "not measured yet"),
    "one": ([0.0421], "42 ms"),
    "the slowest of those that are known": ([0.02, float("inf"), 0.3, 41.26], "300 ms"),
}


@pytest.mark.parametrize(("shards", "text"), LATENCIES.values(), ids=LATENCIES)
def test_latency_is_told_where_it_is_one(shards, text):
    assert told_latency(shards) == text


async def ask_status(stand_in, who, channel):
    asked = await stand_in.slash(who, channel, "status")
    return (await asked.wait_for_message()).text


async def test_what_is_missing_here_is_named_with_what_it_prevents(quick_discord, knowledge):
    ada = quick_discord.make_member("ada")
    bare = quick_discord.make_channel("bare", denied_to_bot=ATTACH_FILES | EMBED_LINKS)
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        text = await ask_status(quick_discord, ada, bare)
        assert "- Attach Files: without it, simulations have no picture" in text
        assert "- Embed Links: without it" in text
        text = await ask_status(quick_discord, ada, quick_discord.general)
        assert "**Missing permissions here** none" in text
        assert "without it" not in text


async def test_every_configured_channel_is_looked_at(knowledge, quick_discord):
    ada = quick_discord.make_member("ada")
    forum = quick_discord.make_forum("help", denied_to_bot=SEND_IN_THREADS | ATTACH_FILES)
    good = quick_discord.make_channel("good")
    ask = quick_discord.make_channel("ask", denied_to_bot=SEND_MESSAGES)
    hidden = quick_discord.make_channel("hidden", denied_to_bot=VIEW_CHANNEL)
    config = make_config(
        quick_discord, forum_channels=(forum.id,), ask_channels=(good.id, ask.id, 12345), staff_channel=hidden.id
    )
    async with running_client(quick_discord, knowledge, config):
        text = await ask_status(quick_discord, ada, quick_discord.general)
    block = text.split("**Missing permissions here** none\n")[1]
    assert block.split("\n")[:8] == [
        f"**Missing permissions in <#{forum.id}>** (forum channel)",
        "- Send Messages in Threads: without it, nothing is answered in threads and forum posts",
        "- Attach Files: without it, simulations have no picture",
        f"**Missing permissions in <#{ask.id}>** (ask channel)",
        "- Send Messages: without it, only slash commands are answered, no messages",
        # Discord takes these away together with Send Messages
        "- Embed Links: without it, answers come as plain text",
        "- Attach Files: without it, simulations have no picture",
        "**The ask channel 12345** is not there, or I lack View Channels in it. "
        "Give me that permission, or correct the configuration.",
    ]
    assert str(hidden.id) in block
    assert str(good.id) not in block
    assert "**Message content** is off" in block
