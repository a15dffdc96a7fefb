"""A local Discord for tests: a gateway and a REST server on 127.0.0.1 that a real discord.py bot connects to.

    async with DiscordStandIn() as discord:
        …start the bot with DISCORD_API_BASE=discord.api_base and DISCORD_TOKEN=discord.token…
        await discord.wait_until_ready()
        ada = discord.make_member("ada")
        asked = await discord.slash(ada, discord.general, "sim brightness-shift", {"shift": "offset"})
        picture = await asked.wait_for_picture(timeout=30)
        assert asked.acknowledged_after_s < 1 and picture.description and discord.violations == []

It refuses what Discord refuses (limits, late and double answers, missing rights) and checks every request against
Discord's own OpenAPI description where that is at hand. `python -m tests.discord_stand_in` runs it for a look by hand.
"""

from .driver import DiscordStandIn
from .errors import ClientRefusal, NothingHappened
from .interaction import Choice, Interaction
from .state import Attachment, Channel, Member, Message, Pings, Request, Role, Violation

__all__ = [
    "Attachment",
    "Channel",
    "Choice",
    "ClientRefusal",
    "DiscordStandIn",
    "Interaction",
    "Member",
    "Message",
    "NothingHappened",
    "Pings",
    "Request",
    "Role",
    "Violation",
]
