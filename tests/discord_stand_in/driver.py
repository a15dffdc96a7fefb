"""The stand-in as tests use it: start it, make people and channels, break the connection, read what happened."""
# ruff: noqa: ASYNC109 - `timeout=5` is what a test wants to write, and each wait has exactly one deadline

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from . import openapi
from .connection import Connection
from .failures import Failure
from .gateway import PRIVILEGED, Gateway, Identify, Resume
from .interaction import Interaction
from .payloads import channel_json, member_json, role_json
from .people import People
from .server import PREFIX, Server
from .state import FORUM, TEXT, Channel, Json, Member, Message, Request, Role, Violation
from .world import World

# Application flags that say which privileged intents a bot in fewer than 100 servers has been given.
LIMITED_FLAGS = {"members": 1 << 15, "presences": 1 << 13, "message_content": 1 << 19}


class DiscordStandIn(People):
    """A Discord of one guild on 127.0.0.1: `async with DiscordStandIn() as discord: …`.

    `privileged_intents` names what the developer portal allows: members, presences, message_content.
    """

    def __init__(
        self,
        *,
        token: str = "stand-in-token",
        bot_name: str = "Rectify",
        shards: int = 1,
        privileged_intents: Iterable[str] = (),
        acknowledge_within_s: float = 3.0,
        follow_up_within_s: float = 900.0,
        heartbeat_interval_s: float = 41.25,
        port: int = 0,
    ) -> None:
        world = World(
            token=token,
            bot_name=bot_name,
            acknowledge_within_s=acknowledge_within_s,
            follow_up_within_s=follow_up_within_s,
        )
        super().__init__(world)
        intents = set(privileged_intents)
        world.shows_message_content = "message_content" in intents
        world.app_flags = sum(LIMITED_FLAGS[name] for name in intents)
        privileged = sum(PRIVILEGED[name] for name in intents)
        interval = int(heartbeat_interval_s * 1000)
        self.gateway = Gateway(world, shards=shards, privileged=privileged, heartbeat_interval_ms=interval)
        path = openapi.find_description()
        self.openapi_checked = path is not None
        self.server = Server(world, self.gateway, openapi.load(path) if path else None)
        self.general = world.add_channel(TEXT, "general")
        self._port = port

    async def __aenter__(self) -> Self:
        """Start listening."""
        await self.server.start(self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop listening."""
        await self.server.stop()

    # What the bot is started with, and what tests read.

    @property
    def api_base(self) -> str:
        """The value for DISCORD_API_BASE."""
        return self.world.base_url + PREFIX

    @property
    def token(self) -> str:
        """The value for DISCORD_TOKEN."""
        return self.world.token

    @property
    def bot(self) -> Member:
        """The bot itself."""
        return self.world.bot

    @property
    def requests(self) -> list[Request]:
        """Every request of the bot so far."""
        return self.world.requests

    @property
    def violations(self) -> list[Violation]:
        """Everything that Discord would not have accepted, or would have dropped without a word."""
        return self.world.violations

    @property
    def messages(self) -> list[Message]:
        """Every message that is not deleted, oldest first."""
        return [message for message in self.world.messages.values() if not message.deleted]

    @property
    def interactions(self) -> list[Interaction]:
        """Every interaction, oldest first."""
        return list(self.world.interactions.values())

    @property
    def late(self) -> list[Interaction]:
        """The interactions that were not acknowledged in time."""
        return [one for one in self.interactions if one.has_failed]

    @property
    def commands(self) -> list[Json]:
        """The registered commands, global ones first."""
        return [command for scope in self.world.commands.values() for command in scope]

    @property
    def identifies(self) -> list[Identify]:
        """Every IDENTIFY of the bot."""
        return self.gateway.identifies

    @property
    def resumes(self) -> list[Resume]:
        """Every successful RESUME."""
        return self.gateway.resumes

    @property
    def pinging_messages(self) -> list[Message]:
        """The messages of the bot that would have notified somebody."""
        return [message for message in self.messages if message.author is self.bot and message.pings]

    def requests_to(self, method: str, route: str) -> list[Request]:
        """The requests of one route, written as in Discord's description, e.g. "/channels/{channel_id}/messages"."""
        return [one for one in self.requests if (one.method, one.route) == (method, route)]

    # People and places.

    def make_member(
        self, name: str, roles: Iterable[str] = (), *, bot: bool = False, permissions: int = 0, in_guild: bool = True
    ) -> Member:
        """Somebody new, with roles by name (made when new) and a role of their own for extra permission bits."""
        known = set(self.world.roles)
        member = self.world.add_member(name, bot=bot, in_guild=in_guild)
        member.roles += [self.world.role_named(role) for role in roles]
        if permissions:
            member.roles.append(self.world.add_role(f"permissions of {name}", permissions))
        for role in member.roles:
            if role.id not in known:
                self._announce_role(role)
        if in_guild:
            self.world.emit("GUILD_MEMBER_ADD", member_json(member) | {"guild_id": str(self.world.guild_id)})
        return member

    def make_role(self, name: str, permissions: int = 0, *, mentionable: bool = False) -> Role:
        """A new role."""
        role = self.world.add_role(name, permissions, mentionable=mentionable)
        self._announce_role(role)
        return role

    def _announce_role(self, role: Role) -> None:
        facts = {"guild_id": str(self.world.guild_id), "role": role_json(role, len(self.world.roles))}
        self.world.emit("GUILD_ROLE_CREATE", facts)

    def _announce_channel(self, channel: Channel) -> Channel:
        self.world.emit("CHANNEL_CREATE", channel_json(self.world, channel), channel=channel)
        return channel

    def make_channel(self, name: str, *, denied_to_bot: int = 0, topic: str | None = None) -> Channel:
        """A new text channel; `denied_to_bot` are permission bits that the bot does not have there."""
        return self._announce_channel(self.world.add_channel(TEXT, name, denied_to_bot=denied_to_bot, topic=topic))

    def make_forum(self, name: str, tags: Iterable[str] = (), *, denied_to_bot: int = 0) -> Channel:
        """A new forum with tags."""
        by_number = {self.world.new_id(): tag for tag in tags}
        forum = self.world.add_channel(FORUM, name, tags=by_number, denied_to_bot=denied_to_bot)
        return self._announce_channel(forum)

    def direct_channel(self, user: Member) -> Channel:
        """The direct-message channel between somebody and the bot, to pass to `say` and `slash`."""
        return self.world.direct_channel(user)

    # Waiting.

    async def wait_until_ready(self, timeout: float = 20.0) -> None:
        """Wait until every shard of the bot is connected and has got READY and the guild."""
        await self.world.until(lambda: self.gateway.is_ready, timeout, "a connected bot")

    async def wait_until_resumed(self, times: int = 1, timeout: float = 20.0) -> None:
        """Wait until the bot has resumed so many times in all."""
        await self.world.until(lambda: len(self.resumes) >= times, timeout, f"resumption {times}")

    async def wait_for_commands(self, *names: str, timeout: float = 10.0) -> None:
        """Wait until commands of these names (or any at all) are registered."""

        def are_known() -> bool:
            known = {command["name"] for command in self.commands}
            return bool(known) and known >= set(names)

        await self.world.until(are_known, timeout, f"commands {names or ''}")

    async def wait_for_reply(self, to: Message, timeout: float = 10.0) -> Message:
        """Wait for the bot's answer: a reply to that message, or a message in the thread that starts from it."""

        def find() -> Message | None:
            thread = to.starts_thread
            mine = [one for one in self.messages if one.author is self.bot and not one.is_loading]
            return next((one for one in mine if one.reference is to or (thread and one.channel is thread)), None)

        return await self.world.until(find, timeout, f"a reply to {to.content!r}")

    async def wait_for_message(
        self, channel: Channel, timeout: float = 10.0, *, after: Message | None = None
    ) -> Message:
        """Wait for a message of the bot in a channel, newer than `after` where that is given."""

        def find() -> Message | None:
            start = after.id if after else 0
            found = [
                one for one in channel.messages if one.author is self.bot and one.id > start and not one.is_loading
            ]
            return next(iter(found), None)

        return await self.world.until(find, timeout, f"a message of the bot in {channel.name}")

    # Trouble.

    def fail_next(
        self,
        pattern: str,
        status: int = 429,
        *,
        times: int = 1,
        retry_after_s: float = 0.2,
        everywhere: bool = False,
        executed: bool = False,
    ) -> Failure:
        """Let the next requests fail that match e.g. "POST /channels/*/messages"; `executed` does them all the same."""
        failure = Failure(pattern, status, times, retry_after_s, everywhere, executed)
        self.server.failures.append(failure)
        return failure

    async def drop_socket(self, code: int | None = None) -> None:
        """Cut the connection: like a broken network, or with a close code where one is given."""
        for connection in self._live():
            if code is None:
                connection.drop()
            else:
                await connection.close(code)
        await self.world.until(lambda: not self.gateway.is_ready, 5, "the end of the connection")

    async def request_reconnect(self) -> None:
        """Ask the bot to connect again and resume (op 7)."""
        for connection in self._live():
            connection.send({"op": 7, "t": None, "s": None, "d": None})

    async def invalidate_session(self, *, resumable: bool = False) -> None:
        """Tell the bot that its session is invalid (op 9); one that cannot be resumed is forgotten."""
        live = self._live()
        if not resumable:
            self.gateway.sessions.clear()
        for connection in live:
            connection.send({"op": 9, "t": None, "s": None, "d": resumable})

    async def request_heartbeat(self, timeout: float = 5.0) -> None:
        """Ask for a heartbeat at once (op 1) and wait for it."""
        before = self.gateway.heartbeats
        for connection in self._live():
            connection.send({"op": 1, "t": None, "s": None, "d": None})
        await self.world.until(lambda: self.gateway.heartbeats > before, timeout, "a heartbeat")

    def _live(self) -> list[Connection]:
        return [one.connection for one in self.gateway.sessions.values() if one.connection is not None]
