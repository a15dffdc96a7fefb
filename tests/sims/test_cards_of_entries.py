"""Entries about a single function show its formula card first."""

import pytest

import sims

ENTRIES = {
    **{name: (name,) for name in ("relu", "leaky-relu", "prelu", "elu", "celu", "selu", "gelu", "mish", "softplus")},
    **{name: (name,) for name in ("softsign", "sigmoid", "tanh", "relu6", "squared-relu")},
    "gelu-approximation": ("gelu-tanh",),
    "silu-swish": ("silu",),
    "hard-sigmoid-hard-swish": ("hard-sigmoid", "hard-swish"),
    "exponential-activation": ("exponential",),
    "arctan-and-others": ("arctan",),
    "identity-linear": ("identity",),
    "step-function": ("step",),
}


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_card_comes_first_and_is_canonical(knowledge, entry):
    (found,) = [one for one in knowledge.library.entries.values() if one.id.rpartition("/")[2] == entry]
    names = ENTRIES[entry]
    for name, recipe in zip(names, found.sims, strict=False):
        settings = sims.parse(recipe).settings
        assert (settings.style, settings.functions) == ("formula-card", (name,))
        assert sims.parse(recipe).text == recipe
    assert len(found.sims) > len(names)
