"""What Rectify keeps about people, why and how long: one table, from which every face tells it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

import structlog

from bot.errors import StorageUnavailable
from bot.storage import Store

DAY_S = 24 * 3600.0
RETRY_S = 600.0  # where the database did not answer

log = structlog.get_logger("rectify.privacy")


class Link(Enum):
    """How a row belongs to a person."""

    HASH = "a keyed hash of your account's number"
    NUMBER = "your account's number"
    NOBODY = "nothing: it names nobody"


@dataclass(frozen=True, slots=True)
class Kept:
    """One table of the database.

    Attributes:
        table: its name.
        what: what is kept in it, for people.
        why: what for.
        link: how its rows belong to a person.
        expires: whether rows go after `privacy.retention_days`.
        on_deletion: what `/privacy delete` does with it.
    """

    table: str
    what: str
    why: str
    link: Link
    expires: bool
    on_deletion: str


GONE = "deleted"
NOT_YOURS = "kept, because it is about nobody"

KEPT = (
    Kept(
        "feedback",
        "whether an answer helped you, and the reason if you wrote one",
        "to find answers that need work",
        Link.HASH,
        expires=True,
        on_deletion=GONE,
    ),
    Kept(
        "gaps",
        "a question without an answer, only if you pressed “Put this on the mentors' list”",
        "so that mentors can write what is missing",
        Link.HASH,
        expires=True,
        on_deletion=GONE,
    ),
    Kept(
        "predictions",
        "what you predicted before a simulation was shown",
        "to draw the histogram, and to let you change your mind",
        Link.HASH,
        expires=True,
        on_deletion=GONE,
    ),
    Kept(
        "forum_posts",
        "the number of a forum post that was dealt with",
        "so that no post is answered twice",
        Link.NOBODY,
        expires=True,
        on_deletion=NOT_YOURS,
    ),
    Kept(
        "revisions",
        "staff only: what you changed in the knowledge base, and when",
        "so that every change can be seen and undone",
        Link.NUMBER,
        expires=False,
        on_deletion="kept without your name, because the answers of others rest on it",
    ),
    Kept(
        "drafts",
        "staff only: a text that you have not saved yet, for 30 days at most",
        "so that neither a restart nor a lost form loses a word",
        Link.NUMBER,
        expires=True,
        on_deletion=GONE,
    ),
    Kept(
        "audit",
        "staff only: what you did as a moderator, which questions of the list you closed, and when",
        "so that staff can see who did what",
        Link.NUMBER,
        expires=False,
        on_deletion="kept without your name, because it is the server's record",
    ),
    Kept(
        "recipes",
        "the settings of simulations whose buttons have no room for them",
        "so that old buttons work",
        Link.NOBODY,
        expires=False,
        on_deletion=NOT_YOURS,
    ),
    Kept(
        "notes",
        "values that the program keeps for itself",
        "for example, to know which commands Discord has",
        Link.NOBODY,
        expires=False,
        on_deletion=NOT_YOURS,
    ),
)

NOT_KEPT = (
    "The text of your questions and intuitions is neither stored nor written to a log, unless you press "
    "“Put this on the mentors' list”. "
    "How often you ask is counted for some minutes in memory only. Nothing is passed on to anybody."
)


def statement(retention_days: int) -> str:
    """What is kept about people, in Markdown."""
    personal = [kept for kept in KEPT if kept.link is not Link.NOBODY]
    lines = [NOT_KEPT, "", "**What is kept**"]
    lines += [f"- {_line(kept, retention_days)}" for kept in personal]
    lines += ["", "**What names nobody**"]
    lines += [f"- {kept.what}: {kept.why}" for kept in KEPT if kept.link is Link.NOBODY]
    return "\n".join(lines)


def deleted(rows: int) -> str:
    """What a deletion did, and what it left."""
    if not rows:
        return "There was nothing about you in the database."
    count = "1 row about you was" if rows == 1 else f"{rows} rows about you were"
    left = [f"- {kept.what.removeprefix('staff only: ')}: {kept.on_deletion}" for kept in KEPT if _outlives(kept)]
    return f"{count} deleted or lost your name. If you are staff, this stays:\n" + "\n".join(left)


async def forget_daily(store: Store, retention_days: int) -> None:
    """Delete what is past its time, now and every day; runs until it is cancelled."""
    while True:
        try:
            rows = await store.people.forget_older_than(retention_days)
            log.info("rows past their time were deleted", rows=rows, days=retention_days)
            pause = DAY_S
        except StorageUnavailable as error:
            log.warning("rows past their time could not be deleted", reason=str(error))
            pause = RETRY_S
        await asyncio.sleep(pause)


def _line(kept: Kept, retention_days: int) -> str:
    how_long = f"{retention_days} days" if kept.expires else "as long as the knowledge base"
    return f"{kept.what}. Why: {kept.why}. Under {kept.link.value}, for {how_long}."


def _outlives(kept: Kept) -> bool:
    return kept.link is not Link.NOBODY and kept.on_deletion != GONE
