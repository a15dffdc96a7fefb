"""Ranks entries for a question by what the words of all phrasings taught when the content was read."""

import math
from dataclasses import dataclass

import numpy as np

from knowledge.entry import Entry, FaqPair
from knowledge.features import Floats, Whole
from knowledge.learning import Learner
from knowledge.library import Library
from knowledge.logistic import log_sum
from knowledge.nearness import similarities, spread
from knowledge.prose import sentences_of
from knowledge.ranking import Match, Ranking
from knowledge.scoring import Lessons, make_scoring
from knowledge.vocabulary import Vocabulary
from knowledge.words import has_a_word, without_courtesy

# Confidence is a logistic function of how much the question looks like our subject, of the log probability of the best
# entry, and of how much is asked (few words look like anything). Fitted on phrasings and background lines left out of
# learning, together with every second question of questions_dev.yaml, as if half of all questions were ours; on what
# was left out, the share of ours is within 0.1 of the confidence. tests/knowledge/test_figures.py holds the figures.
_SUBJECT_GAIN, _LIKELY_GAIN, _WORD_GAIN, _OFFSET = 6.6, 1.0, 1.0, -3.7
# Above this confidence an answer is given: between the surest question that is not ours and nearly all that are, among
# every second one of questions_dev.yaml. A wrong answer misleads; "not sure" costs a second question.
BAR = 0.68
_SHOWN = 5
# The sentences of the explanations teach words that no phrasing has, but learners do not ask like that; an alias or
# the question of a faq pair is learned on its own too. More or less changes little.
_PROSE_IMPORTANCE, _BARE_IMPORTANCE = 0.3, 1.0
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
        more = [lesson for number, entry in enumerate(self._entries) for lesson in _more_lessons(number, entry)]
        texts = (*(phrasing.text for phrasing in self._phrasings), *(text for _, text, _ in more))
        learner = learner or Learner()
        self._space = learner.space("search", vocabulary, texts)
        owner = np.array([phrasing.entry for phrasing in self._phrasings], dtype=np.int64)
        self._bounds = np.searchsorted(
            np.where(owner < 0, len(self._entries), owner), np.arange(len(self._entries) + 1)
        )
        lessons = Lessons(
            texts,
            owners=np.array([*owner, *(number for number, _, _ in more)], dtype=np.int64),
            importance=np.array([*np.ones(len(owner)), *(importance for _, _, importance in more)], dtype=np.float32),
            classes=tuple(entry.id for entry in self._entries),
        )
        self._remembered: dict[int, tuple[tuple[FaqPair, frozenset[str], frozenset[str]], ...]] = {}
        self._scoring = make_scoring(self._space, lessons, learner)

    def rank(self, question: str) -> Ranking:
        """Give the entries that fit best, and how sure it is that the question is about our subject at all."""
        question = without_courtesy(question)
        vector = self._space.vector(question)
        if not len(vector.features) or not self._entries:
            return Ranking(confidence=0.0, matches=(), is_confident=False)
        scores = self._scoring.scores(vector)
        likely = scores[:-1] - log_sum(scores)
        best = _largest(likely)
        asked = self._space.content(question)
        confidence = _confidence(self._scoring.subject(vector), float(likely[best[0]]), len(asked))
        spread_out = spread(vector, len(self._space))
        if not has_a_word(question) and all(
            self._nearest(spread_out, int(number))[1] < _FORMULA_SIMILARITY for number in best
        ):
            return Ranking(confidence=0.0, matches=(), is_confident=False)
        matches = tuple(
            Match(
                entry_id=self._entries[number].id,
                title=self._entries[number].title,
                score=round(float(np.exp(likely[number])), 4),
                faq=self._nearest_faq(asked, spread_out, int(number)),
            )
            for number in best
        )
        return Ranking(confidence=round(confidence, 4), matches=matches, is_confident=confidence >= BAR)

    def subject(self, question: str) -> frozenset[str]:
        """Give the stems of the words that say what a question is about."""
        return self._space.content(without_courtesy(question))

    def _nearest_faq(self, asked: frozenset[str], question: Floats, number: int) -> FaqPair | None:
        same = [pair for pair, answered, name in self._contents(number) if _asks_the_same(asked, answered, name)]
        if not same:
            return None
        phrasing, similarity = self._nearest(question, number)
        return phrasing.faq if phrasing.faq in same and similarity >= _FAQ_SIMILARITY else None

    def _contents(self, number: int) -> tuple[tuple[FaqPair, frozenset[str], frozenset[str]], ...]:
        """Give the faq pairs of an entry, each with the words of its question and of the entry's name."""
        if number not in self._remembered:
            entry = self._entries[number]
            name = self._space.content(" ".join([entry.title, *entry.aliases[:1]]))
            self._remembered[number] = tuple((pair, self._space.content(pair.question), name) for pair in entry.faq)
        return self._remembered[number]

    def _nearest(self, question: Floats, number: int) -> tuple[_Phrasing, float]:
        start, end = self._bounds[number], self._bounds[number + 1]
        similar = similarities(self._space.rows, question, int(start), int(end))
        nearest = int(np.argmax(similar))
        return self._phrasings[start + nearest], float(similar[nearest])


def _asks_the_same(asked: frozenset[str], answered: frozenset[str], name: frozenset[str]) -> bool:
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


def _more_lessons(number: int, entry: Entry) -> list[tuple[int, str, float]]:
    bare = [*entry.aliases, *(pair.question for pair in entry.faq)]
    return [
        *((number, text, _PROSE_IMPORTANCE) for text in sentences_of(entry)),
        *((number, text, _BARE_IMPORTANCE) for text in bare),
    ]


def _confidence(subject: float, likely: float, n_words: int) -> float:
    evidence = _SUBJECT_GAIN * subject + _LIKELY_GAIN * likely + _WORD_GAIN * math.log1p(n_words) + _OFFSET
    return 1 / (1 + math.exp(-evidence))


def _largest(scores: Floats) -> Whole:
    """Give the places of the largest scores, best first, without sorting all of them."""
    best = np.argpartition(-scores, _SHOWN)[:_SHOWN] if len(scores) > _SHOWN else np.arange(len(scores))
    return best[np.argsort(-scores[best], kind="stable")]
