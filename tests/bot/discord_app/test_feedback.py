"""Below an answer: feedback with a reason, removal, and the mentors' list. Refusals first."""

import asyncio

import pytest

from bot.discord_app.staff import is_staff
from bot.errors import StorageUnavailable
from tests.bot.discord_app.in_process import make_config, running_client
from tests.discord_stand_in import ClientRefusal
from tests.discord_stand_in.permissions import MANAGE_GUILD

UNCLEAR = "How do I fold @everyone a *paper* crane <@123> with_underscores and relu shaped wings?"


@pytest.fixture
async def running(quick_discord, knowledge, tmp_path):
    quick_discord.staff_channel = quick_discord.make_channel("mentors")
    config = make_config(
        quick_discord,
        f"sqlite+aiosqlite:///{tmp_path}/rectify.db",
        staff_channel=quick_discord.staff_channel.id,
    )
    async with running_client(quick_discord, knowledge, config) as started:
        yield started


async def answer(discord, ada):
    asked = await discord.slash(ada, discord.general, "ask", {"question": "What is ReLU?"})
    return await asked.wait_for_message()


async def verdict(discord, ada):
    words = {"intuition": "Max pooling makes a network ignore brightness."}
    return await (await discord.slash(ada, discord.general, "check", words)).wait_for_message()


ANSWERS = {"answer": (answer, "relu"), "verdict": (verdict, None)}


async def fail(*arguments, **more):
    raise StorageUnavailable("This could not be saved.")


async def test_a_verdict_that_cannot_be_kept_is_said_behind_the_form(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(running.store.feedback, "record", fail)
    pressed = await quick_discord.press(ada, await answer(quick_discord, ada), "👎")
    await pressed.wait_for_form()
    told = await pressed.wait_for_message()
    assert (told.text, told.is_ephemeral) == ("This could not be saved.", True)


async def test_a_slow_database_does_not_hold_up_the_form(quick_discord, running, ada, monkeypatch):
    go, real = asyncio.Event(), running.store.feedback.record

    async def slow(*arguments, **more):
        await go.wait()
        await real(*arguments, **more)

    message = await answer(quick_discord, ada)
    monkeypatch.setattr(running.store.feedback, "record", slow)
    pressed = await quick_discord.press(ada, message, "👎")
    await pressed.wait_for_form()
    # The reason comes before the verdict is written: it must be written after it.
    sent = await quick_discord.submit_form(ada, pressed, {"reason": "too short"})
    await sent.wait_for_acknowledgement()
    go.set()
    assert "your reason is noted" in (await sent.wait_for_message()).text
    assert await running.store.feedback.reasons("relu") == ("too short",)


@pytest.mark.parametrize(("ask", "topic"), ANSWERS.values(), ids=ANSWERS)
async def test_not_helpful_counts_also_when_the_form_is_dismissed(quick_discord, running, ada, ask, topic):
    pressed = await quick_discord.press(ada, await ask(quick_discord, ada), "👎")
    assert (await pressed.wait_for_form())["title"] == "This did not help"
    thanks = await pressed.wait_for_message()
    assert "this did not help" in thanks.text
    assert thanks.is_ephemeral
    assert await running.store.feedback.counts(topic) == (0, 1)


async def test_a_reason_is_optional_short_and_kept(quick_discord, running, ada):
    message = await answer(quick_discord, ada)
    pressed = await quick_discord.press(ada, message, "👎")
    with pytest.raises(ClientRefusal, match="0 to 500 characters"):
        await quick_discord.submit_form(ada, pressed, {"reason": "x" * 501})
    for reason, kept in (("", ()), ("It skips step 2.", ("It skips step 2.",))):
        sent = await quick_discord.submit_form(ada, pressed, {"reason": reason})
        assert (await sent.wait_for_message()).is_ephemeral
        assert await running.store.feedback.reasons("relu") == kept


async def test_there_is_one_verdict_for_each_person_and_answer_and_it_can_change(quick_discord, running, ada, ben):
    message = await answer(quick_discord, ada)
    for person, sign in ((ada, "👍"), (ada, "👎"), (ben, "👎"), (ben, "👍"), (ben, "👍")):
        await (await quick_discord.press(person, message, sign)).wait_for_message()
    assert await running.store.feedback.counts("relu") == (1, 1)
    assert message.edits == []


async def test_forms_work_after_a_restart_and_leave_nothing_behind(quick_discord, knowledge, tmp_path, ada):
    config = make_config(quick_discord, f"sqlite+aiosqlite:///{tmp_path}/rectify.db")
    async with running_client(quick_discord, knowledge, config) as before:
        pressed = await quick_discord.press(ada, await answer(quick_discord, ada), "👎")
        await pressed.wait_for_message()
        assert not before.client._connection._view_store._modals
    async with running_client(quick_discord, knowledge, config) as after:
        sent = await quick_discord.submit_form(ada, pressed, {"reason": "too short"})
        await sent.wait_for_message()
        assert await after.store.feedback.reasons("relu") == ("too short",)


async def test_a_form_of_somebody_else_is_left_alone(quick_discord, running, ada):
    from tests.discord_stand_in.interaction import FORM

    sent = quick_discord.interact(FORM, ada, quick_discord.general, {"custom_id": "another", "components": []})
    await answer(quick_discord, ada)
    assert not sent.is_acknowledged
    sent.response_type = 6  # nobody of ours answers it


async def test_others_cannot_remove_an_answer(quick_discord, running, ada, ben):
    for ask, _ in ANSWERS.values():
        message = await ask(quick_discord, ada)
        told = await (await quick_discord.press(ben, message, "Remove")).wait_for_message()
        assert "Only the person who asked, or staff" in told.text
        assert told.is_ephemeral
        assert not message.deleted


async def test_the_asker_and_staff_remove_an_answer(quick_discord, running, ada):
    staff = quick_discord.make_member("mo", permissions=MANAGE_GUILD)
    picture = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
    await picture.wait_for_picture()
    said = await quick_discord.say(ada, quick_discord.general, "What is GELU?", mentions_bot=True)
    messages = [
        await answer(quick_discord, ada),
        await verdict(quick_discord, ada),
        picture.messages[0],
        await quick_discord.wait_for_reply(said),
    ]
    for message, person in zip(messages, (ada, staff, ada, staff), strict=True):
        await quick_discord.press(person, message, "Remove")
        await quick_discord.world.until(lambda found=message: found.deleted, 5, "the removal")


async def test_private_answers_have_no_remove_button(quick_discord, running, ada):
    asked = await quick_discord.slash(ada, quick_discord.general, "check", {"intuition": "hello there"})
    message = await asked.wait_for_message()
    assert message.is_ephemeral
    assert "Remove" not in [button.get("label") for button in message.buttons]


STAFF = {
    "nothing": ((), 0, False),
    "manage server": ((), MANAGE_GUILD, True),
    "role": (("Mentors",), 0, True),
    "role, but not theirs": (("Cooks",), MANAGE_GUILD, False),
}


@pytest.mark.parametrize(("roles", "permissions", "expected"), STAFF.values(), ids=STAFF)
@pytest.mark.parametrize("way", ["interaction", "message"])
async def test_who_is_staff(quick_discord, knowledge, roles, permissions, expected, way):
    numbers = tuple(quick_discord.world.role_named(name).id for name in roles)
    mo = quick_discord.make_member("mo", ["Mentors"], permissions=permissions)
    async with running_client(quick_discord, knowledge, make_config(quick_discord, moderator_roles=numbers)) as running:
        seen = asyncio.get_running_loop().create_future()

        async def see(event):
            seen.set_result(event.user if way == "interaction" else event.author)

        setattr(running.client, f"on_{way}", see)
        if way == "interaction":
            await (await quick_discord.slash(mo, quick_discord.general, "help")).wait_for_message()
        else:
            await quick_discord.say(mo, quick_discord.general, "help", mentions_bot=True)
        assert is_staff(running.client, await asyncio.wait_for(seen, 5)) is expected
        assert not is_staff(running.client, running.client.user)
