"""Ranks entries for a question."""

import math
import re
from collections import Counter

from knowledge.entry import Entry
from knowledge.library import Library
from knowledge.ranking import Match, Ranking

# Measured on held-out questions: above this confidence an answer is given.
BAR = 0.5


def _grams(text: str) -> Counter[str]:
    words = re.findall(r"[a-z0-9]+", text.casefold())
    grams: Counter[str] = Counter(words)
    for word in words:
        padded = f" {word} "
        grams.update("#" + padded[start : start + 4] for start in range(max(1, len(padded) - 3)))
    return grams


class Search:
    """An index over the phrasings of all entries."""

    def __init__(self, library: Library) -> None:
        self._entries = library.entries
        self._rows = [(entry, _grams(text)) for entry in library.entries.values() for text in _phrasings(entry)]
        frequency = Counter(gram for _, grams in self._rows for gram in grams)
        self._weight = {gram: math.log(1 + len(self._rows) / count) for gram, count in frequency.items()}

    def rank(self, question: str) -> Ranking:
        """Give the entries that fit best."""
        grams = {gram: count * self._weight[gram] for gram, count in _grams(question).items() if gram in self._weight}
        norm = math.sqrt(sum(value * value for value in grams.values())) or 1.0
        best: dict[str, float] = {}
        for entry, row in self._rows:
            size = math.sqrt(sum((count * self._weight[gram]) ** 2 for gram, count in row.items())) or 1.0
            score = sum(value * row[gram] * self._weight[gram] for gram, value in grams.items() if gram in row)
            best[entry.id] = max(best.get(entry.id, 0.0), score / size / norm)
        ranked = sorted(best.items(), key=lambda item: -item[1])[:5]
        confidence = ranked[0][1] if ranked else 0.0
        matches = tuple(Match(id_, self._entries[id_].title, round(score, 4), None) for id_, score in ranked)
        return Ranking(confidence=round(confidence, 4), matches=matches, is_confident=confidence >= BAR)


def _phrasings(entry: Entry) -> list[str]:
    return [entry.title, *entry.aliases, *entry.questions, *(pair.question for pair in entry.faq)]
