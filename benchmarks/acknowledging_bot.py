"""A bot that does nothing but acknowledge: the peer of discord_load. Arguments: address, token, a file of commands."""

import asyncio
import json
import sys
from pathlib import Path

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class AcknowledgingBot(discord.AutoShardedClient):
    """Defers every interaction at once."""

    def __init__(self, commands: list[dict[str, object]]) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.commands = commands

    async def setup_hook(self) -> None:
        """Register the other bot's commands."""
        self.shard_count, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)
        assert self.application_id is not None
        await self.http.bulk_upsert_global_commands(self.application_id, self.commands)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Acknowledge."""
        await interaction.response.defer(thinking=True)


async def run(api_base: str, token: str, commands: list[dict[str, object]]) -> None:
    """Serve until killed."""
    Route.BASE = api_base
    await AcknowledgingBot(commands).start(token)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], sys.argv[2], json.loads(Path(sys.argv[3]).read_text(encoding="utf-8"))))
