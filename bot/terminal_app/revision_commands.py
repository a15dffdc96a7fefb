"""`rectify kb status|history|diff|raw|revert|export|import`: edits that are laid over the files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.editing import Draft, Editor, EditState
from bot.errors import ContentProblem, RectifyError
from bot.storage import EditConflict, Revision, Store
from bot.terminal_app.program import Program
from bot.terminal_app.show import print_json
from knowledge import read_files

AUTHOR = "cli"
Json = Annotated[bool, typer.Option("--json", help="Print the JSON object.")]
Name = Annotated[str, typer.Argument(help="Id, title or alias of an entry, id of a claim, or a path in the folder.")]


def add_commands(app: typer.Typer, program: Program) -> None:
    """Add what concerns revisions to the `kb` commands."""
    _add_looking(app, program)
    _add_changing(app, program)


def _add_looking(app: typer.Typer, program: Program) -> None:
    @app.command()
    def status(as_json: Json = False) -> None:
        """Show every edit that is laid over the files, and which of them needs a decision."""
        states = program.with_editor(_states)
        if as_json:
            print_json([_describe_state(state) for state in states])
        else:
            lines = [str(state) for state in states] or ["No edits: learners see the files."]
            sys.stdout.write("".join(f"{line}\n" for line in lines))

    @app.command()
    def history(name: Name, as_json: Json = False) -> None:
        """Show all revisions of an entry or claim, the newest first."""

        async def act(editor: Editor, store: Store) -> tuple[Revision, ...]:
            return await editor.history(name)

        revisions = program.with_editor(act)
        if as_json:
            print_json([_describe(revision) for revision in revisions])
            return
        for revision in revisions:
            at = revision.at.strftime("%Y-%m-%d %H:%M UTC")
            sys.stdout.write(f"{revision.number}  {at}  {revision.action}  {revision.author}  {revision.comment}\n")
        if not revisions:
            sys.stdout.write("No revisions: this was never edited here.\n")

    @app.command()
    def diff(name: Name, old: int = 0, new: Annotated[int | None, typer.Argument()] = None) -> None:
        """Compare two revisions; 0 is the file, and without a second number the newest is taken."""

        async def act(editor: Editor, store: Store) -> str:
            path = editor.path_of(name)
            return await editor.diff(path, old, (await editor.draft(path)).number if new is None else new)

        sys.stdout.write((program.with_editor(act) or "No difference.") + "\n")

    @app.command()
    def raw(
        name: Name, revision: Annotated[int | None, typer.Option(help="A revision; 0 is the file.")] = None
    ) -> None:
        """Print the text of an entry or claim, ready to be edited and imported."""

        async def act(editor: Editor, store: Store) -> str:
            draft = await editor.draft(name)
            return draft.text if revision is None else await editor.text_at(draft.path, revision) or ""

        sys.stdout.write(program.with_editor(act))


def _add_changing(app: typer.Typer, program: Program) -> None:
    @app.command()
    def revert(name: Name, number: Annotated[int, typer.Argument(help="A revision; 0 is the file.")]) -> None:
        """Go back to a revision; this is a new revision, so nothing is lost."""

        async def act(editor: Editor, store: Store) -> Revision:
            draft = await editor.draft(name)
            if number == 0:
                return await editor.revert_to_file(draft.path, author=AUTHOR)
            preview = await editor.preview(draft, await editor.text_at(draft.path, number) or "")
            return await editor.save(preview, author=AUTHOR, action="revert", comment=f"to {number}")

        revision = program.with_editor(act)
        sys.stdout.write(f"{revision.path} is at revision {revision.number} now.\n")

    @app.command()
    def export(folder: Annotated[Path, typer.Argument(help="The content folder of a checkout.")]) -> None:
        """Write every live edit into files, as a clean difference for a pull request."""
        if not folder.is_dir():
            raise RectifyError(f"There is no folder {folder}; name the content folder of a checkout, e.g. knowledge.")

        async def act(editor: Editor, store: Store) -> tuple[str, ...]:
            return await editor.export(folder)

        written = program.with_editor(act)
        sys.stdout.write("".join(f"wrote {folder / path}\n" for path in written) or "Nothing to write.\n")

    @app.command("import")
    def import_files(folder: Annotated[Path, typer.Argument(help="A folder with entries/ and claims/.")]) -> None:
        """Save every file that differs from what learners see as a revision; all are checked before any is saved."""
        texts = {path: text for path, text in read_files(folder).items() if path.endswith(".md")}
        saved = program.with_editor(lambda editor, store: _import(editor, texts))
        sys.stdout.write("".join(f"saved {path}\n" for path in saved) or "Nothing differs.\n")


async def _import(editor: Editor, texts: dict[str, str]) -> list[str]:
    drafts = {path: await _draft_of(editor, path) for path in texts}
    previews = [await editor.preview(draft, texts[path]) for path, draft in drafts.items() if texts[path] != draft.text]
    problems = [preview.problem for preview in previews if preview.problem]
    if problems:
        raise ContentProblem(f"Nothing was imported: {' '.join(problems)}")
    for preview in previews:
        action = "edit" if preview.draft.text else "add"
        try:
            await editor.save(preview, author=AUTHOR, action=action, comment="import")
        except EditConflict as error:
            raise ContentProblem(f"{error} What stands before it was imported.") from error
    return [preview.draft.path for preview in previews]


async def _draft_of(editor: Editor, path: str) -> Draft:
    parts = Path(path).parts
    try:
        return await editor.draft(path)
    except RectifyError:
        kind, group = ("entry", parts[1]) if parts[0] == "entries" else ("claim", "")
        return await editor.new_draft(kind, Path(path).stem, group)


async def _states(editor: Editor, store: Store) -> tuple[EditState, ...]:
    return editor.states


def _describe_state(state: EditState) -> dict[str, Any]:
    return _describe(state.revision) | {
        "file_changed": state.file_changed,
        "problem": state.problem,
        "needs_attention": state.needs_attention,
    }


def _describe(revision: Revision) -> dict[str, Any]:
    return {
        "path": revision.path,
        "number": revision.number,
        "action": revision.action,
        "author": revision.author,
        "comment": revision.comment,
        "at": revision.at.isoformat(),
    }
