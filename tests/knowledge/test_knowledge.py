import pickle

import pytest

from knowledge import Knowledge, KnowledgeError
from tests.knowledge.content import ENTRY


def test_a_failed_reload_keeps_the_last_good_state(folder, cache):
    knowledge = Knowledge.open(folder.path, cache)
    revision = knowledge.revision
    folder.entry("tanh", ENTRY.replace("title:", "titel:"))
    with pytest.raises(KnowledgeError, match=r"^kb/entries/functions/tanh\.md:2: The key 'titel' is not known"):
        knowledge.reload()
    assert knowledge.revision == revision
    assert knowledge.resolve("tanh").title == "All about tanh"
    assert knowledge.search("how does tanh behave in case 3").matches[0].entry_id == "tanh"


def test_a_reload_shows_what_changed(folder, cache):
    knowledge = Knowledge.open(folder.path, cache)
    revision = knowledge.revision
    folder.entry("elu")
    knowledge.reload()
    assert knowledge.revision != revision
    assert "elu" in knowledge.library.entries


def test_a_reload_of_the_same_content_builds_nothing(folder, cache, monkeypatch):
    knowledge = Knowledge.open(folder.path, cache)
    monkeypatch.setattr("knowledge.knowledge.Search", None)
    knowledge.reload()
    assert knowledge.search("how does tanh behave in case 3").matches[0].entry_id == "tanh"
    with pytest.raises(TypeError, match="not callable"):
        knowledge.reload({"entries/functions/elu.md": ENTRY.replace("NAME", "elu")})
    knowledge.reload()


def test_edited_synonyms_are_reloaded(folder, cache):
    (folder.path / "vocabulary.yaml").write_text("same: []\nhints: {}\n")
    knowledge = Knowledge.open(folder.path, cache)
    assert knowledge.subject("tanh or wibble") == {"tanh", "wibbl"}
    (folder.path / "vocabulary.yaml").write_text("same: [[tanh, wibble]]\nhints: {}\n")
    knowledge.reload()
    assert knowledge.subject("tanh or wibble") == {"tanh"}


@pytest.mark.parametrize("topic", ["relu", "ReLU", " the RELU function ", "All about relu", "all about relu?"])
def test_a_topic_is_found_by_id_title_and_alias(folder, cache, topic):
    assert Knowledge.open(folder.path, cache).resolve(topic).id == "relu"


@pytest.mark.parametrize("topic", ["", "relux", "about"])
def test_an_unknown_topic_is_none(folder, cache, topic):
    assert Knowledge.open(folder.path, cache).resolve(topic) is None


def test_an_empty_folder_answers_nothing(tmp_path):
    (tmp_path / "kb").mkdir()
    knowledge = Knowledge.open(tmp_path / "kb")
    assert knowledge.search("what is relu").matches == ()
    assert not knowledge.search("what is relu").is_confident
    assert knowledge.judge("relu is dead").claims == ()
    assert knowledge.suggest("re") == ()


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(KnowledgeError("a.md:1: wrong.")))
    assert str(error) == "a.md:1: wrong."


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("dying", "dying-relu"), ("why hid", "why-nonlinear"), ("sigmiod", "sigmoid"), ("XOR", "xor"), ("GELU", "gelu")],
)
def test_suggestions_begin_with_what_was_meant(knowledge, typed, id_):
    suggested = knowledge.suggest(typed)
    assert id_ in [found for found, _ in suggested[:3]]
    assert len(suggested) <= 25


def test_suggestions_for_nothing_are_the_first_entries(knowledge):
    assert [id_ for id_, _ in knowledge.suggest("", limit=2)] == list(knowledge.library.entries)[:2]
