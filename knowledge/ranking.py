"""The answer of the search: entries by how well they fit a question, and how sure that is."""

from dataclasses import dataclass

from knowledge.entry import FaqPair


@dataclass(frozen=True)
class Match:
    """An entry that may answer the question; `faq` is the pair that answers it more directly, if there is one."""

    entry_id: str
    title: str
    score: float
    faq: FaqPair | None


@dataclass(frozen=True)
class Ranking:
    """At most five matches, best first; `is_confident` says whether the first may be given as the answer."""

    confidence: float
    matches: tuple[Match, ...]
    is_confident: bool
