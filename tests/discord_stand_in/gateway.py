"""The gateway: sessions identify, beat, get events, are resumed with what they missed, or are refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .connection import Closing, Connection, Packet
from .payloads import guild_create_json, member_json, user_json
from .permissions import VIEW_CHANNEL
from .state import Channel, Json
from .world import World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11,
)  # fmt: skip
UNKNOWN_OPCODE, BAD_JSON, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_AUTHENTICATED = 4001, 4002, 4003, 4004, 4005
BAD_SEQUENCE, BAD_SHARD, BAD_INTENTS, DISALLOWED_INTENTS = 4007, 4010, 4013, 4014

GUILDS, GUILD_MEMBERS, PRESENCES, MESSAGE_CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = {"members": GUILD_MEMBERS, "presences": PRESENCES, "message_content": MESSAGE_CONTENT}
# The bits that exist: 0..16, 20, 21, 24, 25.
KNOWN_INTENTS = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25

# Which intent an event needs, in the guild and in direct messages; events not named here are for everybody.
NEEDED_INTENT = {
    "MESSAGE": (1 << 9, 1 << 12),
    "MESSAGE_REACTION": (1 << 10, 1 << 13),
    "TYPING": (1 << 11, 1 << 14),
    "THREAD": (GUILDS, GUILDS),
    "CHANNEL": (GUILDS, GUILDS),
    "GUILD_MEMBER": (GUILD_MEMBERS, GUILD_MEMBERS),
    "GUILD_ROLE": (GUILDS, GUILDS),
}


@dataclass(frozen=True)
class Identify:
    """One IDENTIFY: what the bot said about itself, when (seconds after the stand-in was made)."""

    intents: int
    shard: tuple[int, int] | None
    properties: Json
    at: float


@dataclass(frozen=True)
class Resume:
    """One successful RESUME: how many events were replayed."""

    session: str
    missed: int
    at: float


@dataclass(eq=False)
class Session:
    """What Discord remembers about one identified shard, connected or not."""

    id: str
    intents: int
    shard: tuple[int, int]
    log: list[Packet] = field(default_factory=list)
    connection: Connection | None = None

    def push(self, event: str, data: Json) -> None:
        """Send an event now, or keep it for the resumption."""
        packet: Packet = {"op": DISPATCH, "t": event, "s": len(self.log) + 1, "d": data}
        self.log.append(packet)
        if self.connection is not None:
            self.connection.send(packet)


class Gateway:
    """All sessions of the bot."""

    def __init__(self, world: World, *, shards: int, privileged: int, heartbeat_interval_ms: int) -> None:
        self.world = world
        self.url = ""
        self.shards = shards
        self.privileged = privileged
        self.heartbeat_interval_ms = heartbeat_interval_ms
        self.acknowledges_heartbeats = True
        self.heartbeats = 0
        self.presences: list[Json] = []
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.identifies: list[Identify] = []
        self.resumes: list[Resume] = []
        self.refusals: list[int] = []
        world.emit = self.emit

    @property
    def is_ready(self) -> bool:
        """Whether every shard has a connected session."""
        return {one.shard[0] for one in self.sessions.values() if one.connection} == set(range(self.shards))

    def emit(self, event: str, payload: Json | Callable[..., Json], *, channel: Channel | None = None) -> None:
        """Send an event to the sessions that get it; a payload that is a function is told what to hide."""
        direct = channel is not None and channel.is_direct
        if channel is not None and event != "INTERACTION_CREATE" and not self.world.bot_may(channel, VIEW_CHANNEL):
            return
        shard = 0 if direct else (self.world.guild_id >> 22) % self.shards
        for session in self.sessions.values():
            if session.shard[0] != shard or not _wants(session.intents, event, direct=direct):
                continue
            hide = not session.intents & MESSAGE_CONTENT
            session.push(event, payload(hide=hide) if callable(payload) else payload)

    async def close(self) -> None:
        """Close all sockets."""
        for connection in list(self.connections):
            await connection.close(1001)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One websocket, from HELLO to its end."""
        # Discord's packets are compressed by its own transport, not by the websocket's.
        socket = web.WebSocketResponse(compress=False, max_msg_size=4096 * 4)
        await socket.prepare(request)
        connection = Connection(socket, request, zlib_stream=request.query.get("compress") == "zlib-stream")
        self.connections.add(connection)
        writer = asyncio.create_task(connection.write())
        connection.send({"op": HELLO, "t": None, "s": None, "d": {"heartbeat_interval": self.heartbeat_interval_ms}})
        try:
            async for message in socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    self._receive(connection, message)
        except Closing as closing:
            self.refusals.append(closing.code)
            await connection.close(closing.code, closing.reason)
        finally:
            self._disconnected(connection)
            writer.cancel()
        return socket

    def _disconnected(self, connection: Connection) -> None:
        self.connections.discard(connection)
        for session in self.sessions.values():
            if session.connection is connection:
                session.connection = None
        self.world.changed()

    def _receive(self, connection: Connection, message: Any) -> None:
        try:
            packet = message.json()
            code, data = packet["op"], packet.get("d")
        except (ValueError, KeyError, TypeError) as error:
            raise Closing(BAD_JSON, "Error while decoding payload.") from error
        if code == HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledges_heartbeats:
                connection.send({"op": ACK, "t": None, "s": None, "d": None})
        elif code == IDENTIFY:
            self._identify(connection, data)
        elif code == RESUME:
            self._resume(connection, data)
        elif self._session(connection) is None:
            raise Closing(NOT_AUTHENTICATED, "Not authenticated.")
        elif code == PRESENCE:
            self.presences.append(data)
        elif code == MEMBERS:
            self._send_members(connection, data)
        elif code != VOICE:
            raise Closing(UNKNOWN_OPCODE, "Unknown opcode.")
        self.world.changed()

    def _session(self, connection: Connection) -> Session | None:
        return next((one for one in self.sessions.values() if one.connection is connection), None)

    def _identify(self, connection: Connection, data: Json) -> None:
        if self._session(connection) is not None:
            raise Closing(ALREADY_AUTHENTICATED, "Already authenticated.")
        self._check_token(data)
        intents = data.get("intents", 0)
        if intents & ~KNOWN_INTENTS:
            raise Closing(BAD_INTENTS, "Invalid intent(s).")
        shard = tuple(data["shard"]) if data.get("shard") else None
        at = time.monotonic() - self.world.started
        self.identifies.append(Identify(intents, shard, data.get("properties", {}), at))
        unallowed = (GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT) & ~self.privileged
        if intents & unallowed:
            raise Closing(DISALLOWED_INTENTS, "Disallowed intent(s).")
        if (shard or (0, 1))[1] != self.shards:
            raise Closing(BAD_SHARD if shard else 4011, "Invalid shard." if shard else "Sharding required.")
        session = Session(self.world.new_token(), intents, shard or (0, 1), connection=connection)
        self.sessions = {one.id: one for one in self.sessions.values() if one.shard != session.shard}
        self.sessions[session.id] = session
        self._send_ready(session)

    def _send_ready(self, session: Session) -> None:
        world = self.world
        has_guild = (world.guild_id >> 22) % self.shards == session.shard[0]
        guilds = [{"id": str(world.guild_id), "unavailable": True}] if has_guild and session.intents & GUILDS else []
        ready = {
            "v": 10,
            "user": user_json(world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": guilds,
            "private_channels": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": list(session.shard),
            "application": {"id": str(world.application_id), "flags": world.app_flags},
        }
        session.push("READY", ready)
        if guilds:
            session.push("GUILD_CREATE", guild_create_json(world))

    def _resume(self, connection: Connection, data: Json) -> None:
        self._check_token(data)
        session, seen = self.sessions.get(data.get("session_id") or ""), data.get("seq") or 0
        if session is None:
            connection.send({"op": INVALID, "t": None, "s": None, "d": False})
            return
        if seen > len(session.log):
            raise Closing(BAD_SEQUENCE, "Invalid seq.")
        session.connection = connection
        missed = session.log[seen:]
        for packet in missed:
            connection.send(packet)
        session.push("RESUMED", {"_trace": []})
        self.resumes.append(Resume(session.id, len(missed), time.monotonic() - self.world.started))

    def _check_token(self, data: Json) -> None:
        if str(data.get("token", "")).removeprefix("Bot ") != self.world.token:
            raise Closing(BAD_TOKEN, "Authentication failed.")

    def _send_members(self, connection: Connection, data: Json) -> None:
        """Answer a request for members (op 8); the whole list only with the members intent, as on Discord."""
        session = self._session(connection)
        assert session is not None
        wanted = {str(number) for number in _as_list(data.get("user_ids"))}
        start = (data.get("query") or "").lower()
        everybody = [one for one in self.world.members.values() if one.in_guild]
        found = [
            one for one in everybody if str(one.id) in wanted or (not wanted and one.name.lower().startswith(start))
        ]
        if not wanted and not start and not session.intents & GUILD_MEMBERS:
            found = []
        chunk = {"guild_id": str(self.world.guild_id), "chunk_index": 0, "chunk_count": 1, "not_found": []}
        members = [member_json(one) for one in found]
        session.push("GUILD_MEMBERS_CHUNK", chunk | {"members": members, "nonce": data.get("nonce")})


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _wants(intents: int, event: str, *, direct: bool) -> bool:
    names = [name for name in NEEDED_INTENT if event.startswith(name + "_")]
    if not names:
        return True
    return bool(intents & NEEDED_INTENT[max(names, key=len)][int(direct)])
