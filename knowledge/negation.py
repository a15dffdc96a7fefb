"""Whether a statement is negated, and the little words that show its stance."""

import re
from collections.abc import Iterator
from itertools import pairwise

# "No activation", "without a bias" name a kind of network; they do not negate the sentence.
_TOPIC = (
    r"(?:hidden )?(?:activations?|activation functions?|non.?linearit(?:y|ies)|non.?linear \w+|bias(?:es)?|intercepts?"
    r"|hidden layers?|convolutions?|softmax)"
)
_NO_NEGATION = re.compile(
    rf"\b(?:no|without(?: an?y?| the)?|lack(?:ing|s)?(?: of)?(?: an?y?)?|free of) {_TOPIC}\b"
    r"|\bnot (?:only|just|necessarily wrong)\b|\bno (?:matter|more than|problem|wonder|idea)\b"
    r"|\bnothing (?:but|more than|else|(?:in )?between)\b|\banything but\b|\bno different\b"
    r"|\b(?:does not|doesn['’]?t) matter\b"
    r"|\bnever (?:more|below|negative|above|exceed\w*|goes?)\b|\bcan(?:['’]?t|not) (?:be|go|get) (?:below|negative)\b"
    r"|\b(?:isn['’]?t|is not|aren['’]?t|are not|not)(?: really| actually| truly)? non.?linear"
    r"|\bif (?:that|it|this|they|those) (?:does not|doesn['’]?t|do not|don['’]?t|fails?)\b"
    r"|\b(?:isn['’]?t|is not|aren['’]?t|doesn['’]?t|don['’]?t|can['’]?t)"
    r" (?:it|that|this|they|the|you|we|sigmoid|relu|softmax)\b(?=.*\?)"
    # A question that begins with a negation expects a yes: "don't ten layers give ten times the power?"
    r"|(?:^|[,;:–-]\s*|\b(?:so|but|and|why|then)\s+)(?:is|are|was|were|do|does|did|ca|wo|would|should|could|has|have)n['’]?t"
    r"\b(?=[^?.]*\?)"
    r"|\byes ?(?:/|or|-) ?no\b|\(not [^)]*\)|\bwhy not\b|\bif not\b|\bor not\b|\b(?:go|goes|went|going) wrong\b",
    re.I,
)
_NEGATION = re.compile(
    r"n['’]t\b|\b(?:not|cannot|never|nothing|none|neither|nor|no|nobody|hardly|scarcely|barely|rarely|seldom"
    r"|fail(?:s|ed)? to|far from|unable|dont|doesnt|isnt|cant|wont|arent|useless|pointless|superfluous|harmless"
    r"|relus?(?: is| are|['’]s) (?:an? |indeed |still |really |in fact )?non.?linear)\b",
    re.I,
)
# These negate in some sentences only.
_HALF_NEGATION = re.compile(
    r"\b(?:without|lacks?|least|little|refuses?|nowhere|unlikely|impossible|wrong|false|untrue|myth|unnecessary"
    r"|irrelevant|independent|regardless|immune)\b|\bnothing to do\b|\banything but\b|non.?linear",
    re.I,
)
# What these words deny stands after them, up to the next of the marks below.
_DENIES_NEXT = re.compile(
    rf"{_NEGATION.pattern}|\b(?:rather than|instead of|without|less|unlike|than)\b",
    re.I,
)
_JOINTS = r"but|because|since|so|which|whereas|while|although|though"
# Parts of a statement that are negated or not on their own: "it needs a slope everywhere, no corners".
_SEGMENT = re.compile(rf"[,;:]\s|\b(?:{_JOINTS})\b", re.I)
_STOPS = re.compile(rf"[,;:.]|\b(?:{_JOINTS}|it['’]s)\b", re.I)
_CONTRACTIONS = (
    (re.compile(r"\bcan(?:not|['’]?t)\b"), "can not"),
    (re.compile(r"\bwon['’]?t\b"), "will not"),
    (re.compile(r"\b(do|does|did|is|are|was|were|has|have|had|could|would|should|must|need)n['’]?t\b"), r"\1 not"),
)
_WORD = re.compile(r"\d+(?:\.\d+)?|\w+|[?:]")


def polarity_of(statement: str) -> float:
    """Give -1 for a negated statement, 0 for one that may be, and 1 for any other.

    Two negations count as one: "neither … nor", "no, it does not" negate once, and where they do cancel
    ("not impossible") the words themselves are learned.
    """
    bare = _NO_NEGATION.sub(" ", statement)
    if _NEGATION.search(bare):
        return -1.0
    return 0.0 if _HALF_NEGATION.search(bare) else 1.0


def split_by_negation(statement: str) -> tuple[str, str]:
    """Give what is said and what is denied: "it's not the activation but the weights" denies the activation."""
    bare = _NO_NEGATION.sub(lambda found: "x" * len(found[0]), statement)  # as long, so that places stay
    marks = [(mark.start(), mark.end(), True) for mark in _DENIES_NEXT.finditer(bare)]
    marks += [(mark.start(), mark.end(), False) for mark in _STOPS.finditer(bare)]
    said: list[str] = []
    denied: list[str] = []
    place, is_denied = 0, False
    for start, end, denies in [*sorted(marks), (len(statement), len(statement), False)]:
        (denied if is_denied else said).append(statement[place:start])
        place, is_denied = max(place, end), denies
    return " ".join(said), " ".join(denied)


def segments_of(statement: str) -> list[tuple[str, float]]:
    """Give the parts of a statement that are negated on their own, each with its polarity."""
    return [(part, polarity_of(part)) for part in _SEGMENT.split(statement) if part.strip()]


def wording_of(statement: str) -> Iterator[str]:
    """Give the words of a statement and their pairs in order, with its start and end: "even", "is hardly", "too $"."""
    text = statement.lower()
    for pattern, full in _CONTRACTIONS:
        text = pattern.sub(full, text)
    words = ["^", *_WORD.findall(text), "$"]
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
