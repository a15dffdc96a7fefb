"""What staff may look at: a file, its history, a difference, how answers are doing; and all edits as a patch."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath

import discord
from prometheus_client import REGISTRY

from bot.discord_app import limits
from bot.discord_app.messages import BLUE
from bot.discord_app.moderation.access import named
from bot.discord_app.moderation.preview_post import diff_block, text_file
from bot.discord_app.post import Document, Post
from bot.discord_app.turn import InteractionTurn
from bot.discord_app.wording import harmless, shorten
from knowledge import KnowledgeError

TOPICS_IN_STATS = 15
COMMENT_CHARS = 100


async def raw(turn: InteractionTurn, topic: str, revision: int | None) -> None:
    """The file itself, as it is or was."""
    editor = turn.client.editor
    draft = await editor.draft(topic)
    number = draft.number if revision is None else revision
    text = draft.text if revision is None else await editor.text_at(draft.path, revision)
    if not text:
        await turn.show(Post(content=f"There is no text of `{draft.path}` at {_number(number)}."))
        return
    hint = "Change it and hand it in with `/kb edit file:`."
    content = f"`{draft.path}`, {_number(number)}. {hint}"
    await turn.show(Post(content=content, files=(text_file(draft.path, text),)))


async def history(turn: InteractionTurn, topic: str) -> None:
    """All revisions, the newest first."""
    path = await turn.client.editor.find_path(topic)
    lines = [
        f"**{one.number}** <t:{int(one.at.timestamp())}:f> {one.action} by {named(one.author)}"
        + (f": {harmless(shorten(one.comment, COMMENT_CHARS))}" if one.comment else "")
        for one in await turn.client.editor.history(path)
    ]
    text = "\n".join(lines) or "No revisions: it was never edited here, learners see the file."
    embed = discord.Embed(title=shorten(path, limits.EMBED_TITLE), colour=BLUE)
    embed.description = shorten(text, limits.EMBED_DESCRIPTION)
    await turn.show(Post(embeds=(embed,)))


async def diff(turn: InteractionTurn, topic: str, old: int, new: int) -> None:
    """The difference of two revisions, as a block where it fits and as a file else."""
    path = await turn.client.editor.find_path(topic)
    text = await turn.client.editor.diff(path, old, new)
    head = f"`{path}`: from {_number(old)} to {_number(new)}"
    if not text:
        await turn.show(Post(content=f"{head}: no difference."))
        return
    block = diff_block(text, limits.CONTENT - len(head) - 20)
    files = () if block else (Document((text + "\n").encode(), f"{PurePosixPath(path).stem}.diff"),)
    await turn.show(Post(content=f"{head}\n{block or ''}".rstrip(), files=files))


async def stats(turn: InteractionTurn, topic: str | None) -> None:
    """What people thought of answers, how many there were, what waits."""
    store, editor = turn.client.store, turn.client.editor
    if topic is not None:
        name = PurePosixPath(await editor.find_path(topic)).stem
        good, bad = await store.feedback.counts(name)
        lines = [f"**Answers from it** 👍 {good}, 👎 {bad}", f"**Revisions** {len(await editor.history(topic))}"]
        lines += [f"- 👎 {harmless(shorten(reason, 300))}" for reason in await store.feedback.reasons(name)]
        await turn.show(_embed(name, lines))
        return
    by_topic = await store.feedback.by_topic()
    answered, unsure = (_answers(status) for status in ("answer", "unsure"))
    worst = sorted((one for one in by_topic.items() if one[1][1]), key=lambda one: (-one[1][1], one[1][0], one[0]))
    lines = [
        f"**Questions here since the start** {answered} answered, {unsure} not sure",
        f"**Feedback** 👍 {sum(good for good, _ in by_topic.values())}, 👎 {sum(bad for _, bad in by_topic.values())}",
        f"**Open questions** {len(await store.gaps.open())}",
        f"**Edits laid over the files** {len(editor.states)}, of {await store.revisions.count()} revisions",
    ]
    if worst:
        lines += ["", "**Least helpful**"]
        lines += [f"`{name or 'no topic'}` 👎 {bad}, 👍 {good}" for name, (good, bad) in worst[:TOPICS_IN_STATS]]
    await turn.show(_embed("How answers are doing", lines))


async def reload(turn: InteractionTurn) -> None:
    """Read files and edits again; a broken file is named to all staff."""
    client = turn.client
    try:
        states = await client.editor.refresh()
    except KnowledgeError as error:
        sentence = f"The content was not reloaded, the last good one stays: {harmless(str(error))}"
        await client.store.audit.note(turn.person, "reload", "content", f"failed: {error}")
        await turn.show(Post(content=f"❌ {sentence}"))
        await client.tell_staff(f"🔄 {named(turn.person)} asked for a reload. {sentence}")
        return
    revision = client.editor.knowledge.revision
    await client.store.audit.note(turn.person, "reload", "content", revision)
    to_decide = [f"\n⚠️ {harmless(str(state))}" for state in states if state.needs_attention]
    text = f"Reloaded: the content is at `{revision}`, {len(states)} edits are laid over the files.{''.join(to_decide)}"
    await turn.show(Post(content=shorten(f"✅ {text}", limits.CONTENT)))
    await client.tell_staff(f"🔄 {named(turn.person)} reloaded the content: it is at `{revision}` now.")


async def export(turn: InteractionTurn) -> None:
    """All live edits as one patch for a pull request."""
    client = turn.client
    patch = await client.editor.patch()
    if not patch:
        await turn.show(Post(content="Nothing to export: learners see the files as they are."))
        return
    count = patch.count("\n+++ ")
    await client.store.audit.note(turn.person, "export", "content", f"{count} files")
    name = f"rectify-edits-{datetime.now(UTC):%Y-%m-%d}.patch"
    hint = (
        f"`git apply {name}` in a checkout, then open a pull request. Once it is released, the edits retire themselves."
    )
    files = (Document(patch.encode(), name),)
    await turn.show(Post(content=f"{count} changed {'file' if count == 1 else 'files'}. {hint}", files=files))
    await client.tell_staff(f"📦 {named(turn.person)} exported {count} changed files.")


def _answers(status: str) -> int:
    """How many questions ended so since the start."""
    return int(REGISTRY.get_sample_value("rectify_answers_total", {"face": "discord", "status": status}) or 0)


def _embed(title: str, lines: list[str]) -> Post:
    text = shorten("\n".join(lines), limits.EMBED_DESCRIPTION)
    return Post(embeds=(discord.Embed(title=shorten(title, limits.EMBED_TITLE), description=text, colour=BLUE),))


def _number(number: int) -> str:
    return "the file" if number == 0 else f"revision {number}"
