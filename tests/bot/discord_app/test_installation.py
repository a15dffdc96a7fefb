"""Installed in a server or by a user: where the commands are offered, and a server that the bot is not a member of."""

import pytest

from tests.discord_stand_in import people
from tests.discord_stand_in.gateway import MESSAGE_CONTENT, PRESENCES

GUILD, DIRECT, PRIVATE = 0, 1, 2
BY_SERVER, BY_USER = 0, 1


async def test_learners_commands_are_offered_everywhere(quick_discord, running):
    await quick_discord.wait_for_commands()
    for_all = [one for one in quick_discord.commands if one.get("default_member_permissions") is None]
    assert {"ask", "check", "sim", "plot", "privacy", "Inspect plot"} <= {one["name"] for one in for_all}
    for command in for_all:
        assert sorted(command["integration_types"]) == [BY_SERVER, BY_USER], command["name"]
        assert sorted(command["contexts"]) == [GUILD, DIRECT, PRIVATE], command["name"]


async def test_no_privileged_intent_is_asked_for(quick_discord, running):
    assert [one.intents & (MESSAGE_CONTENT | PRESENCES | 1 << 1) for one in quick_discord.identifies] == [0]


@pytest.fixture
def elsewhere(monkeypatch):
    """Interactions come from a server that the bot is not a member of: only the user has installed it."""
    make = people._interaction_json

    def changed(world, interaction):
        facts = make(world, interaction)
        owners = {"1": str(interaction.user.id)}
        place = {"guild_id": "4242", "guild": {"id": "4242", "locale": "en-US", "features": []}}
        return facts | place | {"authorizing_integration_owners": owners}

    monkeypatch.setattr(people, "_interaction_json", changed)


async def test_a_user_can_take_it_into_a_server_without_the_bot(quick_discord, running, elsewhere, ada):
    asked = await quick_discord.slash(ada, quick_discord.general, "ask", {"question": "What is ReLU?"})
    answer = await asked.wait_for_message()
    assert "ReLU" in answer.text
    for command in ("status", "privacy show"):
        told = await quick_discord.slash(ada, quick_discord.general, command)
        assert (await told.wait_for_message()).is_ephemeral
    shown = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
    await shown.wait_for_picture()
    (link,) = [button["url"] for button in shown.shown[0].buttons if "url" in button]
    assert link.startswith("https://discord.com/channels/4242/")
    more = await quick_discord.press(ada, answer, "👍")
    assert "this helped" in (await more.wait_for_message()).text
