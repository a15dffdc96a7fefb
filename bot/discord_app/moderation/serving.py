"""Which function serves which button, menu and form of the moderators, by the first words of its custom_id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import discord

from bot.discord_app.errors import told
from bot.discord_app.forms import values_of
from bot.discord_app.lasting import Press, sent
from bot.discord_app.moderation import drafting, gap_list, items, mentors_words
from bot.discord_app.moderation.access import staff_turn
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless
from bot.errors import RectifyError

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

FORM = "kb-form"
STEPS = {"save": drafting.save, "top": drafting.put_on_top, "drop": drafting.discard}


async def press(turn: InteractionTurn, interaction: Press, custom_id: str) -> None:
    """Serve a button or menu; the presser is known to be staff."""
    kind, what, *rest = custom_id.split(":")
    chosen = [str(value) for value in sent(interaction).get("values", ())]
    if kind == "draft" and what in STEPS:
        await _step(turn, what, rest[0])
    elif kind == "draft":
        kept = await drafting.load(turn, rest[0])
        await drafting.open_part(turn, kept, chosen[0] if chosen else rest[1])
    elif kind == "note":
        await mentors_words.open_form(turn, what, rest[0])
    else:
        await gap_list.press(turn, what, rest, chosen)


async def receive(interaction: discord.Interaction[Any]) -> None:
    """Serve a form of the moderators; other forms are served elsewhere."""
    kind, *rest = str(sent(interaction)["custom_id"]).split(":")
    if kind != FORM:
        return
    turn = InteractionTurn.of(interaction)
    async with told(turn):
        await _receive(turn, interaction, rest, values_of(interaction))


async def _receive(
    turn: InteractionTurn, interaction: discord.Interaction[RectifyClient], to: list[str], values: Mapping[str, str]
) -> None:
    staff_turn(interaction)
    what, *rest = to
    if what == "part":
        await drafting.take_part(turn, rest[0], rest[1], values)
    elif what == "note":
        await mentors_words.take(turn, rest[0], rest[1], values)
    else:
        await gap_list.take(turn, what, rest, values)


async def _step(turn: InteractionTurn, what: str, key: str) -> None:
    """Take a draft one step on, in the place of its preview; where that fails, its buttons come back."""
    kept = await drafting.load(turn, key)
    await turn.rethink(drafting.TRYING if what == "top" else drafting.SAVING)
    try:
        await STEPS[what](turn, kept)
    except RectifyError as error:
        await turn.show(Post(content=harmless(str(error)), items=items.below_preview(kept, None, {})))
    except Exception:
        await turn.show(
            Post(content="This did not work; your text is kept.", items=items.below_preview(kept, None, {}))
        )
        raise
