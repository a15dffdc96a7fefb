"""SIGTERM: no new work, what runs is finished or refused with a sentence, and the process ends well within 10 s."""

import asyncio
import time

from tests.bot.discord_app.bot_process import BotProcess
from tests.discord_stand_in import DiscordStandIn

LIMIT_S = 10.0
LONG = {"hidden": "gelu", "seeds": 10, "task": "spiral", "widths": "16,17,18,19,20,21,22,23"}  # 8 s on an idle core
TOLD = "shutting down"


async def test_the_stop_signal_lets_nobody_wait_in_vain(tmp_path):
    async with DiscordStandIn() as discord:
        process = BotProcess(discord, tmp_path)
        await process.start()
        ada, ben = discord.make_member("ada"), discord.make_member("ben")
        await (await discord.slash(ada, discord.general, "sim activation-plot")).wait_for_picture()  # workers are warm
        running = await discord.slash(ada, discord.general, "sim units-needed", LONG)
        waiting = await discord.slash(ben, discord.general, "sim units-needed", {**LONG, "seed": 8})
        await asyncio.gather(running.wait_for_acknowledgement(), waiting.wait_for_acknowledgement())
        started = time.monotonic()
        assert await process.stop() == 0, process.log
        assert time.monotonic() - started < LIMIT_S
        assert TOLD in waiting.text
        assert running.pictures or TOLD in running.text
        assert "Traceback" not in process.log
        assert [str(one) for one in discord.violations] == []


async def test_the_stop_signal_ends_an_idle_bot_at_once(tmp_path):
    async with DiscordStandIn() as discord:
        process = BotProcess(discord, tmp_path)
        await process.start()
        started = time.monotonic()
        assert await process.stop() == 0, process.log
        assert time.monotonic() - started < LIMIT_S / 2
