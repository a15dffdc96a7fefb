"""One interaction: what the person did, and when and how the bot answered."""
# ruff: noqa: ASYNC109 - `timeout=5` is what a test wants to write, and nothing else here has a deadline

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .state import Attachment, Channel, Json, Member, Message
from .world import Found, World

# Interaction types, and callback types, as Discord numbers them.
COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
ANSWER, DEFER_ANSWER, DEFER_UPDATE, UPDATE, CHOICES, OPEN_FORM = 4, 5, 6, 7, 8, 9


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocompletion."""

    name: str
    value: str | int | float


@dataclass(eq=False, repr=False)
class Interaction:
    """A command, press, choice, typed letter or form that was sent to the bot; times are seconds after it was sent."""

    world: World
    id: int
    token: str
    kind: int
    user: Member
    channel: Channel
    data: Json
    message: Message | None = None
    opened_by: Interaction | None = None
    pictures_before: frozenset[int] = frozenset()
    sent_at: float = field(default_factory=time.monotonic)

    response_type: int | None = None
    acknowledged_after_s: float | None = None
    late_after_s: float | None = None
    first_message_after_s: float | None = None
    ephemeral: bool = False
    original: Message | None = None
    messages: list[Message] = field(default_factory=list)
    updates: list[Message] = field(default_factory=list)
    form: Json | None = None
    choices: list[Choice] | None = None
    refused: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<interaction {self.describe()}>"

    @property
    def age_s(self) -> float:
        """Seconds since it was sent."""
        return time.monotonic() - self.sent_at

    @property
    def is_acknowledged(self) -> bool:
        """Whether the bot has answered in time."""
        return self.response_type is not None

    @property
    def has_failed(self) -> bool:
        """Whether the person sees "The application did not respond"."""
        return not self.is_acknowledged and self.age_s > self.world.acknowledge_within_s

    @property
    def is_expired(self) -> bool:
        """Whether the token for follow-ups is too old."""
        return self.age_s > self.world.follow_up_within_s

    @property
    def shown(self) -> list[Message]:
        """The messages that the person sees: answers that are no longer loading, then updated messages."""
        return [one for one in self.messages if not one.is_loading and not one.deleted] + self.updates

    @property
    def pictures(self) -> list[Attachment]:
        """The new images in everything shown."""
        files = [file for message in self.shown for file in message.attachments if file.is_picture]
        return [file for file in files if file.id not in self.pictures_before]

    @property
    def text(self) -> str:
        """The text of everything shown."""
        return "\n".join(message.text for message in self.shown)

    async def wait_for_acknowledgement(self, timeout: float = 3.5) -> Interaction:
        """Wait for any answer within Discord's three seconds."""
        return await self._until(lambda: self if self.is_acknowledged else None, timeout, "an acknowledgement")

    async def wait_for_message(self, timeout: float = 10.0, *, number: int = 1) -> Message:
        """Wait for the first message with content (or the second, …), edited messages of components included."""
        return await self._until(lambda: _nth(self.shown, number), timeout, f"message {number}")

    async def wait_for_picture(self, timeout: float = 30.0) -> Attachment:
        """Wait for the first new image in any of the answers."""
        return await self._until(lambda: _nth(self.pictures), timeout, "a picture")

    async def wait_for_update(self, timeout: float = 10.0) -> Message:
        """Wait until the bot has changed the message whose button was pressed."""
        return await self._until(lambda: _nth(self.updates), timeout, "an update of the message")

    async def wait_for_form(self, timeout: float = 3.5) -> Json:
        """Wait for a form (modal)."""
        return await self._until(lambda: self.form, timeout, "a form")

    async def wait_for_edit(self, timeout: float = 10.0, *, number: int = 1) -> Message:
        """Wait until the bot has edited an answer, or has edited it for the second time, …"""

        def find() -> Message | None:
            return _nth([one for one in self.messages + self.updates if len(one.edits) >= number])

        return await self._until(find, timeout, f"edit {number}")

    async def _until(self, find: Callable[[], Found | None], timeout: float, what: str) -> Found:
        return await self.world.until(find, timeout, f"{what} for {self.describe()}")

    def describe(self) -> str:
        """The interaction in a few words."""
        name = self.data.get("name") or self.data.get("custom_id")
        state = f"answered with type {self.response_type}" if self.is_acknowledged else "not acknowledged"
        late = f", an answer came too late after {self.late_after_s:.2f} s" if self.late_after_s else ""
        wrong = f", refused: {self.refused}" if self.refused else ""
        return f"{name!r} by {self.user.name} ({state}{late}{wrong})"


def _nth(things: list[Found], number: int = 1) -> Found | None:
    return things[number - 1] if len(things) >= number else None
