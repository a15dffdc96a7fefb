"""/gaps and Add to knowledge: open questions and mentors' words become content, previewed like any edit."""

import pytest

from tests.bot.discord_app.moderators_desk import labels, menu_values

ASKED = [
    ("discord:1", "what is a kolmogorov network"),
    ("discord:2", "kolmogorov network: what is it?"),
    ("discord:3", "which laptop is best @everyone"),
]


@pytest.fixture
async def desk(desk):
    """The moderators' desk with open questions on the list."""
    for person, text in ASKED:
        await desk.store.gaps.put(person, text)
    return desk


async def listed(desk):
    return await desk.settled(await desk.discord.slash(desk.ada, desk.discord.general, "gaps"))


async def chosen(desk, number=0):
    message = await listed(desk)
    value = menu_values(message, "Choose a question")[number]
    return await desk.settled(await desk.discord.select(desk.ada, message, "Choose a question", [value]))


async def open_texts(desk):
    return {gap.text for gap in await desk.store.gaps.open()}


async def test_nothing_open_is_said(desk):
    await desk.store.gaps.dismiss((1, 2, 3), "discord:9")
    assert "No questions wait" in (await listed(desk)).content


async def test_similar_questions_stand_together_the_most_asked_first(desk):
    message = await listed(desk)
    assert message.is_ephemeral
    lines = message.content.splitlines()
    assert lines[0] == "**3 open questions**, 2 different ones:"
    assert lines[1].startswith("**2×** what is a kolmogorov network")
    assert "@\u200beveryone" in lines[2]
    shown = await chosen(desk)
    assert "**Asked 2×**" in shown.content
    assert labels(shown) == ["Assign to a topic", "Write a new entry", "Dismiss", "Back"]
    assert "3 open questions" in (await desk.press(desk.ada, shown, "Back")).content


async def test_a_phrasing_for_a_topic_closes_the_questions_once_it_is_saved(desk):
    opened = await desk.discord.press(desk.ada, await chosen(desk), "Assign to a topic")
    form = await opened.wait_for_form()
    prefilled = {row["label"]: row["component"].get("value") for row in form["components"]}
    assert prefilled["Phrasing"] == "what is a kolmogorov network"
    _, preview = await desk.fill(desk.ada, opened, Topic="All about tanh")
    assert "Preview of `entries/functions/tanh.md`" in preview.content
    assert len(await open_texts(desk)) == 3, "nothing is closed before it is saved"
    saved = await desk.press(desk.ada, preview, "Save")
    assert "2 open questions are answered now." in saved.content
    assert await open_texts(desk) == {ASKED[2][1]}
    assert ASKED[0][1] in desk.editor.knowledge.library.entries["tanh"].questions
    assert {gap.topic for gap in await desk.store.gaps.get((1, 2))} == {"tanh"}
    assert [one.action for one in await desk.store.audit.newest(3)] == ["gap-assigned", "gap-assigned", "phrasing"]


async def test_an_unknown_topic_gives_the_phrasing_back(desk):
    opened = await desk.discord.press(desk.ada, await chosen(desk), "Assign to a topic")
    _, told = await desk.fill(desk.ada, opened, Topic="nowhere", Phrasing="My words")
    assert "no entry and no claim" in told.content
    assert b"My words" in told.attachments[0].content
    again = await desk.discord.press(desk.ada, told, "Edit again")
    assert (await again.wait_for_form())["components"]
    assert len(await open_texts(desk)) == 3


async def test_a_new_entry_takes_the_wordings_as_its_questions(desk):
    opened = await desk.discord.press(desk.ada, await chosen(desk), "Write a new entry")
    words = {"Id": "kan", "Group": "functions", "Title": "KAN", "Summary, one sentence": "A network of splines."}
    _, preview = await desk.fill(desk.ada, opened, **words, **{"Short text": "It learns its functions."})
    assert preview.embeds[0]["title"] == "KAN"
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("kan").questions == (ASKED[0][1], ASKED[1][1])
    assert await open_texts(desk) == {ASKED[2][1]}


async def test_dismissed_questions_go_and_newer_ones_stay(desk):
    shown = await chosen(desk)
    await desk.store.gaps.put("discord:4", "so what is a kolmogorov network")
    told = await desk.press(desk.ada, shown, "Dismiss")
    assert told.content.startswith("Dismissed 2: ")
    assert await open_texts(desk) == {ASKED[2][1], "so what is a kolmogorov network"}
    await desk.discord.world.until(lambda: desk.told, 5, "a line for the staff")
    assert desk.told[0].startswith(f"🗑️ <@{desk.ada.id}> dismissed 2 open questions")
    assert [one.action for one in await desk.store.audit.newest(2)] == ["gap-dismissed", "gap-dismissed"]


async def test_what_somebody_else_closed_meanwhile_is_said(desk):
    shown = await chosen(desk)
    await desk.store.gaps.dismiss((1, 2), "discord:9")
    assert "not open any more" in (await desk.press(desk.ada, shown, "Dismiss")).content


async def test_a_list_of_many_hostile_questions_fits(desk):
    for number in range(80):
        await desk.store.gaps.put("discord:5", f"`*_~|>#[ word{number} {'<@1> @here ' * 300}")
    message = await listed(desk)
    assert len(menu_values(message, "Choose a question")) == 25
    assert "**2×** Asked" not in (await chosen(desk, 3)).content


async def offered(desk, text="ReLU is $\\max(0, z)$, and @everyone knows it."):
    said = await desk.discord.say(desk.ben, desk.discord.general, text)
    return await desk.settled(await desk.discord.message_command(desk.ada, "Add to knowledge", said))


async def test_a_mentors_message_becomes_an_entry(desk):
    message = await offered(desk)
    assert message.is_ephemeral
    assert labels(message) == ["New entry", "Phrasing of a topic", "Discard"]
    opened = await desk.discord.press(desk.ada, message, "New entry")
    form = await opened.wait_for_form()
    bodies = [row["component"].get("value") for row in form["components"] if row["label"] == "Short text"]
    assert bodies == ["ReLU is $\\max(0, z)$, and @everyone knows it."]
    words = {"Id": "relu-rule", "Group": "functions", "Title": "The rule", "Summary, one sentence": "A rule."}
    _, preview = await desk.fill(desk.ada, opened, **words)
    await desk.press(desk.ada, preview, "Save")
    assert desk.editor.knowledge.resolve("relu-rule").short == "ReLU is $\\max(0, z)$, and @everyone knows it."


async def test_a_message_becomes_a_phrasing_of_a_claim_also_after_a_second_try(desk):
    message = await offered(desk, "relu goes to sleep\nfor ever")
    opened = await desk.discord.press(desk.ada, message, "Phrasing of a topic")
    _, told = await desk.fill(desk.ada, opened, Topic="nowhere")
    opened = await desk.discord.press(desk.ada, told, "Edit again")
    _, preview = await desk.fill(desk.ada, opened, Topic="relu-can-die")
    await desk.press(desk.ada, preview, "Save")
    assert "relu goes to sleep for ever" in desk.editor.knowledge.library.claims["relu-can-die"].asserted_as


async def test_a_message_without_words_is_refused(desk):
    assert "no words" in (await offered(desk, "  ")).content


async def test_a_message_can_be_let_go(desk):
    message = await desk.press(desk.ada, await offered(desk), "Discard")
    assert message.content.startswith("Discarded")
