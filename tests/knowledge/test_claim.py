import pytest

from knowledge import KnowledgeError, LearnerIs, Stance, Verdict
from knowledge.claim import parse_claim
from tests.knowledge.content import CLAIM

PATH = "kb/claims/relu-can-die.md"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "verdict: correct", "verdict: maybe", "must be one of correct, incomplete, misconception", id="verdict"
        ),
        pytest.param(
            "verdict: correct", "verdict: correct\ndenial: right\ndenial_why: x", "only for incomplete", id="denial"
        ),
        pytest.param("verdict: correct", "verdict: incomplete\ndenial: right", "needs 'denial_why'", id="denial alone"),
        pytest.param("verdict: correct", "verdict: incomplete\ndenial_why: x", "needs 'denial'", id="reason alone"),
        pytest.param("statement: The unit NAME can die.", "statement:", "'statement' is missing", id="no statement"),
        pytest.param("Because its gradient is $0$ there.\n", "", "no reason", id="no reason"),
    ],
)
def test_a_wrong_claim_is_refused(old, new, says):
    assert old in CLAIM
    with pytest.raises(KnowledgeError) as caught:
        parse_claim(CLAIM.replace(old, new), PATH)
    assert str(caught.value).startswith(f"{PATH}:")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("verdict", "stance", "learner_is"),
    [
        (Verdict.CORRECT, Stance.ASSERTS, LearnerIs.RIGHT),
        (Verdict.CORRECT, Stance.DENIES, LearnerIs.MISTAKEN),
        (Verdict.MISCONCEPTION, Stance.ASSERTS, LearnerIs.MISTAKEN),
        (Verdict.MISCONCEPTION, Stance.DENIES, LearnerIs.RIGHT),
        (Verdict.INCOMPLETE, Stance.ASSERTS, LearnerIs.PARTLY_RIGHT),
        (Verdict.INCOMPLETE, Stance.DENIES, LearnerIs.RIGHT),
    ],
)
def test_the_learner_is_judged_by_verdict_and_stance(verdict, stance, learner_is):
    claim = parse_claim(CLAIM.replace("verdict: correct", f"verdict: {verdict}"), PATH)
    assert claim.learner_is(stance) is learner_is


def test_a_claim_may_judge_its_denial_itself():
    text = CLAIM.replace("verdict: correct", "verdict: incomplete\ndenial: partly-right\ndenial_why: Not quite.")
    claim = parse_claim(text, PATH)
    assert claim.learner_is(Stance.DENIES) is LearnerIs.PARTLY_RIGHT
    assert claim.denial_why == "Not quite."
