"""The formulas of the table say what the code computes, and can be read aloud."""

import math
import re
from statistics import NormalDist

import numpy as np
import pytest

from sims.activations import ACTIVATIONS
from sims.formulas import in_plain_text, math_lines

NORMAL = NormalDist()
GROUP = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
FUNCTIONS = {
    **{name: getattr(math, name) for name in ("exp", "sqrt", "tanh", "sin", "cos", "pi")},
    **{one.__name__: one for one in (max, min, abs)},
    "ln": math.log,
    "arctan": math.atan,
    "Phi": NORMAL.cdf,
    "varphi": NORMAL.pdf,
    "sigma": lambda z: 1 / (1 + math.exp(-z)),
}
DEFINITION = re.compile(r", \\\\ (\w'?) = (.*)")
PLACES = [z + 0.013 for z in np.arange(-7, 8, 0.5).tolist()]  # none is a corner
PIECES = re.compile(r"(.+) \\text\{ if \} (.+), \\\\ (.+)")
TOKEN = re.compile(r"\d+|[A-Za-z_]+|\*\*|[<>]=?|\S")


def value_of(formula, z, known):
    """What the LaTeX of the table says at z: a reader of its own, with nothing of the program's."""
    if pieces := PIECES.fullmatch(formula):
        if evaluate(pieces[2], known):
            return evaluate(pieces[1], known)
        return evaluate(otherwise(pieces[3], z), known)
    formula = re.sub(r" \\text\{ \(none at \} z = 0\)$|, \\\\ 0 \\text\{ at \} z = 0$", "", formula)
    return evaluate(formula, known)


def otherwise(formula, z):
    if found := re.fullmatch(r"(\d) \\text\{ above\}, (\d) \\text\{ below\}", formula):
        return found[1] if z > 0 else found[2]
    assert formula.startswith(r"\text{else } ")
    return formula.removeprefix(r"\text{else } ")


def evaluate(formula, known):
    text = re.sub(r"\\[,;]|\\\\ ", " ", formula)
    text = re.sub(rf"\\t?frac{GROUP}{GROUP}", r"((\1)/(\2))", text)
    text = re.sub(rf"\\sqrt{GROUP}", r"sqrt(\1)", text)
    text = re.sub(r"e\^\{(-?z(?:\^2| / \\alpha)?)\}", r"exp(\1)", text)
    text = re.sub(r"\\(tanh|sin)\^2 ?(\w|\([^()]*\))", r"\1(\2)^2", text)
    text = re.sub(r"\\(tanh|sin|cos|arctan) (\w)", r"\1(\2)", text)
    text = re.sub(r"\|(\w)\|", r"abs(\1)", text)
    text = text.replace(r"\geq", ">=").replace(r"\lambda", "lambda_").replace("\\", "").replace("^", "**")
    text = text.replace("u'", "u_").replace("exp(-z**2)", "exp(-(z**2))")
    tokens = TOKEN.findall(text)
    parts = []
    for before, token in zip(["", *tokens], tokens, strict=False):
        is_end = before == ")" or (before.replace("_", "a").isalnum() and not callable(known.get(before)))
        parts.append("*" * (is_end and (token == "(" or token.replace("_", "a").isalnum())) + token)
    return eval("".join(parts), {"__builtins__": {}}, known)


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_the_formulas_are_what_the_code_computes(row):
    parameters = {"lambda_" if name == "lambda" else name: value for name, value in row.parameters}
    known = {**FUNCTIONS, **parameters, "g": lambda z: float(row.value(np.array([z]))[0])}
    said = []
    for z in PLACES:
        at = {**known, "z": z}
        for name, meaning in DEFINITION.findall(row.formula) + DEFINITION.findall(row.slope_formula):
            at[name.replace("'", "_")] = evaluate(meaning, at)
        formulas = [DEFINITION.sub("", formula) for formula in (row.formula, row.slope_formula)]
        said.append([float(value_of(formula, z, at)) for formula in formulas])
    z = np.array(PLACES)
    assert np.array(said) == pytest.approx(np.stack([row.value(z), row.slope(z)], axis=1), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (r"\frac{1}{1 + e^{-z}}", "1/(1 + e^(−z))"),
        (r"\frac{1}{(1 + |z|)^2}", "1/(1 + |z|)²"),
        (r"z \text{ if } z > 0, \\ \text{else } \alpha (e^{z} - 1)", "z if z > 0, else α (e^z − 1)"),
        (r"\tfrac{z}{6} + \tfrac{1}{2}", "z/6 + 1/2"),
        (r"z + \tfrac{1}{a}\,\sin^2(a z)", "z + (1/a) sin²(a z)"),
        (r"u' = \sqrt{2 / \pi}\,(1 + 3 \beta z^2)", "u′ = √(2 / π) (1 + 3 β z²)"),
        (r"1 \text{ if } z \geq 0", "1 if z ≥ 0"),
        (r"e^{-z^2}", "e^(−z²)"),
    ],
)
def test_formulas_in_plain_text(formula, text):
    assert in_plain_text(formula) == text


@pytest.mark.parametrize("row", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_no_latex_is_left_in_plain_text(row):
    for formula in (row.formula, row.slope_formula):
        assert not set(in_plain_text(formula)) & set("\\{}$'-")


def test_a_broken_formula_keeps_its_sign_away_from_what_follows():
    assert math_lines("g", r"a \\ + \tfrac{b}{2}", broken=True) == ["$g = a$", r"$+\; \frac{b}{2}$"]
    assert math_lines("g", r"a \\ + \frac{b}{2}", broken=False) == [r"$g = a\; + \dfrac{b}{2}$"]
