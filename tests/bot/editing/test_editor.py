"""Edits: nothing broken is saved, nobody loses work, every state can be had again, files and edits find together."""

import pytest

from bot.errors import ContentProblem, RectifyError, UnknownTopic
from bot.storage import EditConflict
from knowledge import ContentFile, KnowledgeError
from tests.knowledge.content import CLAIM, ENTRY

RELU = "entries/functions/relu.md"
ADA, BEN = "discord:1", "discord:2"


async def edit(desk, change, name="relu", author=ADA, editor=None):
    """Change a file by a function of its text, preview and save."""
    editor = editor or desk.editor
    draft = await editor.draft(name)
    return await editor.save(await editor.preview(draft, change(draft.text)), author=author)


def retitled(title):
    return lambda text: text.replace("title: All about relu", f"title: {title}")


REFUSED = [
    ("an unknown key", lambda text: text.replace("title:", "titel:"), "relu.md:2: The key 'titel' is not known"),
    ("no front matter", lambda text: "nothing", "relu.md:1:"),
    ("nothing at all", lambda text: "", "relu.md:1:"),
    ("another's name", lambda text: text.replace("[the relu function]", "[tanh]"), "'tanh'"),
    ("a dead link", lambda text: text.replace("related: []", "related: [nowhere]"), "no entry 'nowhere'"),
]


@pytest.mark.parametrize(("change", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_cannot_be_used_is_not_saved_and_the_text_is_kept(desk, change, said):
    draft = await desk.editor.draft("relu")
    preview = await desk.editor.preview(draft, change(draft.text))
    assert said in str(preview.problem)
    assert preview.text.strip() == change(draft.text).strip(), "the editor gets the text back"
    with pytest.raises(ContentProblem, match=r"\.md:"):
        await desk.editor.save(preview, author=ADA)
    assert await desk.store.revisions.count() == 0
    assert desk.editor.knowledge.resolve("relu").title == "All about relu"


NAMES = [
    ("an id with capitals", ("entry", "ReLU6", "functions"), "no id"),
    ("a path", ("entry", "../../etc/passwd", "functions"), "no id"),
    ("a taken id", ("entry", "relu", "functions"), "already"),
    ("an unknown group", ("entry", "elu", "misc"), "no group"),
    ("a taken claim", ("claim", "relu-can-die", ""), "already"),
]


@pytest.mark.parametrize(("given", "said"), [row[1:] for row in NAMES], ids=[row[0] for row in NAMES])
async def test_a_new_file_needs_a_free_name_in_a_known_place(desk, given, said):
    with pytest.raises(RectifyError, match=said):
        await desk.editor.new_draft(*given)


async def test_what_is_not_there_cannot_be_edited_or_reverted(desk):
    with pytest.raises(UnknownTopic, match="nowhere"):
        await desk.editor.draft("nowhere")
    with pytest.raises(RectifyError, match="no revision 7"):
        await desk.editor.text_at(RELU, 7)
    with pytest.raises(RectifyError, match="Nothing is laid over"):
        await desk.editor.revert_to_file(RELU, author=ADA)


async def test_a_saved_edit_is_what_learners_see_and_the_file_stays(desk):
    before = desk.file(RELU).read_text()
    revision = await edit(desk, retitled("Rectifier"))
    assert (revision.number, revision.author, revision.action) == (1, ADA, "edit")
    assert desk.editor.knowledge.resolve("relu").title == "Rectifier"
    assert desk.file(RELU).read_text() == before
    assert [str(state) for state in desk.editor.states] == [f"{RELU}: revision 1 by {ADA} is live."]


async def test_a_new_start_and_another_process_show_the_edit(desk):
    other = await desk.second_editor()
    await edit(desk, retitled("Rectifier"))
    assert other.knowledge.resolve("relu").title == "All about relu"
    await other.refresh()
    assert other.knowledge.resolve("relu").title == "Rectifier"
    assert (await desk.second_editor()).knowledge.resolve("relu").title == "Rectifier"


async def test_of_two_who_edit_at_once_the_second_is_shown_the_first_and_loses_nothing(desk):
    first, second = await desk.editor.draft("relu"), await desk.editor.draft("relu")
    await desk.editor.save(await desk.editor.preview(first, retitled("Mine")(first.text)), author=ADA)
    preview = await desk.editor.preview(second, retitled("Yours")(second.text))
    with pytest.raises(EditConflict) as refusal:
        await desk.editor.save(preview, author=BEN)
    assert "title: Mine" in refusal.value.newer.text
    assert "title: Yours" in preview.text
    assert desk.editor.knowledge.resolve("relu").title == "Mine"


async def test_new_entries_and_claims_are_found_at_once(desk):
    for kind, name, group, text in (("entry", "elu", "functions", ENTRY), ("claim", "elu-can-die", "", CLAIM)):
        draft = await desk.editor.new_draft(kind, name, group)
        assert (draft.text, draft.base) == ("", None)
        preview = await desk.editor.preview(draft, text.replace("NAME", name))
        assert preview.problem is None
        await desk.editor.save(preview, author=ADA, action="add")
    assert desk.editor.knowledge.resolve("elu").title == "All about elu"
    assert "elu-can-die" in desk.editor.knowledge.library.claims
    assert (await desk.editor.draft("elu-can-die")).number == 1


async def test_a_preview_says_which_labelled_answers_would_change_and_what_to_mend(desk):
    draft = await desk.editor.draft("tanh")
    poorer = draft.text.replace("behave in case", "swim at").replace("All about tanh", "Hyperbolic")
    poorer = poorer.replace("[the tanh function]", "[th]").replace("tanh", "it")
    preview = await desk.editor.preview(draft, poorer)
    assert preview.problem is None
    assert preview.item.id == "tanh"
    assert preview.compared == 4
    assert [change.text for change in preview.worse] == ["how does tanh behave in case 3, please"]
    short = draft.text.replace('  - "how does tanh behave in case 19"\n', "")
    found = [finding.message for finding in (await desk.editor.preview(draft, short)).findings]
    assert "'questions' has 19 items; at least 20 are needed." in found
    assert any("too near to the evaluation question" in message for message in found)
    same = await desk.editor.preview(draft, draft.text)
    assert (same.problem, same.changed) == (None, ())


async def test_every_state_can_be_had_again(desk):
    await edit(desk, retitled("One"))
    await edit(desk, lambda text: text.replace("title: One", "title: Two"))
    assert "-title: One\n+title: Two" in await desk.editor.diff(RELU, 1, 2)
    assert await desk.editor.diff(RELU, 2, 2) == ""
    draft = await desk.editor.draft("relu")
    preview = await desk.editor.preview(draft, await desk.editor.text_at(RELU, 1))
    await desk.editor.save(preview, author=BEN, action="revert", comment="to 1")
    assert desk.editor.knowledge.resolve("relu").title == "One"
    await desk.editor.revert_to_file(RELU, author=BEN)
    assert desk.editor.knowledge.resolve("relu").title == "All about relu"
    assert desk.editor.states == ()
    history = await desk.editor.history("relu")
    assert [(revision.number, revision.action) for revision in history] == [
        (4, "revert"),
        (3, "revert"),
        (2, "edit"),
        (1, "edit"),
    ]
    assert "-title: All about relu" in await desk.editor.diff(RELU, 0, 3)


async def test_a_file_changed_by_a_release_under_an_edit_is_flagged_and_both_are_kept(desk):
    await edit(desk, retitled("Mine"))
    released = desk.file(RELU).read_text().replace("The answer about relu", "A better answer about relu")
    desk.file(RELU).write_text(released)
    (state,) = await desk.editor.refresh()
    assert state.file_changed
    assert "changed by a release" in str(state)
    assert desk.editor.knowledge.resolve("relu").title == "Mine", "the edit is not lost"
    assert "+A better answer" in await desk.editor.diff(RELU, 1, 0), "the file is not hidden"
    await edit(desk, lambda text: text.replace("The answer about", "A better answer about"))
    assert not any(state.needs_attention for state in desk.editor.states), "who edits again has seen both"


async def test_an_edit_that_no_longer_fits_is_set_aside_and_learners_see_the_file(desk):
    await edit(desk, lambda text: text.replace("related: []", "related: [tanh]"))
    desk.content.entry("elu", ENTRY.replace("[the NAME function]", "[All about relu]"))
    desk.file(RELU).write_text(desk.file(RELU).read_text().replace("title: All about relu", "title: ReLU"))
    (state,) = await desk.editor.refresh()
    assert "set aside" in str(state)
    assert desk.editor.knowledge.resolve("relu").title == "ReLU"
    assert (await desk.editor.draft("relu")).number == 1, "its text can still be had"


async def test_broken_files_keep_the_last_good_content(desk):
    desk.file(RELU).write_text(desk.file(RELU).read_text().replace("title:", "titel:"))
    with pytest.raises(KnowledgeError, match=r"relu\.md:2"):
        await desk.editor.refresh()
    assert desk.editor.knowledge.resolve("relu").title == "All about relu"


async def test_an_edit_is_exported_as_a_clean_diff_and_retires_once_the_files_agree(desk):
    await edit(desk, lambda text: ContentFile(RELU, text).with_added("questions", "is it: odd?").text)
    before = desk.file(RELU).read_text()
    assert await desk.editor.export(desk.config.path) == (RELU,)
    added = [line for line in desk.file(RELU).read_text().splitlines() if line not in before.splitlines()]
    assert added == ['  - "is it: odd?"']
    assert await desk.editor.export(desk.config.path) == ()
    assert await desk.editor.refresh() == ()
    newest = (await desk.editor.history("relu"))[0]
    assert (newest.action, newest.author, newest.text) == ("retire", "rectify", None)
    assert "is it: odd?" in desk.editor.knowledge.resolve("relu").questions
