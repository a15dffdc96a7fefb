"""What exists in the pretended Discord: people, channels, messages, requests. Plain dataclasses that tests read."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

# Channel types and message flags as Discord numbers them.
TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD, FORUM = 0, 1, 11, 12, 15
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15


@dataclass(eq=False, repr=False)
class Role:
    """A role of the one guild."""

    id: int
    name: str
    permissions: int = 0
    mentionable: bool = False
    bot_id: int | None = None

    def __repr__(self) -> str:
        return f"<role {self.name}>"


@dataclass(eq=False, repr=False)
class Member:
    """A person or a bot. `in_guild=False` is somebody who is known only from direct messages."""

    id: int
    name: str
    bot: bool = False
    roles: list[Role] = field(default_factory=list)
    in_guild: bool = True
    accepts_direct_messages: bool = True
    joined_at: str = "2024-01-01T00:00:00+00:00"

    def __repr__(self) -> str:
        return f"<{'bot' if self.bot else 'member'} {self.name}>"

    @property
    def mention(self) -> str:
        """The text that mentions this person."""
        return f"<@{self.id}>"


@dataclass(eq=False, repr=False)
class Channel:
    """A text channel, forum, thread or direct-message channel."""

    id: int
    kind: int
    name: str
    parent: Channel | None = None
    topic: str | None = None
    position: int = 0
    recipient: Member | None = None
    owner: Member | None = None
    archived: bool = False
    locked: bool = False
    slow_mode_s: int = 0
    tags: dict[int, str] = field(default_factory=dict)
    applied_tags: list[int] = field(default_factory=list)
    joined: list[Member] = field(default_factory=list)
    denied_to_bot: int = 0
    typing_shown: int = 0
    messages: list[Message] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<channel {self.name}>"

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread (also a forum post)."""
        return self.kind in THREADS

    @property
    def is_direct(self) -> bool:
        """Whether this is a direct-message channel."""
        return self.kind == DIRECT


@dataclass(eq=False)
class Attachment:
    """An uploaded file. `description` is its alt text; `in_embed` is true where an embed shows it."""

    id: int
    filename: str
    content: bytes = field(repr=False)
    url: str
    content_type: str
    description: str | None = None
    in_embed: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether Discord would show it as an image."""
        return self.content_type.startswith("image/")

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels where the file is a PNG."""
        if self.content[:8] != b"\x89PNG\r\n\x1a\n":
            return None
        width, height = struct.unpack(">II", self.content[16:24])
        return width, height


@dataclass(frozen=True)
class Pings:
    """Whom a message notified, or would have notified if the bot were allowed to ping everyone and every role."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    everyone: bool = False

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


@dataclass(frozen=True)
class Edit:
    """One change of a message: when (monotonic seconds), and the fields that came."""

    at: float
    body: Json


@dataclass(eq=False, repr=False)
class Message:
    """A message. `embeds` and `components` are as Discord would give them back."""

    id: int
    channel: Channel
    author: Member
    created: datetime
    at: float
    content: str = ""
    kind: int = 0
    flags: int = 0
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reference: Message | None = None
    pings: Pings = Pings()
    mentioned: list[Member] = field(default_factory=list)
    reactions: dict[str, list[Member]] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    edited: datetime | None = None
    deleted: bool = False
    pinned: bool = False
    nonce: str | int | None = None
    thread: Channel | None = None
    starts_thread: Channel | None = None
    from_interaction: int | None = None
    interaction_facts: Json | None = None
    seen_only_by: Member | None = None

    def __repr__(self) -> str:
        return f"<message of {self.author.name} in {self.channel.name}: {self.text[:80]!r}>"

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person can see it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def picture(self) -> Attachment | None:
        """The first attached image."""
        return next((file for file in self.attachments if file.is_picture), None)

    @property
    def text(self) -> str:
        """Everything a reader sees as text: content, embeds, text displays; for searching in tests."""
        parts = [self.content]
        for embed in self.embeds:
            author, footer = embed.get("author") or {}, embed.get("footer") or {}
            parts += [author.get("name", ""), embed.get("title", ""), embed.get("description", "")]
            parts += [f"{item['name']}\n{item['value']}" for item in embed.get("fields", [])]
            parts.append(footer.get("text", ""))
        parts += [part["content"] for part in self.all_components if part["type"] == 10]
        return "\n".join(part for part in parts if part)

    @property
    def all_components(self) -> list[Json]:
        """Every component, the nested ones too, in reading order."""
        return list(walk_components(self.components))

    @property
    def buttons(self) -> list[Json]:
        """Every button."""
        return [part for part in self.all_components if part["type"] == 2]


def walk_components(components: list[Json]) -> list[Json]:
    """Every component below a list of components, outer before inner."""
    found: list[Json] = []
    for part in components:
        if not isinstance(part, dict):
            continue
        found.append(part)
        inner = list(part.get("components") or [])
        inner += [part[key] for key in ("accessory", "component") if part.get(key)]
        found += walk_components(inner)
    return found


@dataclass(frozen=True)
class UploadedFile:
    """A file of a multipart request."""

    filename: str
    content: bytes = field(repr=False)
    content_type: str


@dataclass(eq=False)
class Request:
    """One HTTP request of the bot and what it was answered."""

    method: str
    path: str
    route: str
    body: Any
    files: dict[int, UploadedFile]
    at: float
    status: int = 0
    answer: Any = None
    took_s: float = 0.0


@dataclass(frozen=True)
class Violation:
    """Something the bot sent that Discord's own description, or Discord itself, does not accept or silently drops."""

    method: str
    route: str
    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.method} {self.route}: {self.where or 'body'}: {self.problem}"
