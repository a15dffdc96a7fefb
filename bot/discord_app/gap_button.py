"""Put this on the mentors' list: the button below a refusal. Only its press, by the asker, stores the question."""

from __future__ import annotations

import asyncio
import re

import aiohttp
import discord

from bot.discord_app import mentions
from bot.discord_app.forms import make_form
from bot.discord_app.lasting import Lasting, LastingForm, Press
from bot.discord_app.post import Item, Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import quoted, unquoted
from bot.editing.parts import Field

NOT_YOURS = "Only the person who asked can put their question on the mentors' list."
LISTED = (
    "It is on the mentors' list now. Kept are these words and a code made from your id, not your name; "
    "`/privacy delete` removes them.\n{quote}"
)
LISTED_BEFORE = "This question of yours is on the mentors' list already. `/privacy delete` removes it."
NOTHING_WRITTEN = "Nothing was written, so nothing was stored."
FETCH_S = 1.5  # of the three seconds in which the press has to be answered
FORM_CHARS = 1500
FORM_HINT = "Kept: this text and a code made from your id. /privacy delete removes it."


class GapButton(Lasting, template=r"gap:(?P<asker>\d+)"):
    """Stores the question that was not answered."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Take the question from where it stands in the channel; where it stands nowhere, ask for it."""
        if turn.asker != self.found["asker"]:
            await turn.say(Post(content=NOT_YOURS), private=True)
            return
        question, is_whole = await _question(turn, interaction.message) if interaction.message else ("", False)
        if not is_whole:
            await turn.ask(_form(question))
            return
        await turn.hush()
        await _put(turn, question)


def gap_button(asker: str) -> Item:
    """The button for the question of this person (id)."""
    return GapButton(discord.ui.Button(label="Put this on the mentors' list", custom_id=f"gap:{asker}"))


async def _question(turn: InteractionTurn, refusal: discord.Message) -> tuple[str, bool]:
    """The question that was refused, as far as it can be read, and whether that is all of it."""
    if refusal.reference is not None:
        question = await _replied_to(turn, refusal)
        return question, bool(question)
    described = (refusal.embeds[0].description if refusal.embeds else refusal.content) or ""
    return unquoted(described)


async def _replied_to(turn: InteractionTurn, refusal: discord.Message) -> str:
    assert refusal.reference is not None
    message = refusal.reference.resolved
    if not isinstance(message, discord.Message) or not message.content:
        number = refusal.reference.message_id
        try:
            async with asyncio.timeout(FETCH_S):
                message = await refusal.channel.fetch_message(number) if number else None
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
            return ""  # deleted, or out of reach
    if not isinstance(message, discord.Message) or str(message.author.id) != turn.asker:
        return ""
    return mentions.question_in(turn.client, message)


def _form(begun: str) -> discord.ui.Modal:
    begun = begun[:FORM_CHARS]
    field = Field("question", "Your question", begun, is_long=True, is_required=True, hint=FORM_HINT, most=FORM_CHARS)
    return make_form("For the mentors' list", "gap", (field,))


async def _submitted(turn: InteractionTurn, found: re.Match[str], question: str) -> None:
    await turn.hush()
    if question:
        await _put(turn, question[:FORM_CHARS])
    else:
        await turn.say(Post(content=NOTHING_WRITTEN), private=True)


async def _put(turn: InteractionTurn, question: str) -> None:
    is_new = await turn.client.store.gaps.put(turn.person, question)
    said = LISTED.format(quote=quoted(question)) if is_new else LISTED_BEFORE
    await turn.say(Post(content=said), private=True)
    if is_new:
        await turn.client.tell_staff(f"A question that I could not answer is on the mentors' list:\n{quoted(question)}")


GAP_FORM = LastingForm(re.compile("gap"), _submitted)
