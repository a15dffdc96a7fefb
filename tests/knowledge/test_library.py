import pytest

from knowledge import Knowledge, KnowledgeError
from knowledge.library import make_library, read_texts, revision_of
from tests.knowledge.content import CLAIM, ENTRY

SYLLABUS = """topics:
  - {id: tanh, group: functions, title: Tanh}
  - {id: relu, group: functions, title: ReLU}
  - {id: planned, group: later, title: Planned}
claims: [relu-can-die, planned-claim]
"""


def library(folder):
    return make_library(read_texts(folder.path))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param(
            lambda f: f.entry("elu", ENTRY.replace("[the NAME function]", "[x, The RELU function]")),
            "kb/entries/functions/relu.md:4: The name 'the relu function' belongs to 'elu' already.",
            id="doubled alias",
        ),
        pytest.param(
            lambda f: f.entry("elu", ENTRY.replace("[the NAME function]", "[tanh]")),
            "kb/entries/functions/tanh.md:2: The name 'tanh' belongs to 'elu' already.",
            id="alias that is another's id",
        ),
        pytest.param(
            lambda f: f.entry(
                "elu", ENTRY.replace("how does NAME behave in case 3", "How does relu behave in case 4?")
            ),
            "kb/entries/functions/relu.md:10: The phrasing 'how does relu behave in case 4' stands in 'elu' already.",
            id="doubled phrasing",
        ),
        pytest.param(
            lambda f: f.entry("elu", ENTRY.replace("related: []", "related: [relu, nowhere]")),
            "kb/entries/functions/elu.md:35: There is no entry 'nowhere', and none is planned.",
            id="dead link",
        ),
        pytest.param(
            lambda f: f.entry("elu", ENTRY.replace("related: []", "related: [elu]")),
            "kb/entries/functions/elu.md:35: 'elu' links to itself.",
            id="link to itself",
        ),
        pytest.param(
            lambda f: f.entry("relu", group="other"),
            "kb/entries/other/relu.md:1: The id 'relu' belongs to kb/entries/functions/relu.md already.",
            id="doubled id",
        ),
        pytest.param(
            lambda f: f.claim("other", CLAIM.replace("see: [relu]", "see: [nowhere]")),
            "kb/claims/other.md:7: There is no entry 'nowhere', and none is planned.",
            id="claim that sees nothing",
        ),
        pytest.param(
            lambda f: f.claim("other", CLAIM.replace("verdict:", "opposite: relu-can-die\nverdict:")),
            "kb/claims/other.md:3: 'relu-can-die' must name 'other' as its opposite too: opposites are mutual.",
            id="one-sided opposite",
        ),
        pytest.param(
            lambda f: f.claim("other", CLAIM.replace("verdict:", "opposite: nothing\nverdict:")),
            "kb/claims/other.md:3: There is no claim 'nothing', and none is planned.",
            id="opposite of nothing",
        ),
        pytest.param(
            lambda f: f.claim("other", CLAIM.replace("NAME may die", "relu-can-die may die")),
            "kb/claims/relu-can-die.md:4: The sentence 'relu-can-die may die' stands in 'other' already.",
            id="doubled sentence",
        ),
        pytest.param(
            lambda f: (f.path / "syllabus.yaml").write_text(
                SYLLABUS.replace("functions, title: ReLU", "later, title: R")
            ),
            "kb/entries/functions/relu.md:2: 'relu' stands in the folder 'functions', but its group is 'later'.",
            id="wrong folder",
        ),
        pytest.param(
            lambda f: (f.path / "syllabus.yaml").write_text(SYLLABUS) and f.entry("new", group="elsewhere"),
            "kb/entries/elsewhere/new.md:2: The folder 'elsewhere' is no group; groups are functions, later.",
            id="folder that is no group",
        ),
        pytest.param(
            lambda f: (f.path / "syllabus.yaml").write_text(SYLLABUS.replace("id: planned", "id: relu")),
            "kb/syllabus.yaml:4: The topic 'relu' is planned twice.",
            id="planned twice",
        ),
        pytest.param(
            lambda f: (f.path / "entries" / "functions" / "relu.md").write_bytes(b"---\ntitle: \xff\n"),
            "kb/entries/functions/relu.md:2: The file is not UTF-8 text.",
            id="not UTF-8",
        ),
    ],
)
def test_contradicting_files_are_refused(folder, change, says):
    change(folder)
    with pytest.raises(KnowledgeError) as caught:
        library(folder)
    assert str(caught.value) == says


def test_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="There is no such folder"):
        Knowledge.open(tmp_path / "nowhere")


def test_links_to_planned_entries_are_not_shown(folder):
    (folder.path / "syllabus.yaml").write_text(SYLLABUS)
    folder.entry("relu", ENTRY.replace("related: []", "related: [planned, tanh]"))
    folder.claim("relu-can-die", CLAIM.replace("see: [relu]", "see: [planned, relu]\nopposite: planned-claim"))
    read = library(folder)
    assert read.entries["relu"].related == ("tanh",)
    assert read.claims["relu-can-die"].see == ("relu",)
    assert read.claims["relu-can-die"].opposite is None


def test_entries_stand_in_the_order_of_the_syllabus(folder):
    (folder.path / "syllabus.yaml").write_text(SYLLABUS)
    folder.entry("extra")
    read = library(folder)
    assert list(read.entries) == ["tanh", "relu", "extra"]
    assert {name: [entry.id for entry in entries] for name, entries in read.groups.items()} == {
        "functions": ["tanh", "relu", "extra"]
    }


def test_the_revision_follows_every_change(folder):
    before = revision_of(read_texts(folder.path))
    assert revision_of(read_texts(folder.path)) == before
    folder.entry("relu", ENTRY.replace("More about it.", "More about this."))
    assert revision_of(read_texts(folder.path)) != before
