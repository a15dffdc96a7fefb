"""Editor: all that staff does to the content, whichever face they use. Nothing is saved that could not be shown."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import structlog

from bot.config import KnowledgeConfig
from bot.editing.overlay import Draft, EditState, hash_of, states_of, texts_of
from bot.editing.patch import patch_of, unified
from bot.editing.preview import Place, Preview, check, try_out
from bot.errors import ContentProblem, RectifyError, UnknownTopic
from bot.storage import EditConflict, Revision, Store
from knowledge import Claim, Entry, Knowledge, KnowledgeError, read_files

ITSELF = "rectify"  # the author of what the program does by itself
THE_FILE = 0  # the number under which the file itself stands beside the revisions
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

log = structlog.get_logger("rectify.editing")


class Editor:
    """Edits laid over the files of one content folder.

    Args:
        knowledge: what all faces ask; it is reloaded after each save.
        store: where revisions are kept.
        config: where the content, the cache and the labelled sets stand.
    """

    def __init__(self, knowledge: Knowledge, store: Store, config: KnowledgeConfig) -> None:
        self.knowledge = knowledge
        self._store = store
        self._config = config
        self._states: tuple[EditState, ...] = ()
        self._refreshing = asyncio.Lock()
        self._trying_out = asyncio.Lock()  # each takes a core and the memory of a whole knowledge base

    @property
    def states(self) -> tuple[EditState, ...]:
        """How each edit stands to its file, as of the last refresh."""
        return self._states

    async def refresh(self) -> tuple[EditState, ...]:
        """Read files and revisions again; an edit that no longer fits is set aside, one that the file holds retires.

        Raises:
            KnowledgeError: the files themselves are wrong; the last good content stays.
        """
        async with self._refreshing:
            files = await asyncio.to_thread(read_files, self._config.path)
            states = states_of(files, await self._store.revisions.heads())
            states = await asyncio.to_thread(_reload, self.knowledge, states)
            self._states = tuple([state for state in states if not await self._retired(state)])
        return self._states

    async def draft(self, name: str) -> Draft:
        """What stands under a name now, to start an edit from.

        Args:
            name: an entry's id, title or alias, a claim's id, or a path within the folder.

        Raises:
            UnknownTopic: nothing has this name.
        """
        return await self._draft_at(await self.find_path(name))

    async def new_draft(self, kind: str, identifier: str, group: str = "") -> Draft:
        """An empty draft for a new entry ("entry", with its group) or claim ("claim").

        Raises:
            RectifyError: the id is not well formed or taken, or the group is not known.
        """
        if not ID.fullmatch(identifier):
            raise RectifyError(f"“{identifier}” is no id: write small letters, digits and hyphens, e.g. leaky-relu.")
        library = self.knowledge.library
        if identifier in (library.entries if kind == "entry" else library.claims):
            raise RectifyError(f"There is already a {kind} “{identifier}”: edit it instead.")
        if kind == "entry" and group not in library.groups:
            raise RectifyError(f"“{group}” is no group; groups are {', '.join(library.groups)}.")
        path = f"entries/{group}/{identifier}.md" if kind == "entry" else f"claims/{identifier}.md"
        # An edit that retired or was set aside may stand under this path: its number goes on.
        return await self._draft_at(path)

    def path_of(self, name: str) -> str:
        """The path within the folder of an entry or claim; UnknownTopic where nothing has this name."""
        library, folder = self.knowledge.library, self.knowledge.folder.name
        name = name.strip()
        items: list[Entry | Claim] = [*library.entries.values(), *library.claims.values()]
        paths = [item.path.removeprefix(f"{folder}/") for item in items]
        paths += [state.revision.path for state in self._states if state.revision.path not in paths]
        named = self.knowledge.resolve(name) or library.claims.get(name.lower())
        if named is not None:
            return named.path.removeprefix(f"{folder}/")
        found = next((path for path in paths if name in (path, PurePosixPath(path).stem)), None)
        if found is None:
            raise UnknownTopic(f"There is no entry and no claim “{name[:60]}”.")
        return found

    async def reopened(self, path: str, number: int, base: str | None) -> Draft:
        """The draft that somebody began from this revision and file."""
        return Draft(path, await self.text_at(path, number) or "", number, base)

    async def find_path(self, name: str) -> str:
        """Like path_of; also finds what is there no more but was edited once."""
        try:
            return self.path_of(name)
        except UnknownTopic:
            edited = await self._store.revisions.heads()
            found = next((path for path in edited if name.strip() in (path, PurePosixPath(path).stem)), None)
            if found is None:
                raise
            return found

    async def preview(self, draft: Draft, text: str | None) -> Preview:
        """Try an edit without saving it; None lets the file speak. Takes seconds, in a process of its own."""
        async with self._trying_out:
            return await try_out(self._place(), draft, _normal(text))

    async def check(self, draft: Draft, text: str | None) -> Preview:
        """Only whether an edit can be used; for one that was previewed before, as the content may have changed."""
        return await asyncio.to_thread(check, self._place(), draft, _normal(text))

    async def save(self, preview: Preview, *, author: str, action: str = "edit", comment: str = "") -> Revision:
        """Save a previewed edit and show it to learners.

        Raises:
            ContentProblem: the preview found that it cannot be used.
            EditConflict: somebody else saved this file meanwhile; nothing is lost, `newer` is theirs.
            StorageUnavailable: nothing was written.
        """
        if preview.problem:
            raise ContentProblem(preview.problem)
        draft = preview.draft
        revision = await self._store.revisions.append(
            draft.path,
            preview.text,
            after=draft.number,
            base=draft.base,
            action=action,
            author=author,
            comment=comment,
        )
        await self.refresh()
        return revision

    async def text_at(self, path: str, number: int) -> str | None:
        """The text of a revision; number 0 is the file itself. None where it says that the file speaks.

        Raises:
            RectifyError: there is no such revision.
        """
        if number == THE_FILE:
            return (await asyncio.to_thread(read_files, self._config.path)).get(path)
        revision = await self._store.revisions.get(path, number)
        if revision is None:
            newest = len(await self._store.revisions.history(path))
            raise RectifyError(f"{path} has no revision {number}; it has 1 to {newest}, and 0 is the file.")
        return revision.text if revision.text is not None else await self.text_at(path, THE_FILE)

    async def revert_to_file(self, path: str, *, author: str) -> Revision:
        """Let the file speak again: a new revision without a text.

        Raises:
            RectifyError: nothing is laid over this file.
        """
        draft = await self._draft_at(path)
        head = await self._store.revisions.get(path, draft.number)
        if head is None or head.text is None:
            raise RectifyError(f"Nothing is laid over {path}: learners see the file already.")
        revision = await self._store.revisions.append(
            path, None, after=draft.number, base=draft.base, action="revert", author=author, comment="to the file"
        )
        await self.refresh()
        return revision

    async def history(self, name: str) -> tuple[Revision, ...]:
        """All revisions of an entry, claim or path, the newest first."""
        return await self._store.revisions.history(await self.find_path(name))

    async def diff(self, path: str, old: int, new: int) -> str:
        """The difference of two revisions as a unified diff; 0 is the file, "" means no difference."""
        before, after = await self.text_at(path, old) or "", await self.text_at(path, new) or ""
        return unified(before, after, f"{path} ({_name(old)})", f"{path} ({_name(new)})")

    async def export(self, folder: Path) -> tuple[str, ...]:
        """Write every live edit into the files of a folder, for a pull request; returns the paths that changed."""
        return await asyncio.to_thread(_write_files, folder, texts_of(self._states))

    async def patch(self) -> str:
        """Every live edit as a diff that `git apply` takes in a checkout; "" where there is none."""
        files = await asyncio.to_thread(read_files, self._config.path)
        return patch_of(self.knowledge.folder.name, files, texts_of(self._states))

    def _place(self) -> Place:
        config = self._config
        return Place(config.path, config.cache, config.labelled, dict(self.knowledge.overlay))

    async def _draft_at(self, path: str) -> Draft:
        files = await asyncio.to_thread(read_files, self._config.path)
        revisions = await self._store.revisions.history(path)
        number = revisions[0].number if revisions else THE_FILE
        laid_over = revisions[0].text if revisions else None
        text = laid_over if laid_over is not None else files.get(path, "")
        return Draft(path, text, number, hash_of(files.get(path)))

    async def _retired(self, state: EditState) -> bool:
        """Retire an edit that the file has caught up with."""
        if not state.agrees:
            return False
        revision = state.revision
        # In a conflict another process retired it, or somebody edits on: the next refresh sees that.
        with contextlib.suppress(EditConflict):
            await self._store.revisions.append(
                revision.path,
                None,
                after=revision.number,
                base=hash_of(revision.text),
                action="retire",
                author=ITSELF,
                comment="the file holds the same text",
            )
        log.info("an edit retired", path=revision.path, revision=revision.number)
        return True


def _reload(knowledge: Knowledge, states: tuple[EditState, ...]) -> tuple[EditState, ...]:
    """Show files and edits; an edit in which something is wrong is set aside, one after the other."""
    while True:
        try:
            knowledge.reload(texts_of(states))
        except KnowledgeError as error:
            blamed = error.path.removeprefix(f"{knowledge.folder.name}/")
            if blamed not in texts_of(states):
                if not texts_of(states):
                    raise
                # The file at fault contradicts an edit somewhere: the newest edit has to give way.
                live = [s for s in states if s.revision.path in texts_of(states)]
                blamed = max(live, key=lambda state: state.revision.at).revision.path
            log.error("an edit was set aside", path=blamed, reason=str(error))
            states = tuple(s.set_aside(str(error)) if s.revision.path == blamed else s for s in states)
        else:
            return states


def _write_files(folder: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    changed = []
    for path, text in texts.items():
        file = folder / path
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            partial = file.with_suffix(".part")
            partial.write_text(text, encoding="utf-8")
            partial.replace(file)
            changed.append(path)
    return tuple(changed)


def _normal(text: str | None) -> str | None:
    """Line ends as the files have them, one at the end."""
    return None if text is None else text.replace("\r\n", "\n").strip() + "\n"


def _name(number: int) -> str:
    return "the file" if number == THE_FILE else f"revision {number}"
