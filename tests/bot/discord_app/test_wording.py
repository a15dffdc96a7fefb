"""What users wrote is made harmless, what is too long is cut at a word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_app.wording import harmless, link, quoted, shorten, unquoted, with_tables_as_code

HARMLESS = {
    "everyone": ("@everyone hi", "@\u200beveryone hi"),
    "user": ("<@123456789012345678>", "\\<@\u200b123456789012345678>"),
    "role": ("<@&123456789012345678>", "\\<@\u200b&123456789012345678>"),
    "channel": ("<#123456789012345678>", "\\<#123456789012345678>"),
    "timestamp": ("<t:1700000000:R>", "\\<t:1700000000:R>"),
    "slash command": ("</ask:1>", "\\</ask:1>"),
    "bold": ("**a**", "\\*\\*a\\*\\*"),
    "spoiler": ("||a||", "\\|\\|a\\|\\|"),
    "code": ("`a`", "\\`a\\`"),
    "link": ("[a](https://b.example)", "\\[a](https://b.example)"),
    "heading": ("# a", "\\# a"),
    "many lines": ("a\n> b\n# c", "a > b # c"),
    "comparison": ("a < b", "a < b"),
    "emoji": ("🙂", "🙂"),
}


@pytest.mark.parametrize(("typed", "shown"), HARMLESS.values(), ids=HARMLESS)
def test_a_users_words_are_harmless(typed, shown):
    assert harmless(typed) == shown


@pytest.mark.parametrize("text", ["", "  \n "], ids=["empty", "blank"])
def test_nothing_is_quoted_as_nothing(text):
    assert quoted(text) == ""


def test_a_long_quote_is_shortened():
    assert quoted("word " * 100, 20) == "> word word word word…"[:22]


NO_QUOTES = {"no quote": "Not sure", "empty": "", "empty quote": "> ", "shortened": quoted("word " * 100, 20)}


@pytest.mark.parametrize("text", NO_QUOTES.values(), ids=NO_QUOTES)
def test_what_is_not_quoted_whole_is_known(text):
    assert not unquoted(text)[1]


@example("<@1> @everyone **a** \\* [x](y) # - > `c` https://e.example/a_b <t:1:R>")
@given(st.text(st.characters(blacklist_characters="\u200b…", blacklist_categories=["Cs"]), min_size=1))
def test_a_quote_gives_the_words_back(typed):
    words = " ".join(typed.split())
    if words:
        assert unquoted(quoted(typed, len(words)) + "\n\nmore") == (words, True)


SHORTENED = {
    "fits": ("one two", 7, "one two"),
    "at a word": ("one two three", 9, "one two…"),
    "word ends there": ("one two three", 8, "one two…"),
    "one long word": ("x" * 20, 10, "x" * 9 + "…"),
    "no cut code block": ("word " * 5 + "```\na b\n```", 30, "word word word word word…"),
    "whole code block": ("```\na\n``` " + "word " * 9, 20, "```\na\n``` word word…"),
}


@pytest.mark.parametrize(("text", "most", "short"), SHORTENED.values(), ids=SHORTENED)
def test_a_long_text_is_cut_at_a_word(text, most, short):
    assert shorten(text, most) == short
    assert len(shorten(text, most)) <= most


def test_a_link_cannot_be_ended_early():
    assert link("A [b] (c)", "https://e.example/a_(b) c") == "[A b (c)](https://e.example/a_%28b%29%20c)"


def test_a_table_is_shown_in_a_code_block():
    table = "Before\n\n| x | **relu** |\n|---|---:|\n| 1 | `0` |\n| 10 | a\\_b |\n\nAfter"
    assert with_tables_as_code(table) == "Before\n\n```\nx   relu\n1   0\n10  a_b\n```\n\nAfter"


@pytest.mark.parametrize("text", ["a | b", "|x| is a norm\n\nand so on", "| one | line |"], ids=str)
def test_bars_alone_are_no_table(text):
    assert with_tables_as_code(text) == text
