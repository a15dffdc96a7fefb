"""ContentFile: the text of an entry or claim, changed key by key; every line that is not touched stays as it was."""

import copy
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from knowledge.errors import error_at

_FENCE = "---\n"
_NEVER_WRAP = 1 << 20
_HEADING = re.compile(r"^## (?P<heading>.+)$", re.MULTILINE)
FIRST_SECTION = ""  # the name of what stands above the first heading
# Words that one version of YAML reads as text and another as yes, no or nothing.
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ""})

Item = str | Mapping[str, str | int]


class ContentFile:
    """Front matter and body of one file, immutable: each change gives a new one."""

    def __init__(self, path: str, text: str) -> None:
        """Take the file's text; a KnowledgeError where the front matter cannot be read."""
        self.path = path
        self.text = text
        if not text.startswith(_FENCE) or "\n---\n" not in text:
            raise error_at(path, 1, "The file must begin with front matter between two lines of '---'.")
        self._front_text, self.body = text[len(_FENCE) :].split("\n" + _FENCE, 1)
        self._values = self._front()  # refuses what cannot be read; never changed

    def value(self, key: str) -> Any:  # noqa: ANN401 - whatever YAML holds
        """The value of a key of the front matter, None where it is missing."""
        return self._values.get(key)

    def with_value(self, key: str, value: str | Sequence[str]) -> "ContentFile":
        """Set a key of the front matter: a text or a list of texts."""
        front = self._front()
        if isinstance(value, str):
            front[key] = DoubleQuotedScalarString(value) if value.strip().lower() in _AMBIGUOUS else value
        else:
            front[key] = list(value)
        return self._with_front(front)

    def without(self, key: str) -> "ContentFile":
        """Take a key out of the front matter; nothing happens where it is not there."""
        front = self._front()
        if key not in front:
            return self
        del front[key]
        return self._with_front(front)

    def with_items(self, key: str, items: Sequence[Item]) -> "ContentFile":
        """Set a list of the front matter; items that stay keep their spelling and quotes, new texts are quoted."""
        front = self._front()
        old = front.get(key)
        known = {_comparable(item): item for item in old or []}
        new = CommentedSeq([known.get(_comparable(item), _quoted(item)) for item in items])
        is_flow = isinstance(old, CommentedSeq) and bool(old.fa.flow_style()) and bool(old)
        if is_flow or not new:
            new.fa.set_flow_style()
        if list(old or []) != list(new):
            front[key] = new
        return self._with_front(front)

    def with_added(self, key: str, item: Item) -> "ContentFile":
        """Add an item at the end of a list of the front matter, which is made where it is missing."""
        return self.with_items(key, [*(self.value(key) or []), item])

    def with_body(self, body: str) -> "ContentFile":
        """Replace everything below the front matter, which is not read again."""
        changed = copy.copy(self)
        changed.body = f"{body.strip()}\n"
        changed.text = f"{_FENCE}{self._front_text}\n{_FENCE}{changed.body}"
        return changed

    def sections(self) -> tuple[str, ...]:
        """The headings of the body, first "" for what stands above them all."""
        return (FIRST_SECTION, *(found["heading"].strip() for found in _HEADING.finditer(self.body)))

    def section(self, heading: str) -> str:
        """The text below a heading; KeyError where there is no such heading."""
        start, end = self._bounds(heading)
        return self.body[start:end].strip()

    def with_section(self, heading: str, text: str) -> "ContentFile":
        """Replace the text below a heading; KeyError where there is no such heading."""
        start, end = self._bounds(heading)
        before, after = self.body[:start].rstrip("\n"), self.body[end:]
        if self.body[start:end].startswith("\n\n"):
            before += "\n"  # an empty line below the heading stays
        return self.with_body("\n".join(part for part in (before, text.strip() + "\n", after) if part.strip()))

    def _bounds(self, heading: str) -> tuple[int, int]:
        found = list(_HEADING.finditer(self.body))
        starts = {FIRST_SECTION: 0} | {match["heading"].strip(): match.end() for match in found}
        if heading not in starts:
            raise KeyError(heading)
        start = starts[heading]
        end = next((match.start() for match in found if match.start() >= start), len(self.body))
        return start, end

    def _front(self) -> Any:  # noqa: ANN401 - ruamel's mapping, which keeps quotes and comments
        try:
            front = _yaml().load(self._front_text)
        except YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "it is not valid YAML"
            raise error_at(self.path, (mark.line + 2) if mark else 1, f"The front matter: {problem}.") from None
        if not isinstance(front, dict):
            raise error_at(self.path, 2, "The front matter must be a list of keys and values.")
        return front

    def _with_front(self, front: Any) -> "ContentFile":  # noqa: ANN401 - ruamel.yaml has no types for its nodes
        stream = io.StringIO()
        _yaml().dump(front, stream)
        return ContentFile(self.path, f"{_FENCE}{stream.getvalue().rstrip()}\n{_FENCE}{self.body}")


def _comparable(item: Any) -> Any:  # noqa: ANN401 - whatever YAML holds
    return tuple(sorted((key, str(value)) for key, value in item.items())) if isinstance(item, Mapping) else str(item)


def _quoted(item: Item) -> Any:  # noqa: ANN401 - ruamel's own kinds of texts
    if isinstance(item, str):
        return DoubleQuotedScalarString(item)
    return {key: DoubleQuotedScalarString(value) if isinstance(value, str) else value for key, value in item.items()}


def _yaml() -> YAML:
    """The reader and writer whose output is the input where nothing was changed."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NEVER_WRAP
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
