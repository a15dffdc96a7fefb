"""Tells whether a sentence asserts or denies a claim, from negation and from how the claim's own sentences say it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import Floats

# "No activation", "without a bias" name a kind of network; they do not negate the sentence.
_TOPIC = r"(?:activations?|non.?linearit(?:y|ies)|non.?linear \w+|bias(?:es)?|hidden layers?|convolutions?|softmax)"
_NOT_A_NEGATION = re.compile(
    rf"\b(?:no|without(?: an?y?| the)?|lack of(?: an?y?)?) {_TOPIC}"
    r"|\bnot (?:only|just|necessarily wrong)\b|\bno (?:matter|more than|problem|wonder|idea)\b"
    r"|\bnothing (?:but|more than|else)\b|\bno different\b|\b(?:does not|doesn['’]?t) matter\b"
    r"|\bnever (?:more|below|negative|above|exceed\w*|goes?)\b|\bcan(?:['’]?t|not) (?:be|go|get) (?:below|negative)\b"
    r"|\b(?:isn't|is not|aren't|doesn't|don't|can't) (?:it|that|this|they|the|you|we|sigmoid|relu|softmax)\b(?=.*\?)"
    r"|\(not [^)]*\)|\bif (?:that|it|this|they|those) (?:does not|doesn['’]?t|do not|don['’]?t|fails?)\b"
    r"|\b(?:isn['’]?t|is not|aren['’]?t|not)(?: really| actually| truly)? non.?linear|\b(?:go|goes|went|going) wrong\b"
    r"|\bif i['’]?m wrong\b|\bwhy not\b|\bif not\b|\bor not\b|\bi don't (?:know|understand|get|see why)\b",
    re.I,
)
_NEGATION = re.compile(
    r"n['’]t\b|\b(?:not|cannot|never|nothing|none|neither|nor|no|wrong|false|incorrect|untrue|myth|doubt|disagree|unrelated"
    r"|irrelevant|hardly|misunderstanding|misconception|mistaken|over-?claims?|exaggerat\w+|nobody|dont|doesnt|isnt|cant|wont"
    r"|relus?(?: is| are|'s) (?:an? |indeed |still |really |in fact )?non.?linear"
    r"|arent|far from|used to (?:think|believe|assume|put|add|read))\b",
    re.I,
)
# "I never said that" keeps a distance without saying the contrary.
_DISCLAIMER = (
    r"\b(?:(?:never|not|isn['’]?t|nobody(?: is)?|no one(?: is)?) (?:said|says|saying|claim(?:s|ed|ing)?|meant|implying)"
    r"|(?:i|we) (?:didn['’]?t|did not|don['’]?t|do not) (?:say|claim|mean|imply))\b"
)
_DISTANCING = re.compile(
    r"\bused to (?:think|believe|assume|be convinced)|\bno longer (?:think|believe)|\bmyth\b"
    r"|\bmis(?:understanding|conception)\b|\bcontrary to\b|\bdisagree\b|\bdoubt\b"
    r"|\b(?:wrong|false|untrue|not true|isn't true|not the case|not right) that\b"
    rf"|{_DISCLAIMER}"
    r"|\bdon['’]?t (?:think|believe|agree|buy)\b|\bdo not (?:think|believe|agree)\b|\bover-?claim|\bexaggerat"
    r"|\b(?:but|though|yet) (?:that|this|it)(?:['’]s| is) (?:just |simply )?"
    r"(?:not (?:true|right|so)|wrong|false|nonsense)",
    re.I,
)
_NO_FIRST = re.compile(r"^\W*(?:no|nope|not)\b", re.I)
_HEDGE = re.compile(
    r"^\W*(?:so basically|from what i understood|i (?:thought|think|believe|learned)"
    r"|my (?:intuition|understanding|picture|take))",
    re.I,
)
# A sentence that takes back the one before it.
_RETRACTION = re.compile(
    r"^\W*(?:but |and |well,? |no,? |nope,? )*"
    r"(?:i (?:strongly |really )?(?:doubt|disagree|don['’]?t (?:buy|believe|agree|think so))"
    r"|(?:that|this|it|which)(?:['’]s| is| seems| sounds| was)? (?:just |simply |plainly |clearly |totally )?"
    r"(?:wrong|false|not (?:true|right|correct|so|the case)|nonsense|a myth|incorrect|untrue|rubbish))",
    re.I,
)

# Weights of the signs, fitted to the claims' own sentences while each was left out; hedging was set lower, because in
# those sentences only assertions are hedged, and learners hedge denials too.
_VOTE, _NEGATION_ODDS = 1.8, 0.4
_IS_DISTANCING, _IS_NO_FIRST, _IS_HEDGE, _IS_QUESTION = -4.0, -1.8, 0.8, 1.5
# Learners state far more than they deny.
_PRIOR = 1.0
_SMOOTHING = 0.7


@dataclass(frozen=True)
class Signs:
    """What a sentence shows of its stance before it is compared with a claim."""

    is_negated: bool
    is_distancing: bool
    is_negated_besides: bool  # negated also without the words that keep a distance
    is_no_first: bool
    is_hedged: bool
    is_question: bool


def signs_of(sentence: str, following: str = "") -> Signs:
    """Read the signs of a sentence; the following sentence may take it back ("I doubt that")."""
    bare = _NOT_A_NEGATION.sub(" ", sentence)
    return Signs(
        is_negated=bool(_NEGATION.search(bare)),
        is_negated_besides=bool(_NEGATION.search(_DISTANCING.sub(" ", bare))),
        is_distancing=bool(_DISTANCING.search(sentence)) != bool(_RETRACTION.search(following)),
        is_no_first=bool(_NO_FIRST.search(sentence)),
        is_hedged=bool(_HEDGE.search(sentence)),
        is_question=sentence.rstrip().endswith("?"),
    )


def only_disclaims(sentence: str) -> bool:
    """Tell whether a sentence says no more than that its writer did not claim something."""
    return bool(re.search(_DISCLAIMER, sentence, re.I))


def assertion_score(signs: Signs, others: Sequence[Signs], asserted: Floats, similarities: Floats) -> float:
    """Give the log-odds that a sentence asserts a claim rather than denying it.

    `others` are the claim's own sentences, `asserted` is 1 where they assert it and -1 where they deny it, and
    `similarities` tell how close each is. A close sentence with the same negation votes for its own stance, one with
    the opposite negation for the contrary.
    """
    negated = np.array([other.is_negated for other in others])
    agrees = np.where(negated == signs.is_negated, 1.0, -1.0)
    closeness = (np.maximum(similarities, 0) + 0.05) ** 3  # the nearest decide, the many far ones hardly count
    vote = float((closeness * asserted * agrees).sum() / closeness.sum())
    share_asserted = _share(negated[asserted > 0] == signs.is_negated)
    share_denied = _share(negated[asserted < 0] == signs.is_negated)
    return (
        _PRIOR
        + _VOTE * vote
        + _NEGATION_ODDS * float(np.log(share_asserted / share_denied))
        + _IS_DISTANCING * _keeps_distance(signs, negated[asserted > 0])
        + _IS_NO_FIRST * signs.is_no_first
        + _IS_HEDGE * signs.is_hedged
        + _IS_QUESTION * signs.is_question
    )


def _keeps_distance(signs: Signs, negated: np.ndarray) -> bool:
    """Tell whether distance means denial: "I don't think we know" asserts the claim that something is not known."""
    is_negative_claim = float(negated.mean()) > 0.5 if len(negated) else False
    return signs.is_distancing and (signs.is_negated_besides or not is_negative_claim)


def _share(matches: np.ndarray) -> float:
    return (float(matches.sum()) + _SMOOTHING) / (len(matches) + 2 * _SMOOTHING)
