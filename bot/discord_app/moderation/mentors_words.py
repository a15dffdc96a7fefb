"""A mentor's message, or questions that nobody could answer, become a new entry or a phrasing of a known one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from bot.discord_app.forms import make_form
from bot.discord_app.moderation import drafting, items
from bot.discord_app.post import Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import quoted
from bot.editing.blank import blank
from bot.editing.parts import FIELD_CHARS, Field, is_claim, with_values
from bot.errors import RectifyError
from bot.storage import KeptDraft
from knowledge import ContentFile, KnowledgeError

NOTE = "note"  # the action of what is kept before its place is chosen
LONGEST_PHRASING = 300
NEW, PHRASING = "new", "phrasing"


async def offer(turn: InteractionTurn, text: str) -> None:
    """Ask what a mentor's message is to become; the message itself stays what it is."""
    if not text.strip():
        raise RectifyError("There are no words in this message to add.")
    await turn.think(private=True)
    kept = await turn.client.store.drafts.keep(KeptDraft(turn.person, "", 0, None, text, NOTE))
    buttons = (
        items.button("New entry", f"note:{NEW}:{kept.key}", items.GREEN),
        items.button("Phrasing of a topic", f"note:{PHRASING}:{kept.key}"),
        items.button("Discard", f"draft:drop:{kept.key}"),
    )
    await turn.show(Post(content=f"What is this to become?\n{quoted(text)}", items=buttons))


async def open_form(turn: InteractionTurn, what: str, key: str) -> None:
    """Show the form for what was chosen, filled with the message."""
    kept = await drafting.load(turn, key)
    text = kept.text or ""
    fields = new_fields(turn, body=text) if what == NEW else phrasing_fields(turn, text)
    title = "New entry" if what == NEW else "Phrasing of a topic"
    await turn.ask(make_form(title, f"kb-form:note:{what}:{key}", fields))


async def take(turn: InteractionTurn, what: str, key: str, values: Mapping[str, str]) -> None:
    """The form came back: make the draft and try it out."""
    await turn.rethink(drafting.TRYING)
    again = (items.button("Edit again", f"note:{what}:{key}"),)
    async with drafting.giving_back(turn, values, again):
        await drafting.load(turn, key)
        await (make_entry(turn, values) if what == NEW else add_phrasing(turn, values))


def new_fields(turn: InteractionTurn, body: str = "", title: str = "") -> tuple[Field, ...]:
    """What a new entry needs at least; aliases and questions follow in the preview."""
    groups = tuple(turn.client.helper.knowledge.library.groups)
    return (
        Field("id", "Id", is_required=True, hint="small letters, digits, hyphens, e.g. leaky-relu"),
        Field("group", "Group", groups[0] if groups else "", is_required=True, choices=groups),
        Field("title", "Title", title, is_required=True),
        Field("summary", "Summary, one sentence", is_long=True, is_required=True),
        Field("section-0", "Short text", body[:FIELD_CHARS], is_long=True, is_required=True),
    )


def phrasing_fields(turn: InteractionTurn, text: str) -> tuple[Field, ...]:
    """Which topic, and how learners ask for it; the nearest topic is proposed."""
    ranking = turn.client.helper.knowledge.search(text)
    nearest = ranking.matches[0].entry_id if ranking.matches else ""
    one_line = " ".join(text.split())[:LONGEST_PHRASING]
    hint = "id, title or alias of an entry, or the id of a claim"
    return (
        Field("topic", "Topic", nearest, is_required=True, hint=hint),
        Field("phrasing", "Phrasing", one_line, is_long=True, is_required=True, hint="as a learner would say it"),
    )


async def make_entry(
    turn: InteractionTurn, values: Mapping[str, str], questions: tuple[str, ...] = (), gaps: tuple[int, ...] = ()
) -> None:
    """A new entry from the form, with questions that it answers."""
    draft = await turn.client.editor.new_draft("entry", values["id"].strip(), values["group"])
    about = {key: values[key] for key in ("title", "summary", "section-0")}

    def write() -> str:
        text = with_values(draft.path, draft.text or blank(draft.path, datetime.now(UTC).date()), "about", about)
        return ContentFile(draft.path, text).with_items("questions", questions).text if questions else text

    kept = await drafting.keep(turn, draft, await asyncio.to_thread(_sentence_for_wrong, write), "add", gaps=gaps)
    await drafting.try_out(turn, kept)


async def add_phrasing(turn: InteractionTurn, values: Mapping[str, str], gaps: tuple[int, ...] = ()) -> None:
    """A way to ask for an entry, or to state a claim."""
    draft = await turn.client.editor.draft(values["topic"])
    phrasing = " ".join(values["phrasing"].split())
    key = "asserted_as" if is_claim(draft.path) else "questions"
    await with_one_more(turn, draft.path, key, phrasing, "phrasing", gaps)


async def with_one_more(
    turn: InteractionTurn, name: str, key: str, item: str, action: str, gaps: tuple[int, ...] = ()
) -> None:
    """Try a file with one more item in a list of it."""
    draft = await turn.client.editor.draft(name)

    def write() -> str:
        file = ContentFile(draft.path, draft.text)
        if item in map(str, file.value(key) or []):
            raise RectifyError(f"“{item[:100]}” stands in {draft.path} already.")
        return file.with_added(key, item).text

    text = await asyncio.to_thread(_sentence_for_wrong, write)
    kept = await drafting.keep(turn, draft, text, action, item[:LONGEST_PHRASING], gaps)
    await drafting.try_out(turn, kept, key)


def _sentence_for_wrong(write: Callable[[], str]) -> str:
    try:
        return write()
    except KnowledgeError as error:
        raise RectifyError(str(error)) from error
