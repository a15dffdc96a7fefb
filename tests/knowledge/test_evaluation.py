import json

import pytest

from knowledge import Knowledge, KnowledgeError, evaluate_intuitions, evaluate_questions
from knowledge.evaluation import area_under_curve


@pytest.mark.parametrize(
    ("above", "below", "area"),
    [([0.9, 0.8], [0.1], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.3], [0.5], 0.5), ([], [0.5], 1.0)],
)
def test_area_under_the_curve(above, below, area):
    assert area_under_curve(above, below) == area


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("q: x", "must hold a list"),
        ("- q: what\n- topics: []\n", "labels.yaml:2: The key 'q' is missing"),
        ("- q: [", "not valid YAML"),
    ],
)
def test_wrong_labels_are_refused(folder, cache, tmp_path, text, says):
    file = tmp_path / "labels.yaml"
    file.write_text(text)
    with pytest.raises(KnowledgeError, match=r"^labels\.yaml:") as caught:
        evaluate_questions(Knowledge.open(folder.path, cache), file)
    assert says in str(caught.value)


def test_a_missing_file_is_refused(folder, cache, tmp_path):
    with pytest.raises(KnowledgeError, match="cannot be read"):
        evaluate_questions(Knowledge.open(folder.path, cache), tmp_path / "nothing.yaml")


def test_a_report_of_questions(folder, cache, tmp_path):
    file = tmp_path / "labels.yaml"
    file.write_text(
        "- {q: how does relu behave, topics: [relu]}\n"
        "- {q: tell me about the relu function, topics: [tanh]}\n"
        "- {q: something of a planned entry, topics: [planned]}\n"
        "- {q: pizza, topics: []}\n"
    )
    knowledge = Knowledge.open(folder.path, cache)
    report = evaluate_questions(knowledge, file, only_written=True)
    assert (report.n_on_topic, report.n_off_topic, report.top1, report.top3) == (2, 1, 0.5, 1.0)
    assert [(row.question, row.got) for row in report.wrong_first] == [("tell me about the relu function", "relu")]
    assert report.refused == 1.0
    assert evaluate_questions(knowledge, file).n_on_topic == 3
    assert json.loads(json.dumps(report.as_json()))["top1"] == 0.5


def test_a_report_of_intuitions(folder, cache, tmp_path):
    file = tmp_path / "labels.yaml"
    file.write_text(
        "- text: I think relu-can-die units stop working\n  expect: [{claim: relu-can-die, stance: denies}]\n"
        "- text: nothing of interest\n  expect: [{claim: relu-can-die, stance: asserts}]\n"
        "- text: relu-can-die is off for good\n  expect: []\n"
        "- text: relu-can-die ends at zero\n  expect: []\n  optional: [{claim: relu-can-die, stance: asserts}]\n"
    )
    report = evaluate_intuitions(Knowledge.open(folder.path, cache), file)
    assert (report.n_posts, report.n_claims, report.recall, report.precision, report.stance) == (4, 2, 0.5, 0.5, 0.0)
    assert [row.text for row in report.missed] == ["nothing of interest"]
    assert [row.quote for row in report.added] == ["relu-can-die is off for good"]
    assert [(row.expected, row.got) for row in report.wrong_stance] == [("denies", "asserts")]
    assert json.loads(json.dumps(report.as_json()))["n_posts"] == 4
