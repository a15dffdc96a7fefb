"""Who asks too often is refused once with the time to wait, whichever way they ask; staff is not."""

import pytest

from tests.bot.discord_app.in_process import make_config, running_client
from tests.conftest import wait_until
from tests.discord_stand_in.permissions import MANAGE_GUILD

ONE = {"requests_per_minute_user": 1}
REFUSAL = "You have asked 1 times within a minute"


@pytest.fixture
def start(quick_discord, knowledge):
    return lambda limits, **more: running_client(
        quick_discord, knowledge, make_config(quick_discord, limits=limits, **more)
    )


async def by_slash(discord, who, **more):
    asked = await discord.slash(who, discord.general, "explain", {"topic": "relu"})
    return await asked.wait_for_message()


async def by_message_command(discord, who, **more):
    said = await discord.say(who, discord.general, "What is ReLU?")
    asked = await discord.message_command(who, "Answer this", said)
    return await asked.wait_for_message()


async def by_message(discord, who, **more):
    said = await discord.say(who, discord.general, "What is ReLU?", mentions_bot=True)
    return await discord.wait_for_reply(said)


async def by_button(discord, who, message):
    pressed = await discord.press(who, message, "Show me")
    return await pressed.wait_for_message()


WAYS = {"slash": by_slash, "message command": by_message_command, "message": by_message, "button": by_button}


@pytest.mark.parametrize("way", WAYS)
async def test_every_way_is_counted(quick_discord, start, way):
    ada = quick_discord.make_member("ada")
    async with start(ONE):
        first = await by_slash(quick_discord, ada)
        assert first.embeds
        refused = await WAYS[way](quick_discord, ada, message=first)
        assert REFUSAL in refused.text
        assert "Try again in" in refused.text
        assert refused.is_ephemeral == (way != "message")
        other = await by_slash(quick_discord, quick_discord.make_member("ben"))
        assert other.embeds


async def test_a_channel_has_a_budget_of_its_own(quick_discord, start):
    async with start({"requests_per_minute_channel": 1}):
        await by_slash(quick_discord, quick_discord.make_member("ada"))
        refused = await by_slash(quick_discord, quick_discord.make_member("ben"))
        assert "This channel has asked 1 times within a minute" in refused.text
        elsewhere = quick_discord.make_channel("elsewhere")
        asked = await quick_discord.slash(quick_discord.make_member("eve"), elsewhere, "explain", {"topic": "relu"})
        assert (await asked.wait_for_message()).embeds


async def test_a_flood_of_messages_is_refused_aloud_once(quick_discord, start):
    ada = quick_discord.make_member("ada")
    async with start(ONE):
        for _ in range(5):
            await quick_discord.say(ada, quick_discord.general, "What is ReLU?", mentions_bot=True)
        ben = await quick_discord.say(
            quick_discord.make_member("ben"), quick_discord.general, "What is ReLU?", mentions_bot=True
        )
        await quick_discord.wait_for_reply(ben)

        def mine():
            return [one for one in quick_discord.messages if one.author is quick_discord.bot]

        await wait_until(lambda: len(mine()) >= 3)  # answers are found in threads: any may come first
        assert sorted(REFUSAL in one.text for one in mine()) == [False, False, True]


async def test_suggestions_and_finished_pictures_are_cheap(quick_discord, start):
    ada = quick_discord.make_member("ada")
    async with start({"requests_per_minute_user": 3}) as running:
        for _ in range(5):
            await quick_discord.autocomplete(ada, quick_discord.general, "explain", {"topic": "r"})
        for _ in range(4):
            asked = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
            await asked.wait_for_picture()
        assert running.engine.ran == ["activation-plot?functions=relu"]


STAFF = {
    "manage server": ({}, {"permissions": MANAGE_GUILD}, {}, False),
    "not exempt": ({"staff_exempt": False}, {"permissions": MANAGE_GUILD}, {}, True),
    "a role that is staff": ({}, {}, {"moderator_roles": "mentor"}, False),
    "manage server where roles are staff": ({}, {"permissions": MANAGE_GUILD}, {"moderator_roles": "mentor"}, True),
}


@pytest.mark.parametrize(("limits", "person", "roles", "is_refused"), STAFF.values(), ids=STAFF)
async def test_staff_is_exempt_as_configured(quick_discord, start, limits, person, roles, is_refused):
    mentor = quick_discord.make_role("mentor")
    is_mentor = bool(roles) and "permissions" not in person
    who = quick_discord.make_member("mia", ["mentor"] if is_mentor else [], **person)
    configured = {"moderator_roles": (mentor.id,)} if roles else {}
    async with start(ONE | limits, **configured):
        for way in (by_slash, by_message):
            await way(quick_discord, who)
        told = await by_slash(quick_discord, who)
        assert (REFUSAL in told.text) == is_refused
