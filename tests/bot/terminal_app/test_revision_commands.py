"""`rectify kb …` on edits, as a shell sees it: from import over history and diff to export."""

import json

import pytest

from tests.bot.editing.conftest import POSTS, QUESTIONS
from tests.knowledge.conftest import Folder, make_folder
from tests.knowledge.content import ENTRY

RELU = "entries/functions/relu.md"


@pytest.fixture
def shell(rectify, tmp_path, cache):
    """A content folder, a database, and a function that runs commands on them."""
    content = make_folder(tmp_path / "kb")
    labelled = tmp_path / "labelled"
    labelled.mkdir()
    (labelled / "questions_own.yaml").write_text(QUESTIONS)
    (labelled / "intuitions_own.yaml").write_text(POSTS)

    def run(*arguments):
        return rectify(
            tmp_path,
            "kb",
            *arguments,
            RECTIFY_KNOWLEDGE__PATH=str(content.path),
            RECTIFY_KNOWLEDGE__CACHE=str(cache),
            RECTIFY_KNOWLEDGE__LABELLED=str(labelled),
            RECTIFY_DATABASE__URL=f"sqlite:///{tmp_path}/data/r.db",
        )

    run.content, run.tmp_path = content, tmp_path
    return run


REFUSED = [
    (("history", "nowhere"), "no entry and no claim"),
    (("raw", "relu", "--revision", "3"), "no revision 3"),
    (("revert", "relu", "0"), "Nothing is laid over"),
    (("export", "missing"), "no folder missing"),
    (("import", "missing"), "no such folder"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED, ids=[" ".join(arguments) for arguments, _ in REFUSED])
def test_wrong_names_are_one_sentence(shell, arguments, said):
    done = shell(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_import_with_one_broken_file_saves_nothing(shell):
    drafts = Folder(shell.tmp_path / "drafts")
    drafts.entry("elu")
    drafts.entry("relu", ENTRY.replace("title:", "titel:"))
    done = shell("import", str(drafts.path))
    assert done.returncode == 1
    assert "Nothing was imported" in done.stderr
    assert "relu.md:2" in done.stderr
    assert "No edits" in shell("status").stdout


def test_an_edit_goes_from_import_to_export(shell):
    drafts = Folder(shell.tmp_path / "drafts")
    drafts.entry("elu")
    drafts.entry("relu", ENTRY.replace("All about NAME", "Rectifier"))
    assert set(shell("import", str(drafts.path)).stdout.split("\n")) == {
        "saved entries/functions/elu.md", f"saved {RELU}", "",
    }  # fmt: skip
    assert shell("import", str(drafts.path)).stdout == "Nothing differs.\n"
    (row,) = json.loads(shell("history", "Rectifier", "--json").stdout)
    assert (row["number"], row["action"], row["author"]) == (1, "edit", "cli")
    assert "+title: Rectifier" in shell("diff", "relu").stdout
    assert "title: All about relu" in shell("raw", "relu", "--revision", "0").stdout
    assert len(json.loads(shell("status", "--json").stdout)) == 2
    assert shell("revert", "relu", "0").stdout == f"{RELU} is at revision 2 now.\n"
    assert shell("revert", "relu", "1").stdout == f"{RELU} is at revision 3 now.\n"
    assert "title: Rectifier" in shell("raw", "relu").stdout
    assert "wrote" in shell("export", str(shell.content.path)).stdout
    assert shell.content.entry("elu").is_file()
    assert shell("status").stdout == "No edits: learners see the files.\n"
