"""/gaps: questions that learners put on the mentors' list, similar ones together, and what is done with them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from bot.discord_app import limits
from bot.discord_app.forms import make_form
from bot.discord_app.moderation import drafting, items, mentors_words
from bot.discord_app.moderation.access import named
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless, shorten
from bot.errors import RectifyError
from bot.gap_clusters import GapCluster, cluster_gaps

MOST_GAPS = 300  # the newest; comparing all with all takes time
SHOWN = 15  # clusters in the list; the menu has a few more
QUESTION_CHARS = 110
WORDINGS = 12
NOTHING_OPEN = "No questions wait: nobody has put one on the list, or all are answered."
CLOSED = "These questions are not open any more: somebody answered or dismissed them."


async def show_list(turn: InteractionTurn) -> None:
    """All clusters, the largest first; `turn` is thinking."""
    clusters = await _clusters(turn)
    if not clusters:
        await turn.show(Post(content=NOTHING_OPEN))
        return
    total = sum(len(cluster.gaps) for cluster in clusters)
    lines = [f"**{total} open questions**, {len(clusters)} different ones:"]
    lines += [f"**{len(one.gaps)}×** {_shown(one.texts[0])}" for one in clusters[:SHOWN]]
    if len(clusters) > SHOWN:
        lines.append(f"… and {len(clusters) - SHOWN} more.")
    newest = max(max(cluster.ids) for cluster in clusters)
    options = {f"{one.ids[0]}-{newest}": f"{len(one.gaps)}× {' '.join(one.texts[0].split())}" for one in clusters}
    menu = items.menu("Choose a question", "gaps:show", options)
    await turn.show(Post(content=shorten("\n".join(lines), limits.CONTENT), items=menu))


async def press(turn: InteractionTurn, what: str, rest: Sequence[str], chosen: Sequence[str]) -> None:
    """Serve the menu and the buttons of the list."""
    if what in ("show", "list"):
        await turn.rethink(Post(content="Reading the list …"))
        await (_show_cluster(turn, chosen[0]) if what == "show" else show_list(turn))
    elif what == "dismiss":
        await turn.rethink(Post(content="Dismissing …"))
        await _dismiss(turn, rest[0])
    else:
        cluster = await _cluster(turn, rest[0])
        words = cluster.texts[0]
        if what == mentors_words.NEW:
            form = make_form("New entry", f"kb-form:{what}:{rest[0]}", mentors_words.new_fields(turn))
        else:
            form = make_form(
                "Assign to a topic", f"kb-form:{what}:{rest[0]}", mentors_words.phrasing_fields(turn, words)
            )
        await turn.ask(form)


async def take(turn: InteractionTurn, what: str, rest: Sequence[str], values: Mapping[str, str]) -> None:
    """A form came back: try the phrasing or the new entry; saving it closes the questions."""
    await turn.think(private=True)  # the list stays
    async with drafting.giving_back(turn, values, (items.button("Edit again", f"gaps:{what}:{rest[0]}"),)):
        cluster = await _cluster(turn, rest[0])
        if what == mentors_words.NEW:
            await mentors_words.make_entry(turn, values, cluster.texts, cluster.ids)
        else:
            await mentors_words.add_phrasing(turn, values, cluster.ids)


async def _show_cluster(turn: InteractionTurn, name: str) -> None:
    try:
        cluster = await _cluster(turn, name)
    except RectifyError as error:
        await turn.show(Post(content=str(error), items=(items.button("Back", "gaps:list"),)))
        return
    lines = [f"**Asked {len(cluster.gaps)}×**, last on <t:{int(cluster.gaps[-1].at.timestamp())}:d>:"]
    lines += [f"- {_shown(text)}" for text in cluster.texts[:WORDINGS]]
    if len(cluster.texts) > WORDINGS:
        lines.append(f"… and {len(cluster.texts) - WORDINGS} other wordings.")
    buttons = (
        items.button("Assign to a topic", f"gaps:{mentors_words.PHRASING}:{name}", items.GREEN),
        items.button("Write a new entry", f"gaps:{mentors_words.NEW}:{name}"),
        items.button("Dismiss", f"gaps:dismiss:{name}", items.RED),
        items.button("Back", "gaps:list"),
    )
    await turn.show(Post(content=shorten("\n".join(lines), limits.CONTENT), items=buttons))


async def _dismiss(turn: InteractionTurn, name: str) -> None:
    back = (items.button("Back", "gaps:list"),)
    try:
        cluster = await _cluster(turn, name)
        count = await turn.client.store.gaps.dismiss(cluster.ids, turn.person)
    except RectifyError as error:
        await turn.show(Post(content=str(error), items=back))
        return
    await turn.show(Post(content=f"Dismissed {count}: {_shown(cluster.texts[0])}", items=back))
    await turn.client.tell_staff(f"🗑️ {named(turn.person)} dismissed {count} open questions: {_shown(cluster.texts[0])}")


async def _clusters(turn: InteractionTurn) -> tuple[GapCluster, ...]:
    gaps = await turn.client.store.gaps.open(MOST_GAPS)
    return await asyncio.to_thread(cluster_gaps, gaps, turn.client.helper.knowledge.subject)


async def _cluster(turn: InteractionTurn, name: str) -> GapCluster:
    """The cluster of a question among those that were there when the list was shown: `first-newest`.

    Raises:
        RectifyError: the question is not open any more.
    """
    first, newest = map(int, name.split("-"))
    gaps = [gap for gap in await turn.client.store.gaps.open(MOST_GAPS) if gap.id <= newest]
    clusters = await asyncio.to_thread(cluster_gaps, gaps, turn.client.helper.knowledge.subject)
    found = next((cluster for cluster in clusters if first in cluster.ids), None)
    if found is None:
        raise RectifyError(CLOSED)
    return found


def _shown(text: str) -> str:
    return harmless(shorten(" ".join(text.split()), QUESTION_CHARS))
