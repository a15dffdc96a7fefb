"""Text for Discord: what users wrote made harmless, what is too long cut at a word."""

from __future__ import annotations

import re

import discord

QUOTE_CHARS = 300  # of a user's own words that are shown back: enough to recognise them
CUT = "…"
FENCE = "```"
UNSEEN = "\u200b"  # discord.py puts it behind the @ of a mention
# A head, a line of dashes, and rows, each beginning with a bar.
TABLE = re.compile(r"^\|.+\n\|[-:| ]+\n(?:\|.*(?:\n|\Z))+", re.MULTILINE)

# Channel mentions, command mentions, timestamps and custom emoji all begin so; a backslash shows them as typed.
ANGLE_BRACKET = re.compile(r"<(?=[@#:/tai])")
MARKDOWN_LINK_END = re.compile(r"[\[\]]")


def harmless(text: str) -> str:
    """A user's words on one line: no mention pings, no Markdown formats, nothing unfolds."""
    one_line = " ".join(text.split())
    escaped = discord.utils.escape_markdown(one_line, ignore_links=False)
    return discord.utils.escape_mentions(ANGLE_BRACKET.sub(r"\\<", escaped))


def quoted(text: str, most: int = QUOTE_CHARS) -> str:
    """A user's words as a block quote, shortened and harmless; empty where there are none."""
    words = shorten(" ".join(text.split()), most)
    return f"> {harmless(words)}" if words else ""


def unquoted(text: str) -> tuple[str, bool]:
    """A user's words from the block quote at the beginning of a text, and whether they are all there."""
    first = text.partition("\n")[0]
    if not first.startswith("> "):
        return "", False
    words = re.sub(r"\\(.)", r"\1", first.removeprefix("> ").replace(UNSEEN, ""))
    return words.removesuffix(CUT).rstrip(), bool(words) and not words.endswith(CUT)


def with_tables_as_code(markdown: str) -> str:
    """Tables with aligned columns in code blocks: Discord does not know Markdown tables."""
    return TABLE.sub(lambda table: _aligned(table.group()), markdown)


def _aligned(table: str) -> str:
    rows = [[plain_cell(cell) for cell in row.strip().strip("|").split("|")] for row in table.strip().splitlines()]
    del rows[1]  # the line of dashes
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in range(max(map(len, rows)))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]
    return "```\n" + "\n".join(lines) + "\n```\n"


def plain_cell(cell: str) -> str:
    """A table's cell without Markdown: a code block would show the marks."""
    return re.sub(r"[*`]|\\(?=_)", "", cell).strip()


def shorten(text: str, most: int, hint: str = CUT) -> str:
    """The text, or its beginning up to a word boundary with the hint at its end; never longer than `most`."""
    if len(text) <= most:
        return text
    room = most - len(hint)
    cut = text[:room]
    if not text[room].isspace():
        # One very long word (a URL, Chinese) is cut in the middle: less than half of the room would be left else.
        boundary = max(cut.rfind(" "), cut.rfind("\n"))
        cut = cut[:boundary] if boundary > room // 2 else cut
    text = cut.rstrip() + hint
    # A code block that was cut in the middle would swallow all that follows it.
    return text if text.count(FENCE) % 2 == 0 else shorten(text[: text.rindex(FENCE)].rstrip() + hint, most, hint)


def link(title: str, url: str) -> str:
    """A Markdown link whose title and address cannot end it early."""
    safe_title = MARKDOWN_LINK_END.sub("", " ".join(title.split()))
    return f"[{safe_title}]({url.replace('(', '%28').replace(')', '%29').replace(' ', '%20')})"
