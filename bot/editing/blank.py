"""What a new entry or claim begins with."""

from __future__ import annotations

from datetime import date

from bot.editing.parts import is_claim

ENTRY = """---
title: ""
summary: ""
aliases: []
questions: []
faq: []
related: []
sims: []
sources: []
measured: []
reviewed: {today}
---
"""
CLAIM = """---
statement: ""
verdict: misconception
asserted_as: []
denied_as: []
see: []
sources: []
measured: []
---
"""


def blank(path: str, today: date) -> str:
    """The text of a new file, without its words."""
    return CLAIM if is_claim(path) else ENTRY.format(today=today.isoformat())
