"""The expressions by which writers accept, reject or report a statement, read from phrases.yaml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from hashlib import blake2b

from knowledge.errors import error_at
from knowledge.front_matter import Section, read_mapping

_NAME = re.compile(r"<([a-z']+)>")
_DEEPEST = 6  # parts in parts; more is a part that contains itself


class Means(StrEnum):
    """What an expression does; the values are the groups of phrases.yaml, the verdicts on earlier statements first."""

    ONLY_ACCEPTED = "only_accepted"  # of several statements
    ONE_REJECTED = "one_rejected"
    ONE_ACCEPTED = "one_accepted"
    ALL_REJECTED = "all_rejected"
    ALL_ACCEPTED = "all_accepted"
    CONVERTED = "converted"  # takes back a disbelief: "I doubted it. Now I see it."
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    DOUBLE_NEGATION = "double_negation"
    HELD_ONCE = "held_once"
    DISCLAIMED = "disclaimed"  # did not say so, which is not to say the contrary
    REJECTED_BEFORE = "rejected_before"
    REPORTED = "reported"  # somebody else's view
    HELD = "held"


# These stand before the statement that they are about.
BEFORE = frozenset(
    {Means.DOUBLE_NEGATION, Means.HELD_ONCE, Means.DISCLAIMED, Means.REJECTED_BEFORE, Means.REPORTED, Means.HELD}
)
# These name one of several statements, "the first", "the latter": each of their phrases has the part <point>.
ABOUT_ONE = frozenset({Means.ONLY_ACCEPTED, Means.ONE_REJECTED, Means.ONE_ACCEPTED})
_POINT = "<point>"


@dataclass(frozen=True)
class Phrases:
    """The patterns of all groups; `marks` are those that stand around statements, in the order in which they count."""

    marks: Mapping[Means, re.Pattern[str]]
    announcing: re.Pattern[str]
    announcing_rejected: re.Pattern[str]
    answered_no: re.Pattern[str]
    answered_yes: re.Pattern[str]
    overturned: re.Pattern[str]
    ends_list: re.Pattern[str]
    contrast: re.Pattern[str]
    comma: re.Pattern[str]

    @cached_property
    def name(self) -> str:
        """A short hash of all patterns."""
        patterns = [(field.name, getattr(self, field.name)) for field in fields(self) if field.name != "marks"]
        content = repr([(name, pattern.pattern) for name, pattern in (*self.marks.items(), *patterns)])
        return blake2b(content.encode(), digest_size=8).hexdigest()


def parse_phrases(text: str, path: str) -> Phrases:
    """Read phrases.yaml; a phrase that is no regular expression is a KnowledgeError that names its line."""
    section = read_mapping(text, path)
    others = tuple(name for name in Phrases.__dataclass_fields__ if name != "marks")
    section.allow_only("parts", *Means, *others)
    names = section.part("parts")
    parts = {name: "(" + "|".join(names.lines(name)) + ")" for name in names.nodes}
    return Phrases(
        marks={means: _pattern(section, means, parts) for means in Means},
        **{name: _pattern(section, name, parts) for name in others},
    )


def _pattern(section: Section, group: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """Make one pattern of a group's phrases."""
    at_words: list[str] = []
    elsewhere: list[str] = []
    for number, phrase in enumerate(section.lines(group), start=1):
        line = section.line_of(group) + number
        if group in ABOUT_ONE and _POINT not in phrase:
            sentence = f"The phrase '{phrase}' names none of several statements; in '{group}' each needs {_POINT}."
            raise error_at(section.path, line, sentence)
        try:
            pattern = f"(?:{_expanded(phrase, parts)})"
            re.compile(pattern)
            (at_words if _begins_at_word(phrase, parts) else elsewhere).append(pattern)
        except KeyError as error:
            raise error_at(
                section.path, line, f"The phrase '{phrase}' names a part {error} that is not there."
            ) from None
        except re.error as error:
            raise error_at(section.path, line, f"The phrase '{phrase}' is no regular expression ({error}).") from None
    # Most phrases begin at the start of a word: to try them there only makes reading a third quicker.
    guarded = [rf"\b(?=\w)(?:{'|'.join(at_words)})"] if at_words else []
    return re.compile("|".join(guarded + elsewhere), re.I)


def _begins_at_word(phrase: str, parts: Mapping[str, str]) -> bool:
    """Tell a phrase that can only begin where a word does."""
    if any(not _begins_at_word(one, parts) for one in _alternatives(phrase)[1:]):
        return False
    name = _NAME.match(phrase)
    if name is None:
        return phrase.startswith(r"\b")
    begins = parts[name[1]].lstrip("(").startswith(r"\b")
    is_optional = parts[name[1]].endswith(("*)", "?)", "{0,3})"))
    return begins and (not is_optional or _begins_at_word(phrase[name.end() :], parts))


def _alternatives(phrase: str) -> list[str]:
    """Split a phrase at those of its bars that stand in no parentheses."""
    parts, depth = [""], 0
    for sign in phrase:
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _expanded(phrase: str, parts: Mapping[str, str]) -> str:
    for _ in range(_DEEPEST):
        phrase = _NAME.sub(lambda found: parts[found[1]], phrase)
    if _NAME.search(phrase):
        raise re.error("a part contains itself")
    # Braces with numbers are those of regular expressions.
    phrase = re.sub(r"\{(?!\d)", "(?:", phrase)
    phrase = re.sub(r"(?<![\d,])\}", ")?", phrase)
    phrase = re.sub(r"(?<=\w)'(?=\w)", "['’]?", phrase)
    return phrase.replace(" ", r"\s+")
