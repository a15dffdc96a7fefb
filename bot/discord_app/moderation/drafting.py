"""From a draft to a revision: a form, a preview, Save. Each step keeps the text first, so that none can lose it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bot.discord_app import limits
from bot.discord_app.forms import make_form
from bot.discord_app.moderation import items
from bot.discord_app.moderation.access import named
from bot.discord_app.moderation.preview_post import conflict_post, preview_post, text_file
from bot.discord_app.post import Document, Item, Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless, shorten
from bot.editing import Draft
from bot.editing.parts import fields_of, parts_of, with_values
from bot.errors import RectifyError, StorageUnavailable
from bot.storage import EditConflict, KeptDraft, Revision
from knowledge import KnowledgeError

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

GONE = "This draft is not there any more: it was saved or discarded, or nobody came back for it for a month."
NOT_YOURS = "This draft belongs to somebody else."
NOT_TRIED = "The edit could not be tried out. Your text is kept, and attached."
TRYING = Post(content="Trying it out: learning it, and asking all labelled questions again …")
SAVING = Post(content="Saving …")


async def keep(
    turn: InteractionTurn, draft: Draft, text: str | None, action: str, comment: str = "", gaps: tuple[int, ...] = ()
) -> KeptDraft:
    """Keep a text that starts from a draft."""
    kept = KeptDraft(turn.person, draft.path, draft.number, draft.base, text, action, comment, gaps)
    return await turn.client.store.drafts.keep(kept)


async def load(turn: InteractionTurn, key: str) -> KeptDraft:
    """The draft behind a button or form.

    Raises:
        RectifyError: it is gone, or somebody else's.
    """
    kept = await turn.client.store.drafts.get(key)
    if kept is None:
        raise RectifyError(GONE)
    if kept.owner != turn.person:
        raise RectifyError(NOT_YOURS)
    return kept


async def open_part(turn: InteractionTurn, kept: KeptDraft, part: str) -> None:
    """Show one part of the text as a form."""
    fields = await asyncio.to_thread(fields_of, kept.path, kept.text or "", part)
    title = f"{PurePosixPath(kept.path).stem}: {part.replace('-', ' ')}"
    await turn.ask(make_form(title, f"kb-form:part:{kept.key}:{part}", fields))


async def take_part(turn: InteractionTurn, key: str, part: str, values: Mapping[str, str]) -> None:
    """A form came back: put its values into the text, keep it, try it out."""
    await turn.rethink(TRYING)
    async with giving_back(turn, values, items.only_again(key, part)):
        kept = await load(turn, key)
        try:
            text = await asyncio.to_thread(with_values, kept.path, kept.text or "", part, values)
        except KnowledgeError as error:
            raise RectifyError(str(error)) from error
        kept = await turn.client.store.drafts.keep(replace(kept, text=text))
        await try_out(turn, kept, part)


async def try_out(turn: InteractionTurn, kept: KeptDraft, part: str | None = None) -> None:
    """Show what a kept text would do, with what can be done next; `part` is the one that “Edit again” opens."""
    editor = turn.client.editor
    parts = await asyncio.to_thread(_parts, kept)
    part = part if part in parts else next(iter(parts), None)  # "new" is no part of what is there by now
    try:
        draft = await editor.reopened(kept.path, kept.number, kept.base)
        preview = await editor.preview(draft, kept.text)
    except Exception as error:
        sentence = harmless(str(error)) if isinstance(error, RectifyError) else NOT_TRIED
        post = Post(content=sentence, files=(text_file(kept.path, kept.text),))
        await turn.show(post.with_items(items.below_problem(kept, part, parts)))
        if isinstance(error, RectifyError):
            return
        raise
    post = preview_post(turn.client, preview)
    if preview.problem:
        await turn.show(post.with_items(items.below_problem(kept, part, parts)))
    else:
        await turn.show(post.with_items(items.below_preview(kept, part, parts, is_worse=bool(preview.worse))))


async def save(turn: InteractionTurn, kept: KeptDraft) -> None:
    """Save a kept text; a second press of the same button finds it saved."""
    client, editor = turn.client, turn.client.editor
    draft = await editor.reopened(kept.path, kept.number, kept.base)
    checked = await editor.check(draft, kept.text)
    if checked.problem:
        parts = await asyncio.to_thread(_parts, kept)
        below = items.below_problem(kept, next(iter(parts), None), parts)
        await turn.show(preview_post(client, checked).with_items(below))
        return
    is_new, trouble = True, ""
    try:
        revision = await editor.save(checked, author=kept.owner, action=kept.action, comment=kept.comment)
    except EditConflict as conflict:
        newer = conflict.newer
        if newer is None or (newer.text, newer.author) != (checked.text, kept.owner):
            await _show_conflict(turn, kept, draft, newer)
            return
        revision, is_new = newer, False
    except KnowledgeError as error:
        revision = (await editor.history(kept.path))[0]
        trouble = f"\n⚠️ Learners do not see it yet, because other content cannot be loaded: {harmless(str(error))}"
    trouble += _set_aside(client, kept.path)
    closed = await _close_gaps(turn, kept)
    with contextlib.suppress(StorageUnavailable):  # it would only say that it was saved
        await client.store.drafts.drop(kept.key)
    await turn.show(Post(content=f"✅ Saved as revision {revision.number} of `{kept.path}`.{closed}{trouble}"))
    if is_new:
        await client.tell_staff(deed_line(revision))


async def put_on_top(turn: InteractionTurn, kept: KeptDraft) -> None:
    """Try a text again on what somebody else saved meanwhile."""
    newest = await turn.client.editor.draft(kept.path)
    again = await turn.client.store.drafts.keep(replace(kept, number=newest.number, base=newest.base))
    await try_out(turn, again)


async def discard(turn: InteractionTurn, kept: KeptDraft) -> None:
    """Forget a draft; its text comes back once more."""
    await turn.client.store.drafts.drop(kept.key)
    files = (text_file(kept.path or "draft.md", kept.text),) if kept.text else ()
    await turn.show(
        Post(content="Discarded; nothing was saved." + (" Your text is attached." if files else ""), files=files)
    )


@asynccontextmanager
async def giving_back(
    turn: InteractionTurn, values: Mapping[str, str], below: tuple[Item, ...] = ()
) -> AsyncIterator[None]:
    """What goes wrong inside is shown together with all that was written into the form."""
    try:
        yield
    except RectifyError as error:
        text = "\n\n".join(f"{name}:\n{value}" for name, value in values.items())
        content = shorten(f"{harmless(str(error))}\nWhat you wrote is attached.", limits.CONTENT)
        await turn.show(Post(content=content, files=(Document(text.encode(), "your-text.txt"),), items=below))


def deed_line(revision: Revision) -> str:
    """One line for the staff's channel."""
    name = PurePosixPath(revision.path).stem
    comment = f": {harmless(revision.comment)}" if revision.comment else ""
    what = f"revision {revision.number} of `{revision.path}` ({revision.action}{comment})"
    return (
        f"📝 {named(revision.author)} saved {what}. "
        f"`/kb diff topic:{name} old:{revision.number - 1} new:{revision.number}`"
    )


async def _show_conflict(turn: InteractionTurn, kept: KeptDraft, draft: Draft, newer: Revision | None) -> None:
    text = await turn.client.editor.text_at(kept.path, newer.number if newer else 0)
    who, number = (named(newer.author), newer.number) if newer else ("Somebody", 0)
    post = conflict_post(kept, draft.text, text or "", who, number)
    parts = await asyncio.to_thread(_parts, kept)
    await turn.show(post.with_items(items.below_conflict(kept, next(iter(parts), None), parts)))


async def _close_gaps(turn: InteractionTurn, kept: KeptDraft) -> str:
    if not kept.gaps:
        return ""
    try:
        count = await turn.client.store.gaps.assign(kept.gaps, PurePosixPath(kept.path).stem, turn.person)
    except StorageUnavailable:
        return "\n⚠️ The open questions are still on the list: the database was busy. Dismiss them in `/gaps`."
    return f" {count} open questions are answered now." if count != 1 else " 1 open question is answered now."


def _set_aside(client: RectifyClient, path: str) -> str:
    problem = next((state.problem for state in client.editor.states if state.revision.path == path), None)
    return f"\n⚠️ It was set aside, learners see the file: {harmless(problem)}" if problem else ""


def _parts(kept: KeptDraft) -> Mapping[str, str]:
    """Name -> title of what can be edited in a form; nothing where the text cannot be read."""
    if kept.text is None:
        return {}
    try:
        return {part.name: part.title for part in parts_of(kept.path, kept.text)}
    except KnowledgeError:
        return {}
