"""How edits lie over files: which are live, which the files have caught up with, which a release changed underneath."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.storage import Revision


@dataclass(frozen=True, slots=True)
class Draft:
    """What an editor starts from.

    Attributes:
        path: the file within the content folder.
        text: what stands there now, edits included; "" for a new file.
        number: the revision that this is; 0 for the file itself.
        base: SHA-256 of the file below, None where there is none.
    """

    path: str
    text: str
    number: int
    base: str | None


@dataclass(frozen=True, slots=True)
class EditState:
    """How one edit stands to its file.

    Attributes:
        revision: the newest revision of the file.
        agrees: the file holds the same text by now: the edit can retire.
        file_changed: a release changed the file under the edit; the edit is what learners see.
        problem: why the edit was set aside and the file is what learners see; None where it is live.
    """

    revision: Revision
    agrees: bool = False
    file_changed: bool = False
    problem: str | None = None

    def __str__(self) -> str:
        """One line for `/status` and `rectify kb status`."""
        what = f"{self.revision.path}: revision {self.revision.number} by {self.revision.author}"
        if self.problem:
            return f"{what} is set aside, learners see the file: {self.problem}"
        if self.file_changed:
            return (
                f"{what} is live, but the file below was changed by a release: compare them, then edit again to keep "
                "yours, or revert to 0 to take the file."
            )
        return f"{what} is live."

    @property
    def needs_attention(self) -> bool:
        """Whether somebody has to decide something."""
        return self.file_changed or self.problem is not None

    def set_aside(self, problem: str) -> EditState:
        """The same edit, not shown because of a problem."""
        return replace(self, problem=problem)


def hash_of(text: str | None) -> str | None:
    """The SHA-256 by which a file's text is recognised."""
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def states_of(files: Mapping[str, str], heads: Mapping[str, Revision]) -> tuple[EditState, ...]:
    """Compare the newest revision of each file with the file; retired ones are left out.

    Args:
        files: path within the folder -> text on disk.
        heads: path -> newest revision.
    """
    states = []
    for path, head in sorted(heads.items()):
        if head.text is None:
            continue
        file = files.get(path)
        agrees = file == head.text
        states.append(EditState(head, agrees=agrees, file_changed=not agrees and hash_of(file) != head.base))
    return tuple(states)


def texts_of(states: tuple[EditState, ...]) -> Mapping[str, str]:
    """The overlay: path -> text of every edit that is live."""
    return {
        state.revision.path: state.revision.text
        for state in states
        if state.revision.text is not None and not state.agrees and state.problem is None
    }
