"""The errors of Discord in Discord's own JSON shape, and the two errors that the stand-in raises in a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class ClientRefusal(Exception):
    """Discord's own client would not have let the person do this (an option out of range, a disabled button)."""


class NothingHappened(AssertionError, TimeoutError):
    """The bot did not do in time what the test waited for."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a body; `path` is dotted, e.g. `embeds.0.title`."""

    path: str
    code: str
    message: str


class DiscordError(Exception):
    """An answer other than 2xx."""

    def __init__(self, status: int, code: int, message: str, fields: list[FieldError] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields or []

    def to_json(self) -> dict[str, Any]:
        """The body as Discord writes it, with one nested object per step of each field's path."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        for problem in self.fields:
            place = body.setdefault("errors", {})
            for step in filter(None, problem.path.split(".")):
                place = place.setdefault(step, {})
            place.setdefault("_errors", []).append({"code": problem.code, "message": problem.message})
        return body


def invalid_form(fields: list[FieldError]) -> DiscordError:
    """400 with the fields that break a rule."""
    return DiscordError(400, 50035, "Invalid Form Body", fields)


def unknown_channel() -> DiscordError:
    """404 for a channel that does not exist."""
    return DiscordError(404, 10003, "Unknown Channel")


def unknown_message() -> DiscordError:
    """404 for a message that does not exist any more."""
    return DiscordError(404, 10008, "Unknown Message")


def unknown_member() -> DiscordError:
    """404 for somebody who is not in the guild."""
    return DiscordError(404, 10007, "Unknown Member")


def unknown_interaction() -> DiscordError:
    """404 for an interaction that never existed or was not acknowledged in time."""
    return DiscordError(404, 10062, "Unknown interaction")


def already_acknowledged() -> DiscordError:
    """400 for the second answer to one interaction."""
    return DiscordError(400, 40060, "Interaction has already been acknowledged.")


def missing_access() -> DiscordError:
    """403 where the bot cannot even see."""
    return DiscordError(403, 50001, "Missing Access")


def missing_permissions() -> DiscordError:
    """403 where the bot can see but may not do this."""
    return DiscordError(403, 50013, "Missing Permissions")
