"""A content file in parts that fit into a form: which there are, what stands in them, the file with other values.

A part has up to five fields. Lists are written one item a line, questions with answers as lines `Q: …` and `A: …`,
sources as `title | address | year`. Long lists come in pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.editing.lines import LABELS, LINES, WAYS
from bot.errors import RectifyError
from knowledge import ContentFile, KnowledgeError, LearnerIs, Verdict

FIELD_CHARS = 4000  # of Discord's text inputs
PAGE_CHARS = 3000  # of a page of a list: room is left to write more
WHOLE, NEW, ABOUT = "whole", "new", "about"


@dataclass(frozen=True, slots=True)
class Part:
    """One form's worth of a file."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form.

    Attributes:
        choices: what may be chosen; empty where a text is written.
        hint: one line about how it is written.
        most: characters that may be written.
    """

    key: str
    label: str
    value: str = ""
    is_long: bool = False
    is_required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    most: int = FIELD_CHARS


def is_claim(path: str) -> bool:
    """Whether a file of this path is a claim; else it is an entry."""
    return PurePosixPath(path).parts[:1] == ("claims",)


def parts_of(path: str, text: str) -> tuple[Part, ...]:
    """All parts of a file that fit into a form; a file that cannot be read is one part, if it is short.

    Raises:
        KnowledgeError: its front matter cannot be read and it is too long for a form.
    """
    try:
        file = ContentFile(path, text)
    except KnowledgeError:
        if len(text) > FIELD_CHARS:
            raise
        return (Part(WHOLE, "The whole file"),)
    lists = (("asserted_as", "How learners say it"), ("denied_as", "How learners deny it"))
    if not is_claim(path):
        lists = (("questions", "Questions"), ("faq", "Questions with answers"))
    parts = [Part(ABOUT, "Statement, verdict, reason" if is_claim(path) else "Title, summary, short text")]
    if not is_claim(path):
        parts.append(Part("aliases", "Aliases"))
    for key, title in lists:
        pages = _pages(file, key)
        if len(pages) == 1:
            parts.append(Part(key, title))
        else:
            parts += [Part(f"{key}-{n}", f"{title} {a + 1} to {b}") for n, (a, b) in enumerate(pages, start=1)]
    parts.append(Part("links", "Related topics, simulations, sources"))
    if is_claim(path):
        parts.append(Part("denial", "Denial and opposite"))
    else:
        parts += [Part(f"section-{n}", heading) for n, heading in enumerate(file.sections()) if n > 0]
    return (*parts, *([Part(WHOLE, "The whole file")] if len(text) <= FIELD_CHARS else []))


def fields_of(path: str, text: str, name: str) -> tuple[Field, ...]:
    """What stands in a part.

    Raises:
        RectifyError: there is no such part, or it is too long for a form.
        KnowledgeError: the front matter cannot be read.
    """
    if name == WHOLE:
        fields: tuple[Field, ...] = (Field("whole", "The whole file", text, is_long=True, is_required=True),)
    else:
        file = ContentFile(path, text)
        fields = tuple(_new_fields(file) if name == NEW else _fields(file, name))
    too_long = next((field for field in fields if len(field.value) > FIELD_CHARS), None)
    if too_long is not None:
        raise RectifyError(
            f"“{too_long.label}” has {len(too_long.value):,} characters, and a form holds {FIELD_CHARS:,}. "
            "Take the file with “/kb raw”, change it, and hand it in with “/kb edit file:”."
        )
    return fields


def with_values(path: str, text: str, name: str, values: Mapping[str, str]) -> str:
    """The file with other values in one part.

    Raises:
        RectifyError: there is no such part, or a line is not written as its hint says.
        KnowledgeError: the front matter cannot be read.
    """
    if name == WHOLE:
        return values["whole"]
    file = ContentFile(path, text)
    before = {field.key: field.value for field in fields_of(path, text, name)}
    for key, value in values.items():
        # An input that was left alone changes nothing, also no line break.
        if value.strip() != before.get(key, "").strip():
            file = _with_value(file, key, name, value.strip())
    return file.text


def _new_fields(file: ContentFile) -> list[Field]:
    if is_claim(file.path):
        return [*_fields(file, ABOUT), *_fields(file, "asserted_as"), *_fields(file, "denied_as")]
    about = {field.key: field for field in _fields(file, ABOUT)}
    return [
        about["title"],
        about["summary"],
        *_fields(file, "aliases"),
        *_fields(file, "questions"),
        about["section-0"],
    ]


def _fields(file: ContentFile, name: str) -> list[Field]:
    fixed = {ABOUT: _about, "links": _links, "denial": _denial}
    if name in fixed:
        return fixed[name](file)
    key, _, number = name.partition("-")
    if key == "section" and number.isdigit() and int(number) < len(file.sections()):
        heading = file.sections()[int(number)]
        return [Field(name, _label(heading), file.section(heading), is_long=True)]
    lists = ("asserted_as", "denied_as") if is_claim(file.path) else ("aliases", "questions", "faq")
    if key in lists and (not number or (number.isdigit() and 0 < int(number) <= len(_pages(file, key)))):
        start, stop = _slice(file, name)
        return [_list_field(file, key, name, start, stop)]
    raise RectifyError(f"{file.path} has no part “{name}”; choose one of those that are suggested.")


def _about(file: ContentFile) -> list[Field]:
    if is_claim(file.path):
        verdicts = tuple(verdict.value for verdict in Verdict)
        return [
            Field("statement", "Statement", _text(file, "statement"), is_long=True, is_required=True),
            Field("verdict", "Verdict", _text(file, "verdict"), is_required=True, choices=verdicts),
            Field("body", "Why, in two to five sentences", file.body.strip(), is_long=True, is_required=True),
        ]
    hint = "What chat shows: at most 1,700 characters, formulas between single dollar signs"
    return [
        Field("title", "Title", _text(file, "title"), is_required=True),
        Field("summary", "Summary, one sentence", _text(file, "summary"), is_long=True, is_required=True),
        Field("section-0", "Short text", file.section(""), is_long=True, is_required=True, hint=hint),
    ]


def _links(file: ContentFile) -> list[Field]:
    keys = ("see", "sim", "sources") if is_claim(file.path) else ("related", "sims", "sources")
    return [
        Field("sim", "Simulation", _text(file, "sim"), hint="a recipe, e.g. dead-relu?seed=3")
        if key == "sim"
        else _list_field(file, key, key, 0, len(_items(file, key)))
        for key in keys
    ]


def _denial(file: ContentFile) -> list[Field]:
    choices = ("", *(learner.value for learner in LearnerIs))
    hint = "only for incomplete claims; empty means right"
    return [
        Field("denial", "A learner who denies it is", _text(file, "denial"), choices=choices, hint=hint),
        Field("denial_why", "What that learner is told", _text(file, "denial_why"), is_long=True),
        Field("opposite", "The claim that says the opposite", _text(file, "opposite"), hint="its id"),
    ]


def _with_value(file: ContentFile, key: str, part: str, value: str) -> ContentFile:
    if key == "body":
        return file.with_body(value)
    if key.startswith("section-"):
        return file.with_section(file.sections()[int(key.partition("-")[2])], value)
    base = key.partition("-")[0]
    if base in LABELS:
        items = list(_items(file, base))
        start, stop = (0, len(items)) if part == "links" else _slice(file, key)
        items[start:stop] = WAYS.get(base, LINES).read(value)
        return file.with_items(base, items)
    if not value and key in ("sim", "denial", "denial_why", "opposite"):
        return file.without(key)
    return file.with_value(key, " ".join(value.split()))


def _list_field(file: ContentFile, key: str, name: str, start: int, stop: int) -> Field:
    way = WAYS.get(key, LINES)
    shown = "\n".join(way.show(item) for item in _items(file, key)[start:stop])
    return Field(name, LABELS[key], shown, is_long=True, hint=way.hint)


def _slice(file: ContentFile, name: str) -> tuple[int, int]:
    key, _, number = name.partition("-")
    return _pages(file, key)[int(number) - 1] if number else (0, len(_items(file, key)))


def _pages(file: ContentFile, key: str) -> list[tuple[int, int]]:
    """From which to which item each page of a list goes; an empty list has one empty page."""
    show, pages, start, size = WAYS.get(key, LINES).show, [], 0, 0
    items = _items(file, key)
    for number, item in enumerate(items):
        length = len(show(item)) + 1
        if size and size + length > PAGE_CHARS:
            pages.append((start, number))
            start, size = number, 0
        size += length
    return [*pages, (start, len(items))]


def _items(file: ContentFile, key: str) -> Sequence[Any]:
    value = file.value(key)
    return value if isinstance(value, list) else []


def _text(file: ContentFile, key: str) -> str:
    value = file.value(key)
    return "" if value is None else str(value)


def _label(heading: str) -> str:
    return heading if len(heading) <= 45 else heading[:44] + "…"
