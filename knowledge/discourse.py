"""What a writer does with each statement of a text: holds it or rejects it, and how far the words that say so reach.

"I doubt that" and "it's a myth that" reach to the end of their clause, "which is wrong" and "I disagree." reach back,
"three myths:" and "none of this is true" reach over a list.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.negation import polarity_of
from knowledge.phrases import ABOUT_ONE, BEFORE, Means, Phrases
from knowledge.sentences import Sentence, Span
from knowledge.statement import Discourse, Statement, Verdict
from knowledge.words import count_content_words

# "Three myths that I read in our forum last week:" still announces; a longer beginning says something itself.
_LONGEST_ANNOUNCEMENT = 14
_LONGEST_LABEL = 2  # "Myth:", "Myth 2:"
_FEWEST_WORDS = 2
_FEWEST_OF_CLAUSE = 3  # a comma ends what is doubted only if both sides say enough
_ASIDE = re.compile(r"\((?:[^\s()]+\s+)+[^()]+\)")  # of two words or more
_GOT_WRONG = re.compile(r"\b(?:had|got)\b[^:]*\bwrong\b", re.I)
# "He is wrong" is about what he said, not about the reasons before it; "I was wrong" sides with who said otherwise.
_PERSON = re.compile(r"\b(?:he|she|him|her)\b", re.I)
_OWN_ERROR = re.compile(r"\b(?:i|we) (?:was|were)\b", re.I)
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latter": -1, "former": -2}
_NUMBERS = {"both": 2, "neither": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


@dataclass(frozen=True)
class _Mark:
    """An expression in a sentence."""

    span: Span
    means: Means


class _Reader:
    """Reads the sentences of one text in order."""

    def __init__(self, text: str, sentences: Sequence[Sentence], phrases: Phrases) -> None:
        self._phrases = phrases
        self._text = text
        self._sentences = sentences
        self._done: list[Statement] = []
        self._verdicts: list[Verdict] = []
        self._answered: set[int] = set()
        self._rejects_list = False
        self._lists_corrections = False

    def read(self) -> Discourse:
        for number, sentence in enumerate(self._sentences):
            self._follow(number)
            self._take(number, sentence.span)
        return Discourse(tuple(self._done), tuple(self._verdicts), frozenset(self._answered))

    def _follow(self, number: int) -> None:
        """See what a sentence does with the one before: it answers it, it contradicts others, or it ends a list."""
        if not number:
            return
        said = self._sentences[number].span.of(self._text)
        before = self._sentences[number - 1].span
        if self._phrases.ends_list.search(self._text[before.end : self._sentences[number].span.start] + said):
            self._rejects_list = False
        is_no = bool(self._phrases.answered_no.search(said))
        if (is_no or self._phrases.overturned.search(said)) and all(
            one.is_reported for one in self._done if one.sentence == number - 1
        ):
            self._settle(number - 1, rejecting=True)
        if before.of(self._text).endswith("?") and (is_no or self._phrases.answered_yes.search(said)):
            self._answered.add(number - 1)
            self._settle(number - 1, rejecting=is_no)

    def _take(self, number: int, sentence: Span) -> None:
        head = self._announcement(sentence.of(self._text))
        rejects = self._rejects_list
        if head is not None:
            rejects = bool(self._phrases.announcing_rejected.search(head))
            self._lists_corrections = bool(_GOT_WRONG.search(head))
            if _reaches_on(head, sentence.of(self._text)):
                self._rejects_list = rejects
        span = Span(sentence.start + (len(head) + 1 if head is not None else 0), sentence.end)
        marks = self._marks(span)
        own = list(_statements(self._text, number, span, marks, self._phrases))
        if rejects:
            own = [one if self._corrects(one) else one.judged(rejecting=True) for one in own]
        elif head is not None and self._phrases.marks[Means.REPORTED].search(f"{head}:"):
            own = [replace(one, is_reported=True) for one in own]
        for mark in marks:
            if mark.means in ABOUT_ONE:
                self._judge_one(mark)
            elif mark.means in {Means.ALL_REJECTED, Means.ALL_ACCEPTED}:
                self._judge_several(mark, bool(own) and own[0].span.start < mark.span.start)
            elif mark.means not in BEFORE:
                own = self._judge(mark, own, number)
        self._done.extend(piece for one in own for piece in _without_asides(self._text, one))

    def _corrects(self, statement: Statement) -> bool:
        """Tell "things I had wrong: relu is not only for CNNs" from "… wrong: that relu isn't linear"."""
        said = _ASIDE.sub(" ", statement.span.of(self._text)).lower()
        return self._lists_corrections and polarity_of(said) < 0 and not said.lstrip().startswith("that ")

    def _judge_several(self, mark: _Mark, has_before: bool) -> None:
        """Note a verdict on as many claims as it names: those before it, or else those after it."""
        number = _number_in(mark.span.of(self._text))
        if self._done or has_before:
            self._verdicts.append(Verdict(mark.span.start, number, mark.means is Means.ALL_REJECTED))
        else:
            self._rejects_list = mark.means is Means.ALL_REJECTED

    def _judge_one(self, mark: _Mark) -> None:
        """Note a verdict on the first, the last … of the claims before it; "only" makes one on the others too."""
        said = mark.span.of(self._text).lower()
        which = next((which for word, which in _ORDINALS.items() if word in said), None)
        if which is None:
            return  # an ordinal that <point> has and this table has not
        place = mark.span.start
        self._verdicts.append(Verdict(place, None, mark.means is Means.ONE_REJECTED, which))
        if mark.means is Means.ONLY_ACCEPTED:
            self._verdicts.append(Verdict(place, None, is_rejecting=True))

    def _judge(self, mark: _Mark, own: list[Statement], number: int) -> list[Statement]:
        """Apply a verdict to what its sentence says before it, or else to the sentence before."""
        before = [one for one in own if one.span.end <= mark.span.start]
        said = [one.sentence for one in self._done if one.is_reported and not one.is_settled]
        verdict = mark.span.of(self._text)
        is_own_error = bool(_OWN_ERROR.search(verdict)) and not before
        if (is_own_error or _PERSON.search(verdict)) and said and not any(one.is_reported for one in before):
            self._settle(said[-1], rejecting=mark.means is Means.REJECTED and not is_own_error)
            return own
        if not before and _PERSON.search(verdict):
            return own  # what the writer said is not what "she" said
        if not before:
            # "I read that … . I tried it … . So much for that." is about what was read.
            about = said[-1] if said and mark.means is Means.REJECTED else number - 1
            self._answered.add(about)
            self._settle(about, rejecting=mark.means is Means.REJECTED, converting=mark.means is Means.CONVERTED)
        return [_after(mark, one) for one in before] + own[len(before) :]

    def _settle(self, sentence: int, *, rejecting: bool, converting: bool = False) -> None:
        self._done = [
            one if one.sentence != sentence else one.converted() if converting else one.judged(rejecting=rejecting)
            for one in self._done
        ]

    def _announcement(self, said: str) -> str | None:
        """Find "three myths:" at the start of a sentence."""
        colon = re.search(r":(?=\s|$)", said)
        head = said[: colon.start()] if colon else ""
        is_short = 0 < len(head.split()) <= _LONGEST_ANNOUNCEMENT
        return head if is_short and self._phrases.announcing.search(head) else None

    def _marks(self, span: Span) -> list[_Mark]:
        """Find the expressions of a sentence; where two overlap, the kind that is tried first is kept."""
        found: list[_Mark] = []
        for means, pattern in self._phrases.marks.items():
            for one in pattern.finditer(span.of(self._text)):
                mark = _Mark(Span(span.start + one.start(), span.start + one.end()), means)
                if mark.span.end > mark.span.start and not any(mark.span.overlaps(other.span) for other in found):
                    found.append(mark)
        return sorted(found, key=lambda mark: mark.span.start)


def read_discourse(text: str, sentences: Sequence[Sentence], phrases: Phrases) -> Discourse:
    """Find what the writer does with the statements of a text."""
    return _Reader(text, sentences, phrases).read()


def _after(mark: _Mark, statement: Statement) -> Statement:
    return (
        statement.converted()
        if mark.means is Means.CONVERTED
        else statement.judged(rejecting=mark.means is Means.REJECTED)
    )


def _number_in(verdict: str) -> int | None:
    """Find the number that a verdict names: "both", "none of the three"."""
    return next((_NUMBERS[word] for word in verdict.lower().split() if word in _NUMBERS), None)


def _reaches_on(head: str, said: str) -> bool:
    """Tell whether it speaks of the next sentences too: "Myth: …" does not, "Myths: …" and a line "Wrong:" do."""
    is_label = len(head.split()) <= _LONGEST_LABEL and not head.rstrip().lower().endswith("s")
    return not is_label or not said[len(head) + 1 :].strip()


def _statements(text: str, number: int, span: Span, marks: list[_Mark], phrases: Phrases) -> Iterator[Statement]:
    """Cut a sentence at its marks and where a contrast begins; each part has the attitudes that reach it."""
    cuts: list[tuple[Span, Means | None, bool]] = [(mark.span, mark.means, False) for mark in marks]
    for pattern, is_weak in ((phrases.contrast, False), (phrases.comma, True)):
        cuts += [
            (Span(one.start(), one.end()), None, is_weak)
            for one in pattern.finditer(text, span.start, span.end)
            if not any(mark.span.start <= one.start() < mark.span.end for mark in marks)
        ]
    active: list[Means] = []
    start = span.start
    for cut, means, is_weak in [*sorted(cuts, key=lambda cut: cut[0].start), (Span(span.end, span.end), None, False)]:
        piece = Span(start, cut.start)
        if is_weak and not _may_end_at(piece.of(text), text[cut.end : span.end], active):
            continue
        says_something = count_content_words(piece.of(text)) >= _FEWEST_WORDS
        if means is None and cut.end < span.end and not says_something:
            continue  # "it's not the oil but the stirring": what is too short belongs to what follows
        if says_something:
            yield _statement(piece, number, active)
            active = []
        start = max(cut.end, start)
        if means in BEFORE:
            active.append(means)


def _without_asides(text: str, statement: Statement) -> Iterator[Statement]:
    """Hold what stands in parentheses in a rejected statement: "the error that relu is for CNNs (my MLP has it)"."""
    start = statement.span.start
    for aside in _ASIDE.finditer(text, start, statement.span.end) if statement.is_rejected else ():
        yield replace(statement, span=Span(start, aside.start()))
        yield replace(statement, span=Span(aside.start() + 1, aside.end() - 1), is_rejected=False, is_settled=True)
        start = aside.end()
    if start == statement.span.start or text[start : statement.span.end].strip(" .,;:"):
        yield replace(statement, span=Span(start, statement.span.end))


def _may_end_at(before: str, after: str, active: Sequence[Means]) -> bool:
    """Tell whether a comma may end what is doubted: "I don't think that relu dies, the next example wakes it"."""
    reaches = Means.REJECTED_BEFORE in active or Means.HELD_ONCE in active
    return reaches and min(count_content_words(before), count_content_words(after)) >= _FEWEST_OF_CLAUSE


def _statement(span: Span, number: int, active: Sequence[Means]) -> Statement:
    denials = sum(means in {Means.REJECTED_BEFORE, Means.DISCLAIMED} for means in active)
    was_held = Means.HELD_ONCE in active  # "I used to doubt" holds now
    return Statement(
        span,
        number,
        is_rejected=(denials + was_held) % 2 == 1,
        is_reported=Means.REPORTED in active,
        is_disclaimed=Means.DISCLAIMED in active,
        is_settled=denials > 0 or was_held,
    )
