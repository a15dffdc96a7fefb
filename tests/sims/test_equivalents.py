"""Each rewriting says the same as the layer that it was made from, and the checks notice when one does not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sims import equivalents
from sims.activations import NAMES
from sims.equivalents import HiddenLayer, equivalence_checks


def random_layer(hidden, units=5, size=1.0, seed=0):
    rng = np.random.default_rng(seed)
    inputs = np.concatenate([rng.standard_normal((2, 40, 3)), np.ones((2, 40, 1))], axis=2)
    first, last = size * rng.standard_normal((2, 4, units)), size * rng.standard_normal((2, units + 1, 3))
    return HiddenLayer(hidden, inputs, first, last)


@pytest.mark.parametrize("hidden", NAMES)
def test_any_layer_may_grow(hidden):
    layer = random_layer(hidden)
    wider = equivalents.split_unit(layer)
    assert wider.before.shape[2] == layer.before.shape[2] + 1
    assert wider.outputs == pytest.approx(layer.outputs, rel=1e-12)


@given(st.integers(1, 30), st.floats(1e-3, 1e3), st.integers(0, 9))
def test_tanh_and_sigmoid_need_as_many_units(units, size, seed):
    for hidden, rewrite in (("tanh", equivalents.as_sigmoid), ("sigmoid", equivalents.as_tanh)):
        layer = random_layer(hidden, units, size, seed)
        assert all(check.holds for check in equivalence_checks(layer))
        back = {"tanh": equivalents.as_tanh, "sigmoid": equivalents.as_sigmoid}[hidden](rewrite(layer))
        assert back.hidden == hidden
        assert back.first == pytest.approx(layer.first)
        assert back.last == pytest.approx(layer.last, abs=1e-9 * size)


@given(st.sampled_from(sorted(equivalents.PAIRS)), st.integers(1, 30), st.floats(1e-3, 1e3), st.integers(0, 9))
def test_pairs_of_units_make_linear_ones(hidden, units, size, seed):
    checks = equivalence_checks(random_layer(hidden, units, size, seed))
    assert [check.holds for check in checks] == [True, True]
    assert checks[-1].name.endswith("two units make a linear one of either sign")
    if hidden == "relu":
        assert checks[-1].value == 0


@pytest.mark.parametrize("hidden", ["elu", "tanh", "square"])
def test_other_units_do_not_pair_up(hidden, monkeypatch):
    monkeypatch.setitem(equivalents.PAIRS, hidden, 1.0)
    assert not equivalence_checks(random_layer(hidden))[-1].holds


def test_a_wrong_rewriting_is_noticed(monkeypatch):
    monkeypatch.setattr(equivalents, "as_sigmoid", lambda layer: replace(layer, hidden="sigmoid"))
    assert [check.holds for check in equivalence_checks(random_layer("tanh"))] == [True, False]
