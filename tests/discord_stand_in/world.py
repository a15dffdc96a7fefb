"""The one store of everything that exists, with ids, look-ups, and a way to wait until something has changed."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from . import permissions
from .errors import NothingHappened, unknown_channel, unknown_member, unknown_message
from .state import DIRECT, FORUM, TEXT, Channel, Json, Member, Message, Request, Role, Violation

if TYPE_CHECKING:
    from .interaction import Interaction

DISCORD_EPOCH_MS = 1_420_070_400_000
Found = TypeVar("Found")


class World:
    """A guild with its people and channels, and the log of what the bot did."""

    def __init__(self, *, token: str, bot_name: str, acknowledge_within_s: float, follow_up_within_s: float) -> None:
        self.token = token
        self.acknowledge_within_s = acknowledge_within_s
        self.follow_up_within_s = follow_up_within_s
        self.base_url = ""
        self.app_flags = 0
        self.shows_message_content = False
        self.started = time.monotonic()
        self._counter = itertools.count()
        self._changed = asyncio.Event()
        self.emit: Callable[..., None] = lambda *_arguments, **_options: None

        self.guild_id = self.new_id()
        self.guild_name = "A school of activation functions"
        self.everyone = Role(self.guild_id, "@everyone", permissions.EVERYONE)
        self.roles: dict[int, Role] = {self.everyone.id: self.everyone}
        self.members: dict[int, Member] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int | None, list[Json]] = {None: []}
        self.files: dict[str, tuple[bytes, str]] = {}
        self.requests: list[Request] = []
        self.violations: list[Violation] = []

        self.bot = self.add_member(bot_name, bot=True)
        self.application_id = self.bot.id
        self.bot_role = self.add_role(bot_name, permissions.EVERYONE)
        self.bot_role.bot_id = self.bot.id
        self.bot.roles.append(self.bot_role)
        self.owner = self.add_member("owner")

    def new_id(self) -> int:
        """A snowflake: the time in milliseconds since 2015 and a counter, as Discord makes them."""
        return (int(time.time() * 1000) - DISCORD_EPOCH_MS) << 22 | next(self._counter) & 0xFFF

    def new_token(self) -> str:
        """A token that cannot be guessed, as each interaction has one."""
        return secrets.token_urlsafe(24)

    def now(self) -> datetime:
        """The wall clock, for timestamps in payloads only."""
        return datetime.now(UTC)

    def add_role(self, name: str, bits: int = 0, *, mentionable: bool = False) -> Role:
        """A new role."""
        role = Role(self.new_id(), name, bits, mentionable)
        self.roles[role.id] = role
        return role

    def add_member(self, name: str, *, bot: bool = False, in_guild: bool = True) -> Member:
        """A new person or bot."""
        member = Member(self.new_id(), name, bot=bot, in_guild=in_guild)
        self.members[member.id] = member
        return member

    def add_channel(self, kind: int, name: str, **details: Any) -> Channel:
        """A new channel of a Discord channel type."""
        channel = Channel(details.pop("id", None) or self.new_id(), kind, name, **details)
        channel.position = len(self.channels)
        self.channels[channel.id] = channel
        return channel

    def direct_channel(self, member: Member) -> Channel:
        """The direct-message channel between the bot and a member, opened when needed."""
        for channel in self.channels.values():
            if channel.recipient is member:
                return channel
        return self.add_channel(DIRECT, member.name, recipient=member)

    def role_named(self, name: str) -> Role:
        """The role with this name, made where there is none (named Moderator, it may moderate)."""
        for role in self.roles.values():
            if role.name == name:
                return role
        return self.add_role(name, permissions.MODERATOR if "moderator" in name.lower() else permissions.EVERYONE)

    def channel(self, number: str | int) -> Channel:
        """The channel with this id that the bot can see, or Discord's refusal."""
        channel = self.channels.get(int(number)) if str(number).isdigit() else None
        if channel is None:
            raise unknown_channel()
        permissions.require(self.bot, self.everyone, channel, permissions.VIEW_CHANNEL)
        return channel

    def message(self, channel: Channel, number: str | int) -> Message:
        """A message of a channel, or 10008."""
        message = self.messages.get(int(number)) if str(number).isdigit() else None
        if message is None or message.deleted or message.channel is not channel:
            raise unknown_message()
        return message

    def guild_member(self, number: str | int) -> Member:
        """A member of the guild, or 10007."""
        member = self.members.get(int(number)) if str(number).isdigit() else None
        if member is None or not member.in_guild:
            raise unknown_member()
        return member

    def bot_may(self, channel: Channel, bits: int) -> bool:
        """Whether the bot has all these permissions in a channel."""
        return permissions.permissions_of(self.bot, self.everyone, channel) & bits == bits

    def require(self, channel: Channel, bits: int) -> None:
        """Refuse with 50001 or 50013 unless the bot has these permissions in the channel."""
        permissions.require(self.bot, self.everyone, channel, bits)

    def guild_channels(self) -> list[Channel]:
        """The channels of the guild that are not threads."""
        return [channel for channel in self.channels.values() if channel.kind in (TEXT, FORUM)]

    def threads(self) -> list[Channel]:
        """The threads that are not archived."""
        return [channel for channel in self.channels.values() if channel.is_thread and not channel.archived]

    def changed(self) -> None:
        """Wake whoever waits for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, find: Callable[[], Found | None], seconds: float, what: str) -> Found:
        """Wait until `find` gives something; the error says what was missing and what the bot did last."""
        deadline = time.monotonic() + seconds
        while True:
            changed = self._changed
            found = find()
            if found:
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise NothingHappened(f"{what}: nothing within {seconds:g} s. {self.recent()}")
            try:
                # Some conditions change with time alone (a deadline passes), so look again now and then.
                await asyncio.wait_for(changed.wait(), min(left, 0.25))
            except TimeoutError:
                continue

    def recent(self) -> str:
        """The last requests of the bot in one line, for error messages."""
        last = [f"{one.method} {one.path} -> {one.status}" for one in self.requests[-5:]]
        trouble = [str(one) for one in self.violations[-3:]]
        return f"Last requests: {last or 'none'}. Violations: {trouble or 'none'}."
