"""Finds the claims that a text makes, and whether it asserts or denies them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.claim import LearnerIs, Stance
from knowledge.discourse import read_discourse
from knowledge.features import Floats, fingerprints
from knowledge.judgement import JudgedClaim, Judgement
from knowledge.leaning import Leaning, Place
from knowledge.learning import Learner
from knowledge.library import Library
from knowledge.phrases import Phrases
from knowledge.reading import read_statements
from knowledge.sentences import Sentence, Span, split_sentences
from knowledge.stance import StanceModel
from knowledge.statement import Discourse, is_others_view
from knowledge.vocabulary import Vocabulary

_PENALTY = 0.7
# How sure it is that a part of the text makes a claim: a logistic function of the claim's score in the linear model, of
# how much of the score comes from few features ("He says" is not He initialisation), of how well another claim fits
# the same part, of how many of its words are claims' words (short parts have few others), and of whether it is a whole
# sentence. Fitted to labelled posts: intuitions_dev, _blind, _own, _stance, _unseen, _varied and _fresh.
_SCORE_GAIN, _FEW_FEATURES, _RIVAL, _KNOWN_WORDS, _WHOLE, _OFFSET = 19.1, -19.6, -2.5, -4.0, 2.3, -4.4
_FEWEST_WORDS = 2
# Below this confidence a claim is not reported.
BAR = 0.35
_SHORTEST_QUOTE, _LONGEST_QUOTE = 6, 30  # words
# A quote does not begin with the number of a list or with a word that ties it to the clause before.
_LEAD = re.compile(r"(?:(?:\(?\w\)|\d+\.|[-*•])\s+|(?:and|but|or|so(?! much)|then)\s+)+(?=\w)", re.I)
_ASKING = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\b[^.?!]*?,\s*)?"
    r"(?:how(?! come)|what|which|when|where|who|can|could|would|should|does|do|is|are|did|has|have|will|may"
    r"|any(?:one|body)|some(?:one|body))\b"
    # "Is it true that …?" states what it asks for.
    r"(?<!\bis(?= it (?:true|correct|right|fair|accurate)\b))(?<!\bcan(?= (?:i|we|one|you) (?:say|assume|conclude)\b))",
    re.I,
)
_TAG = re.compile(r"(?:right|correct|no|yes|or|true|isn['’]t it|innit)\s*\?+\W*$", re.I)


@dataclass(frozen=True)
class _Candidate:
    claim: int
    span: Span
    sentence: int
    confidence: float
    is_reported: bool


@dataclass(frozen=True)
class _Window:
    """A run of clauses with the scores of all claims."""

    span: Span
    share_known: float
    is_sentence: bool
    scores: Floats
    concentrations: Floats
    is_reported: bool


class Judge:
    """Knows all claims and how learners say them."""

    def __init__(
        self,
        library: Library,
        background: tuple[str, ...],
        vocabulary: Vocabulary,
        phrases: Phrases,
        learner: Learner | None = None,
    ) -> None:
        learner = learner or Learner()
        self._phrases = phrases
        self._claims = tuple(library.claims.values())
        sentences = [
            (number, stance, text)
            for number, claim in enumerate(self._claims)
            for stance, texts in ((1, (claim.statement, *claim.asserted_as)), (-1, claim.denied_as))
            for text in texts
        ]
        read = read_statements([text for _, _, text in sentences], phrases, learner)
        known = [
            (number, -stance if is_rejected else stance, statement)
            for (number, stance, _), statements in zip(sentences, read, strict=True)
            for is_rejected, statement in statements
        ]
        statements = [text for _, _, text in known]
        texts = statements + list(background)
        self._space = learner.space("judge", vocabulary, texts)
        self._known = frozenset().union(*(self._space.content(statement) for statement in statements))
        owner = np.array([number for number, _, _ in known], dtype=np.int64)
        targets = np.zeros((len(texts), len(self._claims)), dtype=np.float32)
        targets[np.arange(len(owner)), owner] = 1
        self._weights = learner.fit(self._space.rows, len(self._space), targets, _PENALTY, fingerprints(texts))
        asserted = np.array([stance for _, stance, _ in known], dtype=np.float32)
        stance_model = StanceModel(self._space, statements, owner, asserted, learner)
        numbers = {claim.id: number for number, claim in enumerate(self._claims)}
        opposites = {numbers[claim.id]: numbers[claim.opposite] for claim in self._claims if claim.opposite in numbers}
        self._leaning = Leaning(self._space, self._weights, stance_model, opposites)

    def judge(self, text: str) -> Judgement:
        """Give the claims of a text, in its order."""
        sentences = split_sentences(text)
        discourse = read_discourse(text, sentences, self._phrases)
        asking = {number for number, one in enumerate(sentences) if _is_mere_question(one.span.of(text))}
        asking -= discourse.answered
        found: dict[int, _Candidate] = {}
        for number, sentence in enumerate(sentences):
            for candidate in () if number in asking else self._candidates(text, number, sentence, discourse):
                best = found.get(candidate.claim)
                if best is None or _is_better(candidate, best):
                    found[candidate.claim] = candidate
        kept = sorted(self._without_opposites(found), key=lambda one: one.span.start)
        settled = discourse.settled(candidate.span for candidate in kept)
        judged = []
        for one in kept:
            taken = [other.span for other in kept if other.claim != one.claim]
            whole = _widened(one, sentences[one.sentence], kept)
            judged.append(self._judged(text, one, Place(whole, one.sentence, taken, asking), settled))
        claims = self._said_once([claim for claim in judged if claim is not None])
        return Judgement(claims=claims, is_sure=bool(claims))

    def _said_once(self, judged: Sequence[JudgedClaim]) -> tuple[JudgedClaim, ...]:
        """Report only the surer of two opposites of which one is asserted and the other denied: they say the same."""
        by_id = {claim.claim_id: claim for claim in judged}
        opposites = {claim.id: claim.opposite or "" for claim in self._claims}
        return tuple(
            one
            for one in judged
            if (other := by_id.get(opposites[one.claim_id])) is None
            or other.stance is one.stance
            or other.confidence <= one.confidence
        )

    def _candidates(self, text: str, number: int, sentence: Sentence, discourse: Discourse) -> list[_Candidate]:
        windows = [
            window
            for span in sentence.windows()
            if (window := self._window(text, span, sentence, discourse)) is not None
        ]
        if not windows:
            return []
        evidence = np.array([_evidence(window) for window in windows])
        is_whole = np.array([[window.is_sentence] for window in windows])
        sure = 1 / (1 + np.exp(-evidence - _WHOLE * is_whole))
        # A claim may be surest in the whole sentence; it is made where the evidence is.
        places = np.argmax(evidence, axis=0)
        return [
            _Candidate(
                claim=int(claim),
                span=windows[places[claim]].span,
                sentence=number,
                confidence=float(sure[:, claim].max()),
                is_reported=windows[places[claim]].is_reported,
            )
            for claim in np.flatnonzero(sure.max(axis=0) >= BAR)
        ]

    def _window(self, text: str, span: Span, sentence: Sentence, discourse: Discourse) -> _Window | None:
        """Score a part of a sentence for all claims; None where it says nothing of its own."""
        statements = discourse.within(span)
        said = " ".join(one.span.of(text) for one in statements)
        # Words that no claim has make nothing surer: "the pool was great" says one thing that could be about a claim.
        n_words = len(self._space.content(said) & self._known)
        vector = self._space.vector(said)
        if n_words < _FEWEST_WORDS or not len(vector.features) or not self._claims:
            return None
        weights = self._weights[vector.features]
        return _Window(
            span=span,
            share_known=n_words / len(said.split()),
            is_sentence=span == sentence.span,
            scores=vector.values @ weights,
            concentrations=np.sqrt(vector.values**2 @ np.maximum(weights, 0) ** 2),
            is_reported=is_others_view(statements),
        )

    def _without_opposites(self, found: dict[int, _Candidate]) -> list[_Candidate]:
        """Asserting a claim is denying its opposite: where one sentence does so, only the better match is reported."""
        by_id = {self._claims[number].id: candidate for number, candidate in found.items()}
        kept = []
        for number, candidate in found.items():
            other = by_id.get(self._claims[number].opposite or "")
            if other is None or other.sentence != candidate.sentence or candidate.confidence >= other.confidence:
                kept.append(candidate)
        return kept

    def _judged(self, text: str, candidate: _Candidate, place: Place, discourse: Discourse) -> JudgedClaim | None:
        claim = self._claims[candidate.claim]
        is_disclaimed = any(one.is_disclaimed for one in discourse.within(place.span))
        is_asserted = not is_disclaimed and self._leaning.towards(candidate.claim, text, place, discourse) >= 0
        stance = Stance.ASSERTS if is_asserted else Stance.DENIES
        learner_is = claim.learner_is(stance)
        # Who only says what they did not claim is never mistaken.
        if learner_is is LearnerIs.MISTAKEN and is_disclaimed:
            return None
        return JudgedClaim(
            claim_id=claim.id,
            stance=stance,
            verdict=claim.verdict,
            learner_is=learner_is,
            quote=_quotable(text, place.span, candidate.span).of(text),
            confidence=round(candidate.confidence, 4),
        )


def _evidence(window: _Window) -> Floats:
    """Tell for each claim how much speaks for it in a window, as the logit of a chance."""
    evidence: Floats = (
        _SCORE_GAIN * window.scores
        + _FEW_FEATURES * window.concentrations
        + _RIVAL * _best_other(window.scores)
        + _KNOWN_WORDS * window.share_known
        + _OFFSET
    )
    return evidence


def _best_other(scores: Floats) -> Floats:
    """Give for each claim the best score of all others."""
    if len(scores) < 2:
        return np.zeros_like(scores)
    first, second = np.sort(scores)[-1], np.sort(scores)[-2]
    others: Floats = np.where(scores == first, second, first)
    return others


def _widened(candidate: _Candidate, sentence: Sentence, others: Sequence[_Candidate]) -> Span:
    """Add the clauses around a claim that make no other claim: "logits go into the loss | , not softmax outputs"."""
    taken = [one.span for one in others if one.sentence == candidate.sentence and one.claim != candidate.claim]
    start, end = candidate.span.start, candidate.span.end
    for clause in reversed(sentence.clauses):
        if clause.end <= start:
            if any(clause.overlaps(span) for span in taken):
                break
            start = clause.start
    for clause in sentence.clauses:
        if clause.start >= end:
            if any(clause.overlaps(span) for span in taken):
                break
            end = clause.end
    return Span(start, end)


def _quotable(text: str, whole: Span, clause: Span) -> Span:
    """Choose what is shown to the learner: the claim's clause, with what stands around it where that is too short."""
    is_short = len(clause.of(text).split()) < _SHORTEST_QUOTE
    span = whole if is_short and len(whole.of(text).split()) <= _LONGEST_QUOTE else clause
    lead = _LEAD.match(span.of(text))
    return Span(span.start + lead.end(), span.end) if lead else span


def _is_better(candidate: _Candidate, best: _Candidate) -> bool:
    """Prefer what the writer says to what others say, then the surer match."""
    if candidate.is_reported != best.is_reported:
        return best.is_reported
    return candidate.confidence > best.confidence


def _is_mere_question(sentence: str) -> bool:
    """Tell a question that asks from one that states: "relu is dead then, right?" states."""
    return sentence.endswith("?") and bool(_ASKING.search(sentence)) and not _TAG.search(sentence)
