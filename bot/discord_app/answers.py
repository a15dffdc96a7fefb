"""Answers and verdicts as finished posts: embeds, buttons, and who may remove them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.discord_app.buttons import below_first_reply, below_reply
from bot.discord_app.gap_button import gap_button
from bot.discord_app.messages import reply_embed, verdict_embeds
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn, Turn
from bot.metrics import ANSWERS, CHECKS
from bot.reply import Answer, CheckUp

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

Outcome = Answer | CheckUp


def count(outcome: Outcome) -> None:
    """Count an answer or verdict of the Discord face."""
    (CHECKS if isinstance(outcome, CheckUp) else ANSWERS).labels(face="discord", status=outcome.status).inc()


def is_worth_showing(outcome: Outcome) -> bool:
    """Whether others may want to read it; what was empty, too long or without words concerns the asker only."""
    return bool(outcome.findings if isinstance(outcome, CheckUp) else outcome.matches)


async def show(turn: Turn, outcome: Outcome, question: str) -> None:
    """Count it and answer with it; the question is quoted where readers cannot see it."""
    count(outcome)
    is_public = is_worth_showing(outcome) or not turn.quotes
    is_quoted = turn.quotes and isinstance(outcome, Answer) and (is_public or outcome.reply.is_gap)
    post = await make_post(turn.client, outcome, (turn.asker,) if is_public else (), question if is_quoted else None)
    if outcome.reply.is_gap:
        post = post.with_items((*post.items, gap_button(turn.asker)))
    await turn.say(post, private=not is_public)


async def show_on_message(turn: InteractionTurn, outcome: Outcome, message: discord.Message) -> None:
    """Answer somebody else's message for all to see, and say who asked for it; a refusal is only for that person."""
    count(outcome)
    if outcome.status == "unsure":
        await turn.say(await make_post(turn.client, outcome), private=True)
        return
    post = await make_post(turn.client, outcome, (turn.asker, str(message.author.id)))
    # A mention shows the name; as all that we send, it pings nobody.
    await turn.say(replace(post, content=f"Asked by <@{turn.asker}> about {turn.link_to(message.id)}"))


async def make_post(
    client: RectifyClient, outcome: Outcome, askers: tuple[str, ...] = (), question: str | None = None
) -> Post:
    """The post.

    Args:
        client: the bot.
        outcome: an answer, a verdict or a refusal.
        askers: ids of who may remove it, for a post that everybody sees.
        question: the asker's words, to be quoted above an answer.
    """
    return Post(embeds=_embeds(client, outcome, question), items=await below_reply(client, outcome.reply, askers))


async def make_first_reply(client: RectifyClient, outcome: Outcome, asker: str, first: str | None) -> Post:
    """The post in a forum that nobody asked for.

    Args:
        client: the bot.
        outcome: an answer or a verdict.
        asker: id of the person whose post it is.
        first: the entry to read on first.
    """
    items = await below_first_reply(client, outcome.reply, asker, first)
    return Post(embeds=_embeds(client, outcome, None), items=items)


def _embeds(client: RectifyClient, outcome: Outcome, question: str | None) -> tuple[discord.Embed, ...]:
    if isinstance(outcome, CheckUp) and outcome.findings:
        return verdict_embeds(outcome)
    page = client.page_of(outcome.reply.topic)
    return (reply_embed(outcome.reply, question, page),)
