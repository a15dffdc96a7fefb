"""Finds the formulas of a Markdown text and says which of them our readers cannot show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_FORMULA = re.compile(r"\$([^$\n]+)\$")
# Web, chat and terminal all understand what is left without these.
_NOT_ALLOWED = re.compile(
    r"\\(?:text|operatorname|begin|end|newcommand|def|displaystyle|left|right|quad|hspace)\b|\$\$"
)


@dataclass(frozen=True)
class FormulaProblem:
    """A sentence about the formula that begins at this character of the text."""

    start: int
    sentence: str


def formula_problems(markdown: str) -> Iterator[FormulaProblem]:
    """Give everything that is wrong with the formulas of a text."""
    # Code is blanked out with the same length, so that positions stay right.
    text = _CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), markdown)
    for found in _NOT_ALLOWED.finditer(text):
        yield FormulaProblem(found.start(), f"'{found.group()}' is not understood by all readers; write it without.")
    for found in _FORMULA.finditer(text):
        sentence = _parse_problem(found.group(1))
        if sentence:
            yield FormulaProblem(found.start(), sentence)
    for number, line in enumerate(_FORMULA.sub(lambda formula: " " * len(formula.group()), text).split("\n")):
        if "$" in line:
            start = sum(len(part) + 1 for part in text.split("\n")[:number])
            yield FormulaProblem(start, "A '$' stands alone: formulas open and close with '$' within one line.")


def _parse_problem(formula: str) -> str | None:
    if formula.count("{") != formula.count("}"):
        return f"The formula '{formula}' has an unequal number of '{{' and '}}'."
    from latex2mathml.converter import convert  # only lint needs it, and it takes a tenth of a second to import

    try:
        convert(formula)
    except Exception as error:  # noqa: BLE001  # the parser has no base class of its own; whatever it raises is the finding
        return f"The formula '{formula}' cannot be parsed ({type(error).__name__})."
    return None
