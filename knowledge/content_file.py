"""ContentFile: the text of an entry or claim, changed key by key; every line that is not touched stays as it was."""

import io
import re
from collections.abc import Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from knowledge.errors import error_at

_FENCE = "---\n"
_NEVER_WRAP = 1 << 20
_HEADING = re.compile(r"^## (?P<heading>.+)$", re.MULTILINE)
FIRST_SECTION = ""  # the name of what stands above the first heading


class ContentFile:
    """Front matter and body of one file, immutable: each change gives a new one."""

    def __init__(self, path: str, text: str) -> None:
        """Take the file's text; a KnowledgeError where the front matter cannot be read."""
        self.path = path
        self.text = text
        if not text.startswith(_FENCE) or "\n---\n" not in text:
            raise error_at(path, 1, "The file must begin with front matter between two lines of '---'.")
        self._front_text, self.body = text[len(_FENCE) :].split("\n" + _FENCE, 1)
        self._front()  # refuses what cannot be read

    def value(self, key: str) -> Any:  # noqa: ANN401 - whatever YAML holds
        """The value of a key of the front matter, None where it is missing."""
        return self._front().get(key)

    def with_value(self, key: str, value: str | Sequence[str]) -> "ContentFile":
        """Set a key of the front matter: a text or a list of texts."""
        front = self._front()
        front[key] = value if isinstance(value, str) else list(value)
        return self._with_front(front)

    def with_added(self, key: str, item: str) -> "ContentFile":
        """Add an item at the end of a list of the front matter."""
        front = self._front()
        front.setdefault(key, []).append(item)
        return self._with_front(front)

    def with_body(self, body: str) -> "ContentFile":
        """Replace everything below the front matter."""
        return ContentFile(self.path, f"{_FENCE}{self._front_text}\n{_FENCE}{body.strip()}\n")

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

    def _with_front(self, front: Any) -> "ContentFile":  # noqa: ANN401
        stream = io.StringIO()
        _yaml().dump(front, stream)
        return ContentFile(self.path, f"{_FENCE}{stream.getvalue().rstrip()}\n{_FENCE}{self.body}")


def _yaml() -> YAML:
    """The reader and writer whose output is the input where nothing was changed."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NEVER_WRAP
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
