"""Linear regions: about one piece per random unit, and bounds that hold for every network."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sims
from sims.experiment import Watch
from sims.experiments.linear_regions import EXPERIMENT, LinearRegionsSettings, random_layers
from sims.pieces import kinks


@pytest.mark.parametrize("value", ["depth=0", "depth=21", "width=0", "width=257", "bias=maybe", "seeds=11"])
def test_values_out_of_bounds_are_refused(value):
    with pytest.raises(sims.SimError, match=r"cannot be .* Allowed: "):
        sims.parse(f"linear-regions?{value}")


@pytest.mark.parametrize("shape", ["depth=20&width=256", "depth=20&width=220&seeds=10"])
def test_what_takes_too_long_is_refused(shape):
    with pytest.raises(sims.SimError, match="Give fewer seeds or layers, or a smaller width"):
        sims.parse(f"linear-regions?{shape}")


def test_random_networks_have_about_one_piece_per_unit(picture_of):
    metrics = picture_of("linear-regions").results.metrics
    rates = [
        one for one in metrics if one.name == "pieces_per_neuron" and one.where["depth"] * one.where["width"] >= 32
    ]
    assert len(rates) == 12
    assert all(0.6 <= one.mean <= 1.15 for one in rates)


def test_depth_does_not_multiply(picture_of):
    results = picture_of("linear-regions").results
    deep, shallow = (results.metric("pieces", depth=depth, width=128 // depth).mean for depth in (8, 1))
    assert deep < 1.2 * shallow


@pytest.mark.parametrize(("shape", "low", "high"), [((1, 16), 15, 17), ((1, 64), 57, 65), ((4, 64), 200, 265)])
def test_counts_agree_with_an_independent_measurement(shape, low, high):
    counts = [len(kinks(random_layers(seed, *shape, bias=True), [-3, -1.11], [3, 1.11])) + 1 for seed in range(10)]
    assert low <= sum(counts) / 10 <= high


def test_without_biases_there_are_two_pieces(picture_of):
    picture = picture_of("linear-regions?bias=false")
    assert picture.results.metric("pieces", depth=3, width=16).per_seed == (2,) * 5
    assert picture.alt_text.startswith("3×16 ReLU units without biases: 2 pieces.")


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 6), st.integers(1, 24), st.booleans(), st.integers(0, 2**31 - 1))
def test_the_bounds_hold_for_all_shapes(depth, width, bias, seed):
    wanted = LinearRegionsSettings(depth=depth, width=width, bias=bias, seed=seed, seeds=1)
    results = EXPERIMENT.compute(wanted, Watch()).results
    assert all(check.holds for check in results.checks)
    assert len(results.checks) >= 2
