"""A preview as a message: the answer as learners will see it, what to mend, which labelled answers would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.discord_app import limits
from bot.discord_app.messages import reply_embed
from bot.discord_app.post import Document, Post
from bot.discord_app.wording import harmless, shorten
from bot.editing import Preview
from bot.editing.patch import unified
from bot.storage import KeptDraft
from knowledge import ChangedAnswer, Effect, Entry

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

MOST_CHANGES, MOST_FINDINGS = 6, 8
TEXT_CHARS = 110  # of a labelled question or a finding: enough to recognise it
DIFF_IN_MESSAGE = 1500
NOTHING_LEFT = "Learners will no longer find it: there is no file below this edit."


def preview_post(client: RectifyClient, preview: Preview) -> Post:
    """What an edit would do; nothing is saved yet."""
    head = f"**Preview of `{preview.draft.path}`**: nothing is saved yet."
    if preview.problem:
        return Post(
            content=shorten(
                f"{head}\n❌ It cannot be saved: {harmless(preview.problem)}\nYour text is attached.", limits.CONTENT
            ),
            files=(text_file(preview.draft.path, preview.text),),
        )
    lines = [head, *_changes(preview), *_findings(preview)]
    if preview.item is None:
        lines.insert(1, NOTHING_LEFT)
        return Post(content=shorten("\n".join(lines), limits.CONTENT))
    reply = client.helper.shown(preview.item)
    has_page = isinstance(preview.item, Entry) and preview.item.id in client.helper.knowledge.library.entries
    page = client.page_of(preview.item.id) if has_page else None
    files = () if preview.text is None else (changes_file(preview.draft.path, preview.draft.text, preview.text),)
    return Post(content=shorten("\n".join(lines), limits.CONTENT), embeds=(reply_embed(reply, page=page),), files=files)


def conflict_post(kept: KeptDraft, opened: str, theirs: str, who: str, number: int) -> Post:
    """Somebody else was faster: what they changed, and what this editor did."""
    text = (
        f"**{who} saved revision {number} of `{kept.path}` while you wrote.** Yours is not saved yet.\n"
        "“Save mine on top” tries your text on the newer one; their change then stands in the history."
    )
    blocks, files = [], []
    for title, name, after in (("Theirs", "theirs", theirs), ("Yours", "yours", kept.text or "")):
        diff = unified(opened, after, "what you opened", name)
        block = diff_block(diff, DIFF_IN_MESSAGE // 2)
        blocks.append(f"**{title}**\n{block or f'see {name}.diff'}")
        files.append(Document((diff + "\n").encode(), f"{name}.diff"))
    return Post(
        content=shorten("\n".join([text, *blocks]), limits.CONTENT), files=(*files, text_file(kept.path, kept.text))
    )


def diff_block(diff: str, room: int) -> str | None:
    """A diff as a coloured block; None where it does not fit, or would end the block early."""
    if not diff or len(diff) > room or "```" in diff:
        return None
    return f"```diff\n{diff}\n```"


def text_file(path: str, text: str | None) -> Document:
    """A content file to download."""
    return Document((text or "").encode(), path.rpartition("/")[2])


def changes_file(path: str, before: str, after: str) -> Document:
    """What an edit changes."""
    diff = unified(before, after, f"{path} (before)", f"{path} (after)")
    return Document((diff + "\n" if diff else "No difference.\n").encode(), "changes.diff")


def _changes(preview: Preview) -> list[str]:
    if not preview.compared:
        return ["No labelled questions are there to be asked (`knowledge.labelled`)."]
    better = sum(change.effect is Effect.BETTER for change in preview.changed)
    counted = f"{len(preview.changed)} of {preview.compared} labelled questions would change"
    if not preview.changed:
        return [f"✅ {counted}."]
    mark = "⚠️" if preview.worse else "✅"
    lines = [f"{mark} {counted}: better {better}, worse {len(preview.worse)}."]
    lines += [_change(change) for change in preview.worse[:MOST_CHANGES]]
    if len(preview.worse) > MOST_CHANGES:
        lines.append(f"… and {len(preview.worse) - MOST_CHANGES} more that get worse.")
    return lines


def _change(change: ChangedAnswer) -> str:
    asked = harmless(shorten(change.text, TEXT_CHARS))
    before, after = (shorten(words, TEXT_CHARS // 2) for words in (change.before, change.after))
    return f"- “{asked}”: now `{before}`, then `{after}`"


def _findings(preview: Preview) -> list[str]:
    if not preview.findings:
        return []
    # The parts of the path that the head names already are left out.
    name = preview.draft.path.rpartition("/")[2]
    lines = [f"To mend ({len(preview.findings)}):"]
    lines += [
        f"- {name}:{finding.line}: {harmless(shorten(finding.message, TEXT_CHARS))}"
        for finding in preview.findings[:MOST_FINDINGS]
    ]
    if len(preview.findings) > MOST_FINDINGS:
        lines.append(f"… and {len(preview.findings) - MOST_FINDINGS} more: `rectify kb lint` lists all.")
    return lines
