"""What was learned is recalled for the same data only; a broken or missing folder costs time, nothing else."""

import numpy as np
import pytest

from knowledge import Knowledge
from knowledge.features import Rows, fingerprints
from knowledge.learning import Learner
from knowledge.logistic import logistic_duals
from knowledge.ridge import fit_ridge
from knowledge.scoring import _MORE_STEPS, _STEPS
from knowledge.vocabulary import Vocabulary
from tests.knowledge.content import ENTRY

ROWS = Rows(np.array([0, 2, 3]), np.array([0, 1, 1]), np.array([1, 0.5, 1], dtype=np.float32))
TARGETS = np.eye(2, dtype=np.float32)
FITTED, _ = fit_ridge(ROWS, 2, TARGETS, 0.7)
TEXTS = ["why does relu die", "what is the tanh function", "relu or tanh"]


def fit(learner, rows=ROWS, targets=TARGETS, penalty=0.7):
    return learner.fit(rows, 2, targets, penalty)


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    assert np.array_equal(fit(Learner(tmp_path / "file")), FITTED)


@pytest.mark.parametrize("content", [b"", b"not numpy", b"\x93NUMPY\x01\x00"])
def test_a_broken_file_is_learned_again(tmp_path, content):
    fit(Learner(tmp_path))
    (file,) = tmp_path.glob("ridge-*/*.npy")
    file.write_bytes(content)
    assert np.array_equal(fit(Learner(tmp_path)), FITTED)
    assert np.array_equal(np.load(file), FITTED)


@pytest.mark.parametrize(
    "other",
    [{"penalty": 0.8}, {"targets": -TARGETS}, {"rows": Rows(ROWS.starts, ROWS.features, ROWS.values * 2)}],
    ids=["penalty", "targets", "rows"],
)
def test_other_data_are_not_taken_for_the_same(tmp_path, other):
    fit(Learner(tmp_path))
    assert not np.array_equal(fit(Learner(tmp_path), **other), FITTED)
    assert len(list(tmp_path.glob("ridge-*"))) == 2


def test_the_same_data_are_recalled(tmp_path, monkeypatch):
    fit(Learner(tmp_path))
    monkeypatch.setattr("knowledge.learning.fit_ridge", None)
    assert np.array_equal(fit(Learner(tmp_path)), FITTED)
    assert not list(tmp_path.glob("*.tmp"))


def test_learning_begins_with_what_the_same_texts_had(tmp_path, monkeypatch):
    starts = []

    def spied(rows, n_features, targets, penalty, start=None):
        starts.append(start)
        return fit_ridge(rows, n_features, targets, penalty, start)

    monkeypatch.setattr("knowledge.learning.fit_ridge", spied)
    learner = Learner(tmp_path)
    learner.fit(ROWS, 2, TARGETS, 0.7, fingerprints(["one", "two"]))
    more = Rows(np.array([0, 1, 3, 4]), np.array([1, 0, 1, 0]), np.array([1, 1, 0.5, 1], dtype=np.float32))
    learned = learner.fit(more, 2, TARGETS[[1, 0, 0]], 0.7, fingerprints(["two", "one", "new"]))
    _, duals = fit_ridge(ROWS, 2, TARGETS, 0.7)
    assert not starts[0].any()
    assert np.allclose(starts[1], [duals[1], duals[0], [0, 0]])
    assert np.allclose(learned, fit_ridge(more, 2, TARGETS[[1, 0, 0]], 0.7)[0], atol=1e-2)


def test_other_columns_begin_with_nothing(tmp_path):
    learner, names = Learner(tmp_path), fingerprints(["one", "two"])
    learner.fit(ROWS, 2, TARGETS, 0.7, names)
    fewer = learner.fit(ROWS, 2, TARGETS[:, :1], 0.7, names)
    assert np.allclose(fewer, FITTED[:, :1], atol=1e-2)


def test_old_states_are_dropped(tmp_path):
    for number in range(15):
        fit(Learner(tmp_path), penalty=1 + number)
    assert len(list(tmp_path.glob("*"))) == 8


def test_what_is_used_is_not_dropped(tmp_path, monkeypatch):
    fit(Learner(tmp_path))
    for number in range(15):
        fit(Learner(tmp_path), penalty=1 + number)
        fit(Learner(tmp_path))
    monkeypatch.setattr("knowledge.learning.fit_ridge", None)
    assert np.array_equal(fit(Learner(tmp_path)), FITTED)


def test_recalled_features_are_the_same(tmp_path):
    learned = Learner(tmp_path).space("search", Vocabulary({}, {}), TEXTS)
    recalled = Learner(tmp_path).space("search", Vocabulary({}, {}), TEXTS)
    assert len(recalled) == len(learned)
    for text in (*TEXTS, "does rellu ever die?", "nothing known", ""):
        assert np.array_equal(recalled.vector(text).features, learned.vector(text).features)
        assert np.array_equal(recalled.vector(text).values, learned.vector(text).values)


def test_texts_seen_before_have_the_same_features_as_afresh(tmp_path):
    Learner(tmp_path).space("search", Vocabulary({}, {}), TEXTS)
    texts = [TEXTS[2], "a softmax of logits", TEXTS[0]]
    again = Learner(tmp_path).space("search", Vocabulary({}, {}), texts)
    afresh = Learner().space("search", Vocabulary({}, {}), texts)
    assert len(again) == len(afresh)  # those of the text that is gone are forgotten
    for text in (*texts, TEXTS[1]):
        assert np.allclose(np.sort(again.vector(text).values), np.sort(afresh.vector(text).values))
    assert np.allclose(np.sort(again.rows.values), np.sort(afresh.rows.values))


def test_other_synonyms_are_other_features(tmp_path):
    plain = Learner(tmp_path).space("search", Vocabulary({}, {}), TEXTS)
    joined = Learner(tmp_path).space("search", Vocabulary({("rectifier",): ("relu",)}, {}), TEXTS)
    assert len(joined.vector("rectifier").features) > len(plain.vector("rectifier").features)


def test_after_an_edit_learning_goes_on_from_where_it_was(folder, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    names = [f"{first}{second}o" for first in "kmtz" for second in "aeu"]
    for name in names:
        folder.entry(name)
    Knowledge.open(folder.path, keep_learned_in=cache)
    steps = []

    def counted(*arguments):
        steps.append(arguments[-1])
        return logistic_duals(*arguments)

    monkeypatch.setattr("knowledge.scoring.logistic_duals", counted)
    folder.entry("kao", ENTRY.replace("how does NAME behave in case 3", "zebra stripes"))
    edited = Knowledge.open(folder.path, keep_learned_in=cache)
    assert steps == [_STEPS, _MORE_STEPS]  # with the new text alone, then with all
    assert edited.search("zebra stripes").matches[0].entry_id == "kao"
    afresh = Knowledge.open(folder.path)
    for name in names:
        question = f"how does {name} behave"
        assert edited.search(question).matches[0].entry_id == afresh.search(question).matches[0].entry_id == name


def test_another_set_of_entries_is_learned_from_nothing(folder, tmp_path):
    Knowledge.open(folder.path, keep_learned_in=tmp_path / "cache")
    folder.entry("mish")
    kept = Knowledge.open(folder.path, keep_learned_in=tmp_path / "cache").search("how does mish behave")
    afresh = Knowledge.open(folder.path).search("how does mish behave")
    assert [match.entry_id for match in kept.matches] == [match.entry_id for match in afresh.matches]
    assert kept.confidence == pytest.approx(afresh.confidence, abs=0.01)
