"""Cuts learners' prose into sentences and clauses, and remembers where each stands in the text."""

import re
from dataclasses import dataclass

# A sentence ends at . ! ? before white space, at a line break, at a semicolon, or before "(2)"; dots inside numbers,
# names of functions and abbreviations do not end it.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|w\.r\.t|resp|approx|cf|fig|eq|dr|mr|prof|incl|a\.k\.a)|(?<!['’])\b[a-z])\.$", re.I
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)|\n+|;|\s[-–—]\s|\s•\s|(?<=\s)[*•]\s|\s(?=\(?\d\)\s)")
# Learners often chain claims without punctuation; these words begin a new clause.
_CLAUSE = re.compile(
    r"\s*(?:,|:(?=\s))\s*(?:(?:and|so|but|then|or)\b)?"
    r"|\s+(?=(?:because|since|so|therefore|thus|hence|but|however|although|though|whereas|while|which|thereby|meaning)\b)"
    r"|\s+(?:and|&)\s+(?=\S+\s+\S+\s+\S+)",
    re.I,
)
# A clause with fewer words says nothing on its own and is joined to its neighbour.
_FEWEST_WORDS = 3
_MOST_CLAUSES = 4
_MOST_SENTENCES = 200


@dataclass(frozen=True)
class Span:
    """A part of the text: the characters from start to end."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the words themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether two parts share characters."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Sentence:
    """A sentence and its clauses."""

    span: Span
    clauses: tuple[Span, ...]

    def windows(self) -> list[Span]:
        """Give all runs of neighbouring clauses, the whole sentence first."""
        runs = [self.span]
        for size in range(1, min(_MOST_CLAUSES, len(self.clauses) - 1) + 1):
            for first in range(len(self.clauses) - size + 1):
                runs.append(Span(self.clauses[first].start, self.clauses[first + size - 1].end))
        return runs


def split_sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences, at most as many as a post reasonably has."""
    sentences: list[Sentence] = []
    start = 0
    for found in _END.finditer(text):
        if found.group().startswith(".") and _ABBREVIATION.search(text[start : found.start() + 1]):
            continue
        if found.group().startswith("..") and text[found.end() :].lstrip()[:1].islower():
            continue  # a pause: "tilt, contrast... the hidden layers learn all that"
        # The mark belongs to the sentence: a question mark changes what it says.
        end = found.end() if found.group()[0] in ".!?" else found.start()
        _keep(text, start, end, sentences)
        start = found.end()
    _keep(text, start, len(text), sentences)
    return sentences[:_MOST_SENTENCES]


def _keep(text: str, start: int, end: int, sentences: list[Sentence]) -> None:
    span = _trimmed(text, start, end)
    if any(character.isalpha() for character in span.of(text)):
        sentences.append(Sentence(span, _clauses(text, span)))


def _clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    cuts = [(found.start(), found.end()) for found in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    clauses: list[Span] = []
    start = sentence.start
    for cut_start, cut_end in [*cuts, (sentence.end, sentence.end)]:
        piece = _trimmed(text, start, cut_start)
        start = cut_end
        if clauses and min(len(span.of(text).split()) for span in (clauses[-1], piece)) < _FEWEST_WORDS:
            clauses[-1] = Span(clauses[-1].start, max(piece.end, clauses[-1].end))
        elif piece.start < piece.end:
            clauses.append(piece)
    return tuple(clauses)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
