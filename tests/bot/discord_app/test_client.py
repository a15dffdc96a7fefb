"""The client over a core that the test holds up or lets fail: errors, waiting, permissions, configuration."""

import discord as discord_py
import pytest
import structlog

from bot.discord_app import progress
from bot.discord_app.buttons import RunButton, run_button
from bot.errors import SimulationFailed, StorageUnavailable
from tests.bot.discord_app.in_process import make_config, running_client
from tests.conftest import wait_until
from tests.discord_stand_in.permissions import EMBED_LINKS, SEND_MESSAGES

LONG_RECIPE = "activation-plot?derivative=true&functions=leaky-relu,gelu-tanh,hard-sigmoid,hard-swish&range=7.25"


def broken(*arguments):
    raise RuntimeError("a secret that users must not see")


async def asked_by_slash(discord, ada):
    asked = await discord.slash(ada, discord.general, "ask", {"question": "What is ReLU?"})
    return await asked.wait_for_message()


async def asked_by_message(discord, ada):
    said = await discord.say(ada, discord.general, "What is ReLU?", mentions_bot=True)
    return await discord.wait_for_reply(said)


async def asked_by_button(discord, ada):
    asked = await discord.slash(ada, discord.general, "explain", {"topic": "relu"})
    pressed = await discord.press(ada, await asked.wait_for_message(), "Show me")
    return await pressed.wait_for_message()


WAYS = {"slash command": asked_by_slash, "message": asked_by_message, "button": asked_by_button}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
async def test_what_nobody_expected_gets_an_error_id(quick_discord, running, ada, monkeypatch, way):
    monkeypatch.setattr(running.client.helper, "answer", broken)
    monkeypatch.setattr(running.client.helper, "simulate", broken)
    with structlog.testing.capture_logs() as logged:
        message = await way(quick_discord, ada)
    entry = next(one for one in logged if one["event"] == "unexpected error")
    assert f"`{entry['error_id']}`" in message.text
    assert "secret" not in message.text
    assert str(entry["exc_info"]) == "a secret that users must not see"
    assert message.is_ephemeral == (way is not asked_by_message)


async def test_suggestions_that_fail_stay_empty(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(running.client.helper, "suggest_topics", broken)
    with structlog.testing.capture_logs() as logged:
        assert await quick_discord.autocomplete(ada, quick_discord.general, "explain", {"topic": "r"}) == []
    assert [one["event"] for one in logged] == ["unexpected error"]


async def test_a_database_that_fails_is_a_sentence(quick_discord, running, ada, monkeypatch):
    async def busy(*arguments, **more):
        raise StorageUnavailable("This could not be saved.")

    monkeypatch.setattr(running.store.feedback, "record", busy)
    message = await asked_by_slash(quick_discord, ada)
    pressed = await quick_discord.press(ada, message, "feedback:+:relu")
    told = await pressed.wait_for_message()
    assert told.text == "This could not be saved."
    assert told.is_ephemeral


async def test_feedback_is_kept_once_for_each_person_and_answer(quick_discord, running, ada):
    message = await asked_by_slash(quick_discord, ada)
    for person, sign in ((ada, "+"), (ada, "-"), (quick_discord.make_member("ben"), "+")):
        pressed = await quick_discord.press(person, message, f"feedback:{sign}:relu")
        await pressed.wait_for_message()
    assert await running.store.feedback.counts("relu") == (1, 1)


async def test_somebody_who_waits_is_told_and_then_shown(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE_S", 0.1)
    running.engine.go.clear()
    asked = await quick_discord.slash(ada, quick_discord.general, "sim activation-plot")
    assert (await asked.wait_for_message()).text == "Running `activation-plot`: 40 % done."
    running.engine.go.set()
    await asked.wait_for_picture()
    assert [message.content for message in asked.messages] == [""]


async def test_somebody_in_the_queue_is_told_the_place(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE_S", 0.1)
    running.engine.go.clear()
    first = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
    await first.wait_for_message()
    said = await quick_discord.say(ada, quick_discord.general, "plot gelu", mentions_bot=True)
    answer = await quick_discord.wait_for_reply(said)
    assert "1 simulation is ahead of" in answer.text
    running.engine.go.set()
    await quick_discord.world.until(lambda: answer.picture, 5, "the picture in the place of the waiting")


@pytest.mark.parametrize("patience", [5.0, 0.05], ids=["at once", "after waiting"])
async def test_a_simulation_that_fails_is_told_in_private(quick_discord, running, ada, monkeypatch, patience):
    monkeypatch.setattr(progress, "PATIENCE_S", patience)
    running.engine.error = SimulationFailed("It took longer than 20 s and was stopped.")
    if patience < 1:
        running.engine.go.clear()
    asked = await quick_discord.slash(ada, quick_discord.general, "sim activation-plot")
    if patience < 1:
        await asked.wait_for_message()
        running.engine.go.set()
    told = await quick_discord.world.until(
        lambda: next((one for one in asked.shown if one.is_ephemeral), None), 5, "a private message"
    )
    assert told.text == "It took longer than 20 s and was stopped."
    assert asked.shown == [told]


async def test_too_many_simulations_at_once_are_refused(quick_discord, knowledge, ada):
    config = make_config(quick_discord, limits={"per_user": 1})
    async with running_client(quick_discord, knowledge, config) as running:
        running.engine.go.clear()
        first = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
        await first.wait_for_acknowledgement()
        second = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "gelu"})
        assert "You already have 1 simulations under way" in (await second.wait_for_message()).text
        running.engine.go.set()
        await first.wait_for_picture()


async def test_a_recipe_that_is_too_long_for_a_button_is_remembered(quick_discord, running, ada):
    (button,) = await run_button(running.client, "show", LONG_RECIPE)
    assert isinstance(button, RunButton)
    assert len(button.custom_id) <= 100
    channel = running.client.get_channel(quick_discord.general.id)
    forgotten = RunButton(discord_py.ui.Button(label="Forgotten", custom_id="show:#0123"))
    view = discord_py.ui.View(timeout=None).add_item(button).add_item(forgotten)
    sent = await channel.send("look", view=view)
    message = quick_discord.world.messages[sent.id]
    shown = await quick_discord.press(ada, message, "Show me")
    await shown.wait_for_picture()
    assert f"`{LONG_RECIPE}`" in shown.text
    refused = await quick_discord.press(ada, message, "Forgotten")
    assert "no longer in the database" in (await refused.wait_for_message()).text


async def test_a_button_of_another_version_is_answered(quick_discord, running, ada):
    channel = running.client.get_channel(quick_discord.general.id)
    view = discord_py.ui.View(timeout=None).add_item(discord_py.ui.Button(label="Old", custom_id="v0/old"))
    sent = await channel.send("look", view=view)
    pressed = await quick_discord.press(ada, quick_discord.world.messages[sent.id], "Old")
    told = await pressed.wait_for_message()
    assert "older version" in told.text
    assert told.is_ephemeral


async def test_a_public_site_gives_the_links(quick_discord, knowledge, ada):
    config = make_config(quick_discord, web={"public_url": "https://rectify.example.org"})
    async with running_client(quick_discord, knowledge, config):
        asked = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
        await asked.wait_for_picture()
        page = "https://rectify.example.org/sim/activation-plot?functions=relu"
        message = asked.shown[0]
        assert [button["url"] for button in message.buttons if "url" in button] == [page]
        assert message.embeds[0]["url"] == page
        answer = await asked_by_message(quick_discord, ada)
        assert answer.embeds[0]["url"] == "https://rectify.example.org/kb/relu"
        assert message.edits == answer.edits == []


async def test_a_question_that_is_deleted_meanwhile_still_gets_its_picture(quick_discord, running, ada):
    running.engine.go.clear()
    said = await quick_discord.say(ada, quick_discord.general, "plot relu", mentions_bot=True)
    await quick_discord.world.until(lambda: running.engine.ran, 5, "the run")
    await quick_discord.delete(said)
    running.engine.go.set()
    answer = await quick_discord.wait_for_message(quick_discord.general, after=said)
    assert answer.picture


async def test_an_answer_that_is_deleted_meanwhile_is_let_go(quick_discord, running, ada):
    running.engine.go.clear()
    asked = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
    await asked.wait_for_acknowledgement()
    await quick_discord.delete(asked.messages[0])
    with structlog.testing.capture_logs() as logged:
        running.engine.go.set()
        await quick_discord.world.until(
            lambda: "nobody left to answer" in [line["event"] for line in logged], 5, "a log line"
        )


async def test_without_embed_links_the_words_come_as_text(quick_discord, knowledge, ada):
    channel = quick_discord.make_channel("plain", denied_to_bot=EMBED_LINKS)
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        said = await quick_discord.say(ada, channel, "What is ReLU?", mentions_bot=True)
        answer = await quick_discord.wait_for_reply(said)
        assert answer.content.startswith("**ReLU**\n")
        assert answer.embeds == []
        asked = await quick_discord.slash(ada, channel, "status")
        assert "- Embed Links: without it" in (await asked.wait_for_message()).text


async def test_where_it_may_not_write_it_goes_on(quick_discord, knowledge, ada):
    channel = quick_discord.make_channel("closed", denied_to_bot=SEND_MESSAGES)
    async with running_client(quick_discord, knowledge, make_config(quick_discord)):
        with structlog.testing.capture_logs() as logged:
            await quick_discord.say(ada, channel, "What is ReLU?", mentions_bot=True)
            assert "ReLU" in (await asked_by_message(quick_discord, ada)).text
            # Both messages are read in threads: either may be done first.
            await wait_until(lambda: "a permission is missing" in [one["event"] for one in logged])


async def test_answers_leave_nothing_behind(quick_discord, running, ada):
    for _ in range(3):
        await asked_by_slash(quick_discord, ada)
        await asked_by_button(quick_discord, ada)
    assert not running.client._connection._view_store._views


async def test_closing_while_a_simulation_runs_is_quiet(quick_discord, knowledge, ada):
    with structlog.testing.capture_logs() as logged:
        async with running_client(quick_discord, knowledge, make_config(quick_discord)) as running:
            running.engine.go.clear()
            asked = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
            await asked.wait_for_acknowledgement()
    assert "unexpected error" not in [one["event"] for one in logged]


async def test_it_is_not_ready_while_the_socket_is_down(quick_discord, running):
    await running.client.wait_until_ready()
    assert running.client.is_ready()
    assert running.client.last_event_age_s < 60
    await quick_discord.drop_socket()
    await quick_discord.world.until(lambda: not running.client.is_ready(), 5, "to be not ready")
    await quick_discord.wait_until_resumed()
