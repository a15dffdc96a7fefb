"""How far a text leans towards a claim: what it says of the claim itself, and what it adds after it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.features import FeatureSpace, Floats
from knowledge.reading import Stated, joined
from knowledge.sentences import Span
from knowledge.stance import StanceModel
from knowledge.statement import Discourse, Statement

# What is said of a claim's opposite counts this much for the claim, the other way round.
_SHARE_OF_OPPOSITE = 0.7
_LEAST_RELEVANCE = 0.02  # of a statement that no claim's words are in
# What a writer adds decides: "I read that … . I tried it and … ." What came before is about something else. The
# share was fitted to the posts of knowledge/labelled, left out one file at a time; it is flat from 2 to 3.5.
_FOLLOWING = 3  # sentences
_SHARE_OF_FOLLOWING = 2.5
_SHARE_OF_TAKEN = 0.5  # where it makes another claim


@dataclass(frozen=True)
class Place:
    """Where a text makes a claim: the part, its sentence, the parts that make other claims, the sentences that ask."""

    span: Span
    sentence: int
    taken: Sequence[Span]
    asking: Collection[int]


class Leaning:
    """Tells how much a text asserts a claim; each statement counts as far as it is about the claim.

    Args:
        space: the features of texts.
        weights: how much each feature (row) speaks for each claim (column).
        stance: tells for one statement whether it asserts or denies a claim.
        opposites: the opposite of each claim that has one, by number.
    """

    def __init__(self, space: FeatureSpace, weights: Floats, stance: StanceModel, opposites: Mapping[int, int]) -> None:
        self._space = space
        self._weights = weights
        self._stance = stance
        self._opposites = opposites

    def towards(self, claim: int, text: str, place: Place, discourse: Discourse) -> float:
        """Give a positive number where the text asserts the claim, a negative one where it denies it."""
        own = joined(text, discourse.within(place.span))
        total = self._sum(claim, own, _LEAST_RELEVANCE)
        for one in discourse.statements:
            if _follows(one, place):
                is_taken = any(one.span.overlaps(span) for span in place.taken)
                share = _SHARE_OF_TAKEN if is_taken else _SHARE_OF_FOLLOWING
                total += share * self._sum(claim, joined(text, [one]), 0.0)
        return total

    def _sum(self, claim: int, statements: Sequence[Stated], least: float) -> float:
        """Add up the stances; to assert the opposite is to deny the claim, so what is said of it counts too."""
        opposite = self._opposites.get(claim)
        total = 0.0
        for is_rejected, said in statements:
            vector = self._space.vector(said)
            relevance = max(float(vector.values @ self._weights[vector.features, claim]), least)
            score = self._stance.score(claim, said, vector) if relevance else 0.0
            if relevance and opposite is not None:
                score -= _SHARE_OF_OPPOSITE * self._stance.score(opposite, said, vector)
            total += relevance * (-score if is_rejected else score)
        return total


def _follows(statement: Statement, place: Place) -> bool:
    """Tell whether it stands in one of the next sentences and asks no question."""
    return (
        0 < statement.sentence - place.sentence <= _FOLLOWING
        and statement.sentence not in place.asking
        and not statement.span.overlaps(place.span)
    )
