"""Changing a file key by key leaves every other line as it was."""

import difflib

import pytest

from knowledge import ContentFile, KnowledgeError, read_files
from tests.conftest import REPOSITORY

FILES = {path: text for path, text in read_files(REPOSITORY / "knowledge").items() if path.endswith(".md")}
TEXT = """---
title: Toy   # kept
aliases: [toy, "nn.Toy"]
questions:
  - "what is toy"
  - is: no
---
Short answer.

## Going deeper
Deep.

## Last
End.
"""

REFUSED = [
    ("no front matter", "Just text.\n", "must begin with front matter"),
    ("an open front matter", "---\ntitle: x\n", "must begin with front matter"),
    ("broken YAML", "---\ntitle: [x\n---\nBody.\n", "front matter"),
    ("no mapping", "---\n- x\n---\nBody.\n", "keys and values"),
]


@pytest.mark.parametrize(("text", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_no_content_file_is_refused_with_its_path(text, said):
    with pytest.raises(KnowledgeError, match=said) as refusal:
        ContentFile("entries/x/toy.md", text)
    assert refusal.value.path == "entries/x/toy.md"


@pytest.mark.parametrize("path", FILES)
def test_adding_an_item_touches_one_place_of_a_real_file(path):
    file = ContentFile(path, FILES[path])
    key = "questions" if path.startswith("entries/") else "asserted_as"
    changed = file.with_added(key, 'why: "quotes" & #hashes, isn\'t it')
    assert changed.value(key)[-1] == 'why: "quotes" & #hashes, isn\'t it'
    assert lines_changed(file.text, changed.text) == (0, 1)
    assert file.with_body(file.body).text == file.text
    for heading in file.sections():
        same = file.with_section(heading, file.section(heading)).text
        assert [line for line in same.splitlines() if line] == [line for line in file.text.splitlines() if line]


def lines_changed(before: str, after: str) -> tuple[int, int]:
    rows = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return sum(row.startswith("- ") for row in rows), sum(row.startswith("+ ") for row in rows)


def test_values_and_sections_are_replaced_where_they_stand():
    file = ContentFile("toy.md", TEXT)
    assert file.sections() == ("", "Going deeper", "Last")
    assert file.section("Going deeper") == "Deep."
    changed = file.with_value("title", "Toys").with_section("Going deeper", "Deeper.").with_section("", "Shorter.")
    assert changed.text == TEXT.replace("title: Toy   # kept", "title: Toys  # kept").replace(
        "Deep.", "Deeper."
    ).replace("Short answer.", "Shorter.")
    assert (changed.value("title"), changed.with_value("title", "Toy").body) == ("Toys", changed.body)
    with pytest.raises(KeyError):
        file.section("Nowhere")


@pytest.mark.parametrize("path", sorted(FILES, key=lambda path: len(FILES[path]))[::12])
def test_lists_and_sections_of_a_real_file_that_stay_the_same_change_no_byte(path):
    file = ContentFile(path, FILES[path])
    for key in ("aliases", "questions", "faq", "sources", "related", "asserted_as", "denied_as"):
        items = [dict(item) if hasattr(item, "items") else str(item) for item in file.value(key) or []]
        assert file.value(key) is None or file.with_items(key, items).text == file.text
    for heading in file.sections():
        assert file.with_section(heading, file.section(heading)).text == file.text


def test_items_are_replaced_and_those_that_stay_keep_their_spelling():
    file = ContentFile("toy.md", TEXT)
    changed = file.with_items("questions", ["no", "what is toy"]).with_items("aliases", ["nn.Toy"])
    assert '  - "no"\n  - "what is toy"\n' in changed.text
    assert 'aliases: ["nn.Toy"]' in changed.text
    pairs = changed.with_items("faq", [{"question": "Is it: odd?", "answer": "No."}])
    assert '  - question: "Is it: odd?"\n    answer: "No."\n' in pairs.text
    assert "faq: []" in pairs.with_items("faq", []).text
    assert pairs.without("faq").text == changed.text == changed.without("faq").text


@pytest.mark.parametrize("word", ["no", "Yes", "null", ""])
def test_words_that_yaml_reads_as_something_else_are_quoted(word):
    assert f'title: "{word}"' in ContentFile("toy.md", TEXT).with_value("title", word).text
