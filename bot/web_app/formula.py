"""One LaTeX formula as MathML, which browsers lay out without scripts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring, tostring

from latex2mathml.converter import convert

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # known to HTML, and in the way of ElementTree
FUNCTION_NAME = re.compile(r"[a-z]{2,}")
THIN = "0.1667em"  # TeX's thin space, 3/18 of the font size
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
TIGHT = frozenset("|∣/‖")  # MathML takes a bar in the middle of a row for a relation, and sets it wide
RELATIONS = frozenset("=≈≤≥<>→↦≠∈∝≡∼⇒⇔")
SIGNS = frozenset("+−-±")
# Browsers break no line inside a formula. One that is wider than a phone is written as several in a row.
LONGEST_UNBROKEN = 24  # characters; about 300 px
LONG_PART = 18


def to_mathml(latex: str) -> str:
    """The formula as one or more `math` elements; LaTeX that cannot be read stays visible as code."""
    try:
        formula = fromstring(convert(latex).replace(NAMESPACE, ""))
    except Exception:  # noqa: BLE001 - the library raises bare Exceptions, IndexErrors and KeyErrors on broken LaTeX
        return f"<code>{html.escape(latex)}</code>"
    for row in list(formula.iter()):
        _set_spaces(list(row))
    if len("".join(formula.itertext())) <= LONGEST_UNBROKEN:
        return tostring(formula, encoding="unicode")
    parts = ("".join(tostring(element, encoding="unicode") for element in part) for part in _cut(formula[0]))
    return "".join(f'<math display="inline"><mrow>{part}</mrow></math>' for part in parts)


def _set_spaces(row: list[Element]) -> None:
    """What the converter leaves to MathML's defaults comes out too wide, or (`log x`) with no space at all."""
    for at, element in enumerate(row):
        before = row[at - 1] if at else None
        after = row[at + 1] if at + 1 < len(row) else None
        text = element.text or ""
        if element.tag in ("mo", "mi") and FUNCTION_NAME.fullmatch(text):
            element.tag = "mo"
            element.set("lspace", "0" if before is None or before.tag == "mo" else THIN)
            element.set("rspace", "0" if after is None or _sign(after) in OPENING else THIN)
        elif _sign(element) in TIGHT:
            element.set("lspace", "0")
            element.set("rspace", "0")
        elif _sign(element) in SIGNS and (
            before is None or (before.tag == "mo" and _sign(before) not in CLOSING | TIGHT)
        ):
            element.set("form", "prefix")


def _cut(row: Element) -> Iterator[list[Element]]:
    """The formula cut after relations and signs; within brackets only where it has become long."""
    part: list[Element] = []
    depth = 0
    for element in row:
        sign = _sign(element)
        depth += (sign in OPENING) - (sign in CLOSING)
        part.append(element)
        is_between = sign in RELATIONS or (sign in SIGNS and element.get("form") != "prefix")
        is_long = sum(len("".join(piece.itertext())) for piece in part) >= LONG_PART
        if (is_between or sign == ",") and (depth == 0 or is_long):
            yield part
            part = []
    if part:
        yield part


def _sign(element: Element) -> str:
    """What an operator shows; empty for anything else."""
    return (element.text or "") if element.tag == "mo" else ""
