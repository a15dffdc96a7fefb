"""Every setting of every experiment: its bounds, one step beyond, and what is no value at all."""

import math

import numpy as np
import pytest

import sims
from sims.recipe import quoted
from tests.sims.recipes import NAMES, OPTIONS

NO_NUMBER = ("nan", "NaN", "inf", "-inf", "Infinity", "1e999", "", " ", "many", "0x10", "1_0", "1,0.", "٣", "½", "--1")
NO_CHOICE = ("", " ", "nothing-like-it", "rleu!", "0", "💥", "a" * 900)
NO_BOOLEAN = ("", "maybe", "2", "yesno", "nan")
WRONG_TYPES = (None, [], {}, (), object(), b"3", [[3]], {"a": 1}, 3 + 4j, math.nan, math.inf)
ALL = [pytest.param(name, option, id=f"{name} {option.key}") for name, option in OPTIONS]
NUMBERS = [one for one, (_, option) in zip(ALL, OPTIONS, strict=True) if option.minimum is not None]
LISTS = [one for one, (_, option) in zip(ALL, OPTIONS, strict=True) if option.is_list]


def steps_beyond(option):
    """The nearest values outside: by one, or the next float."""
    if option.kind is int:
        return int(option.minimum) - 1, int(option.maximum) + 1
    return float(np.nextafter(option.minimum, -math.inf)), float(np.nextafter(option.maximum, math.inf))


def steps_within(option):
    """Both ends, and the nearest values inside."""
    low, high = option.minimum, option.maximum
    if option.kind is int:
        return int(low), int(low) + 1, int(high) - 1, int(high)
    return low, float(np.nextafter(low, high)), float(np.nextafter(high, low)), high


def refusal(name, key, value):
    """The sentence with which sims refuses a value, typed into a recipe or handed over as it is."""
    with pytest.raises(sims.SimError) as refused:
        sims.from_values(name, {key: value})
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def check_named(option, sentence, value):
    """The sentence names the key, what was given and what is allowed, and nothing else."""
    said, _, allowed = sentence.partition(" Allowed: ")
    start = f"{option.key} cannot be {quoted(value)}."
    assert said.startswith(start)
    assert said in (start, *(f"{start} Did you mean {choice}?" for choice in option.choices))
    assert allowed == f"{option.allowed}."


@pytest.mark.parametrize(("name", "option"), NUMBERS)
def test_bounds_are_allowed_and_one_step_beyond_is_not(name, option):
    for value in steps_within(option):
        recipe = sims.from_values(name, {option.key: value})
        found = getattr(recipe.settings, option.key)
        assert found == ((value,) if option.is_list else value)
        assert sims.parse(recipe.text).settings == recipe.settings
    for value in steps_beyond(option):
        check_named(option, refusal(name, option.key, value), repr(value))
        assert sims.problem_of(f"{name}?{option.key}={value!r}") == refusal(name, option.key, value)


@pytest.mark.parametrize(("name", "option"), ALL)
def test_texts_that_are_no_value_are_refused(name, option):
    texts = NO_NUMBER if option.minimum is not None else NO_BOOLEAN if option.kind is bool else NO_CHOICE
    for text in texts:
        sentence = refusal(name, option.key, text)
        if option.is_list and text == "":
            assert sentence == f"{option.key} cannot be an empty list. Allowed: {option.allowed}."
        elif not option.is_list:
            check_named(option, sentence, text.strip())
        else:
            assert sentence.startswith(f"{option.key} cannot be ")
            assert sentence.endswith(f"Allowed: {option.allowed}.")


@pytest.mark.parametrize(("name", "option"), ALL)
def test_values_of_other_types_are_refused(name, option):
    for value in WRONG_TYPES:
        sentence = refusal(name, option.key, value)
        assert sentence.startswith(f"{option.key} cannot be ")
        assert sentence.endswith(f"Allowed: {option.allowed}.")
    if option.kind is not bool:
        refusal(name, option.key, True)
    if option.kind is int:
        check_named(option, refusal(name, option.key, option.minimum + 0.5), f"{option.minimum + 0.5:g}")


@pytest.mark.parametrize(("name", "option"), LISTS)
def test_lists_have_a_length_and_no_doubles(name, option):
    values = option.choices or np.linspace(option.minimum, option.maximum, option.max_items + 1)
    too_many = [option.kind(value) for value in values][: option.max_items + 1]
    sentence = f"{option.key} cannot be {len(too_many)} values. Allowed: {option.allowed}."
    assert refusal(name, option.key, too_many) == sentence
    assert refusal(name, option.key, ",".join(map(str, too_many))) == sentence
    assert "cannot be an empty list" in refusal(name, option.key, [])
    assert refusal(name, option.key, too_many[:1] * 2).endswith(f"{too_many[0]} is named twice.")
    assert f"{option.key} cannot be ''" in refusal(name, option.key, f"{too_many[0]},,{too_many[1]}")


@pytest.mark.parametrize(("name", "option"), LISTS)
def test_a_list_may_come_in_parts(name, option):
    one, other = (
        (option.choices[0], option.choices[1]) if option.choices else (f"{option.minimum:g}", f"{option.minimum + 1:g}")
    )
    whole = sims.parse(f"{name}?{option.key}={one},{other}")
    for query in (
        f"{option.key}={one}&{option.key}={other}",
        f"{option.key}=&{option.key}={other}&{option.key.upper()}={one}",
    ):
        assert sims.parse(f"{name}?{query}").text == whole.text
    assert sims.problem_of(f"{name}?{option.key}=&{option.key}=") == sims.problem_of(f"{name}?{option.key}=")
    assert "is named twice" in sims.problem_of(f"{name}?{option.key}={one}&{option.key}={one}")


@pytest.mark.parametrize("name", NAMES)
def test_a_single_value_is_given_once(name):
    option = next(option for other, option in OPTIONS if other == name and not option.is_list)
    value = option.choices[0] if option.choices else "true" if option.kind is bool else f"{option.minimum:g}"
    part = f"{option.key}={value}"
    assert sims.problem_of(f"{name}?{part}&{part}") == f"'{option.key}' is given twice: give each key once."
    assert "3 times" in sims.problem_of(f"{name}?{part}&{part}&{option.key.upper()}={value}")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["", "colour", "sede", "__class__", "model_config", "x" * 500, "seed=1", "💥"])
def test_unknown_settings_are_refused_with_those_there_are(name, key):
    keys = [option.key for other, option in OPTIONS if other == name]
    sentence = refusal(name, key, 1)
    assert sentence.startswith(f"{name} has no setting {quoted(key)}.")
    assert sentence.endswith(f"It takes: {', '.join(keys)}.")


CONFLICTS = {
    "linear-vs-nonlinear?dataset=digits&noise=2": "the digits are real images: leave noise out.",
    "linear-vs-nonlinear?layers=6&seeds=10&width=128": "Give fewer seeds or layers, or a smaller width.",
    "linear-regions?depth=20&seeds=10&width=256": "Give fewer seeds or layers, or a smaller width.",
    "units-needed?hidden=elu,gelu,silu,softplus&seeds=10&task=smooth": "Give fewer seeds, activations or widths.",
    "universal-approximation?hidden=gelu&seeds=10&units=124,125,126,127,128": "Give fewer seeds or units.",
}


@pytest.mark.parametrize("text", CONFLICTS)
def test_values_that_do_not_go_together_are_refused(text):
    assert CONFLICTS[text] in sims.problem_of(text)
