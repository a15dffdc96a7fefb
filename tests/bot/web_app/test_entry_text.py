"""Markdown and formulas as clean HTML."""

import pytest

from bot.web_app.entry_text import to_html, to_inline_html
from bot.web_app.formula import to_mathml


@pytest.mark.parametrize(
    ("markdown", "never"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("[x](javascript:alert(1))", "href"),
        ("[x](data:text/html,hi)", "href"),
        ("![x](http://evil.example/x.png)", "<img"),
        ("$</span><script>alert(1)</script>$", "<script"),
        ("$\\style{color:red}{x}$", "style="),
        ("| a |\n|--:|\n| 1 |", "style="),
        ("```html\n<b onclick=x>\n```", "<b "),
    ],
)
def test_what_is_not_allowed_does_not_come_through(markdown, never):
    assert never not in to_html(markdown)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("It costs $5 and $6.", "It costs $5 and $6."),
        ("`$HOME` is a path", "<code>$HOME</code>"),
        ("**a** and *b*", "<strong>a</strong> and <em>b</em>"),
        ("[x](https://example.org)", '<a href="https://example.org" rel="noopener nofollow">x</a>'),
        ("| a |\n|--:|\n| 1 |", '<td class="align-right">1</td>'),
        ("| a |\n|---|\n| 1 |", '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>'),
        ("```python\nx < 1\n```", 'tabindex="0"><code class="language-python">x &lt; 1'),
        ("$\\frac{x-m}{s}$", "<mfrac><mrow><mi>x</mi><mo>−</mo><mi>m</mi></mrow><mrow><mi>s</mi></mrow></mfrac>"),
        ("$\\mathbb{R}^n$", "<msup><mi>ℝ</mi><mi>n</mi></msup>"),
    ],
)
def test_what_is_allowed_survives(markdown, html):
    assert html in to_html(markdown)


def test_a_line_has_no_paragraph():
    assert to_inline_html("ReLU of $z$") == (
        'ReLU of <span class="math"><math display="inline"><mrow><mi>z</mi></mrow></math></span>'
    )


@pytest.mark.parametrize("latex", ["\\left(a", "\\frac", "{", "\\begin{x}", "^", "\\sqrt[", "&", "\\\\"])
def test_broken_latex_stays_visible(latex):
    html = to_mathml(latex)
    assert html.startswith(("<code>", "<math"))
    to_html(f"text ${latex}$ text")


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        ("\\max(0, z)", '<mo lspace="0" rspace="0">max</mo>'),
        ("c \\log x", '<mo lspace="0.1667em" rspace="0.1667em">log</mo>'),
        ("(-2, 2)", '<mo form="prefix">−</mo>'),
        ("a - b", "<mo>−</mo>"),
        ("|x| = 1", '<mo stretchy="false" lspace="0" rspace="0">|</mo>'),
    ],
)
def test_operators_have_the_space_of_print(latex, part):
    assert part in to_mathml(latex)


def test_a_long_list_can_be_broken_after_a_comma():
    parts = to_mathml("(-1.2, 0.3, -0.4, 2.1, -0.1, 0.9, -3, -0.7)").split("</math>")[:-1]
    assert len(parts) == 2
    assert parts[0].endswith("<mo>,</mo></mrow>")


def test_a_long_formula_can_be_broken_outside_its_brackets():
    parts = to_mathml("W_3 (W_2 h + b_2) + b_3 = (W_3 W_2) h + (W_3 b_2 + b_3)").split("</math>")[:-1]
    assert [part.count("(") for part in parts] == [1, 0, 1, 1]
    assert all(part.count("(") == part.count(")") for part in parts)
