"""A sweep is refused as a whole before anything runs; its recipes are canonical."""

import pytest

import sims
from bot.errors import RectifyError
from bot.sweep import read_sweep

REFUSED = {
    "one value": ("xor", "units", "3", "A sweep takes 2 to 4 values of units; it was given 1."),
    "five values": ("xor", "units", "1,2,3,4,5", "it was given 5."),
    "nothing": ("xor", "units", " , ", "it was given 0."),
    "the same twice": ("xor", "units", "2, 3, 2", "units=2 and units=2 are the same. Give each value once."),
    "the same in two spellings": ("dead-relu", "bias", "0;0.0", "bias=0 and bias=0.0 are the same."),
    "no such key": ("xor", "height", "1,2", "xor has no setting 'height'."),
    "out of bounds": ("xor", "units", "2,99", "units cannot be '99'."),
    "no number": ("xor", "units", "2,many", "units cannot be 'many'."),
}


@pytest.mark.parametrize(("recipe", "key", "values", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_allowed_is_a_sentence(recipe, key, values, sentence):
    with pytest.raises((RectifyError, sims.SimError)) as refused:
        read_sweep(sims.parse(recipe), key, values)
    assert sentence in str(refused.value)


READ = {
    "commas": ("xor?seeds=3", "units", "2, 3,4", [f"xor?seeds=3&units={number}" for number in (2, 3, 4)]),
    "spaces": ("xor", "hidden", "relu tanh", ["xor?hidden=relu", "xor?hidden=tanh"]),
    "lists": (
        "activation-plot",
        "functions",
        "relu; relu,tanh",
        ["activation-plot?functions=relu", "activation-plot?functions=tanh,relu"],
    ),
    "single items of lists": (
        "activation-plot",
        "functions",
        "relu, gelu",
        ["activation-plot?functions=relu", "activation-plot?functions=gelu"],
    ),
}


@pytest.mark.parametrize(("recipe", "key", "values", "texts"), READ.values(), ids=READ)
def test_values_become_recipes(recipe, key, values, texts):
    assert [one.text for one in read_sweep(sims.parse(recipe), key, values)] == [
        sims.parse(text).text for text in texts
    ]
