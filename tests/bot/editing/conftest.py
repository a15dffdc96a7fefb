"""A small folder of content with an editor over it; every test has its own database."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.config import KnowledgeConfig
from bot.editing import Editor
from bot.storage import Store
from knowledge import Knowledge
from tests.knowledge.conftest import Folder, make_folder

QUESTIONS = """
- q: how does relu behave in case 3, please
  topics: [relu]
- q: how does tanh behave in case 3, please
  topics: [tanh]
- q: which laptop should I buy
  topics: []
"""
POSTS = """
- text: I heard that the unit relu-can-die may die.
  expect:
  - {claim: relu-can-die, stance: asserts}
"""


@dataclass
class Desk:
    """An editor, its files and its database."""

    editor: Editor
    store: Store
    content: Folder
    config: KnowledgeConfig

    def file(self, path: str) -> Path:
        return self.content.path / path

    async def second_editor(self) -> Editor:
        """Another process on the same content and database."""
        editor = Editor(Knowledge.open(self.config.path, self.config.cache), self.store, self.config)
        await editor.refresh()
        return editor


@pytest.fixture
async def desk(tmp_path, cache):
    content = make_folder(tmp_path / "kb")
    labelled = tmp_path / "labelled"
    labelled.mkdir()
    (labelled / "questions_dev.yaml").write_text(QUESTIONS)
    (labelled / "intuitions_own.yaml").write_text(POSTS)
    config = KnowledgeConfig(path=content.path, cache=cache, labelled=labelled)
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'rectify.db'}")
    await store.open()
    editor = Editor(Knowledge.open(content.path, config.cache), store, config)
    await editor.refresh()
    yield Desk(editor, store, content, config)
    await store.close()
