"""Watches the content: changed files, and revisions that another process on the same database saved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from watchfiles import Change, DefaultFilter, awatch

from bot.editing.editor import Editor
from bot.errors import StorageUnavailable
from bot.storage import Store
from knowledge import KnowledgeError

POLL_S = 5.0  # how late an edit of another process may show here
CONTENT = (".md", ".yaml")

Told = Callable[[str], Awaitable[object]]

log = structlog.get_logger("rectify.editing")


class _ContentFilter(DefaultFilter):
    def __call__(self, change: Change, path: str) -> bool:
        return path.endswith(CONTENT) and super().__call__(change, path)


class Watcher:
    """Reloads whenever something changed; what is wrong is told to staff, and the last good content stays.

    Args:
        editor: what is reloaded.
        store: where other processes save revisions.
        folder: the content.
        tell_staff: told one sentence for each reload, for each one that failed, and for each edit to decide about.
    """

    def __init__(self, editor: Editor, store: Store, folder: Path, tell_staff: Told) -> None:
        self._editor, self._store, self._folder, self._tell_staff = editor, store, folder, tell_staff
        self._told = frozenset(_to_decide(editor))
        self._is_broken = False
        self._reloading = asyncio.Lock()

    async def run(self) -> None:
        """Watch until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch_files(), name="watch content files")
            tasks.create_task(self._watch_revisions(), name="watch revisions")

    async def reload(self) -> bool:
        """Reload now; False where something is wrong and the last good content stays."""
        async with self._reloading:
            before = self._editor.knowledge.revision
            try:
                await self._editor.refresh()
            except (KnowledgeError, StorageUnavailable) as error:
                self._is_broken = True
                log.error("the content was not reloaded, the last good one stays", reason=str(error))
                await self._tell_staff(f"The content was not reloaded, the last good one stays: {error}")
                return False
            if self._is_broken or self._editor.knowledge.revision != before:
                self._is_broken = False
                log.info("content reloaded", revision=self._editor.knowledge.revision)
                await self._tell_staff(f"Content reloaded: it is at {self._editor.knowledge.revision} now.")
            to_decide = _to_decide(self._editor)
            for sentence in to_decide:
                if sentence not in self._told:
                    await self._tell_staff(sentence)
            self._told = frozenset(to_decide)
        return True

    async def _watch_files(self) -> None:
        async for _ in awatch(self._folder, watch_filter=_ContentFilter()):
            await self.reload()

    async def _watch_revisions(self) -> None:
        known = None
        while True:
            try:
                count = await self._store.revisions.count()
            except StorageUnavailable as error:
                log.warning("revisions cannot be watched", reason=str(error))
            else:
                if known is not None and count != known:
                    await self.reload()
                known = count
            await asyncio.sleep(POLL_S)


def _to_decide(editor: Editor) -> list[str]:
    return [str(state) for state in editor.states if state.needs_attention]
