"""Changed files and other processes' edits show without a restart; what is wrong is told."""

import asyncio

import pytest

from bot.editing import Watcher, watcher
from tests.bot.editing.test_editor import RELU, edit, retitled
from tests.conftest import wait_until


@pytest.fixture
async def watched(desk, monkeypatch):
    monkeypatch.setattr(watcher, "POLL_S", 0.1)
    told = []

    async def tell(sentence):
        told.append(sentence)

    task = asyncio.create_task(Watcher(desk.editor, desk.store, desk.config.path, tell).run())
    await asyncio.sleep(0.3)  # the watch on the folder has no other sign that it stands
    yield told
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_changed_file_is_loaded_and_a_broken_one_is_told_with_its_line(desk, watched):
    good = desk.file(RELU).read_text()
    desk.file(RELU).write_text(good.replace("title: All about relu", "titel: x"))
    await wait_until(lambda: any("relu.md:2" in sentence for sentence in watched))
    assert desk.editor.knowledge.resolve("relu").title == "All about relu"
    desk.file(RELU).write_text(retitled("Rectifier")(good))
    await wait_until(lambda: desk.editor.knowledge.resolve("relu").title == "Rectifier")
    await wait_until(lambda: any("reloaded: it is at" in sentence for sentence in watched))


async def test_an_edit_of_another_process_shows(desk, watched):
    await edit(desk, retitled("Rectifier"), editor=await desk.second_editor())
    await wait_until(lambda: desk.editor.knowledge.resolve("relu").title == "Rectifier")


async def test_a_release_under_an_edit_is_told_once(desk, watched):
    await edit(desk, retitled("Mine"))
    desk.file(RELU).write_text(desk.file(RELU).read_text() + "\nMore.\n")
    await wait_until(lambda: any("changed by a release" in sentence for sentence in watched))
    desk.file("entries/functions/tanh.md").touch()
    await asyncio.sleep(0.5)
    assert sum("changed by a release" in sentence for sentence in watched) == 1
