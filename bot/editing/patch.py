"""Differences of content files as unified diffs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

NO_FILE = "/dev/null"


def unified(before: str, after: str, before_name: str, after_name: str) -> str:
    """A unified diff of two texts, "" where they are the same."""
    rows = difflib.unified_diff(before.splitlines(), after.splitlines(), before_name, after_name, lineterm="")
    return "\n".join(rows)


def patch_of(folder: str, files: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """The edits of a folder as one diff that `git apply` takes.

    Args:
        folder: its name in the repository.
        files: path within the folder -> text on disk.
        texts: path -> text as it is to be.
    """
    diffs = []
    for path, text in sorted(texts.items()):
        before = files.get(path)
        names = (NO_FILE if before is None else f"a/{folder}/{path}", f"b/{folder}/{path}")
        rows = difflib.unified_diff(_lines(before or ""), _lines(text), *names)
        diffs.append("".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows))
    return "".join(diffs)


def _lines(text: str) -> list[str]:
    # Not splitlines(): git ends a line at "\n" only.
    return [line + "\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.split("\n")[-1]) else [])
