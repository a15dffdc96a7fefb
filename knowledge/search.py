"""Ranks entries for a question by what the words of all phrasings taught when the content was read."""

from dataclasses import dataclass

import numpy as np

from knowledge.entry import Entry, FaqPair
from knowledge.features import FeatureSpace, Floats, Whole
from knowledge.learning import Learner
from knowledge.library import Library
from knowledge.nearness import similarities, spread
from knowledge.ranking import Match, Ranking
from knowledge.scoring import make_scoring
from knowledge.vocabulary import Vocabulary
from knowledge.words import has_a_word, without_courtesy

# Confidence is a logistic function of how on-topic the question looks and of the best entry's score.
# Gains fitted on every second question of questions_dev.yaml and on questions_own.yaml; the offset was chosen with both
# halves of the first in view, so no half is a clean hold-out. tests/knowledge/test_figures.py holds the figures.
_ON_TOPIC_GAIN, _BEST_GAIN, _OFFSET = 10.0, 2.4, -5.6
# Above this confidence an answer is given.
BAR = 0.5
_SHOWN = 5
# A faq pair is shown if its question is at least this similar, and more similar than any general phrasing; if it has
# every word of the learner's question; and if the learner's has at least this share of its words. A wrong one misleads.
_FAQ_SIMILARITY = 0.45
_FAQ_SHARE = 0.6
# A formula without any word is answered only if somebody foresaw it: "1" says nothing.
_FORMULA_SIMILARITY = 0.5


@dataclass(frozen=True)
class _Phrasing:
    text: str
    entry: int  # the number of the entry, or -1 for the background
    faq: FaqPair | None = None


class Search:
    """The learned model and the phrasings it was learned from."""

    def __init__(
        self, library: Library, background: tuple[str, ...], vocabulary: Vocabulary, learner: Learner | None = None
    ) -> None:
        self._entries = tuple(library.entries.values())
        self._phrasings = [
            *(row for number, entry in enumerate(self._entries) for row in _phrasings(number, entry)),
            *(_Phrasing(text, -1) for text in background),
        ]
        texts = [phrasing.text for phrasing in self._phrasings]
        self._space = FeatureSpace(vocabulary.knowing(texts), texts)
        owner = np.array([phrasing.entry for phrasing in self._phrasings], dtype=np.int64)
        self._bounds = np.searchsorted(
            np.where(owner < 0, len(self._entries), owner), np.arange(len(self._entries) + 1)
        )
        self._scoring = make_scoring(self._space, owner, len(self._entries), learner or Learner())

    def rank(self, question: str) -> Ranking:
        """Give the entries that fit best, and how sure it is that the question is about our subject at all."""
        question = without_courtesy(question)
        vector = self._space.vector(question)
        if not len(vector.features) or not self._entries:
            return Ranking(confidence=0.0, matches=(), is_confident=False)
        scores = self._scoring.scores(vector)
        best = _largest(scores[:-1])
        confidence = _confidence(float(scores[-1]), float(scores[best[0]]))
        spread_out = spread(vector, len(self._space))
        if not has_a_word(question) and all(
            self._nearest(spread_out, int(number))[1] < _FORMULA_SIMILARITY for number in best
        ):
            return Ranking(confidence=0.0, matches=(), is_confident=False)
        matches = tuple(
            Match(
                entry_id=self._entries[number].id,
                title=self._entries[number].title,
                score=round(float(scores[number]), 4),
                faq=self._nearest_faq(question, spread_out, int(number)),
            )
            for number in best
        )
        return Ranking(confidence=round(confidence, 4), matches=matches, is_confident=confidence >= BAR)

    def subject(self, question: str) -> frozenset[str]:
        """Give the stems of the words that say what a question is about."""
        return self._space.content(without_courtesy(question))

    def _nearest_faq(self, text: str, question: Floats, number: int) -> FaqPair | None:
        phrasing, similarity = self._nearest(question, number)
        if phrasing.faq is None or similarity < _FAQ_SIMILARITY:
            return None
        return phrasing.faq if self._asks_the_same(text, phrasing.faq, self._entries[number]) else None

    def _nearest(self, question: Floats, number: int) -> tuple[_Phrasing, float]:
        start, end = self._bounds[number], self._bounds[number + 1]
        similar = similarities(self._space.rows, question, int(start), int(end))
        nearest = int(np.argmax(similar))
        return self._phrasings[start + nearest], float(similar[nearest])

    def _asks_the_same(self, question: str, pair: FaqPair, entry: Entry) -> bool:
        asked = self._space.content(question)
        answered = self._space.content(pair.question)
        name = self._space.content(" ".join([entry.title, *entry.aliases[:1]]))
        specific = answered - name
        return asked <= answered | name and len(specific & asked) >= _FAQ_SHARE * len(specific)


def _phrasings(number: int, entry: Entry) -> list[_Phrasing]:
    # The aliases make one text: learning takes time with the number of texts, and these say the same.
    general = [entry.title, entry.summary, ", ".join(entry.aliases), *entry.questions]
    rows = [_Phrasing(text, number) for text in general if text]
    # "Is it smooth?" says what it is about only beside the entry's name.
    name = entry.aliases[0] if entry.aliases else entry.title
    rows.extend(_Phrasing(f"{pair.question} {name}", number, pair) for pair in entry.faq)
    return rows


def _confidence(on_topic: float, best: float) -> float:
    return float(1 / (1 + np.exp(-(_ON_TOPIC_GAIN * on_topic + _BEST_GAIN * best + _OFFSET))))


def _largest(scores: Floats) -> Whole:
    """Give the places of the largest scores, best first, without sorting all of them."""
    best = np.argpartition(-scores, _SHOWN)[:_SHOWN] if len(scores) > _SHOWN else np.arange(len(scores))
    return best[np.argsort(-scores[best], kind="stable")]
