from datetime import date

import pytest

from knowledge import lint
from knowledge.formula import formula_problems
from knowledge.lint import similarity
from tests.knowledge.content import CLAIM, ENTRY

RELU = "kb/entries/functions/relu.md"
MEASURED = "measured: [{says: '95 %', recipe: bad, metric: m, where: {}, value: 1, tolerance: 0}]"


def entry_with(old, new):
    assert old in ENTRY
    return lambda folder: folder.entry("relu", ENTRY.replace(old, new))


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        pytest.param(
            entry_with('  - "how does NAME behave in case 19"\n', ""),
            f"{RELU}:5: 'questions' has 19 items; at least 20 are needed.",
            id="few questions",
        ),
        pytest.param(
            entry_with("  - question: Is NAME cheap?\n    answer: Yes, it is.\n", ""),
            f"{RELU}:26: 'faq' has 3 items; at least 4 are needed.",
            id="few faq pairs",
        ),
        pytest.param(
            entry_with("  - question: Is NAME smooth?", "  - question: is relu CHEAP"),
            f"{RELU}:29: This faq question stands twice in the entry.",
            id="doubled faq question",
        ),
        pytest.param(
            entry_with("  - title: A book\n    url: https://example.org/book\n    year: 2015\n", ""),
            f"{RELU}:37: 'sources' has 1 items; at least 2 are needed.",
            id="few sources",
        ),
        pytest.param(
            entry_with("summary: What NAME does", "summary: " + "very " * 70 + "long"),
            f"{RELU}:3: The summary has 367 characters; at most 300.",
            id="long summary",
        ),
        pytest.param(
            entry_with("summary: What NAME", "summary: What $z$"),
            f"{RELU}:3: The summary is plain text: write it without '$'.",
            id="formula in the summary",
        ),
        pytest.param(
            entry_with("The answer", "x" * 1700 + " The answer"),
            f"{RELU}:2: The short answer has 1737 characters; at most 1700.",
            id="long answer",
        ),
        pytest.param(
            entry_with("The answer", "a " * 230 + "The answer"),
            f"{RELU}:2: The short answer has 238 words; at most 230.",
            id="wordy answer",
        ),
        pytest.param(
            entry_with("2026-11-23", "2027-01-01"),
            f"{RELU}:45: 'reviewed' is 2027-01-01, which is in the future.",
            id="reviewed tomorrow",
        ),
        pytest.param(
            entry_with("$a = g(z)$", r"$\frac{1}{2$"),
            f"{RELU}:47: The formula '\\frac{{1}}{{2' has an unequal number of '{{' and '}}'.",
            id="broken formula",
        ),
        pytest.param(
            entry_with("More about it.", "More about it: \\\\text."),
            f"{RELU}:50: '\\text' is not understood by all readers; write it without.",
            id="command that is not allowed",
        ),
        pytest.param(
            entry_with('["activation-plot"]', '["activation-plot", "bad"]'),
            f"{RELU}:36: The recipe 'bad' does not work: bad is bad.",
            id="recipe",
        ),
        pytest.param(
            entry_with("measured: []", MEASURED),
            f"{RELU}:44: '95 %' does not stand in the text, so nobody can check it.",
            id="number that is not there",
        ),
        pytest.param(
            entry_with("how does NAME behave in case 7", "what happens to relu in the desert"),
            f"{RELU}:13: 'what happens to relu in the desert' is too near to the evaluation question"
            " 'What happens to ReLU in a desert'; say it otherwise.",
            id="learned from the test",
        ),
        pytest.param(
            entry_with("title: All about NAME", "titel: x"),
            f"{RELU}:2: The key 'titel' is not known here; allowed are title, summary, aliases, questions, faq,"
            " related, sims, sources, measured, reviewed.",
            id="unreadable",
        ),
        pytest.param(
            entry_with("related: []", "related: [nowhere]"),
            f"{RELU}:35: There is no entry 'nowhere', and none is planned.",
            id="dead link",
        ),
        pytest.param(
            lambda folder: folder.claim("relu-can-die", CLAIM.replace(", NAME does not get stuck]", "]")),
            "kb/claims/relu-can-die.md:6: 'denied_as' has 4 items; at least 5 are needed.",
            id="few denials",
        ),
        pytest.param(
            lambda folder: folder.claim("relu-can-die", CLAIM.replace("see: [relu]", "see: [relu]\nsim: bad")),
            "kb/claims/relu-can-die.md:8: The recipe 'bad' does not work: bad is bad.",
            id="a claim's recipe",
        ),
    ],
)
def test_a_finding_names_file_and_line(folder, change, finding):
    change(folder)
    found = lint(
        folder.path,
        recipe_problem=lambda recipe: "bad is bad." if recipe == "bad" else None,
        evaluation_questions=["What happens to ReLU in a desert"],
        today=date(2026, 11, 23),
    )
    assert finding in [str(one) for one in found]


def test_good_content_has_no_findings(folder):
    assert lint(folder.path, today=date(2026, 11, 23)) == []


def test_a_missing_folder_is_one_finding(tmp_path):
    (finding,) = lint(tmp_path / "nowhere")
    assert "There is no such folder" in finding.message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$$x$$", "'$$'"),
        ("$\\begin{matrix}$", "'\\begin'"),
        ("it costs 5$ today", "stands alone"),
        ("$a\nb$", "stands alone"),
        ("$a_b_c$", "cannot be parsed"),
    ],
)
def test_formulas_that_are_refused(text, says):
    assert any(says in problem.sentence for problem in formula_problems(text))


@pytest.mark.parametrize(
    "text", [r"$\frac{1}{1 + e^{-z}}$ and $|z|$", "`$PATH` and ```\n$x\n```", "none", r"$\max(0, z) \le 1$"]
)
def test_formulas_that_are_fine(text):
    assert list(formula_problems(text)) == []


@pytest.mark.parametrize(("first", "second", "share"), [("a b c", "a b c", 1.0), ("a b", "b c", 1 / 3), ("", "", 0.0)])
def test_similarity_is_the_share_of_common_words(first, second, share):
    assert similarity(frozenset(first.split()), frozenset(second.split())) == pytest.approx(share)
