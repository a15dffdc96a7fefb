import pytest

from knowledge import KnowledgeError
from knowledge.front_matter import read_document, read_list, read_mapping


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        pytest.param("title: x", "a.md:1:", "must begin with a line '---'", id="no opening"),
        pytest.param("---\ntitle: x\n", "a.md:1:", "not closed", id="no closing"),
        pytest.param("---\ntitle: x\nquestions: [a\n---\n", "a.md:", "not valid YAML", id="open bracket"),
        pytest.param("---\ntitle: a\nsummary: b: c\n---\n", "a.md:3:", "not valid YAML", id="colon in a plain text"),
        pytest.param("---\n- a\n---\n", "a.md:2:", "'key: value' pairs", id="a list instead of keys"),
        pytest.param("---\n---\n", "a.md:2:", "'key: value' pairs", id="empty"),
        pytest.param("---\ntitle: a\nx: 1\ntitle: b\n---\n", "a.md:4:", "'title' stands twice", id="doubled key"),
        pytest.param("---\n? [a]\n: b\n---\n", "a.md:2:", "single word", id="a list as key"),
        pytest.param("---\ntitle: \x07\n---\n", "a.md:2:", "not valid YAML", id="control character"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text, place, says):
    with pytest.raises(KnowledgeError) as caught:
        read_document(text, "a.md")
    assert str(caught.value).startswith(place)
    assert says in str(caught.value)


FRONT = read_mapping(
    "title: A title\nempty:\nnumber: 3\nwords:\n  - one\n  - 'two'\n  - 7\nparts:\n  - {a: x}\n  - {b: y}\n", "f.yaml"
)


@pytest.mark.parametrize(
    ("read", "place", "says"),
    [
        pytest.param(lambda front: front.text("absent"), "f.yaml:1:", "'absent' is missing", id="missing"),
        pytest.param(lambda front: front.text("empty"), "f.yaml:2:", "missing or empty", id="empty"),
        pytest.param(lambda front: front.text("number"), "f.yaml:3:", "put it in quotes", id="number for text"),
        pytest.param(lambda front: front.text("words"), "f.yaml:5:", "must be text", id="list for text"),
        pytest.param(lambda front: front.texts("title"), "f.yaml:1:", "must be a list", id="text for list"),
        pytest.param(lambda front: front.texts("words"), "f.yaml:7:", "put it in quotes", id="number in list"),
        pytest.param(lambda front: front.whole("title"), "f.yaml:1:", "whole number", id="text for number"),
        pytest.param(lambda front: front.number("title"), "f.yaml:1:", "must be a number", id="text for float"),
        pytest.param(lambda front: front.number("words"), "f.yaml:4:", "single value", id="list for float"),
        pytest.param(lambda front: front.day("title"), "f.yaml:1:", "such as 2026-11-23", id="text for date"),
        pytest.param(
            lambda front: front.parts("parts")[1].text("a"), "f.yaml:10:", "'a' is missing", id="inside a part"
        ),
        pytest.param(lambda front: front.allow_only("title"), "f.yaml:2:", "'empty' is not known", id="unknown key"),
        pytest.param(lambda front: front.text_lists("words"), "f.yaml:4:", "list of texts", id="texts for lists"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(read, place, says):
    with pytest.raises(KnowledgeError) as caught:
        read(FRONT)
    assert str(caught.value).startswith(place)
    assert says in str(caught.value)


def test_a_list_file_must_hold_a_list():
    with pytest.raises(KnowledgeError, match=r"f\.yaml:1: The file must hold a list"):
        read_list("a: b", "f.yaml")


def test_windows_line_ends_and_the_line_of_the_body():
    document = read_document("---\r\ntitle: x\r\n---\r\n\r\nBody\r\n", "a.md")
    assert (document.front.text("title"), document.body, document.body_line) == ("x", "Body", 4)


def test_a_folded_text_becomes_one_line():
    assert read_mapping("title: >\n  one\n  two\n", "f").text("title") == "one two"


def test_plain_mappings_keep_their_types():
    assert dict(read_mapping("where: {model: linear, a: 0.2}", "f").plain_mapping("where")) == {
        "model": "linear",
        "a": 0.2,
    }
