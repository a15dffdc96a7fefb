"""One LaTeX formula as MathML, which browsers lay out without scripts."""

from __future__ import annotations

import html
import re

from latex2mathml.converter import convert

# latex2mathml writes function names as operators, which MathML sets far apart: "max ( 0 , z )".
FUNCTION_NAME = re.compile(r'(</m(?!o>)\w+>)?<mo>([a-z]{2,})</mo>(?=(<mo stretchy="false">&#x00028;)?)')
SLASH = "<mo>&#x0002F;</mo>"
THIN = "0.1667em"  # TeX's thin space, 3/18 of the font size


def to_mathml(latex: str) -> str:
    """The formula as a `math` element; LaTeX that cannot be read stays visible as code."""
    try:
        mathml: str = convert(latex)
    except Exception:  # noqa: BLE001 - the library raises bare Exceptions, IndexErrors and KeyErrors on broken LaTeX
        return f"<code>{html.escape(latex)}</code>"
    return FUNCTION_NAME.sub(_set_close, mathml).replace(SLASH, SLASH.replace("<mo>", '<mo lspace="0" rspace="0">'))


def _set_close(match: re.Match[str]) -> str:
    factor, name, bracket = match.groups()
    before = THIN if factor else "0"
    after = "0" if bracket else THIN
    return f'{factor or ""}<mo lspace="{before}" rspace="{after}">{name}</mo>'
