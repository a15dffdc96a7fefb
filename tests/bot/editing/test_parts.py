"""Every part of every real file fits into a form, changes nothing where nothing was changed, and only itself else."""

from datetime import date

import pytest

from bot.editing.blank import blank
from bot.editing.parts import FIELD_CHARS, fields_of, parts_of, with_values
from bot.errors import RectifyError
from knowledge import ContentFile, KnowledgeError, read_files
from tests.conftest import REPOSITORY
from tests.knowledge.content import CLAIM, ENTRY

ALL = {path: text for path, text in read_files(REPOSITORY / "knowledge").items() if path.endswith(".md")}
FILES = {
    path: ALL[path] for path in sorted(ALL, key=lambda path: len(ALL[path]))[::12]
}  # from the shortest to the longest
RELU, DIES = "entries/functions/relu.md", "claims/relu-can-die.md"
TEXTS = {RELU: ENTRY.replace("NAME", "relu"), DIES: CLAIM.replace("NAME", "relu")}

REFUSED = [
    ("an unknown part", RELU, "colour", {}, "no part “colour”"),
    ("a page that is not there", RELU, "questions-7", {}, "no part"),
    ("a section that is not there", RELU, "section-9", {}, "no part"),
    ("an entry's part in a claim", DIES, "questions", {}, "no part"),
    ("an answer without a question", RELU, "faq", {"faq": "A: yes"}, "belongs to no question"),
    ("a question without an answer", RELU, "faq", {"faq": "Q: why\nQ: how\nA: so"}, "“why” has no answer"),
    ("a source without a year", RELU, "links", {"sources": "A paper | https://example.org"}, "is no source"),
]


@pytest.mark.parametrize(("path", "part", "values", "said"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_not_written_as_it_must_be_is_a_sentence(path, part, values, said):
    with pytest.raises(RectifyError, match=said):
        with_values(path, TEXTS[path], part, values)


def test_a_section_that_no_form_holds_says_what_to_do():
    long = TEXTS[RELU].replace("More about it.", "more " * 900)
    with pytest.raises(RectifyError, match="/kb raw"):
        fields_of(RELU, long, "section-1")


def test_a_file_that_cannot_be_read_is_one_part_if_it_is_short():
    assert [part.name for part in parts_of(RELU, "---\ntitle: [\n---\n")] == ["whole"]
    with pytest.raises(KnowledgeError, match=RELU):
        parts_of(RELU, "broken " * 800)


@pytest.mark.parametrize("path", FILES)
def test_every_part_of_a_real_file_fits_and_a_form_that_is_sent_unchanged_changes_no_byte(path):
    text = FILES[path]
    parts = parts_of(path, text)
    assert len({part.title for part in parts}) == len(parts) <= 25
    for part in parts:
        fields = fields_of(path, text, part.name)
        assert 1 <= len(fields) <= 5
        assert all(len(field.value) <= FIELD_CHARS and len(field.label) <= 45 for field in fields)
        # Discord's inputs give line breaks and outer spaces back as they like.
        sent = {field.key: f" {field.value}\n" for field in fields}
        assert with_values(path, text, part.name, sent).strip() == text.strip()


CHANGES = [
    (RELU, "about", {"title": "ReLU", "section-0": "It is $0$ or $z$."}, ["title: ReLU", "It is $0$ or $z$."]),
    (RELU, "aliases", {"aliases": "the relu function\nrectifier"}, ['aliases: [the relu function, "rectifier"]']),
    (RELU, "faq", {"faq": "q: Is relu cheap?\na: Yes, it is.\nQ: New?\nA: Since\n2010."}, ["Since 2010."]),
    (RELU, "section-1", {"section-1": "Deeper."}, ["Deeper."]),
    (RELU, "links", {"related": "tanh", "sources": "A | B | https://x.org | 2020"}, ['title: "A | B"', "year: 2020"]),
    (DIES, "about", {"verdict": "incomplete", "body": "Because."}, ["verdict: incomplete", "Because."]),
    (DIES, "denied_as", {"denied_as": "never\nno"}, ['"no"']),
    (DIES, "denial", {"denial": "mistaken", "denial_why": "No: it can."}, ["denial: mistaken"]),
    (DIES, "links", {"sim": "dead-relu"}, ["sim: dead-relu"]),
]


@pytest.mark.parametrize(("path", "part", "values", "expected"), CHANGES, ids=[f"{r[0]} {r[1]}" for r in CHANGES])
def test_a_changed_part_stands_in_the_file_and_is_read_back(path, part, values, expected):
    changed = with_values(path, TEXTS[path], part, values)
    assert all(line in changed for line in expected)
    shown = {field.key: field.value for field in fields_of(path, changed, part)}
    assert with_values(path, changed, part, shown) == changed


def test_a_page_of_a_long_list_changes_only_itself():
    many = ContentFile(RELU, TEXTS[RELU]).with_items("questions", [f"{n} {'why ' * 30}" for n in range(60)]).text
    pages = [part.name for part in parts_of(RELU, many) if part.name.startswith("questions")]
    assert pages == ["questions-1", "questions-2", "questions-3"]
    changed = with_values(RELU, many, "questions-2", {"questions-2": "only this"})
    before, after = (ContentFile(RELU, text).value("questions") for text in (many, changed))
    assert "only this" in after
    first = len(fields_of(RELU, many, "questions-1")[0].value.splitlines())
    assert after[:first] == before[:first]
    assert after[first + 1 :] == before[-len(after[first + 1 :]) :]


def test_an_emptied_optional_value_goes():
    with_sim = with_values(DIES, TEXTS[DIES], "links", {"sim": "dead-relu"})
    assert "sim:" not in with_values(DIES, with_sim, "links", {"sim": ""})


@pytest.mark.parametrize("path", [RELU, DIES])
def test_a_new_file_is_five_inputs_and_gets_what_is_written_into_them(path):
    empty = blank(path, date(2026, 11, 23))
    fields = fields_of(path, empty, "new")
    assert len(fields) == 5
    values = {field.key: field.choices[0] if field.choices else f"words of {field.key}" for field in fields}
    text = with_values(path, empty, "new", values)
    shown = {field.key: field.value for field in fields_of(path, text, "new")}
    assert shown == values
