"""Feedback: 👍 and 👎 below an answer, one verdict per person and answer, changeable; 👎 asks for a reason."""

from __future__ import annotations

import asyncio
import re
from weakref import WeakValueDictionary

import discord

from bot.discord_app.admission import CHEAP
from bot.discord_app.forms import make_form
from bot.discord_app.lasting import Lasting, LastingForm, Press
from bot.discord_app.post import Item, Post
from bot.discord_app.turn import InteractionTurn
from bot.editing.parts import Field
from bot.errors import StorageUnavailable

EMOJI = {"+": "👍", "-": "👎"}
THANKS = {
    "+": "Thank you, noted: this helped.",
    "-": "Thank you, noted: this did not help. A mentor can tell you more.",
}
REASON_NOTED = "Thank you, your reason is noted."
REASON_CHARS = 500
RECORD_S = 10.0  # longer than a locked database takes to say so


class Verdicts:
    """Writes verdicts down, those of one person in the order in which they were given."""

    def __init__(self) -> None:
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def record(self, turn: InteractionTurn, message: int, topic: str, sign: str, reason: str = "") -> None:
        """Keep a verdict; the last one of a person on a message stays.

        Raises:
            StorageUnavailable: it was not kept.
        """
        order = self._turns.setdefault(turn.person, asyncio.Lock())
        try:
            async with asyncio.timeout(RECORD_S), order:
                await turn.client.store.feedback.record(
                    turn.person, f"discord:{message}", topic, is_helpful=sign == "+", reason=reason or None
                )
        except TimeoutError:
            raise StorageUnavailable("This could not be saved: the database does not answer. Try again.") from None


class FeedbackButton(Lasting, template=r"feedback:(?P<sign>[+-]):(?P<topic>[\w-]*)"):
    """Keeps whether an answer helped."""

    cost = CHEAP

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Write it down and say thanks, seen only by the one who pressed."""
        sign, topic = self.found["sign"], self.found["topic"]
        message = interaction.message.id if interaction.message else 0
        # The verdict counts also where the form is dismissed, and Discord does not wait for the database.
        recording = asyncio.create_task(turn.client.verdicts.record(turn, message, topic, sign), name="feedback")
        try:
            await (turn.hush() if sign == "+" else turn.ask(_reason_form(message, topic)))
        finally:
            await recording
        await turn.say(Post(content=THANKS[sign]), private=True)


def feedback_button(sign: str, topic: str | None, label: str | None = None) -> Item:
    """👍 or 👎 for an answer from an entry."""
    button: discord.ui.Button[discord.ui.View] = discord.ui.Button(
        emoji=EMOJI[sign], label=label, custom_id=f"feedback:{sign}:{topic or ''}"
    )
    return FeedbackButton(button)


def _reason_form(message: int, topic: str) -> discord.ui.Modal:
    hint = "Mentors read it without your name. Your 👎 counts also without a reason."
    field = Field("reason", "What was wrong or missing? (optional)", is_long=True, hint=hint, most=REASON_CHARS)
    return make_form("This did not help", f"reason:{message}:{topic}", (field,))


async def _submitted(turn: InteractionTurn, found: re.Match[str], reason: str) -> None:
    await turn.hush()
    if reason:
        await turn.client.verdicts.record(turn, int(found["message"]), found["topic"], "-", reason[:REASON_CHARS])
    await turn.say(Post(content=REASON_NOTED if reason else THANKS["-"]), private=True)


REASON_FORM = LastingForm(re.compile(r"reason:(?P<message>\d+):(?P<topic>[\w-]*)"), _submitted)
