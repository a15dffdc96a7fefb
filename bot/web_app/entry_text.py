"""Markdown with `$…$` formulas as clean HTML: what an entry, an FAQ or a reply looks like on a page."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin

from bot.web_app.formula import to_mathml

TEXT_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "span", "strong", "table",
    "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
MATH_TAGS = {
    "math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace", "msqrt",
    "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder", "munderover",
}  # fmt: skip
# Neither style nor event attributes: the content security policy would refuse them anyway.
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"fence", "form", "lspace", "rspace", "separator", "stretchy"},
    "mover": {"accent"},
    "mspace": {"width"},
    "ol": {"start"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class"},
}
SCHEMES = {"http", "https"}
# Wide tables and code scroll by themselves; a keyboard can reach only what has a tab stop.
SCROLLS = (
    ("<table>", '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>'),
    ("</table>", "</table></div>"),
    ("<pre>", '<pre role="region" aria-label="Code" tabindex="0">'),
)
RENDERED = 2048  # texts kept: all entries with their parts, twice


@lru_cache(maxsize=RENDERED)
def to_html(markdown: str) -> Markup:
    """Clean HTML for a Markdown text; kept, since the same entries are read again and again."""
    return _clean(_reader().render(markdown))


@lru_cache(maxsize=RENDERED)
def to_inline_html(markdown: str) -> Markup:
    """Clean HTML for one line, without a paragraph around it: titles and summaries."""
    return _clean(_reader().renderInline(markdown))


def _clean(dirty: str) -> Markup:
    clean = nh3.clean(
        dirty, tags=TEXT_TAGS | MATH_TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow"
    )
    for plain, scrolling in SCROLLS:
        clean = clean.replace(plain, scrolling)
    return Markup(clean)


def _reader() -> MarkdownIt:
    """CommonMark with tables and formulas; raw HTML in the text stays text."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    # The same rule as bot.formulas: no space inside the dollar signs, so that "$5 and $6" is money.
    reader.use(dollarmath_plugin, allow_space=False, allow_labels=False)
    reader.add_render_rule("math_inline", _math)
    for cell in ("th_open", "td_open"):
        reader.add_render_rule(cell, _cell)
    return reader


def _math(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    return f'<span class="math">{to_mathml(tokens[at].content)}</span>'


def _cell(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]
) -> str:
    """A table cell whose alignment is a class: inline styles are refused by the content security policy."""
    token = tokens[at]
    alignment = str(token.attrs.pop("style", "")).removeprefix("text-align:")
    if alignment:
        token.attrSet("class", f"align-{alignment}")
    return renderer.renderToken(tokens, at, options, env)
