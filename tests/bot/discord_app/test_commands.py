"""The folder of commands: each file is one command that Discord accepts; a wrong file stops the start."""

import sys
from types import SimpleNamespace

import discord
import pytest
from discord import app_commands

from bot.discord_app import commands
from bot.discord_app.commands import find_commands
from tests.discord_stand_in.command_rules import check_command, check_commands


@pytest.fixture(scope="module")
def helper():
    import sims

    return SimpleNamespace(catalogue=sims.experiments)


@pytest.fixture(scope="module")
def tree():
    return app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))


@pytest.mark.parametrize("name", find_commands())
def test_discord_accepts_the_command(name, helper, tree):
    built = find_commands()[name].build(helper)
    assert built.name == name
    assert list(check_command(built.to_dict(tree))) == []


def test_discord_accepts_all_of_them(helper, tree):
    assert check_commands([command.build(helper).to_dict(tree) for command in find_commands().values()]) == []


@pytest.mark.parametrize("name", find_commands())
def test_every_slash_command_stands_in_the_help(name):
    command = find_commands()[name]
    assert bool(command.usage) == (name == name.lower())
    assert bool(command.usage) == bool(command.purpose)


WRONG = {
    "no constant": ("", "bot/discord_app/commands/dice.py has no constant COMMAND."),
    "another name": (
        "from bot.discord_app.command import Command\nCOMMAND = Command('cube', '', '', build=None)",
        "bot/discord_app/commands/dice.py holds 'cube': the file name is the name.",
    ),
}


@pytest.mark.parametrize(("source", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_by_name(source, sentence, tmp_path, monkeypatch):
    (tmp_path / "dice.py").write_text(source)
    monkeypatch.setattr(commands, "__path__", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "bot.discord_app.commands.dice", raising=False)
    with pytest.raises(ImportError) as refused:
        find_commands()
    assert str(refused.value) == sentence
