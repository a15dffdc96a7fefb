"""Simulations through the real bot: acknowledged first, then a picture with alt text, recipe, link and buttons."""

import pytest

QUICK = {"seeds": 1, "epochs": 20, "width": 8}
QUICK_TEXT = "brightness-shift?epochs=20&seeds=1&width=8"


def urls(message):
    return [button["url"] for button in message.buttons if "url" in button]


def assert_is_picture_of(message, recipe):
    assert f"`{recipe}`" in message.text
    assert message.picture.description
    assert message.picture.in_embed
    assert message.picture.content.startswith(b"\x89PNG")
    assert urls(message)[0].endswith(f"/{message.channel.id}/{message.id}")


async def test_a_simulation_is_acknowledged_and_then_shown(discord, ada):
    asked = await discord.slash(ada, discord.general, "sim activation-plot")
    await asked.wait_for_picture(60)
    assert asked.response_type == 5
    message = asked.shown[0]
    assert not message.is_ephemeral
    assert_is_picture_of(message, "activation-plot")


PLOTS = {
    "default": ({}, "activation-plot"),
    "functions": ({"functions": "gelu, relu"}, "activation-plot?functions=relu,gelu"),
    "all options": (
        {"functions": "tanh", "derivative": True, "range": 3},
        "activation-plot?derivative=true&functions=tanh&range=3",
    ),
}


@pytest.mark.parametrize(("options", "recipe"), PLOTS.values(), ids=PLOTS)
async def test_plot_is_a_short_form(discord, ada, options, recipe):
    asked = await discord.slash(ada, discord.general, "plot", options)
    await asked.wait_for_picture(60)
    assert_is_picture_of(asked.shown[0], recipe)


async def test_functions_are_suggested(discord, ada):
    choices = await discord.autocomplete(ada, discord.general, "plot", {"functions": "relu,le"})
    assert choices[0].value == "relu,leaky-relu"


async def test_a_trained_simulation_has_a_new_seed_and_a_linear_twin(discord, ada):
    asked = await discord.slash(ada, discord.general, "sim brightness-shift", QUICK)
    await asked.wait_for_picture(90)
    message = asked.shown[0]
    assert_is_picture_of(message, QUICK_TEXT)
    again = await discord.press(ada, message, "New seed")
    await again.wait_for_picture(90)
    assert again.response_type == 5
    assert_is_picture_of(again.shown[0], "brightness-shift?epochs=20&seed=8&seeds=1&width=8")
    assert message.edits == []
    twin = await discord.press(ada, message, "Linear twin")
    await twin.wait_for_picture(90)
    assert "brightness-shift?" in twin.shown[0].text
    assert not [button for button in twin.shown[0].buttons if button.get("label") == "Linear twin"]


LONG = {"hidden": "gelu", "seeds": 10, "task": "spiral", "widths": "16,17,18,19,20,21,22,23"}  # 8 s on an idle core


async def test_a_cancelled_simulation_gives_its_worker_back(discord, ada):
    asked = await discord.slash(ada, discord.general, "sim units-needed", LONG)
    waiting = await asked.wait_for_message(10)  # it is told after 3 s
    await discord.press(ada, waiting, "Cancel")
    await discord.world.until(lambda: "cancelled by its asker" in waiting.text, 5, "the word")
    following = await discord.slash(ada, discord.general, "sim activation-plot", {"range": 4.5})
    await following.wait_for_picture(10)
    status = await discord.slash(ada, discord.general, "status")
    assert "0 simulations running, 0 waiting" in (await status.wait_for_message()).text
    assert not waiting.picture


TYPED = {
    "recipe": ("sim activation-plot?functions=relu", "activation-plot?functions=relu"),
    "spaces": ("sim activation-plot functions=relu range=2", "activation-plot?functions=relu&range=2"),
    "code": ("sim `activation-plot`", "activation-plot"),
    "plot": ("plot relu and tanh", "activation-plot?functions=tanh,relu"),
    "plot with keys": ("plot functions=relu derivative=true", "activation-plot?derivative=true&functions=relu"),
}


@pytest.mark.parametrize(("text", "recipe"), TYPED.values(), ids=TYPED)
async def test_a_typed_simulation_is_shown(discord, ada, text, recipe):
    asked = await discord.say(ada, discord.general, text, mentions_bot=True)
    message = await discord.wait_for_reply(asked, 60)
    await discord.world.until(lambda: urls(message), 5, "the link, which is known only after sending")
    assert_is_picture_of(message, recipe)


async def test_show_me_runs_what_the_entry_names(discord, ada, knowledge):
    topic = next(one for one in knowledge.library.entries.values() if one.sims and "activation-plot" in one.sims[0])
    asked = await discord.slash(ada, discord.general, "explain", {"topic": topic.id})
    shown = await discord.press(ada, await asked.wait_for_message(), "Show me")
    await shown.wait_for_picture(60)
    assert_is_picture_of(shown.shown[0], topic.sims[0])
