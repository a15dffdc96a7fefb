"""Commands, forms and suggestions against Discord's rules."""

import pytest

from tests.discord_stand_in import command_rules

from .bare_bot import FORM, LONG, MAX, TEXT_INPUT, codes, row


def command(name="plot", **more):
    return {"name": name, "type": 1, "description": "d"} | more


def option(name="x", kind=3, **more):
    return {"name": name, "type": kind, "description": "d"} | more


COMMAND_REFUSALS = {
    "upper case name": ([command("Plot")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "name with a space": ([command("a b")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "name of 33": ([command("a" * 33)], "0.name: "),
    "no description": ([{"name": "a", "type": 1}], "0.description: BASE_TYPE_REQUIRED"),
    "description of 101": ([command(description=LONG[:101])], "0.description: BASE_TYPE_"),
    "26 options": ([command(options=[option(f"o{n}") for n in range(26)])], f"0.options: {MAX}"),
    "required after optional": (
        [command(options=[option("a"), option("b", required=True)])],
        "0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "26 choices": (
        [command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])])],
        f"0.options.0.choices: {MAX}",
    ),
    "choices and autocomplete": (
        [command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])],
        "0.options.0.autocomplete: APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE",
    ),
    "the same option twice": (
        [command(options=[option("a"), option("a")])],
        "0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ),
    "subcommand beside an option": (
        [command(options=[option("a", 1), option("b")])],
        "0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "26 subcommands": ([command(options=[option(f"o{n}", 1) for n in range(26)])], f"0.options: {MAX}"),
    "bounds the wrong way round": (
        [command(options=[option("a", 10, min_value=2, max_value=1)])],
        "0.options.0.min_value: APPLICATION_COMMAND_OPTION_MIN_VALUE",
    ),
    "two of one name": ([command(), command()], "1.name: APPLICATION_COMMANDS_DUPLICATE_NAME"),
    "101 commands": ([command(f"c{n}") for n in range(101)], ": APPLICATION_COMMANDS_MAX"),
    "context command with a description": (
        [{"name": "Answer this", "type": 3, "description": "d"}],
        "0.description: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    ),
    "more than 8000 characters": (
        [
            command(
                options=[
                    option(f"sub{s}", 1, options=[option(f"{n}", description=LONG[:100]) for n in range(25)])
                    for s in range(4)
                ]
            )
        ],
        "0: APPLICATION_COMMAND_TOO_LARGE",
    ),
}


@pytest.mark.parametrize(("commands", "expected"), COMMAND_REFUSALS.values(), ids=COMMAND_REFUSALS)
async def test_a_command_against_the_rules_is_refused(stand_in, rest, commands, expected):
    status, answer, _ = await rest.register(*commands)
    assert (status, answer["code"]) == (400, 50035)
    assert any(one.startswith(expected) for one in codes(answer))
    assert stand_in.commands == []


@pytest.mark.parametrize("name", ["plot", "größe", "brightness-shift", "日本", "it's", "a" * 32])
async def test_a_good_command_name_is_taken(name):
    assert list(command_rules.check_command(command(name))) == []


async def test_overwriting_keeps_the_id_of_a_command_that_stays(rest):
    _, before, _ = await rest.register(command("a"), command("b"))
    _, after, _ = await rest.register(command("b", description="new"))
    assert [one["id"] for one in after] == [before[1]["id"]]


FORM_REFUSALS = {
    "title of 46": (FORM | {"title": LONG[:46], "components": [row(TEXT_INPUT)]}, "data.title"),
    "no input": (FORM, "data.components"),
    "six inputs": (
        FORM | {"components": [row(TEXT_INPUT | {"custom_id": str(n)}) for n in range(6)]},
        "data.components",
    ),
    "label of 46": (FORM | {"components": [row(TEXT_INPUT | {"label": LONG[:46]})]}, "data.components.0"),
}


@pytest.mark.parametrize(("form", "where"), FORM_REFUSALS.values(), ids=FORM_REFUSALS)
async def test_a_form_beyond_a_limit_is_refused(stand_in, rest, form, where):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    status, answer, _ = await rest.answer(asked, 9, form)
    assert (status, answer["code"]) == (400, 50035)
    assert any(one.startswith(where) for one in codes(answer))
    assert not asked.is_acknowledged


async def test_26_suggestions_are_refused(stand_in, rest):
    asked = stand_in.interact(4, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    status, answer, _ = await rest.answer(asked, 8, {"choices": [{"name": str(n), "value": str(n)} for n in range(26)]})
    assert (status, answer["code"]) == (400, 50035)
