"""What an edit does to the answers: labelled questions and posts under the content before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.evaluation import LabelledPost, LabelledQuestion
from knowledge.knowledge import Knowledge

REFUSED = "(not sure)"
NOTHING = "(nothing)"


class Effect(StrEnum):
    """What a change means, judged by the label."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


@dataclass(frozen=True)
class ChangedAnswer:
    """A labelled text that is answered or judged otherwise after an edit.

    Attributes:
        text: the question or post.
        before: id of the first entry, or the claims with their stances, or that it was refused.
        after: likewise.
        effect: better or worse by the label; other where both are right or both wrong.
    """

    text: str
    before: str
    after: str
    effect: Effect


def compare(
    before: Knowledge, after: Knowledge, questions: Sequence[LabelledQuestion], posts: Sequence[LabelledPost]
) -> tuple[ChangedAnswer, ...]:
    """Ask all questions and judge all posts with both; what changed for the worse comes first."""
    changed = [*_changed_answers(before, after, questions), *_changed_verdicts(before, after, posts)]
    order = (Effect.WORSE, Effect.BETTER, Effect.OTHER)
    return tuple(sorted(changed, key=lambda one: order.index(one.effect)))


def _changed_answers(
    before: Knowledge, after: Knowledge, questions: Sequence[LabelledQuestion]
) -> Iterator[ChangedAnswer]:
    for question in questions:
        old, new = _first(before, question.text), _first(after, question.text)
        if old != new:
            wanted = set(question.topics) or {REFUSED}
            yield ChangedAnswer(question.text, old, new, _effect(old in wanted, new in wanted))


def _changed_verdicts(before: Knowledge, after: Knowledge, posts: Sequence[LabelledPost]) -> Iterator[ChangedAnswer]:
    for post in posts:
        old, new = _verdicts(before, post.text), _verdicts(after, post.text)
        if old != new:
            effect = _effect(_mistakes(post, new) > _mistakes(post, old), _mistakes(post, old) > _mistakes(post, new))
            yield ChangedAnswer(post.text, _listed(old), _listed(new), effect)


def _first(knowledge: Knowledge, question: str) -> str:
    ranking = knowledge.search(question)
    return ranking.matches[0].entry_id if ranking.is_confident else REFUSED


def _verdicts(knowledge: Knowledge, text: str) -> dict[str, str]:
    return {found.claim_id: found.stance.value for found in knowledge.judge(text).claims}


def _mistakes(post: LabelledPost, found: dict[str, str]) -> int:
    missed_or_turned = sum(found.get(claim) != stance for claim, stance in post.expected.items())
    return missed_or_turned + sum(claim not in post.expected and claim not in post.optional for claim in found)


def _listed(found: dict[str, str]) -> str:
    return ", ".join(f"{stance} {claim}" for claim, stance in found.items()) or NOTHING


def _effect(was_right: bool, is_right: bool) -> Effect:
    if was_right == is_right:
        return Effect.OTHER
    return Effect.BETTER if is_right else Effect.WORSE
