"""Finds the claims that a text makes, and whether it asserts or denies them."""

import re
from dataclasses import dataclass

import numpy as np

from knowledge.claim import LearnerIs, Stance
from knowledge.features import Floats, Vector
from knowledge.judgement import JudgedClaim, Judgement
from knowledge.learning import Learner
from knowledge.library import Library
from knowledge.nearness import similarities, spread
from knowledge.sentences import Sentence, Span, split_sentences
from knowledge.stance import Signs, assertion_score, only_disclaims, signs_of
from knowledge.vocabulary import Vocabulary
from knowledge.words import count_content_words

_PENALTY = 0.7
# How sure it is that a part of the text makes a claim: a logistic function of the claim's score in the linear model and
# of how much the part says (short parts resemble many claims). Chosen on one half of the labelled posts.
_SCORE_GAIN, _WORD_GAIN, _OFFSET = 14.0, 0.3, -6.2
_ENOUGH_WORDS = 8
_FEWEST_WORDS = 3
_FEWEST_WORDS_OF_SENTENCE = 2  # "ReLU is linear."
# Below this confidence a claim is not reported.
BAR = 0.5
# Another claim in the same words must be nearly as sure as the first.
_SHARE_OF_BEST = 0.85
_ASKING = re.compile(
    r"^\W*(?:(?:hi|hello|hey)\b[^.?!]*?,\s*)?(?:how|what|which|when|where|who|can|could|would|should|does|do|is|are|did|has|have"
    r"|will|may|any(?:one|body)|some(?:one|body))\b",
    re.I,
)
_TAG = re.compile(r"(?:right|correct|no|yes|or|true|isn['’]t it|innit)\s*\?+\W*$", re.I)


@dataclass(frozen=True)
class _Candidate:
    claim: int
    span: Span
    sentence: int
    confidence: float
    vector: Vector


class Judge:
    """Knows all claims and how learners say them."""

    def __init__(
        self, library: Library, background: tuple[str, ...], vocabulary: Vocabulary, learner: Learner | None = None
    ) -> None:
        self._claims = tuple(library.claims.values())
        self._number = {claim.id: number for number, claim in enumerate(self._claims)}
        sentences = [
            (number, stance, text)
            for number, claim in enumerate(self._claims)
            for stance, texts in ((1, (claim.statement, *claim.asserted_as)), (-1, claim.denied_as))
            for text in texts
        ]
        texts = [text for _, _, text in sentences] + list(background)
        learner = learner or Learner()
        self._space = learner.space("judge", vocabulary, texts)
        owner = np.array([number for number, _, _ in sentences], dtype=np.int64)
        self._bounds = np.searchsorted(owner, np.arange(len(self._claims) + 1))
        self._asserted: Floats = np.array([stance for _, stance, _ in sentences], dtype=np.float32)
        self._signs = [signs_of(text) for _, _, text in sentences]
        targets = np.zeros((len(texts), len(self._claims)), dtype=np.float32)
        targets[np.arange(len(owner)), owner] = 1
        self._weights = learner.fit(self._space.rows, len(self._space), targets, _PENALTY)

    def judge(self, text: str) -> Judgement:
        """Give the claims of a text, in its order."""
        sentences = split_sentences(text)
        found: dict[int, _Candidate] = {}
        for number, sentence in enumerate(sentences):
            if _is_mere_question(sentence.span.of(text)):
                continue
            for candidate in self._candidates(text, number, sentence):
                best = found.get(candidate.claim)
                if best is None or candidate.confidence > best.confidence:
                    found[candidate.claim] = candidate
        kept = self._without_opposites(found)
        judged = [
            (self._judged(text, sentences, candidate), sentences[candidate.sentence].span.of(text))
            for candidate in sorted(kept, key=lambda one: one.span.start)
        ]
        # Who only says what they did not claim is never mistaken.
        claims = tuple(
            claim for claim, said in judged if claim.learner_is is not LearnerIs.MISTAKEN or not only_disclaims(said)
        )
        return Judgement(claims=claims, is_sure=bool(claims))

    def _candidates(self, text: str, number: int, sentence: Sentence) -> list[_Candidate]:
        found = []
        for span in sentence.windows():
            n_words = count_content_words(span.of(text))
            vector = self._space.vector(span.of(text))
            fewest = _FEWEST_WORDS_OF_SENTENCE if span == sentence.span else _FEWEST_WORDS
            if n_words < fewest or not len(vector.features) or not self._claims:
                continue
            scores = vector.values @ self._weights[vector.features]
            sure = 1 / (1 + np.exp(-(_SCORE_GAIN * scores + _WORD_GAIN * min(n_words, _ENOUGH_WORDS) + _OFFSET)))
            for claim in np.flatnonzero(sure >= max(BAR, _SHARE_OF_BEST * float(sure.max()))):
                found.append(_Candidate(int(claim), span, number, float(sure[claim]), vector))
        return found

    def _without_opposites(self, found: dict[int, _Candidate]) -> list[_Candidate]:
        """Asserting a claim is denying its opposite: where one sentence does so, only the better match is reported."""
        by_id = {self._claims[number].id: candidate for number, candidate in found.items()}
        kept = []
        for number, candidate in found.items():
            other = by_id.get(self._claims[number].opposite or "")
            if other is None or other.sentence != candidate.sentence or candidate.confidence >= other.confidence:
                kept.append(candidate)
        return kept

    def _judged(self, text: str, sentences: list[Sentence], candidate: _Candidate) -> JudgedClaim:
        claim = self._claims[candidate.claim]
        signs = signs_of(candidate.span.of(text), _following(text, sentences, candidate))
        score = self._assertion(signs, candidate)
        stance = Stance.ASSERTS if score >= 0 else Stance.DENIES
        return JudgedClaim(
            claim_id=claim.id,
            stance=stance,
            verdict=claim.verdict,
            learner_is=claim.learner_is(stance),
            quote=candidate.span.of(text),
            confidence=round(candidate.confidence, 4),
        )

    def _assertion(self, signs: Signs, candidate: _Candidate) -> float:
        own = self._rows_of(candidate.claim)
        opposite = self._number.get(self._claims[candidate.claim].opposite or "")
        # To assert the opposite is to deny the claim; to deny the opposite says nothing, for they are contraries.
        contrary = [row for row in self._rows_of(opposite) if self._asserted[row] > 0] if opposite is not None else []
        text = spread(candidate.vector, len(self._space))
        similar = [similarities(self._space.rows, text, row, row + 1)[0] for row in (*own, *contrary)]
        return assertion_score(
            signs,
            [self._signs[row] for row in (*own, *contrary)],
            np.concatenate([self._asserted[own.start : own.stop], np.full(len(contrary), -1, dtype=np.float32)]),
            np.array(similar, dtype=np.float32),
        )

    def _rows_of(self, claim: int) -> range:
        return range(int(self._bounds[claim]), int(self._bounds[claim + 1]))


def _following(text: str, sentences: list[Sentence], candidate: _Candidate) -> str:
    """Give what comes after the learner's claim: the rest of its sentence, or else the next sentence."""
    rest = text[candidate.span.end : sentences[candidate.sentence].span.end].lstrip(" ,;:")
    if any(character.isalpha() for character in rest):
        return rest
    return sentences[candidate.sentence + 1].span.of(text) if candidate.sentence + 1 < len(sentences) else ""


def _is_mere_question(sentence: str) -> bool:
    """Tell a question that asks from one that states: "relu is dead then, right?" states."""
    return sentence.endswith("?") and bool(_ASKING.search(sentence)) and not _TAG.search(sentence)
