"""Lists of a content file as people write them in a form: shown as lines, read back from lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import RectifyError


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of item is shown and read back; RectifyError where a line is not written as the hint says."""

    show: Callable[[Any], str]
    read: Callable[[str], list[Any]]
    hint: str


def _read_lines(text: str) -> list[Any]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _show_pair(pair: object) -> str:
    if not isinstance(pair, Mapping):
        return str(pair)
    return f"Q: {pair.get('question', '')}\nA: {' '.join(str(pair.get('answer', '')).split())}"


def _read_pairs(text: str) -> list[Any]:
    pairs: list[dict[str, str]] = []
    for line in _read_lines(text):
        mark, words = line[:2].upper(), line[2:].strip()
        if mark == "Q:":
            pairs.append({"question": words})
        elif mark == "A:" and pairs and "answer" not in pairs[-1]:
            pairs[-1]["answer"] = words
        elif pairs and mark != "A:":
            last = "answer" if "answer" in pairs[-1] else "question"
            pairs[-1][last] += f" {line}"
        else:
            raise RectifyError(f"“{line[:60]}” belongs to no question: write a line Q: … and below it a line A: …")
    unanswered = next((pair["question"] for pair in pairs if not pair.get("answer")), None)
    if unanswered is not None:
        raise RectifyError(f"The question “{unanswered[:60]}” has no answer: write a line A: … below it.")
    return pairs


def _show_source(source: object) -> str:
    if not isinstance(source, Mapping):
        return str(source)
    return " | ".join(str(source.get(key, "")) for key in ("title", "url", "year"))


def _read_sources(text: str) -> list[Any]:
    sources = []
    for line in _read_lines(text):
        title, url, year = ([part.strip() for part in line.rsplit("|", 2)] + ["", ""])[:3]
        if not url or not year.isdigit():
            raise RectifyError(
                f"“{line[:60]}” is no source: write title | address | year, e.g. A paper | https://… | 2019"
            )
        sources.append({"title": title, "url": url, "year": int(year)})
    return sources


LINES = Way(str, _read_lines, "one a line")
WAYS = {
    "faq": Way(_show_pair, _read_pairs, "two lines for each: Q: question, A: answer"),
    "sources": Way(_show_source, _read_sources, "one a line: title | address | year"),
}
LABELS = {
    "aliases": "Aliases",
    "questions": "How learners ask it",
    "faq": "Questions with their own answers",
    "asserted_as": "How learners say it",
    "denied_as": "How learners say the opposite",
    "related": "Related topics",
    "see": "Topics to read",
    "sims": "Simulations",
    "sources": "Sources",
}
