r"""The LaTeX of the table of activation functions, as matplotlib sets it and in plain words.

The table uses a small part of LaTeX: fractions, roots, powers, Greek letters, names of functions, `\text`, and `\\`
where a line may be broken.
"""

import re

from sims.figures import MINUS

BREAK = r" \\ "
GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"  # may hold one more pair of braces
FRACTION = re.compile(rf"\\t?frac{GROUP}{GROUP}(?=(\s*[(\\])?)")
GREEK = {"alpha": "α", "beta": "β", "lambda": "λ", "pi": "π", "sigma": "σ", "Phi": "Φ", "varphi": "φ"}
SIGNS = {**GREEK, "geq": "≥", ",": " ", ";": " "}
SIGN_FIRST, SPACED = re.compile(r"^\+ "), r"+\\; "  # nothing stands on its left, so it gets no room on its right
COMMAND = re.compile(r"\\([A-Za-z]+|[,;])")
SIMPLE = re.compile(r"\w+|\w*\([^()]*\)²?")


def math_lines(left: str, formula: str, *, broken: bool) -> list[str]:
    """`left = formula` as matplotlib's mathtext, in one line or broken where it may be."""
    # mathtext's \frac is as small as LaTeX's \tfrac
    text = formula.replace(r"\frac", r"\dfrac").replace(r"\tfrac", r"\frac")
    rows = text.split(BREAK) if broken else [text.replace(BREAK, r"\; ")]
    return [rf"${left} = {rows[0]}$", *(f"${SIGN_FIRST.sub(SPACED, row)}$" for row in rows[1:])]


def in_plain_text(formula: str) -> str:
    """The formula in one line of Unicode, for captions and for those who hear the picture."""
    text = re.sub(rf"\\text{GROUP}", r"\1", formula.replace(BREAK, " "))
    text = re.sub(rf"\\sqrt{GROUP}", lambda found: f"√({in_plain_text(found[1])})", text)
    text = FRACTION.sub(_fraction, text)
    text = re.sub(rf"\^{GROUP}", lambda found: f"^{_grouped(in_plain_text(found[1]))}", text)
    text = COMMAND.sub(lambda found: SIGNS.get(found[1], found[1]), text)
    text = text.replace("^2", "²").replace("^3", "³").replace("'", "′").replace("-", MINUS)
    return re.sub(r"\s+", " ", text).strip()


def _fraction(found: re.Match[str]) -> str:
    above, below = (_grouped(in_plain_text(part)) for part in found.group(1, 2))
    return f"({above}/{below})" if found[3] else f"{above}/{below}"  # as a factor


def _grouped(text: str) -> str:
    return text if SIMPLE.fullmatch(text) else f"({text})"
