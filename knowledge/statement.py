"""What a text states: the parts of its sentences, and what their writer makes of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.sentences import Span


@dataclass(frozen=True)
class Statement:
    """A part of a sentence without the words that accept or reject it.

    `is_rejected`: the writer holds the contrary; `is_reported`: others say so; `is_disclaimed`: the writer did not say
    so; `is_settled`: the writer's own view is known, and a later "that's wrong" only repeats it.
    """

    span: Span
    sentence: int
    is_rejected: bool = False
    is_reported: bool = False
    is_disclaimed: bool = False
    is_settled: bool = False

    def judged(self, *, rejecting: bool) -> "Statement":
        """Give the statement after a later verdict on it."""
        return self if self.is_settled else replace(self, is_rejected=rejecting, is_settled=True)

    def converted(self) -> "Statement":
        """Give the statement after its writer came round to it."""
        return replace(self, is_rejected=False, is_settled=True)


@dataclass(frozen=True)
class Verdict:
    """A verdict on the claims before a place in the text: on the last `number` of them, on one of them, or on all."""

    place: int
    number: int | None
    is_rejecting: bool
    which: int | None = None


@dataclass(frozen=True)
class Discourse:
    """The statements of a text in its order, the verdicts on several at once, and the questions that are answered."""

    statements: tuple[Statement, ...]
    verdicts: tuple[Verdict, ...]
    answered: frozenset[int]

    def within(self, span: Span) -> list[Statement]:
        """Give the statements in a part of the text, cut to it."""
        return [
            replace(one, span=Span(max(one.span.start, span.start), min(one.span.end, span.end)))
            for one in self.statements
            if one.span.overlaps(span)
        ]

    def settled(self, claims: Iterable[Span]) -> "Discourse":
        """Let the verdicts on several claims reach those that were found."""
        places = sorted({span.start for span in claims})
        statements = list(self.statements)
        for verdict in self.verdicts:
            before = [place for place in places if place < verdict.place]
            if verdict.which is not None:
                bounds = [*before, verdict.place]
                statements = list(_judged_one(statements, bounds, verdict.which, rejecting=verdict.is_rejecting))
                continue
            first = before[-verdict.number] if verdict.number and len(before) >= verdict.number else 0
            is_reached = [one.span.end > first and one.span.start < verdict.place for one in statements]
            # "We were taught … and … . Well, … . So neither is true" is about what was taught, not about the reasons.
            only_told = verdict.is_rejecting and any(
                reached and one.is_reported and not one.is_settled
                for one, reached in zip(statements, is_reached, strict=True)
            )
            statements = [
                one.judged(rejecting=verdict.is_rejecting) if reached and (one.is_reported or not only_told) else one
                for one, reached in zip(statements, is_reached, strict=True)
            ]
        return replace(self, statements=tuple(statements))


def is_others_view(statements: Iterable[Statement]) -> bool:
    """Tell whether others say all of it and the writer's own view is not known."""
    return all(one.is_reported and not one.is_settled for one in statements)


def _judged_one(
    statements: Iterable[Statement], bounds: Sequence[int], which: int, *, rejecting: bool
) -> Iterator[Statement]:
    """Let a verdict reach one of the claims that begin at the bounds, cut out of what it stands in."""
    try:
        start, end = list(pairwise(bounds))[which]
    except IndexError:  # "the third" of two
        yield from statements
        return
    for one in statements:
        reached = Span(max(start, one.span.start), min(end, one.span.end))
        if reached.start >= reached.end:
            yield one
            continue
        pieces = (Span(one.span.start, reached.start), reached, Span(reached.end, one.span.end))
        for piece in filter(lambda span: span.start < span.end, pieces):
            said = replace(one, span=piece)
            yield said.judged(rejecting=rejecting) if piece is reached else said
