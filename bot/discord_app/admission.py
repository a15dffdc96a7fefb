"""The one gate for slash commands, buttons and messages: budgets per person and per channel."""

from __future__ import annotations

from bot.discord_app.staff import is_staff
from bot.discord_app.turn import Turn
from bot.errors import Busy

FULL, CHEAP, FREE = 1.0, 0.2, 0.0  # a request; a click that only counts, or a finished picture; what saves work


def admit(turn: Turn, cost: float = FULL) -> None:
    """Let somebody in, and count it.

    Raises:
        Busy: they, or the channel, have asked too often.
    """
    if not _is_exempt(turn):
        turn.client.budgets.take(turn.person, turn.place, cost)


def admit_message(turn: Turn) -> bool:
    """Let a message in, or not: a reply cannot be private, so that a flood is refused aloud once in a minute.

    Raises:
        Busy: like `admit`.
    """
    try:
        admit(turn)
    except Busy:
        told = turn.client.refusals
        if told.wait_s(turn.person, FULL) > 0:
            return False
        told.pay(turn.person, FULL)
        raise
    return True


def make_cheap(turn: Turn) -> None:
    """Give back most of what a request has cost: its picture was finished already."""
    if not _is_exempt(turn):
        turn.client.budgets.give_back(turn.person, turn.place, FULL - CHEAP)


def _is_exempt(turn: Turn) -> bool:
    return turn.client.config.limits.staff_exempt and is_staff(turn.client, turn.user)
