"""The answer of the judge: the claims that a text makes, each with the learner's own words."""

from dataclasses import dataclass

from knowledge.claim import LearnerIs, Stance, Verdict


@dataclass(frozen=True)
class JudgedClaim:
    """A claim found in a text; `quote` is an exact part of that text."""

    claim_id: str
    stance: Stance
    verdict: Verdict
    learner_is: LearnerIs
    quote: str
    confidence: float


@dataclass(frozen=True)
class Judgement:
    """The claims in the order of the text; `is_sure` is False where no claim was recognised."""

    claims: tuple[JudgedClaim, ...]
    is_sure: bool
