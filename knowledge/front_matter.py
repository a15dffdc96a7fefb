"""Reads the YAML block on top of a Markdown file, and keeps the line of every key for error messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import yaml
from yaml.constructor import SafeConstructor

from knowledge.errors import KnowledgeError, error_at

# libyaml parses all files in a tenth of the time; the pure loader is the same where it is missing.
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TEXT_TAG = "tag:yaml.org,2002:str"
_NULL_TAG = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Section:
    """A mapping of the file with typed, checked access to its keys."""

    path: str
    line: int
    offset: int  # the file's line in which the YAML text begins; its marks count from 0
    nodes: Mapping[str, yaml.Node]
    key_lines: Mapping[str, int]

    def error(self, key: str, sentence: str) -> KnowledgeError:
        """Make an error that points at the line of a key."""
        return error_at(self.path, self.line_of(key), sentence)

    def line_of(self, key: str, index: int | None = None) -> int:
        """Tell where a key stands (or one item of its list); the section's own line if it is not there."""
        node = self.nodes.get(key)
        if index is not None and isinstance(node, yaml.SequenceNode) and index < len(node.value):
            return self.offset + int(node.value[index].start_mark.line)
        return self.key_lines.get(key, self.line)

    def allow_only(self, *keys: str) -> None:
        """Refuse keys that nobody reads: they are spelling errors."""
        for key in self.nodes:
            if key not in keys:
                raise self.error(key, f"The key '{key}' is not known here; allowed are {', '.join(keys)}.")

    def has(self, key: str) -> bool:
        """Tell whether a key is there and not empty."""
        return key in self.nodes and self.nodes[key].tag != _NULL_TAG

    def text(self, key: str) -> str:
        """Give a text that must be there."""
        return self._text_of(self._required(key), f"'{key}'")

    def optional_text(self, key: str) -> str | None:
        """Give a text, or None where the key is missing."""
        return self.text(key) if self.has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts; a missing key is an empty list."""
        return tuple(self._text_of(item, f"each item of '{key}'") for item in self._items(key))

    def text_lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """Give a list of lists of texts."""
        lists = []
        for item in self._items(key):
            if not isinstance(item, yaml.SequenceNode) or not item.value:
                raise self.error(key, f"Each item of '{key}' must be a list of texts.")
            lists.append(tuple(self._text_of(text, f"each text in '{key}'") for text in item.value))
        return tuple(lists)

    def whole(self, key: str) -> int:
        """Give a whole number that must be there."""
        raw = self._scalar(key)
        try:
            return int(raw)
        except ValueError:
            raise self.error(key, f"'{key}' must be a whole number, but is '{raw}'.") from None

    def number(self, key: str) -> float:
        """Give a number that must be there."""
        raw = self._scalar(key)
        try:
            return float(raw)
        except ValueError:
            raise self.error(key, f"'{key}' must be a number, but is '{raw}'.") from None

    def day(self, key: str) -> date:
        """Give a date that must be there."""
        raw = self._scalar(key)
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise self.error(key, f"'{key}' must be a date such as 2026-11-23, but is '{raw}'.") from None

    def lines(self, key: str) -> tuple[str, ...]:
        """Give the lines of a text that must be there, without empty ones."""
        return tuple(line.rstrip() for line in self._scalar(key).splitlines() if line.strip())

    def part(self, key: str) -> "Section":
        """Give a mapping that must be there."""
        return _section(self.path, self.offset, self._required(key), f"'{key}'")

    def parts(self, key: str) -> tuple["Section", ...]:
        """Give a list of mappings; a missing key is an empty list."""
        return tuple(_section(self.path, self.offset, item, f"each item of '{key}'") for item in self._items(key))

    def plain_mapping(self, key: str) -> Mapping[str, str | float]:
        """Give a mapping of plain values; a missing key is an empty mapping."""
        if not self.has(key):
            return MappingProxyType({})
        section = _section(self.path, self.offset, self.nodes[key], f"'{key}'")
        maker = SafeConstructor()
        return MappingProxyType({name: maker.construct_object(node, deep=True) for name, node in section.nodes.items()})

    def _required(self, key: str) -> yaml.Node:
        if not self.has(key):
            raise self.error(key, f"The key '{key}' is missing or empty.")
        return self.nodes[key]

    def _scalar(self, key: str) -> str:
        node = self._required(key)
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(key, f"'{key}' must be a single value.")
        return str(node.value)

    def _items(self, key: str) -> list[yaml.Node]:
        if not self.has(key):
            return []
        node = self.nodes[key]
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(key, f"'{key}' must be a list.")
        return list(node.value)

    def _text_of(self, node: yaml.Node, what: str) -> str:
        if isinstance(node, yaml.ScalarNode) and node.tag == _TEXT_TAG and node.value.strip():
            return " ".join(node.value.split())
        line = self.offset + int(node.start_mark.line)
        advice = "put it in quotes" if not isinstance(node, yaml.ScalarNode) or node.value.strip() else "it is empty"
        raise error_at(self.path, line, f"{what[0].upper()}{what[1:]} must be text: {advice}.")


@dataclass(frozen=True)
class Document:
    """A file taken apart: its front matter and the Markdown below."""

    front: Section
    body: str
    body_line: int


def read_document(text: str, path: str) -> Document:
    """Take a Markdown file with front matter apart, or say in which line it is broken."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        raise error_at(path, 1, "The file must begin with a line '---' that opens its front matter.")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if end is None:
        raise error_at(path, 1, "The front matter is not closed: a second line '---' is missing.")
    # The front matter begins in line 2 of the file; YAML counts its own lines from 0.
    front = read_mapping("\n".join(lines[1:end]), path, first_line=2)
    return Document(front=front, body="\n".join(lines[end + 1 :]).strip(), body_line=end + 2)


def read_mapping(text: str, path: str, first_line: int = 1) -> Section:
    """Read YAML text whose outermost level is a mapping."""
    return _section(path, first_line, _compose(text, path, first_line), "the front matter" if first_line > 1 else "it")


def read_list(text: str, path: str) -> tuple[Section, ...]:
    """Read YAML text whose outermost level is a list of mappings."""
    node = _compose(text, path, 1)
    if not isinstance(node, yaml.SequenceNode):
        raise error_at(path, 1, "The file must hold a list.")
    return tuple(_section(path, 1, item, "each item of the list") for item in node.value)


def _compose(text: str, path: str, first_line: int) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise error_at(path, line, f"This is not valid YAML ({error.problem or 'unreadable'}).") from None
    except yaml.YAMLError:
        raise error_at(path, first_line, "This is not valid YAML (a character that is not allowed).") from None
    return node


def _section(path: str, offset: int, node: yaml.Node | None, what: str) -> Section:
    line = offset + (int(node.start_mark.line) if node is not None else 0)
    if not isinstance(node, yaml.MappingNode):
        raise error_at(path, line, f"{what[0].upper()}{what[1:]} must be 'key: value' pairs.")
    nodes: dict[str, yaml.Node] = {}
    key_lines: dict[str, int] = {}
    for key, value in node.value:
        key_line = offset + int(key.start_mark.line)
        if not isinstance(key, yaml.ScalarNode):
            raise error_at(path, key_line, "A key must be a single word.")
        if key.value in nodes:
            raise error_at(path, key_line, f"The key '{key.value}' stands twice.")
        nodes[key.value] = value
        key_lines[key.value] = key_line
    return Section(path=path, line=line, offset=offset, nodes=MappingProxyType(nodes), key_lines=key_lines)
