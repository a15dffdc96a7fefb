"""The real bot loses its connection, its session and its process, and goes on; its token stays secret."""

import json

import pytest


async def ask(discord, ada):
    asked = await discord.slash(ada, discord.general, "ask", {"question": "What is ReLU?"})
    return await asked.wait_for_message()


async def test_a_rate_limited_answer_is_sent_again(discord, ada):
    failure = discord.fail_next("POST /channels/*/messages", 429, retry_after_s=0.3)
    asked = await discord.say(ada, discord.general, "What is ReLU?", mentions_bot=True)
    assert "ReLU" in (await discord.wait_for_reply(asked)).text
    assert failure.met == 1


async def test_a_server_error_is_tried_again(discord, ada):
    failure = discord.fail_next("POST /channels/*/messages", 502)
    asked = await discord.say(ada, discord.general, "What is ReLU?", mentions_bot=True)
    assert "ReLU" in (await discord.wait_for_reply(asked)).text
    assert failure.met == 1


async def test_a_rate_limited_acknowledgement_is_sent_again(discord, ada):
    failure = discord.fail_next("POST /interactions/*", 429, retry_after_s=0.2)
    assert "ReLU" in (await ask(discord, ada)).text
    assert failure.met == 1


@pytest.mark.parametrize("code", [None, 1000, 4000], ids=["broken network", "clean close", "unknown error"])
async def test_a_dropped_socket_is_resumed(discord, ada, code):
    resumed, identified = len(discord.resumes), len(discord.identifies)
    await discord.drop_socket(code)
    asked = await discord.say(ada, discord.general, "What is ReLU?", mentions_bot=True)  # while it is away
    await discord.wait_until_resumed(resumed + 1)
    assert "ReLU" in (await discord.wait_for_reply(asked)).text
    assert len(discord.identifies) == identified


async def test_an_invalid_session_is_replaced_at_the_same_gateway(discord, ada):
    identified = len(discord.identifies)
    await discord.invalidate_session()
    await discord.world.until(lambda: len(discord.identifies) > identified, 15, "another IDENTIFY")
    await discord.wait_until_ready()
    assert "ReLU" in (await ask(discord, ada)).text


async def test_old_buttons_work_and_commands_are_not_sent_again_after_a_restart(discord, ada, bot):
    answer = await ask(discord, ada)
    asked = await discord.slash(ada, discord.general, "explain", {"topic": "relu"})
    explained = await asked.wait_for_message()
    menu = next(part for part in explained.all_components if part["type"] == 3)
    sent = [one for one in discord.requests if one.method == "PUT" and one.path.endswith("/commands")]
    await bot.stop()
    await bot.start()
    shown = await discord.press(ada, explained, "Show me")
    await shown.wait_for_picture(90)
    thanked = await discord.press(ada, answer, "feedback:+:relu")
    assert "this helped" in (await thanked.wait_for_message()).text
    read_on = await discord.select(ada, explained, "Read on", [menu["options"][0]["value"]])
    assert (await read_on.wait_for_message()).text
    again = [one for one in discord.requests if one.method == "PUT" and one.path.endswith("/commands")]
    assert len(sent) == len(again) == 1


def test_the_token_is_not_in_the_log(bot):
    assert "ready" in bot.log
    assert bot.discord.token not in bot.log
    assert [line for line in bot.log.splitlines() if "Traceback" in line and not is_lost_connection(line)] == []


def is_lost_connection(line):
    """Whether this is where discord.py writes down, with a traceback, why it has to connect again."""
    record = json.loads(line) if line.startswith("{") else {}
    return record.get("logger") == "discord.shard" and record["event"].startswith("Attempting a reconnect for shard")
