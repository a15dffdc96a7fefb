"""Everything that an editor should mend: each finding names file and line."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.claim import Claim
from knowledge.consistency import find_problems, plain
from knowledge.entry import Entry
from knowledge.errors import KnowledgeError
from knowledge.formula import formula_problems
from knowledge.library import NO_OVERLAY, line_of_key, parse_texts, read_texts, shown_path
from knowledge.words import plain_words

# What chat shows of an entry must be readable in a minute on a phone and fit into one message.
SHORT_CHARACTERS, SHORT_WORDS, SUMMARY_CHARACTERS = 1700, 230, 300
FEWEST_QUESTIONS, FEWEST_FAQ, FEWEST_SOURCES, FEWEST_ASSERTED, FEWEST_DENIED = 20, 4, 2, 8, 5
# A phrasing nearer than this to an evaluation question would let the search learn the test.
NEAREST_TO_EVALUATION = 0.6

RecipeCheck = Callable[[str], str | None]
_PLACED = re.compile(r"^(?P<path>.+?):(?P<line>\d+): (?P<message>.+)$", re.DOTALL)


@dataclass(frozen=True)
class Finding:
    """One thing to mend."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class _Remark:
    """A sentence about a key of a file, one item of its list, or some characters of its text."""

    sentence: str
    key: str = ""
    index: int | None = None
    words: str = ""


class _Seen:
    """The evaluation questions, found by their words: thousands of phrasings are compared with each."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = [(question, frozenset(plain_words(question))) for question in questions]
        self._with_word: dict[str, list[int]] = {}
        for number, (_, words) in enumerate(self._questions):
            for word in words:
                self._with_word.setdefault(word, []).append(number)

    def near(self, text: str) -> Iterator[str]:
        """Give the questions that a phrasing is too near to; those that share too few words are passed over at once."""
        words = frozenset(plain_words(text))
        fewest = math.floor(NEAREST_TO_EVALUATION * len(words))
        shared = Counter(number for word in words for number in self._with_word.get(word, ()))
        for number in sorted(shared):
            question, others = self._questions[number]
            if shared[number] >= fewest and similarity(words, others) >= NEAREST_TO_EVALUATION:
                yield question


def lint(
    folder: Path,
    recipe_problem: RecipeCheck = lambda recipe: None,
    evaluation_questions: Sequence[str] = (),
    today: date | None = None,
    overlay: Mapping[str, str] = NO_OVERLAY,
    only: str | None = None,
) -> list[Finding]:
    """Check every file, with edits laid over.

    Args:
        folder: the content.
        recipe_problem: gives a sentence for a recipe that does not work.
        evaluation_questions: labelled questions, which no phrasing may come near.
        today: bounds the dates.
        overlay: edits, path within the folder -> text.
        only: give the findings of this one file, by its path within the folder.
    """
    if only is not None:
        shown = shown_path(folder, only)
        found = _lint(folder, recipe_problem, evaluation_questions, today, overlay, lambda path: path == shown)
        return [finding for finding in found if finding.path == shown]
    return _lint(folder, recipe_problem, evaluation_questions, today, overlay, lambda path: True)


def _lint(
    folder: Path,
    recipe_problem: RecipeCheck,
    evaluation_questions: Sequence[str],
    today: date | None,
    overlay: Mapping[str, str],
    is_wanted: Callable[[str], bool],
) -> list[Finding]:
    try:
        texts = read_texts(folder, overlay)
    except KnowledgeError as error:
        return [_finding(error)]
    findings, readable = _unreadable(texts)
    try:
        entries, claims, syllabus = parse_texts(readable)
    except KnowledgeError as error:  # two files with one id
        return [*findings, _finding(error)]
    for problem in find_problems(entries, claims, syllabus):
        line = line_of_key(readable[problem.path], problem.path, problem.key, problem.index)
        findings.append(Finding(problem.path, line, problem.sentence))
    seen = _Seen(evaluation_questions)
    for entry in filter(lambda item: is_wanted(item.path), entries.values()):
        remarks = [
            *_entry_remarks(entry, today),
            *_entry_recipes(entry, recipe_problem),
            *_learned(_asked(entry), seen),
        ]
        findings.extend(_located(entry.path, readable[entry.path], remarks))
    for claim in filter(lambda item: is_wanted(item.path), claims.values()):
        remarks = [*_claim_remarks(claim), *_claim_recipes(claim, recipe_problem), *_learned(_said(claim), seen)]
        findings.extend(_located(claim.path, readable[claim.path], remarks))
    return sorted(findings, key=lambda finding: (finding.path, finding.line))


def similarity(first: frozenset[str], second: frozenset[str]) -> float:
    """Give the share of words that two phrasings have in common (token-set Jaccard)."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def _unreadable(texts: Mapping[str, str]) -> tuple[list[Finding], dict[str, str]]:
    findings, readable = [], {}
    for path, text in texts.items():
        try:
            parse_texts({path: text})
            readable[path] = text
        except KnowledgeError as error:
            findings.append(_finding(error))
    return findings, readable


def _finding(error: KnowledgeError) -> Finding:
    placed = _PLACED.match(str(error))
    if placed is None:
        return Finding("", 0, str(error))
    return Finding(placed["path"], int(placed["line"]), placed["message"])


def _located(path: str, text: str, remarks: Sequence[_Remark]) -> Iterator[Finding]:
    for remark in remarks:
        line = line_of_key(text, path, remark.key, remark.index) if remark.key else 1
        if remark.words and remark.words in text:
            line = text.count("\n", 0, text.index(remark.words)) + 1
        yield Finding(path, line, remark.sentence)


def _entry_remarks(entry: Entry, today: date | None) -> Iterator[_Remark]:
    for key, count, fewest in (
        ("questions", len(entry.questions), FEWEST_QUESTIONS),
        ("faq", len(entry.faq), FEWEST_FAQ),
        ("sources", len(entry.sources), FEWEST_SOURCES),
    ):
        if count < fewest:
            yield _Remark(f"'{key}' has {count} items; at least {fewest} are needed.", key)
    if len(entry.summary) > SUMMARY_CHARACTERS:
        yield _Remark(f"The summary has {len(entry.summary)} characters; at most {SUMMARY_CHARACTERS}.", "summary")
    if "$" in entry.summary:
        yield _Remark("The summary is plain text: write it without '$'.", "summary")
    if len(entry.short) > SHORT_CHARACTERS:
        yield _Remark(f"The short answer has {len(entry.short)} characters; at most {SHORT_CHARACTERS}.", "title")
    if len(entry.short.split()) > SHORT_WORDS:
        yield _Remark(f"The short answer has {len(entry.short.split())} words; at most {SHORT_WORDS}.", "title")
    if today is not None and entry.reviewed > today:
        yield _Remark(f"'reviewed' is {entry.reviewed}, which is in the future.", "reviewed")
    answers = [pair.answer for pair in entry.faq]
    doubles = [index for index, pair in enumerate(entry.faq) if plain(pair.question) in _plain_before(entry, index)]
    for index in doubles:
        yield _Remark("This faq question stands twice in the entry.", "faq", index)
    yield from _text_remarks(entry.body, answers, tuple(measured.says for measured in entry.measured))


def _plain_before(entry: Entry, index: int) -> set[str]:
    return {plain(pair.question) for pair in entry.faq[:index]}


def _claim_remarks(claim: Claim) -> Iterator[_Remark]:
    for key, count, fewest in (
        ("asserted_as", len(claim.asserted_as), FEWEST_ASSERTED),
        ("denied_as", len(claim.denied_as), FEWEST_DENIED),
        ("sources", len(claim.sources), 1),
        ("see", len(claim.see), 1),
    ):
        if count < fewest:
            yield _Remark(f"'{key}' has {count} items; at least {fewest} are needed.", key)
    yield from _text_remarks(claim.why, [claim.denial_why or ""], tuple(measured.says for measured in claim.measured))


def _text_remarks(body: str, others: Sequence[str], says: Sequence[str]) -> Iterator[_Remark]:
    for text in (body, *others):
        for problem in formula_problems(text):
            yield _Remark(problem.sentence, words=text[problem.start :].split("\n")[0])
    for index, words in enumerate(says):
        if words not in body and not any(words in other for other in others):
            yield _Remark(f"'{words}' does not stand in the text, so nobody can check it.", "measured", index)


def _entry_recipes(entry: Entry, recipe_problem: RecipeCheck) -> Iterator[_Remark]:
    rows = [("sims", index, recipe) for index, recipe in enumerate(entry.sims)]
    rows += [("measured", index, measured.recipe) for index, measured in enumerate(entry.measured)]
    yield from _recipes(rows, recipe_problem)


def _claim_recipes(claim: Claim, recipe_problem: RecipeCheck) -> Iterator[_Remark]:
    rows: list[tuple[str, int | None, str]] = [("sim", None, claim.sim)] if claim.sim else []
    rows += [("measured", index, measured.recipe) for index, measured in enumerate(claim.measured)]
    yield from _recipes(rows, recipe_problem)


def _recipes(rows: Sequence[tuple[str, int | None, str]], recipe_problem: RecipeCheck) -> Iterator[_Remark]:
    for key, index, recipe in rows:
        sentence = recipe_problem(recipe)
        if sentence:
            yield _Remark(f"The recipe '{recipe}' does not work: {sentence}", key, index)


def _asked(entry: Entry) -> list[tuple[str, int, str]]:
    asked = [("questions", index, text) for index, text in enumerate(entry.questions)]
    return asked + [("faq", index, pair.question) for index, pair in enumerate(entry.faq)]


def _said(claim: Claim) -> list[tuple[str, int, str]]:
    said = [("asserted_as", index, text) for index, text in enumerate(claim.asserted_as)]
    return said + [("denied_as", index, text) for index, text in enumerate(claim.denied_as)]


def _learned(rows: Sequence[tuple[str, int, str]], seen: _Seen) -> Iterator[_Remark]:
    for key, index, text in rows:
        for question in seen.near(text):
            yield _Remark(
                f"'{text}' is too near to the evaluation question '{question}'; say it otherwise.", key, index
            )
