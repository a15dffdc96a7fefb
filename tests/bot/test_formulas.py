"""Formulas as Unicode text: precedence is kept, what cannot be read is refused or left as it is."""

import pytest

from bot.formulas import FormulaError, plain_formula, to_plain

READ = [
    (r"\frac{1}{1+e^{-z}}", "1/(1 + e⁻ᶻ)"),
    (r"g(z) = \max(0, z)", "g(z) = max(0, z)"),
    (r"\sigma'(z) = \sigma(z)(1-\sigma(z)) \le \frac{1}{4}", "σ′(z) = σ(z)(1 − σ(z)) ≤ 1/4"),
    (r"W_2(W_1 x + b_1) + b_2", "W₂(W₁x + b₁) + b₂"),
    (r"\frac{1}{2}x^2", "(1/2)x²"),
    (r"x^\top W^{\top}", "xᵀWᵀ"),
    (r"\sum_{i=1}^{n} e^{z_i}", "∑ᵢ₌₁ⁿ e^(zᵢ)"),
    (r"\frac{e^z - e^{-z}}{e^z + e^{-z}}", "(eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ)"),
    (r"z\,\sigma(1.702z)", "z σ(1.702z)"),
    (r"\sqrt{2/\pi}", "√(2/π)"),
    (r"1/\sqrt{n}", "1/√n"),
    (r"\mathbb{R}^{10}", "ℝ¹⁰"),
    (r"W^{[2]}", "W^[2]"),
    (r"a \to -1", "a → −1"),
    (r"\frac{\partial L}{\partial z}", "∂L/∂z"),
    (r"\log x", "log x"),
    (r"e^{-(z-1)^2}", "e^(−(z − 1)²)"),
    (r"\left(\frac{1}{2}\right)^{n}", "(1/2)ⁿ"),
    (r"z_{ij}^{(l)}", "zᵢⱼ⁽ˡ⁾"),
    (r"\mathrm{ReLU}(z)", "ReLU(z)"),
    (r"\frac{x}{a(1-a)}", "x/(a(1 − a))"),
    (r"\sqrt{2\pi}", "√(2π)"),
    (r"\frac{1}{2x}", "1/(2x)"),
    (r"\frac{n(n+1)}{2}", "n(n + 1)/2"),
    (r"\frac{z}{\sqrt{2}}", "z/√2"),
    (r"\frac{2}{\mathrm{fan\_in}}", "2/fan_in"),
    (r"\frac{a}{\sigma(z)}", "a/σ(z)"),
    (r"\hat{y}", "y\u0302"),
]


@pytest.mark.parametrize("latex", [r"\frac{1}", r"{z", r"z}", r"\operatorwhat{z}", r"x^", r"\begin{matrix}"])
def test_unreadable_formulas_are_refused(latex):
    with pytest.raises(FormulaError):
        plain_formula(latex)


@pytest.mark.parametrize(("latex", "plain"), READ, ids=[latex for latex, _ in READ])
def test_formulas_keep_their_meaning(latex, plain):
    assert plain_formula(latex) == plain


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("It costs 5$ or 6$.", "It costs 5$ or 6$."),
        ("`$x$` is code, $x^2$ is not.", "`$x$` is code, x² is not."),
        ("```\n$a$\n```\n$a$", "```\n$a$\n```\na"),
        (r"Broken $\nonsense{x}$ stays readable.", r"Broken \nonsense{x} stays readable."),
        ("$a*b$ and $c*d$", "a∗b and c∗d"),
        ("$x_q$", r"x\_q"),
    ],
)
def test_only_formulas_outside_code_are_replaced(markdown, plain):
    assert to_plain(markdown) == plain


def test_every_formula_of_the_knowledge_base_can_be_read(knowledge):
    texts = [(e.id, e.body) for e in knowledge.library.entries.values()]
    texts += [(f"{e.id} faq", pair.answer) for e in knowledge.library.entries.values() for pair in e.faq]
    texts += [(c.id, f"{c.why}\n{c.denial_why or ''}") for c in knowledge.library.claims.values()]
    left = {
        where: plain for where, text in texts if "\\" in (plain := _outside_code(to_plain(text)).replace(r"\_", ""))
    }
    assert not left


def _outside_code(text: str) -> str:
    from bot.formulas import CODE

    return CODE.sub("", text)
