"""One sentence that learners believe or deny, and reading it from its Markdown file."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar

from knowledge.citation import Measurement, Source, read_measurements, read_sources
from knowledge.front_matter import Section, read_document

CLAIM_KEYS = (
    "statement",
    "verdict",
    "asserted_as",
    "denied_as",
    "see",
    "sim",
    "sources",
    "opposite",
    "denial",
    "denial_why",
    "measured",
)


Choice = TypeVar("Choice", bound=StrEnum)


class Verdict(StrEnum):
    """Whether a claim holds."""

    CORRECT = "correct"
    INCOMPLETE = "incomplete"
    MISCONCEPTION = "misconception"


class Stance(StrEnum):
    """What a learner's sentence does with a claim."""

    ASSERTS = "asserts"
    DENIES = "denies"


class LearnerIs(StrEnum):
    """What follows for the learner from verdict and stance."""

    RIGHT = "right"
    PARTLY_RIGHT = "partly-right"
    MISTAKEN = "mistaken"


@dataclass(frozen=True)
class Claim:
    """A claim with its verdict, and how learners say it or its denial. The file name is the id."""

    id: str
    statement: str
    verdict: Verdict
    why: str
    asserted_as: tuple[str, ...]
    denied_as: tuple[str, ...]
    see: tuple[str, ...]
    sim: str | None
    sources: tuple[Source, ...]
    opposite: str | None
    denial: LearnerIs | None
    denial_why: str | None
    measured: tuple[Measurement, ...]
    path: str

    def learner_is(self, stance: Stance) -> LearnerIs:
        """Judge a learner who asserts or denies this claim."""
        if self.verdict is Verdict.INCOMPLETE:
            return LearnerIs.PARTLY_RIGHT if stance is Stance.ASSERTS else self.denial or LearnerIs.RIGHT
        agrees = (self.verdict is Verdict.CORRECT) == (stance is Stance.ASSERTS)
        return LearnerIs.RIGHT if agrees else LearnerIs.MISTAKEN


def parse_claim(text: str, path: str) -> Claim:
    """Read one claim; `path` names the file in errors and gives the claim its id."""
    document = read_document(text, path)
    front = document.front
    front.allow_only(*CLAIM_KEYS)
    if not document.body:
        raise front.error("why", "The claim has no reason below its front matter.")
    claim = Claim(
        id=PurePosixPath(path).stem,
        statement=front.text("statement"),
        verdict=_read_choice(front, "verdict", Verdict),
        why=document.body,
        asserted_as=front.texts("asserted_as"),
        denied_as=front.texts("denied_as"),
        see=front.texts("see"),
        sim=front.optional_text("sim"),
        sources=read_sources(front),
        opposite=front.optional_text("opposite"),
        denial=_read_choice(front, "denial", LearnerIs) if front.has("denial") else None,
        denial_why=front.optional_text("denial_why"),
        measured=read_measurements(front),
        path=path,
    )
    _check_denial(claim, front)
    return claim


def _read_choice(front: Section, key: str, choices: type[Choice]) -> Choice:
    raw = front.text(key)
    try:
        return choices(raw)
    except ValueError:
        allowed = ", ".join(choices)
        raise front.error(key, f"'{key}' must be one of {allowed}, but is '{raw}'.") from None


def _check_denial(claim: Claim, front: Section) -> None:
    if claim.denial is not None and claim.verdict is not Verdict.INCOMPLETE:
        raise front.error("denial", f"'denial' is only for incomplete claims; this one is {claim.verdict}.")
    if claim.denial is not None and claim.denial_why is None:
        raise front.error("denial", "'denial' needs 'denial_why', the sentence for a learner who denies the claim.")
    if claim.denial is None and claim.denial_why is not None:
        raise front.error("denial_why", "'denial_why' needs 'denial'.")
