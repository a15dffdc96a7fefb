"""What XOR must honestly find (sims.md S1, 200 networks per seed), within measured windows."""

import numpy as np
import pytest

import sims
from sims.experiments import xor


@pytest.mark.parametrize("recipe", ["xor?units=0", "xor?units=9", "xor?hidden=maxout", "xor?units=two", "xor?nets=3"])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(recipe)


@pytest.mark.parametrize(("units", "low", "high"), [(1, 0, 0), (2, 0.15, 0.33), (3, 0.5, 0.72), (4, 0.7, 0.93)])
def test_relu_finds_it_in_some_runs(picture_of, units, low, high):
    assert low <= picture_of("xor").results.metric("success_share", units=units).mean <= high


@pytest.mark.parametrize("hidden", ["gelu", "silu"])
def test_one_unit_that_is_not_monotone_suffices(hidden):
    share = xor.is_solved(xor.train_nets(hidden, 1, (7,)), hidden).mean()
    assert share > 0.5


@pytest.mark.parametrize("units", [1, 2, 8])
def test_linear_networks_never_do(units):
    assert not xor.is_solved(xor.train_nets("identity", units, (1, 2)), "identity").any()


def test_the_linear_twin_says_so(picture_of):
    picture = picture_of("xor?hidden=identity")
    assert picture.alt_text.startswith("Linear networks never solve XOR: 0 of 4,000.")
    assert all(metric.per_seed == (0,) * 5 for metric in picture.results.metrics)


def test_a_tie_is_no_solution():
    zero = xor.Nets(np.zeros((1, 3, 2)), np.zeros((1, 2)), np.zeros(2))
    assert not xor.is_solved(zero, "relu").any()


def test_the_gradients_are_those_of_the_loss():
    nets = xor.new_nets("tanh", 3, (1,))
    exact = xor.Nets(*(part.astype(float) for part in (nets.first, nets.last, nets.offset + 0.1)))

    def loss():
        p = exact.probability(xor.CORNERS, "tanh")
        return -np.log(np.where(xor.LABELS[:, None] == 1, p, 1 - p)).mean(axis=0)

    for values, slope in zip((exact.first, exact.last, exact.offset), exact.gradients("tanh"), strict=True):
        for at in np.ndindex(values.shape[:-1]):
            values[at] += 1e-6
            above = loss()
            values[at] -= 2e-6
            below = loss()
            values[at] += 1e-6
            assert slope[at] == pytest.approx((above - below) / 2e-6, rel=1e-3, abs=1e-7)
