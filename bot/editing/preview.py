"""What an edit would do, computed in a process of its own: it learns anew and answers all labelled questions twice."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pebble

import sims
from bot.editing.overlay import Draft
from bot.engines.processes import process_context
from bot.errors import RectifyError
from knowledge import (
    ChangedAnswer,
    Claim,
    Effect,
    Entry,
    Finding,
    Knowledge,
    KnowledgeError,
    LabelledPost,
    LabelledQuestion,
    compare,
    lint,
    read_library,
    read_posts,
    read_questions,
)

KEPT_APART = "questions_dev*.yaml"  # sets that no phrasing may come near
LIMIT_S = 180.0  # an edit is learned in seconds; this only ends what hangs


@dataclass(frozen=True, slots=True)
class Preview:
    """An edit that was tried but not saved.

    Attributes:
        draft: what it starts from.
        text: the whole file as it would be; None where the file on disk is to speak again.
        problem: why it cannot be saved, with file and line; None where it can.
        item: the entry or claim that it would be; None where it cannot be read, or would be there no more.
        findings: what an editor should mend in it, none of which prevents saving.
        changed: labelled questions and posts that would be answered otherwise, the worse first.
        compared: how many were asked.
    """

    draft: Draft
    text: str | None
    problem: str | None = None
    item: Entry | Claim | None = None
    findings: tuple[Finding, ...] = ()
    changed: tuple[ChangedAnswer, ...] = ()
    compared: int = 0

    @property
    def worse(self) -> tuple[ChangedAnswer, ...]:
        """The labelled answers that would be wrong and are right now."""
        return tuple(change for change in self.changed if change.effect is Effect.WORSE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the content stands: what a worker process needs to open it.

    Attributes:
        folder: the content.
        cache: where learned weights are kept.
        labelled: a folder of labelled sets, questions*.yaml and intuitions*.yaml.
        overlay: the edits that are live.
    """

    folder: Path
    cache: Path
    labelled: Path
    overlay: Mapping[str, str]


async def try_out(place: Place, draft: Draft, text: str | None) -> Preview:
    """Try an edit in a process of its own.

    Raises:
        RectifyError: it took too long, or its process died; nothing was saved.
    """
    pool: Any = pebble.ProcessPool(max_workers=1, max_tasks=1, context=process_context())
    try:
        # Starting a process may wait for the fork server.
        future = await asyncio.to_thread(pool.schedule, compute, args=(place, draft, text), timeout=LIMIT_S)
        return await asyncio.wrap_future(future)
    except (FutureTimeout, pebble.ProcessExpired, BrokenProcessPool) as error:
        raise RectifyError(
            "The edit could not be tried out: its process took too long or died. Nothing was saved; try again."
        ) from error
    finally:
        pool.stop()
        await asyncio.to_thread(pool.join)


def compute(place: Place, draft: Draft, text: str | None) -> Preview:
    """Try an edit; runs in a worker process."""
    overlay = with_edit(place.overlay, draft.path, text)
    try:
        after = Knowledge.open(place.folder, place.cache, overlay)
    except KnowledgeError as error:
        return Preview(draft, text, problem=str(error))
    item = _item_of(after, draft.path)
    if item is None and text is not None:
        return Preview(draft, text, problem=f"{draft.path} is no entry (entries/<group>/<id>.md) and no claim.")
    before = Knowledge.open(place.folder, place.cache, place.overlay)
    questions, posts = read_labelled(place.labelled)
    kept_apart = [question.text for question in _read_questions(place.labelled, KEPT_APART)]
    findings = lint(place.folder, recipe_problem, kept_apart, overlay=overlay, only=draft.path)
    return Preview(
        draft,
        text,
        item=item,
        findings=tuple(findings),
        changed=compare(before, after, questions, posts),
        compared=len(questions) + len(posts),
    )


def check(place: Place, draft: Draft, text: str | None) -> Preview:
    """Whether an edit can be used, in a fraction of a second and without asking anything."""
    try:
        read_library(place.folder, with_edit(place.overlay, draft.path, text))
    except KnowledgeError as error:
        return Preview(draft, text, problem=str(error))
    return Preview(draft, text)


def with_edit(overlay: Mapping[str, str], path: str, text: str | None) -> Mapping[str, str]:
    """The overlay with one more edit, or without one."""
    others = {other: words for other, words in overlay.items() if other != path}
    return others if text is None else {**others, path: text}


def read_labelled(folder: Path) -> tuple[Sequence[LabelledQuestion], Sequence[LabelledPost]]:
    """Read all labelled sets of a folder; KnowledgeError where one is wrong."""
    questions = _read_questions(folder, "questions*.yaml")
    posts = [post for file in sorted(folder.glob("intuitions*.yaml")) for post in read_posts(file)]
    return questions, posts


def _read_questions(folder: Path, pattern: str) -> list[LabelledQuestion]:
    return [question for file in sorted(folder.glob(pattern)) for question in read_questions(file)]


def recipe_problem(recipe: str) -> str | None:
    """Why a recipe is not valid, or None."""
    try:
        canonical = sims.parse(recipe).text
    except sims.SimError as error:
        return str(error)
    return None if canonical == recipe else f"write the recipe {recipe!r} in its canonical form {canonical!r}"


def _item_of(knowledge: Knowledge, path: str) -> Entry | Claim | None:
    library = knowledge.library
    shown = f"{knowledge.folder.name}/{path}"
    items: list[Entry | Claim] = [*library.entries.values(), *library.claims.values()]
    return next((item for item in items if item.path == shown), None)
