"""A reply as a face receives it: words, sources and what can be done next. Knows neither Discord nor HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from knowledge import Claim, Entry, JudgedClaim, Match, Source


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person reads.

    Attributes:
        title: one line, plain text.
        text: Markdown; formulas stand between single dollar signs in LaTeX.
        sources: where it can be read up.
        sims: recipes that show it, the most telling first.
        related: ids of entries to read next.
        topic: id of the entry that the text came from, None where it came from none.
        suggestions: (id, title) of the nearest topics, offered when the question was not understood.
        is_gap: whether this refuses a question that mentors may want to know of.
    """

    title: str
    text: str
    sources: tuple[Source, ...] = ()
    sims: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    topic: str | None = None
    suggestions: tuple[tuple[str, str], ...] = ()
    is_gap: bool = False

    def as_json(self) -> dict[str, Any]:
        """The `reply` object of the JSON contract."""
        return {
            "title": self.title,
            "text": self.text,
            "sources": [{"title": source.title, "url": source.url, "year": source.year} for source in self.sources],
            "sims": list(self.sims),
            "related": list(self.related),
            "suggestions": [{"id": topic, "title": title} for topic, title in self.suggestions],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question: an answer, or an honest "not sure" with the nearest topics.

    `recipe` is the simulation that was asked for ("show me"); a face runs it in the place of the reply.
    """

    status: Literal["answer", "unsure"]
    confidence: float
    matches: tuple[Match, ...]
    reply: Reply
    recipe: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The `ask` shape of the JSON contract."""
        return {
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "matches": [
                {"id": match.entry_id, "title": match.title, "score": round(match.score, 4)} for match in self.matches
            ],
            "reply": self.reply.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim found in a learner's text, with what is said about it."""

    judged: JudgedClaim
    claim: Claim
    why: str

    def as_json(self) -> dict[str, Any]:
        """One element of `claims` in the JSON contract."""
        return {
            "id": self.judged.claim_id,
            "statement": self.claim.statement,
            "stance": str(self.judged.stance),
            "verdict": str(self.judged.verdict),
            "learner_is": str(self.judged.learner_is),
            "quote": self.judged.quote,
            "why": self.why,
            "confidence": round(self.judged.confidence, 4),
        }


@dataclass(frozen=True, slots=True)
class CheckUp:
    """The outcome of judging an intuition: its findings, what is right first."""

    status: Literal["judged", "unsure"]
    findings: tuple[Finding, ...]
    reply: Reply

    def as_json(self) -> dict[str, Any]:
        """The `check` shape of the JSON contract."""
        return {
            "status": self.status,
            "claims": [finding.as_json() for finding in self.findings],
            "reply": self.reply.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """One entry, whole, with the reply made from its short part."""

    entry: Entry
    reply: Reply

    def as_json(self) -> dict[str, Any]:
        """The `explain` shape of the JSON contract."""
        entry = self.entry
        return {
            "id": entry.id,
            "title": entry.title,
            "group": entry.group,
            "summary": entry.summary,
            "aliases": list(entry.aliases),
            "faq": [{"question": pair.question, "answer": pair.answer} for pair in entry.faq],
            "reviewed": entry.reviewed.isoformat(),
            "body": entry.body,
            "reply": self.reply.as_json(),
        }
