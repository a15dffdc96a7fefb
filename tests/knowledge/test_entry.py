import pytest

from knowledge import KnowledgeError
from knowledge.entry import parse_entry
from tests.knowledge.content import ENTRY

PATH = "kb/entries/functions/relu.md"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param("title: All", "titel: All", ":2: The key 'titel' is not known", id="misspelt key"),
        pytest.param("summary: What NAME does to a number.", "summary: [What]", "must be text", id="list as summary"),
        pytest.param("reviewed: 2026-11-23", "reviewed: soon", "'reviewed' must be a date", id="no date"),
        pytest.param("reviewed: 2026-11-23\n", "", "'reviewed' is missing", id="not reviewed"),
        pytest.param("year: 2019", "year: last", "'year' must be a whole number", id="year in words"),
        pytest.param("    answer: Yes, it is.\n", "", "'answer' is missing", id="faq without answer"),
        pytest.param(ENTRY[ENTRY.index("---\nThe answer") :], "---\n", "no text below", id="no body"),
    ],
)
def test_a_wrong_entry_is_refused(old, new, says):
    assert old in ENTRY
    with pytest.raises(KnowledgeError) as caught:
        parse_entry(ENTRY.replace(old, new), PATH)
    assert str(caught.value).startswith(f"{PATH}:")
    assert says in str(caught.value)


def test_an_entry_takes_its_id_and_group_from_its_place():
    entry = parse_entry(ENTRY, PATH)
    assert (entry.id, entry.group, entry.path) == ("relu", "functions", PATH)


def test_the_short_answer_ends_where_it_goes_deeper():
    entry = parse_entry(ENTRY, PATH)
    assert entry.short == "The answer about NAME is $a = g(z)$."
    assert entry.deeper == "More about it."


def test_nothing_deeper():
    entry = parse_entry(ENTRY.replace("## Going deeper", "Going on"), PATH)
    assert entry.deeper == ""
    assert entry.short.endswith("More about it.")


def test_measurements_are_read():
    row = "measured:\n  - {says: answer, recipe: r, metric: m, where: {a: 0.2}, value: 0.95, tolerance: 0.01}"
    (measured,) = parse_entry(ENTRY.replace("measured: []", row), PATH).measured
    assert (measured.says, measured.recipe, measured.metric) == ("answer", "r", "m")
    assert (dict(measured.where), measured.value, measured.tolerance) == ({"a": 0.2}, 0.95, 0.01)
