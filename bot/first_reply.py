"""What a text of somebody is, when no command says it: an intuition to be judged, or a question to be answered."""

from __future__ import annotations

import re

# How learners say that they state what they believe, and ask whether it is so.
SAYS_SO = re.compile(
    r"\b(?:my|this|the following) (?:intuition|understanding|reasoning|mental model|theory|explanation)\b"
    r"|\bi (?:think|thought|believe|assume|guess|figure|suspect|would say)\b|\b(?:in my (?:opinion|view)|imo)\b"
    r"|\bam i (?:right|correct|wrong|on the right track)\b|\bcorrect me\b"
    r"|\b(?:is|are) (?:this|that|it|my \w+) (?:right|correct|true|wrong)\b"
    r"|\b(?:does|do) (?:this|that|it) (?:make sense|sound (?:right|about right|correct))\b",
    re.IGNORECASE,
)
# A statement without any question needs this many words: "sigmoid derivative formula" is no intuition.
FEWEST_WORDS = 6


def states_something(text: str) -> bool:
    """Whether somebody says here what they believe, rather than asking for something."""
    return SAYS_SO.search(text) is not None or ("?" not in text and len(text.split()) >= FEWEST_WORDS)
