"""The sentences of an entry's explanation, without formulas and marks: they too tell what it is about."""

import re

from knowledge.entry import Entry

_FORMULA = re.compile(r"\$[^$]*\$|`[^`]*`")
_MARK = re.compile(r"[*#|_]+")
_END = re.compile(r"(?<=[.!?])\s+|\n+")
# Shorter ones are headings and table cells.
_FEWEST_WORDS = 5


def sentences_of(entry: Entry) -> list[str]:
    """Give the sentences of the short answer and of the answers to sub-questions."""
    short = [sentence.strip() for sentence in _END.split(_MARK.sub(" ", _FORMULA.sub(" ", entry.short)))]
    return [sentence for sentence in short if len(sentence.split()) >= _FEWEST_WORDS] + [
        pair.answer for pair in entry.faq
    ]
