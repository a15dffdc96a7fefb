"""Predict, then run: strangers cannot end it early, votes can be changed, the results say what was right."""

import asyncio

import pytest

import sims
from bot.discord_app import polls, progress
from bot.discord_app.lasting import KEY_MARK
from bot.errors import SimulationFailed, StorageUnavailable
from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in.permissions import MANAGE_GUILD

TEXT = "xor?seeds=1"
XOR = sims.run(TEXT)
LONG = {"hidden": "relu,tanh,gelu", "seed": 123456, "task": "spiral", "widths": "4,5,6,7,8,9"}
LONG_TEXT = sims.from_values("units-needed", LONG | {"seeds": 1}).text
QUESTION = sims.question_of(sims.parse(TEXT))


@pytest.fixture
def start(quick_discord, knowledge, tmp_path):
    def start(prediction_s=60.0):
        url = f"sqlite+aiosqlite:///{tmp_path}/rectify.db"
        return running_client(quick_discord, knowledge, make_config(quick_discord, url, prediction_s=prediction_s))

    return start


@pytest.fixture
async def running(start):
    async with start() as started:
        started.engine.pictures[TEXT] = XOR
        yield started


async def ask(discord, who, name="xor", **options):
    asked = await discord.slash(who, discord.general, f"sim {name}", {"seeds": 1, "predict": True} | options)
    return await asked.wait_for_message()


async def vote(discord, who, poll, letter):
    pressed = await discord.press(who, poll, f"{letter}. ")
    return await pressed.wait_for_message()


async def picture_in(discord, poll):
    await discord.world.until(lambda: poll.picture, 10, "the picture in the place of the question")


async def test_a_stranger_cannot_end_it_early(quick_discord, running, ada, ben):
    poll = await ask(quick_discord, ada)
    pressed = await quick_discord.press(ben, poll, "Show the picture")
    told = await pressed.wait_for_message()
    assert told.is_ephemeral
    assert told.text.startswith("Only whoever asked, or staff, can show the picture now. It comes in ")
    assert running.engine.ran == []


async def test_settings_without_a_question_run_at_once(quick_discord, running, ada):
    asked = await quick_discord.slash(ada, quick_discord.general, "sim max-pool", {"a": 1, "predict": True})
    await asked.wait_for_picture()
    assert "With these settings there is nothing to predict." in asked.text
    assert running.engine.ran == ["max-pool?a=1"]


async def test_the_question_comes_before_anything_runs(quick_discord, running, ada):
    poll = await ask(quick_discord, ada)
    assert QUESTION.text in poll.text
    assert f"`{TEXT}`" in poll.text
    assert not poll.picture
    assert [button["label"] for button in poll.buttons] == [
        *(f"{letter}. {choice}" for letter, choice in zip("ABCD", QUESTION.choices, strict=True)),
        "Show the picture",
    ]
    assert running.engine.ran == []


async def test_one_vote_for_each_person_and_the_last_one_counts(quick_discord, running, ada, ben):
    poll = await ask(quick_discord, ada)
    for who, letter in ((ada, "A"), (ada, "B"), (ben, "B"), (quick_discord.make_member("eve"), "D")):
        told = await vote(quick_discord, who, poll, letter)
        assert told.is_ephemeral
        assert told.text == f"You predict {letter}. Press another choice to change it."
    await quick_discord.press(ada, poll, "Show the picture")
    await picture_in(quick_discord, poll)
    question, counts, right = (field for field in poll.embeds[0]["fields"])
    assert question["value"] == QUESTION.text
    assert counts["name"] == "3 predictions"
    resolution = sims.resolution_of(sims.parse(TEXT), XOR.results)
    lines = counts["value"].split("\n")
    assert [line[-8:] for line in lines[1::2]] == ["░` 0 (0 %)"[-8:], "2 (67 %)", "░` 0 (0 %)"[-8:], "1 (33 %)"]
    assert [line.startswith("✅") for line in lines[::2]] == [place in resolution.right for place in range(4)]
    assert right["value"].endswith(resolution.because)
    assert QUESTION.choices[resolution.right[0]] in right["value"]
    assert XOR.caption[:60] in poll.text
    labels = [button.get("label") for button in poll.buttons]
    assert "New seed" in labels
    assert [one["url"] for one in poll.buttons if "url" in one] == [
        f"https://discord.com/channels/{quick_discord.world.guild_id}/{quick_discord.general.id}/{poll.id}"
    ]
    assert "Show the picture" not in labels


async def test_the_picture_comes_by_itself(quick_discord, start, ada):
    async with start(0.3) as running:
        running.engine.pictures[TEXT] = XOR
        poll = await ask(quick_discord, ada)
        await picture_in(quick_discord, poll)
        assert "0 predictions" in poll.text
        assert running.client.polls == {}


async def test_staff_can_show_it(quick_discord, running, ada):
    poll = await ask(quick_discord, ada)
    await quick_discord.press(quick_discord.make_member("mia", permissions=MANAGE_GUILD), poll, "Show the picture")
    await picture_in(quick_discord, poll)


async def test_votes_are_closed_while_the_picture_comes(quick_discord, running, ada, ben):
    running.engine.go.clear()
    poll = await ask(quick_discord, ada)
    await quick_discord.press(ada, poll, "Show the picture")
    await quick_discord.world.until(lambda: running.engine.ran, 5, "the run")
    for button in ("A. ", "Show the picture"):
        pressed = await quick_discord.press(ada, poll, button)
        assert (await pressed.wait_for_message()).text == polls.ON_ITS_WAY
    running.engine.go.set()
    await picture_in(quick_discord, poll)
    assert running.engine.ran == [TEXT]


async def test_after_a_failure_the_question_is_open_again(quick_discord, running, ada):
    running.engine.error = SimulationFailed("It took longer than 20 s.")
    poll = await ask(quick_discord, ada)
    await vote(quick_discord, ada, poll, "C")
    pressed = await quick_discord.press(ada, poll, "Show the picture")
    told = await quick_discord.world.until(
        lambda: next((one for one in pressed.messages if one.is_ephemeral), None), 5, "a private message"
    )
    assert told.text == "It took longer than 20 s."
    await quick_discord.world.until(lambda: len(poll.buttons) == 5, 5, "the buttons")
    running.engine.error = None
    await quick_discord.press(ada, poll, "Show the picture")
    await picture_in(quick_discord, poll)
    assert "1 prediction" in poll.text


async def test_after_a_cancellation_the_question_is_open_again(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE_S", 0.1)
    running.engine.go.clear()
    poll = await ask(quick_discord, ada)
    await quick_discord.press(ada, poll, "Show the picture")
    await quick_discord.world.until(lambda: poll.buttons[0]["label"] == "Cancel", 5, "the progress")
    await quick_discord.press(ada, poll, "Cancel")
    await quick_discord.world.until(lambda: len(poll.buttons) == 5, 5, "the question")
    assert running.engine.stopped == [TEXT]
    assert running.client.revealing == set()


async def test_votes_that_cannot_be_read_do_not_hide_the_picture(quick_discord, running, ada, monkeypatch):
    async def busy(poll):
        raise StorageUnavailable("busy")

    monkeypatch.setattr(running.store.predictions, "counts", busy)
    poll = await ask(quick_discord, ada)
    await quick_discord.press(ada, poll, "Show the picture")
    await picture_in(quick_discord, poll)
    assert polls.NOT_READ in poll.text


async def test_its_buttons_survive_a_restart_and_then_anybody_can_end_it(quick_discord, start, ada, ben):
    async with start(0.4) as first:
        first.engine.pictures[TEXT] = XOR
        poll = await ask(quick_discord, ada)
        await vote(quick_discord, ada, poll, "B")
    async with start(0.4) as second:
        second.engine.pictures[TEXT] = XOR
        await vote(quick_discord, ben, poll, "D")
        assert not poll.picture
        await asyncio.sleep(0.4)
        await quick_discord.press(ben, poll, "Show the picture")
        await picture_in(quick_discord, poll)
        assert "2 predictions" in poll.text


async def test_a_long_recipe_stands_behind_a_key(quick_discord, running, ada):
    running.engine.pictures[LONG_TEXT] = sims.run(LONG_TEXT)
    poll = await ask(quick_discord, ada, "units-needed", **LONG)
    assert f":{KEY_MARK}" in poll.buttons[-1]["custom_id"]
    await quick_discord.press(ada, poll, "Show the picture")
    await picture_in(quick_discord, poll)
    assert f"`{LONG_TEXT}`" in poll.text


HISTOGRAMS = {
    "nobody": ({}, ["░░░░░░░░░░` 0", "░░░░░░░░░░` 0"]),
    "one": ({0: 1}, ["██████████` 1 (100 %)", "░░░░░░░░░░` 0 (0 %)"]),
    "some": ({0: 30, 1: 10}, ["████████░░` 30 (75 %)", "██░░░░░░░░` 10 (25 %)"]),
}


@pytest.mark.parametrize(("counts", "bars"), HISTOGRAMS.values(), ids=HISTOGRAMS)
def test_bars_are_drawn_to_scale(counts, bars):
    lines = polls.histogram(QUESTION, (1,), counts).split("\n")
    assert [line.removeprefix("`") for line in lines[1:4:2]] == bars


@pytest.mark.parametrize("name", sims.experiments())
def test_every_question_fits_on_its_buttons(name):
    question = sims.question_of(sims.parse(name))
    assert question is not None
    assert len(polls.histogram(question, (0,), dict.fromkeys(range(4), 10_000))) <= 1024
