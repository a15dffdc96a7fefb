"""/kb from the form to the revision: previewed as learners will see it, saved once, lost never."""

from tests.bot.discord_app.moderators_desk import RELU, labels, make_desk, menu_values
from tests.knowledge.content import CLAIM, ENTRY


async def test_an_edit_is_previewed_as_learners_will_see_it_and_then_saved(desk):
    form = await (await desk.kb(desk.ada, "edit", topic="relu")).wait_for_form()
    shown = {row["label"]: row["component"].get("value") for row in form["components"]}
    assert shown["Title"] == "All about relu"
    assert shown["Short text"] == "The answer about relu is $a = g(z)$."
    preview = await desk.preview(desk.ada)
    assert preview.is_ephemeral
    assert preview.embeds[0]["title"] == "Rectifier"
    assert "0 of 4 labelled questions would change" in preview.content
    assert labels(preview) == ["Save", "Edit again", "Discard"]
    assert await desk.store.revisions.count() == 0
    saved = await desk.press(desk.ada, preview, "Save")
    assert saved.content.startswith(f"✅ Saved as revision 1 of `{RELU}`.")
    assert labels(saved) == []
    assert desk.editor.knowledge.resolve("relu").title == "Rectifier"
    (revision,) = await desk.editor.history("relu")
    assert revision.author == f"discord:{desk.ada.id}"
    await desk.discord.world.until(lambda: desk.told, 5, "a line for the staff")
    assert desk.told == [f"📝 <@{desk.ada.id}> saved revision 1 of `{RELU}` (edit). `/kb diff topic:relu old:0 new:1`"]


async def test_the_real_worker_process_gives_the_same_preview(quick_discord, tmp_path, cache):
    desk = make_desk(quick_discord, tmp_path, cache)
    async with desk.started():
        preview = await desk.preview(desk.ada)
        assert "0 of 4 labelled questions would change" in preview.content


async def test_a_draft_is_edited_again_part_by_part_before_it_is_saved(desk):
    preview = await desk.preview(desk.ada)
    again = await desk.discord.press(desk.ada, preview, "Edit again")
    shown = {row["label"]: row["component"].get("value") for row in (await again.wait_for_form())["components"]}
    assert shown["Title"] == "Rectifier"
    assert menu_values(preview, "Edit another part")[:4] == ["about", "aliases", "questions", "faq"]
    other = await desk.discord.select(desk.ada, preview, "Edit another part", ["aliases"])
    _, second = await desk.fill(desk.ada, other, Aliases="the relu function\nrectifier")
    assert second is preview, "the new preview stands in the place of the old one"
    await desk.press(desk.ada, second, "Save")
    entry = desk.editor.knowledge.resolve("rectifier")
    assert (entry.title, entry.aliases) == ("Rectifier", ("the relu function", "rectifier"))


async def test_an_edit_that_makes_answers_worse_says_which_and_can_be_saved_all_the_same(desk):
    poorer = ENTRY.replace("behave in case", "swim at").replace("NAME", "it").replace("[the it function]", "[th]")
    file = desk.discord.upload(desk.discord.general, "tanh.md", poorer.encode())
    preview = await desk.settled(await desk.kb(desk.ada, "edit", topic="tanh", file=file))
    assert "⚠️ 1 of 4 labelled questions would change: better 0, worse 1." in preview.content
    assert "“how does tanh behave in case 3, please”: now `tanh`, then `" in preview.content
    await desk.press(desk.ada, preview, "Save all the same")
    assert desk.editor.knowledge.library.entries["tanh"].aliases == ("th",)


async def test_findings_are_named_with_file_and_line(desk):
    opened = await desk.kb(desk.ada, "edit", topic="relu", section="questions")
    _, preview = await desk.fill(desk.ada, opened, **{"How learners ask it": "what is relu\nwhat about relu"})
    assert "- relu.md:5: 'questions' has 2 items; at least 20 are needed." in preview.content


async def test_a_new_entry_and_a_new_claim_are_five_inputs(desk):
    opened = await desk.kb(desk.ada, "add", kind="entry", id="elu", group="functions")
    form = await opened.wait_for_form()
    assert len(form["components"]) == 5
    words = {"Title": "ELU", "Summary, one sentence": "ELU is soft.", "Aliases": "exponential linear unit"}
    words |= {"How learners ask it": "what is elu", "Short text": "It is $e^z - 1$."}
    _, preview = await desk.fill(desk.ada, opened, **words)
    assert preview.embeds[0]["title"] == "ELU"
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("elu").questions == ("what is elu",)
    opened = await desk.kb(desk.ada, "add", kind="claim", id="elu-dies")
    words = {"Statement": "ELU can die.", "Verdict": "misconception", "Why, in two to five sentences": "It cannot."}
    words |= {"How learners say it": "elu dies", "How learners say the opposite": "elu lives"}
    _, preview = await desk.fill(desk.ada, opened, **words)
    assert "Not quite" in preview.text
    assert "It cannot." in preview.text
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.library.claims["elu-dies"].statement == "ELU can die."
    assert [one.action for one in await desk.editor.history("elu")] == ["add"]


async def test_claims_are_edited_and_found_like_entries(desk):
    choices = await desk.discord.autocomplete(desk.ada, desk.discord.general, "kb edit", {"topic": "relu can"})
    assert ("claim: The unit relu-can-die can die.", "relu-can-die") in [(one.name, one.value) for one in choices]
    sections = await desk.discord.autocomplete(
        desk.ada, desk.discord.general, "kb edit", {"topic": "relu-can-die", "section": "deny"}
    )
    assert [one.value for one in sections] == ["denied_as"]
    opened = await desk.kb(desk.ada, "edit", topic="relu-can-die")
    _, preview = await desk.fill(desk.ada, opened, Verdict="misconception")
    assert "Not quite" in preview.text
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.library.claims["relu-can-die"].verdict == "misconception"


async def test_an_alias_is_one_line_more(desk):
    preview = await desk.settled(await desk.kb(desk.ada, "alias", topic="relu", alias="rectifier"))
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("rectifier").id == "relu"
    preview = await desk.settled(await desk.kb(desk.ada, "alias", topic="relu-can-die", alias="relu passes away"))
    await desk.press(desk.ada, preview, "Save")
    assert "relu passes away" in desk.editor.knowledge.library.claims["relu-can-die"].asserted_as


async def test_every_state_can_be_looked_at_and_had_again(desk):
    for title in ("One", "Two"):
        await desk.press(desk.ada, await desk.preview(desk.ada, title), "Save")
    history = await desk.settled(await desk.kb(desk.ben, "history", topic="relu"))
    assert [line.split()[0] for line in history.embeds[0]["description"].splitlines()] == ["**2**", "**1**"]
    diff = await desk.settled(await desk.kb(desk.ben, "diff", topic="relu", old=1, new=2))
    assert "```diff" in diff.content
    assert "-title: One\n+title: Two" in diff.content
    same = await desk.settled(await desk.kb(desk.ben, "diff", topic="relu", old=1, new=1))
    assert "no difference" in same.content
    raw = await desk.settled(await desk.kb(desk.ben, "raw", topic="relu", revision=1))
    assert raw.attachments[0].filename == "relu.md"
    assert b"title: One" in raw.attachments[0].content
    preview = await desk.settled(await desk.kb(desk.ben, "revert", topic="relu", revision=1))
    await desk.press(desk.ben, preview, "Save")
    assert desk.editor.knowledge.resolve("relu").title == "One"
    preview = await desk.settled(await desk.kb(desk.ben, "revert", topic="relu", revision=0))
    assert preview.embeds[0]["title"] == "All about relu"
    await desk.press(desk.ben, preview, "Save")
    assert desk.editor.states == ()


async def test_an_entry_added_here_is_taken_away_and_comes_back(desk):
    file = desk.discord.upload(desk.discord.general, "elu.md", ENTRY.replace("NAME", "elu").encode())
    preview = await desk.settled(await desk.kb(desk.ada, "add", kind="entry", id="elu", group="functions", file=file))
    await desk.press(desk.ada, preview, "Save")
    preview = await desk.settled(await desk.kb(desk.ada, "revert", topic="elu", revision=0))
    assert "no longer find it" in preview.content
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("elu") is None
    preview = await desk.settled(await desk.kb(desk.ada, "revert", topic="elu", revision=1))
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("elu").title == "All about elu"


async def test_edits_leave_as_a_patch_and_reload_reads_the_files(desk):
    nothing = await desk.settled(await desk.kb(desk.ada, "export"))
    assert "Nothing to export" in nothing.content
    await desk.press(desk.ada, await desk.preview(desk.ada), "Save")
    exported = await desk.settled(await desk.kb(desk.ada, "export"))
    patch = exported.attachments[0].content.decode()
    assert f"--- a/kb/{RELU}\n+++ b/kb/{RELU}\n" in patch
    assert "\n-title: All about relu\n+title: Rectifier\n" in patch
    again = await desk.settled(await desk.kb(desk.ada, "reload"))
    assert again.content.startswith("✅ Reloaded: the content is at `")
    other = desk.content.path / "entries/functions/tanh.md"
    other.write_text(other.read_text().replace("title:", "titel:"))
    broken = await desk.settled(await desk.kb(desk.ada, "reload"))
    assert "the last good one stays: kb/entries/functions/tanh.md:2:" in broken.content
    assert desk.editor.knowledge.resolve("tanh") is not None
    deeds = [(one.action, one.detail.partition(":")[0]) for one in await desk.store.audit.newest()]
    assert deeds[0] == ("reload", "failed")
    assert ("export", "1 files") in deeds
    assert any("asked for a reload" in line and "tanh.md:2" in line for line in desk.told)


async def test_status_names_edits_to_decide_about_to_staff_only(desk):
    await desk.press(desk.ada, await desk.preview(desk.ada), "Save")
    file = desk.content.path / RELU
    file.write_text(file.read_text().replace("The answer about", "A better answer about"))
    await desk.settled(await desk.kb(desk.ada, "reload"))
    for who, sees in ((desk.ada, True), (desk.eve, False)):
        status = await (await desk.discord.slash(who, desk.discord.general, "status")).wait_for_message()
        assert ("changed by a release" in status.text) == sees
        assert ("**Edits** 1 laid over the files, 1 to decide about" in status.text) == sees


async def test_stats_count_feedback_and_open_questions(desk):
    for person, is_helpful, reason in (("discord:8", True, None), ("discord:9", False, "too @everyone long")):
        await desk.store.feedback.record(person, "discord:1", "relu", is_helpful=is_helpful, reason=reason)
    await desk.store.gaps.put("discord:8", "what is a KAN")
    together = await desk.settled(await desk.kb(desk.ada, "stats"))
    assert "**Feedback** 👍 1, 👎 1" in together.text
    assert "**Open questions** 1" in together.text
    one = await desk.settled(await desk.kb(desk.ada, "stats", topic="relu"))
    assert "👍 1, 👎 1" in one.text
    assert "too @\u200beveryone long" in one.text


async def test_a_whole_claim_by_file(desk):
    text = CLAIM.replace("NAME", "relu").replace("verdict: correct", "verdict: incomplete")
    file = desk.discord.upload(desk.discord.general, "x.md", text.encode())
    preview = await desk.settled(await desk.kb(desk.ada, "edit", topic="relu-can-die", file=file))
    assert "Partly right" in preview.text
