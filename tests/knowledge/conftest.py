"""A small folder of content that a test can write to."""

from pathlib import Path

import pytest

from tests.knowledge.content import CLAIM, ENTRY


class Folder:
    """A knowledge folder under construction."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "claims").mkdir(parents=True)
        (path / "entries" / "functions").mkdir(parents=True)

    def entry(self, name: str, text: str = ENTRY, group: str = "functions") -> Path:
        file = self.path / "entries" / group / f"{name}.md"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace("NAME", name), encoding="utf-8")
        return file

    def claim(self, name: str, text: str = CLAIM) -> Path:
        file = self.path / "claims" / f"{name}.md"
        file.write_text(text.replace("NAME", name), encoding="utf-8")
        return file


def make_folder(path: Path) -> Folder:
    """Two entries and a claim."""
    folder = Folder(path)
    folder.entry("relu")
    folder.entry("tanh")
    folder.claim("relu-can-die")
    return folder


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "kb")
