"""How far a text leans towards a claim: what it says of the claim itself, and what it adds before and after."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.discourse import Discourse, Statement, is_others_view
from knowledge.features import FeatureSpace, Floats
from knowledge.reading import Stated, joined
from knowledge.sentences import Span
from knowledge.stance import StanceModel

# What is said of a claim's opposite counts this much for the claim, the other way round.
_SHARE_OF_OPPOSITE = 0.7
_LEAST_RELEVANCE = 0.02  # of a statement that no claim's words are in
# A question that only names what it is about, "He init?", leaves the stance to the sentences around it.
_LONGEST_HEADING = 6  # words
_SHARE_OF_HEADING = 0.1
# What others say counts less than what the writer adds: "I read that … . It only zeroes what is below 0."
_SHARE_OF_REPORT = 0.5


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
        statements = discourse.within(place.span)
        around = [said for one in discourse.statements if _is_around(one, place) for said in joined(text, [one])]
        share = 1.0
        if _is_heading(place.span.of(text)):
            share = _SHARE_OF_HEADING
        elif is_others_view(statements):
            share = _SHARE_OF_REPORT
        return share * self._sum(claim, joined(text, statements), _LEAST_RELEVANCE) + self._sum(claim, around, 0.0)

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


def _is_around(statement: Statement, place: Place) -> bool:
    """Tell whether it stands in a neighbouring sentence, makes no other claim and asks no question."""
    return (
        abs(statement.sentence - place.sentence) <= 1
        and statement.sentence not in place.asking
        and not statement.span.overlaps(place.span)
        and not any(statement.span.overlaps(span) for span in place.taken)
    )


def _is_heading(said: str) -> bool:
    return said.endswith("?") and len(said.split()) <= _LONGEST_HEADING
