"""Promises that every content file keeps; a new file is tested before anybody writes a test for it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge import lint, read_questions
from knowledge.claim import parse_claim
from knowledge.entry import parse_entry
from knowledge.evaluation import read_posts
from knowledge.sentences import split_sentences

FOLDER = Path(__file__).parent.parent.parent / "knowledge"
LABELLED = Path(__file__).parent.parent.parent / "knowledge" / "labelled"
ENTRIES = sorted(FOLDER.glob("entries/*/*.md"))
CLAIMS = sorted(FOLDER.glob("claims/*.md"))


@pytest.fixture(scope="module")
def findings():
    questions = [question.text for question in read_questions(LABELLED / "questions_dev.yaml")]
    found = {}
    for finding in lint(FOLDER, evaluation_questions=questions, today=datetime.now(UTC).date()):
        found.setdefault(finding.path, []).append(str(finding))
    return found


@pytest.mark.parametrize("path", [*ENTRIES, *CLAIMS], ids=lambda path: path.stem)
def test_lint_has_nothing_to_say(findings, path):
    assert findings.get(path.relative_to(FOLDER.parent).as_posix(), []) == []


def test_no_sentence_of_a_claim_comes_near_a_labelled_post():
    # The thread's posts are what the claims were made from; below five words everybody says the same.
    files = [file for file in LABELLED.glob("intuitions_*.yaml") if file.stem != "intuitions_thread"]
    posts = [post.text for file in files for post in read_posts(file)]
    sentences = [sentence.span.of(post) for post in posts for sentence in split_sentences(post)]
    longer = [sentence for sentence in sentences if len(sentence.split()) >= 5]
    assert longer
    assert [str(one) for one in lint(FOLDER, evaluation_questions=longer) if "/claims/" in one.path] == []


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_an_entry_is_found_by_its_own_phrasings(knowledge, path):
    entry = parse_entry(path.read_text(encoding="utf-8"), f"entries/{path.parent.name}/{path.name}")
    first = [knowledge.search(question).matches[0].entry_id == entry.id for question in entry.questions]
    assert sum(first) / len(first) >= 0.9


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_a_claim_is_found_in_its_own_statement(knowledge, path):
    claim = parse_claim(path.read_text(encoding="utf-8"), f"claims/{path.name}")
    found = {judged.claim_id for judged in knowledge.judge(claim.statement).claims}
    assert found & {claim.id, claim.opposite}
