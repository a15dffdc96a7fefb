"""Every simulation becomes a slash command whose options say what the recipe allows."""

import discord
import pytest
from discord import AppCommandOptionType as Kind
from discord import app_commands

import sims
from bot.discord_app import limits
from bot.discord_app.settings_options import completions, describe, make_simulation_command
from tests.discord_stand_in.command_rules import check_command

KINDS = {str: Kind.string, int: Kind.integer, float: Kind.number, bool: Kind.boolean}


async def never(turn, recipe):
    raise AssertionError


@pytest.fixture(scope="module")
def tree():
    return app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))


def list_option(**changes):
    given = {"key": "models", "kind": str, "description": "Models", "default": ("relu",), "is_list": True}
    return sims.Option(**{**given, "choices": ("relu", "leaky-relu", "gelu"), "min_items": 1, "max_items": 3} | changes)


@pytest.mark.parametrize("name", sims.experiments())
def test_discord_accepts_the_command(tree, name):
    command = make_simulation_command(sims.experiments()[name], never)
    assert list(check_command(command.to_dict(tree))) == []


@pytest.mark.parametrize("name", sims.experiments())
def test_each_key_is_an_option(tree, name):
    experiment = sims.experiments()[name]
    options = {one["name"]: one for one in make_simulation_command(experiment, never).to_dict(tree)["options"]}
    assert list(options) == [option.key for option in sims.options_of(experiment.settings)]
    for option in sims.options_of(experiment.settings):
        shown = options[option.key]
        assert not shown["required"]
        assert shown["description"].startswith(option.description[:40])
        if option.is_list or len(option.choices) > limits.CHOICES:
            assert (shown["type"], shown["autocomplete"]) == (Kind.string.value, True)
        else:
            assert shown["type"] == KINDS[option.kind].value
            assert [choice["value"] for choice in shown.get("choices", [])] == list(option.choices)
            assert (shown.get("min_value"), shown.get("max_value")) == (option.minimum, option.maximum)


def test_a_short_form_has_its_own_name(tree):
    experiment = sims.experiments()["activation-plot"]
    command = make_simulation_command(experiment, never, name="plot", description="Plot").to_dict(tree)
    assert (command["name"], command["description"]) == ("plot", "Plot")


DESCRIBED = {
    "list": (list_option(), "Models (up to 3, with commas) [relu]"),
    "number": (sims.Option("a", float, "Slope", 0.5), "Slope [0.5]"),
    "yes or no": (sims.Option("b", bool, "Clip", True), "Clip [true]"),
    "long": (sims.Option("c", int, "word " * 40, 7), "word " * 18 + "word… [7]"),
}


@pytest.mark.parametrize(("option", "text"), DESCRIBED.values(), ids=DESCRIBED)
def test_a_description_ends_with_the_default(option, text):
    assert describe(option) == text
    assert len(text) <= limits.COMMAND_DESCRIPTION


COMPLETED = {
    "nothing yet": ("", ["relu", "leaky-relu", "gelu"]),
    "a beginning": ("ge", ["gelu"]),
    "a complete item": ("relu", ["relu", "leaky-relu"]),
    "after a comma": ("relu,", ["relu,leaky-relu", "relu,gelu"]),
    "second item": ("Relu, g", ["relu,gelu"]),
    "no doubles": ("relu,relu", ["relu,leaky-relu"]),
    "full": ("relu,gelu,leaky-relu,x", []),
    "no match": ("zzz", []),
}


@pytest.mark.parametrize(("typed", "suggested"), COMPLETED.values(), ids=COMPLETED)
def test_lists_are_completed_item_by_item(typed, suggested):
    assert completions(list_option(), typed) == suggested


def test_numbers_in_lists_are_taken_as_typed():
    option = list_option(kind=float, choices=(), default=(0.1, 1.0), minimum=0.0, maximum=1.0)
    assert completions(option, "") == ["0.1,1"]
    assert completions(option, "0.5, 0.25") == ["0.5,0.25"]


def test_suggestions_keep_to_the_limits():
    option = list_option(choices=tuple(f"{'x' * 60}-{number}" for number in range(60)))
    assert len(completions(option, "")) <= limits.CHOICES
    assert all(len(text) <= limits.CHOICE_TEXT for text in completions(option, f"{'x' * 60}-1,x"))
