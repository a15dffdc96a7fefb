"""What stands after a claim counts too; the sentences are about cooking, and few are known."""

import numpy as np
import pytest

from knowledge import Knowledge, Stance
from knowledge.features import FeatureSpace
from knowledge.leaning import Leaning, Place
from knowledge.learning import Learner
from knowledge.sentences import Span
from knowledge.stance import StanceModel
from knowledge.statement import Discourse
from knowledge.vocabulary import Vocabulary
from tests.knowledge.test_stance import write_kitchen


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory):
    return Knowledge.open(write_kitchen(tmp_path_factory.mktemp("kb")))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Oil in the pot keeps spaghetti apart.", Stance.ASSERTS),
        ("Oil in the pot? It keeps noodles apart and stops pasta from sticking.", Stance.ASSERTS),
        ("Oil in the pot? Oil fails to keep noodles apart.", Stance.DENIES),
        ("My aunt says that oil in the pot keeps spaghetti apart.", Stance.ASSERTS),
        ("My aunt says that oil in the pot keeps spaghetti apart. I cooked some. So much for that.", Stance.DENIES),
        ("My aunt says that oil in the pot keeps spaghetti apart. I cooked some. She is right.", Stance.ASSERTS),
    ],
)
def test_what_is_added_decides(kitchen, text, stance):
    found = {claim.claim_id: claim.stance for claim in kitchen.judge(text).claims}
    assert found["oil-keeps-pasta-apart"] is stance


def test_a_text_without_statements_leans_nowhere():
    vocabulary = Vocabulary({}, {})
    space = FeatureSpace(vocabulary, ["oil floats"])
    weights = np.ones((len(space), 1), dtype=np.float32)
    model = StanceModel(space, ["oil floats"], np.zeros(1, np.int64), np.ones(1, np.float32), Learner())
    leaning = Leaning(space, weights, model, {})
    assert leaning.towards(0, "...", Place(Span(0, 3), 0, (), ()), Discourse((), (), frozenset())) == 0
