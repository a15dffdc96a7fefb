"""Long simulations: strangers cannot cancel, a cancelled one really ends, one message tells how far it is."""

import asyncio

import pytest

from bot.discord_app import progress
from bot.errors import SimulationFailed
from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in.permissions import MANAGE_GUILD


@pytest.fixture
async def running(quick_discord, knowledge, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE_S", 0.1)
    monkeypatch.setattr(progress, "REPORT_EVERY_S", 0.1)
    config = make_config(quick_discord, limits={"staff_exempt": True})
    async with running_client(quick_discord, knowledge, config) as started:
        started.engine.go.clear()
        yield started
        started.engine.go.set()


async def start_plot(discord, who, functions="relu"):
    asked = await discord.slash(who, discord.general, "plot", {"functions": functions})
    return asked, await asked.wait_for_message()


async def test_a_stranger_cannot_cancel(quick_discord, running, ada, ben):
    asked, message = await start_plot(quick_discord, ada)
    pressed = await quick_discord.press(ben, message, "Cancel")
    refused = await pressed.wait_for_message()
    assert refused.text == "Only whoever asked for it, or staff, can cancel it."
    assert refused.is_ephemeral
    running.engine.go.set()
    await asked.wait_for_picture()


async def test_an_old_cancel_button_says_that_it_is_over(quick_discord, running, ada):
    asked, message = await start_plot(quick_discord, ada)
    key, run = running.client.runs.popitem()  # as after a restart
    pressed = await quick_discord.press(ada, message, "Cancel")
    assert (await pressed.wait_for_message()).text == "This simulation is over already."
    running.client.runs[key] = run
    running.engine.go.set()
    await asked.wait_for_picture()
    assert "Cancel" not in [one.get("label") for one in message.buttons]


@pytest.mark.parametrize("who", ["its asker", "staff"])
async def test_a_cancelled_simulation_ends_and_says_so(quick_discord, running, ada, who):
    _, message = await start_plot(quick_discord, ada)
    presser = ada if who == "its asker" else quick_discord.make_member("mia", permissions=MANAGE_GUILD)
    pressed = await quick_discord.press(presser, message, "Cancel")
    await pressed.wait_for_acknowledgement()
    await quick_discord.world.until(lambda: "cancelled" in message.text, 5, "the word")
    assert message.content == f"`activation-plot?functions=relu`: cancelled by {who}."
    assert message.buttons == []
    assert running.engine.stopped == ["activation-plot?functions=relu"]
    assert running.client.helper.work().running == 0
    assert [one for one in quick_discord.messages if one.is_ephemeral] == []
    again, _ = await start_plot(quick_discord, ada)
    running.engine.go.set()
    await again.wait_for_picture()


async def test_what_somebody_else_waits_for_goes_on(quick_discord, running, ada, ben):
    _, message = await start_plot(quick_discord, ada)
    other, _ = await start_plot(quick_discord, ben)
    await quick_discord.press(ada, message, "Cancel")
    await quick_discord.world.until(lambda: "cancelled" in message.text, 5, "the word")
    assert running.engine.stopped == []
    running.engine.go.set()
    await other.wait_for_picture()
    assert running.engine.ran == ["activation-plot?functions=relu"]


async def test_a_cancelled_one_that_waits_never_starts(quick_discord, running, ada, ben):
    first, _ = await start_plot(quick_discord, ben)
    _, message = await start_plot(quick_discord, ada, "gelu")
    assert "1 simulation is ahead of" in message.text
    await quick_discord.press(ada, message, "Cancel")
    await quick_discord.world.until(lambda: "cancelled" in message.text, 5, "the word")
    running.engine.go.set()
    await first.wait_for_picture()
    assert running.engine.ran == ["activation-plot?functions=relu"]


async def test_the_place_and_the_progress_are_told_by_editing_one_message(quick_discord, running, ada, ben):
    first, _ = await start_plot(quick_discord, ben)
    second, message = await start_plot(quick_discord, ada, "gelu")
    assert message.text.startswith("1 simulation is ahead of `activation-plot?functions=gelu`.")
    running.engine.go.set()
    await first.wait_for_picture()
    await second.wait_for_picture()
    assert len(second.messages) == 1
    third = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "tanh"})
    running.engine.go.clear()
    told = await third.wait_for_message()
    assert told.text == "Running `activation-plot?functions=tanh`: 40 % done."
    running.engine.report(0.7)
    await quick_discord.world.until(lambda: "70 %" in told.text, 5, "the next fraction")
    edits = len(told.edits)
    await asyncio.sleep(0.5)
    assert len(told.edits) == edits, "nothing new, no edit"
    running.engine.go.set()
    await third.wait_for_picture()


async def test_a_typed_simulation_can_be_cancelled(quick_discord, running, ada):
    said = await quick_discord.say(ada, quick_discord.general, "plot relu", mentions_bot=True)
    message = await quick_discord.wait_for_reply(said)
    await quick_discord.press(ada, message, "Cancel")
    await quick_discord.world.until(lambda: "cancelled" in message.text, 5, "the word")
    assert running.engine.stopped == ["activation-plot?functions=relu"]


SWEEP = {"simulation": "activation-plot", "key": "functions", "values": "relu, gelu, tanh"}


async def test_a_sweep_is_refused_before_anything_runs(quick_discord, running, ada):
    for values, sentence in (("relu", "it was given 1"), ("relu, astrology", "functions cannot be 'astrology'.")):
        asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP | {"values": values})
        told = await asked.wait_for_message()
        assert sentence in told.text
        assert told.is_ephemeral
    said = await quick_discord.say(ada, quick_discord.general, "sweep xor seeds=1 units=2,3", mentions_bot=True)
    assert "Write it like this" in (await quick_discord.wait_for_reply(said)).text
    assert running.engine.ran == []


async def test_a_sweep_shows_its_pictures_in_one_message(quick_discord, running, ada):
    asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP | {"settings": "range=3"})
    told = await asked.wait_for_message()
    assert told.text.startswith("0 of 3 simulations are done.\n")
    assert [button["label"] for button in told.buttons] == ["Cancel"]
    running.engine.go.set()
    await asked.wait_for_picture()
    assert asked.shown == [told]
    assert [file.filename for file in told.attachments] == [f"{n}-activation-plot.png" for n in (1, 2, 3)]
    assert [file.description.split(":")[0] for file in told.attachments] == [
        "functions=relu",
        "functions=gelu",
        "functions=tanh",
    ]
    fields = told.embeds[0]["fields"]
    assert [field["name"] for field in fields] == ["1. functions=relu", "2. functions=gelu", "3. functions=tanh"]
    assert fields[1]["value"] == "One pixel.\n`activation-plot?functions=gelu&range=3`"
    shown = await quick_discord.press(ada, told, "functions=gelu")
    await shown.wait_for_picture()
    assert "`activation-plot?functions=gelu&range=3`" in shown.text


async def test_a_sweep_can_be_typed(quick_discord, running, ada):
    running.engine.go.set()
    said = await quick_discord.say(
        ada, quick_discord.general, "sweep activation-plot?range=3 functions=relu, tanh", mentions_bot=True
    )
    answer = await quick_discord.wait_for_reply(said)
    await quick_discord.world.until(lambda: len(answer.attachments) == 2, 5, "two pictures")


async def test_a_cancelled_sweep_ends_all_of_it(quick_discord, running, ada):
    asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP)
    told = await asked.wait_for_message()
    await quick_discord.press(ada, told, "Cancel")
    await quick_discord.world.until(lambda: "cancelled by its asker" in told.text, 5, "the word")
    assert running.engine.ran == running.engine.stopped == ["activation-plot?functions=relu"]
    assert running.client.helper.work().waiting == 0


async def test_a_sweep_shows_what_it_has_where_one_fails(quick_discord, running, ada):
    running.engine.errors["activation-plot?functions=gelu"] = SimulationFailed("It took longer than 20 s.")
    running.engine.go.set()
    asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP)
    await asked.wait_for_picture()
    told = asked.shown[0]
    assert len(told.attachments) == 2
    assert told.embeds[0]["fields"][1]["value"].startswith("It took longer than 20 s.")


async def test_a_sweep_of_which_nothing_runs_is_told_in_private(quick_discord, running, ada):
    running.engine.error = SimulationFailed("It took longer than 20 s.")
    running.engine.go.set()
    asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP)
    told = await quick_discord.world.until(
        lambda: next((one for one in asked.shown if one.is_ephemeral), None), 5, "a private message"
    )
    assert told.text == "It took longer than 20 s."


async def test_a_sweep_costs_as_much_as_its_simulations(quick_discord, knowledge, ada):
    config = make_config(quick_discord, limits={"requests_per_minute_user": 2})
    async with running_client(quick_discord, knowledge, config) as running:
        asked = await quick_discord.slash(ada, quick_discord.general, "sweep", SWEEP)
        assert "You have asked 2 times within a minute" in (await asked.wait_for_message()).text
        assert running.engine.ran == []


async def test_keys_are_suggested(quick_discord, running, ada):
    choices = await quick_discord.autocomplete(ada, quick_discord.general, "sweep", SWEEP | {"key": "f"}, focused="key")
    assert [choice.value for choice in choices] == ["functions"]
