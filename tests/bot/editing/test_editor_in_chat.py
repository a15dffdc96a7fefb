"""What the moderators' commands need of the editor: letting the file speak, checking again, a patch, suggestions."""

import asyncio

import pytest

from bot.editing.suggestions import suggest_names
from bot.errors import ContentProblem
from bot.storage import EditConflict
from knowledge import ContentFile
from tests.bot.editing.test_editor import ADA, BEN, RELU, edit, retitled
from tests.knowledge.content import ENTRY


async def add_elu(desk, text=ENTRY):
    draft = await desk.editor.new_draft("entry", "elu", "functions")
    return await desk.editor.save(
        await desk.editor.preview(draft, text.replace("NAME", "elu")), author=ADA, action="add"
    )


async def test_letting_the_file_speak_is_previewed_and_is_a_revision(desk):
    await edit(desk, retitled("Rectifier"))
    preview = await desk.editor.preview(await desk.editor.draft("relu"), None)
    assert (preview.problem, preview.text, preview.item.title) == (None, None, "All about relu")
    revision = await desk.editor.save(preview, author=BEN, action="revert")
    assert (revision.number, revision.text, revision.action) == (2, None, "revert")
    assert desk.editor.knowledge.resolve("relu").title == "All about relu"


async def test_an_entry_that_was_added_here_can_be_taken_away_unless_something_needs_it(desk):
    await add_elu(desk)
    await edit(desk, lambda text: text.replace("related: []", "related: [elu]"))
    draft = await desk.editor.draft("elu")
    for look in (desk.editor.preview, desk.editor.check):
        refused = await look(draft, None)
        assert "no entry 'elu'" in refused.problem
        with pytest.raises(ContentProblem):
            await desk.editor.save(refused, author=ADA)
    await edit(desk, lambda text: text.replace("related: [elu]", "related: []"))
    preview = await desk.editor.preview(draft, None)
    assert (preview.problem, preview.item) == (None, None)
    await desk.editor.save(preview, author=ADA, action="revert")
    assert desk.editor.knowledge.resolve("elu") is None


async def test_a_check_sees_what_changed_since_the_preview(desk):
    draft = await desk.editor.draft("tanh")
    text = draft.text.replace("[the tanh function]", "[squasher]")
    assert (await desk.editor.preview(draft, text)).problem is None
    await edit(desk, lambda other: other.replace("[the relu function]", "[squasher]"))
    assert "'squasher'" in (await desk.editor.check(draft, text)).problem
    assert (await desk.editor.check(draft, draft.text)).problem is None


async def test_a_draft_is_reopened_as_it_was(desk):
    draft = await desk.editor.draft("relu")
    await edit(desk, retitled("Mine"))
    again = await desk.editor.reopened(draft.path, draft.number, draft.base)
    assert again == draft
    with pytest.raises(EditConflict):
        await desk.editor.save(await desk.editor.check(again, retitled("Yours")(again.text)), author=BEN)


async def test_the_patch_of_all_edits_applies_in_a_checkout(desk, tmp_path):
    assert await desk.editor.patch() == ""
    # A file without a line end and a text with a separator that Python takes for one.
    desk.file(RELU).write_text(desk.file(RELU).read_text().rstrip("\n"))
    await desk.editor.refresh()
    await edit(desk, lambda text: ContentFile(RELU, text).with_added("questions", "is it\x85odd?").text)
    await edit(desk, lambda text: text.replace("More about", "More\u2028about"))
    await add_elu(desk)
    (tmp_path / "edits.patch").write_bytes((await desk.editor.patch()).encode())
    git = await asyncio.create_subprocess_exec("git", "apply", "edits.patch", cwd=tmp_path)
    assert await git.wait() == 0
    await desk.editor.refresh()
    assert desk.editor.states == (), "the files hold all edits now"
    assert await desk.editor.patch() == ""


TYPED = [
    ("", ["relu", "tanh", "relu-can-die"]),
    ("tan", ["tanh"]),
    ("relu", ["relu", "relu-can-die"]),
    ("claim", ["relu-can-die"]),
    ("claim: the unit", ["relu-can-die"]),
]


@pytest.mark.parametrize(("typed", "first"), TYPED, ids=[row[0] or "nothing" for row in TYPED])
async def test_entries_and_claims_are_suggested(desk, typed, first):
    found = suggest_names(desk.editor.knowledge, desk.editor.states, typed, 25)
    names = [name for name, _ in found]
    assert [name for name in names if name in first] == first
    assert all(desk.editor.path_of(name) for name in names)
