"""The permissions that Rectify needs, what each is for, and where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import discord

from bot.config import DiscordConfig


@dataclass(frozen=True, slots=True)
class Needed:
    """One permission.

    Attributes:
        name: as Discord's settings show it.
        attribute: as discord.py calls it.
        without: what does not work without it.
    """

    name: str
    attribute: str
    without: str


# All that the invite link in the README asks for.
NEEDED = (
    Needed("View Channels", "view_channel", "I see and answer nothing there"),
    Needed("Send Messages", "send_messages", "only slash commands are answered, no messages"),
    Needed("Send Messages in Threads", "send_messages_in_threads", "nothing is answered in threads and forum posts"),
    Needed("Embed Links", "embed_links", "answers come as plain text"),
    Needed("Attach Files", "attach_files", "simulations have no picture"),
    Needed("Read Message History", "read_message_history", "I cannot reply to a message, and follow-ups are lost"),
)
HERE = frozenset(needed.attribute for needed in NEEDED)
# What a configured channel is for decides what it takes.
IN_FORUM = HERE  # where Send Messages is denied, Discord takes Embed Links and Attach Files away with it
IN_ASK_CHANNEL = HERE - {"send_messages_in_threads"}
IN_STAFF_CHANNEL = frozenset({"view_channel", "send_messages", "embed_links"})


@dataclass(frozen=True, slots=True)
class Gap:
    """A configured channel, and what is missing in it; `is_known` is False where it cannot be seen at all."""

    channel: int
    purpose: str
    missing: tuple[Needed, ...]
    is_known: bool = True


def missing_permissions(permissions: discord.Permissions | None, wanted: Iterable[str] = HERE) -> tuple[Needed, ...]:
    """What is missing; nothing in direct messages (None) and for administrators."""
    if permissions is None or permissions.administrator:
        return ()
    return tuple(one for one in NEEDED if one.attribute in wanted and not getattr(permissions, one.attribute))


def gaps_in_channels(client: discord.Client, config: DiscordConfig) -> Iterator[Gap]:
    """Every configured channel in which something is missing."""
    for number, purpose, wanted in _configured(config):
        channel = client.get_channel(number)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            yield Gap(number, purpose, (), is_known=False)
            continue
        missing = missing_permissions(channel.permissions_for(channel.guild.me), wanted)
        if missing:
            yield Gap(number, purpose, missing)


def _configured(config: DiscordConfig) -> Iterator[tuple[int, str, frozenset[str]]]:
    yield from ((number, "forum channel", IN_FORUM) for number in config.forum_channels)
    yield from ((number, "ask channel", IN_ASK_CHANNEL) for number in config.ask_channels)
    if config.staff_channel:
        yield config.staff_channel, "staff channel", IN_STAFF_CHANNEL
