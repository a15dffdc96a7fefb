"""Measures search and judging on labelled questions and intuitions, and lists what went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import error_at
from knowledge.front_matter import Section, read_list
from knowledge.judgement import Judgement
from knowledge.knowledge import Knowledge
from knowledge.ranking import Ranking


@dataclass(frozen=True)
class LabelledQuestion:
    """A question and the entries that answer it, best first; none if it must be refused."""

    text: str
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Confusion:
    """A question for which another entry came first, or which was answered or refused wrongly."""

    question: str
    expected: tuple[str, ...]
    got: str
    confidence: float


@dataclass(frozen=True)
class QuestionReport:
    """How well questions are answered; shares are fractions of 1."""

    n_on_topic: int
    n_off_topic: int
    top1: float
    top3: float
    auc: float
    answered: float
    refused: float
    wrong_first: tuple[Confusion, ...]
    wrongly_refused: tuple[Confusion, ...]
    wrongly_answered: tuple[Confusion, ...]

    def as_json(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class LabelledPost:
    """A post with the claims that must be found and those that may be."""

    text: str
    expected: Mapping[str, str]
    optional: Mapping[str, str]


@dataclass(frozen=True)
class Misjudged:
    """A claim that was missed, added, or found with the wrong stance."""

    text: str
    claim: str
    expected: str
    got: str
    quote: str


@dataclass(frozen=True)
class IntuitionReport:
    """How well claims are found in posts; shares are fractions of 1."""

    n_posts: int
    n_claims: int
    recall: float
    precision: float
    stance: float
    missed: tuple[Misjudged, ...]
    added: tuple[Misjudged, ...]
    wrong_stance: tuple[Misjudged, ...]

    def as_json(self) -> dict[str, Any]:
        """Give plain values for JSON."""
        return asdict(self)


def read_questions(path: Path) -> tuple[LabelledQuestion, ...]:
    """Read labelled questions: a list of `q` and `topics`."""
    return tuple(LabelledQuestion(part.text("q"), part.texts("topics")) for part in _parts(path))


def read_posts(path: Path) -> tuple[LabelledPost, ...]:
    """Read labelled posts: a list of `text`, `expect` and `optional`."""
    return tuple(
        LabelledPost(part.text("text"), _claims(part, "expect"), _claims(part, "optional")) for part in _parts(path)
    )


def evaluate_questions(knowledge: Knowledge, path: Path, *, only_written: bool = False) -> QuestionReport:
    """Ask all questions of a file; `only_written` leaves out those whose best entry is not written yet."""
    questions = [
        question
        for question in read_questions(path)
        if not (only_written and question.topics and question.topics[0] not in knowledge.library.entries)
    ]
    asked = [(question, knowledge.search(question.text)) for question in questions]
    on_topic = [(question, ranking) for question, ranking in asked if question.topics]
    off_topic = [(question, ranking) for question, ranking in asked if not question.topics]
    return QuestionReport(
        n_on_topic=len(on_topic),
        n_off_topic=len(off_topic),
        top1=_share([_has(question, ranking, 1) for question, ranking in on_topic]),
        top3=_share([_has(question, ranking, 3) for question, ranking in on_topic]),
        auc=area_under_curve(
            [ranking.confidence for _, ranking in on_topic], [ranking.confidence for _, ranking in off_topic]
        ),
        answered=_share([ranking.is_confident for _, ranking in on_topic]),
        refused=_share([not ranking.is_confident for _, ranking in off_topic]),
        wrong_first=tuple(_confusion(*pair) for pair in on_topic if not _has(*pair, 1)),
        wrongly_refused=tuple(_confusion(*pair) for pair in on_topic if not pair[1].is_confident),
        wrongly_answered=tuple(_confusion(*pair) for pair in off_topic if pair[1].is_confident),
    )


def evaluate_intuitions(knowledge: Knowledge, path: Path) -> IntuitionReport:
    """Judge all posts of a file."""
    judged = [(post, knowledge.judge(post.text)) for post in read_posts(path)]
    missed = [_missed(post, claim) for post, judgement in judged for claim in _not_found(post, judgement)]
    added = [
        Misjudged(post.text, found.claim_id, "", found.stance.value, found.quote)
        for post, judgement in judged
        for found in judgement.claims
        if found.claim_id not in post.expected and found.claim_id not in post.optional
    ]
    right = [
        (post, found) for post, judgement in judged for found in judgement.claims if found.claim_id in post.expected
    ]
    wrong_stance = [
        Misjudged(post.text, found.claim_id, post.expected[found.claim_id], found.stance.value, found.quote)
        for post, found in right
        if found.stance.value != post.expected[found.claim_id]
    ]
    n_claims = sum(len(post.expected) for post, _ in judged)
    return IntuitionReport(
        n_posts=len(judged),
        n_claims=n_claims,
        recall=len(right) / n_claims if n_claims else 1.0,
        precision=len(right) / (len(right) + len(added)) if right or added else 1.0,
        stance=1 - len(wrong_stance) / len(right) if right else 1.0,
        missed=tuple(missed),
        added=tuple(added),
        wrong_stance=tuple(wrong_stance),
    )


def area_under_curve(above: Sequence[float], below: Sequence[float]) -> float:
    """Give the chance that a value of the first kind is larger than one of the second; ties count half."""
    if not above or not below:
        return 1.0
    wins = sum((high > low) + 0.5 * (high == low) for high in above for low in below)
    return wins / (len(above) * len(below))


def _parts(path: Path) -> tuple[Section, ...]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise error_at(str(path), 1, f"The file of labelled texts cannot be read ({error}).") from None
    return read_list(text, path.name)


def _claims(part: Section, key: str) -> Mapping[str, str]:
    return {claim.text("claim"): claim.text("stance") for claim in part.parts(key)}


def _has(question: LabelledQuestion, ranking: Ranking, within: int) -> bool:
    return any(match.entry_id in question.topics for match in ranking.matches[:within])


def _confusion(question: LabelledQuestion, ranking: Ranking) -> Confusion:
    got = ranking.matches[0].entry_id if ranking.matches else ""
    return Confusion(question.text, question.topics, got, ranking.confidence)


def _share(outcomes: Sequence[bool]) -> float:
    return sum(outcomes) / len(outcomes) if outcomes else 1.0


def _not_found(post: LabelledPost, judgement: Judgement) -> list[str]:
    found = {claim.claim_id for claim in judgement.claims}
    return [claim for claim in post.expected if claim not in found]


def _missed(post: LabelledPost, claim: str) -> Misjudged:
    return Misjudged(post.text, claim, post.expected[claim], "", "")
