"""Activation cost: a measurement, so only what holds on any machine is tested, within wide windows."""

import math

import pytest

import sims

REFUSED = ["size=999", "size=1000001", "dtype=float16", "functions=", "functions=relu,swoosh", "functions=tanh,tanh"]


@pytest.mark.parametrize("value", REFUSED)
def test_values_out_of_bounds_are_refused(value):
    with pytest.raises(sims.SimError, match=r"cannot be .* Allowed: |named twice"):
        sims.parse(f"activation-cost?{value}")


@pytest.mark.parametrize("recipe", ["activation-cost", "activation-cost?dtype=float64"])
def test_relu_is_one_and_all_times_are_positive(recipe, picture_of):
    results = picture_of(recipe).results
    assert results.metric("ratio_to_relu", function="relu").mean == 1
    assert all(math.isfinite(one.mean) and one.mean > 0 for one in results.metrics)
    assert all(check.holds for check in results.checks)
    assert results.versions["machine"]


def test_it_says_that_it_is_a_measurement(picture_of):
    picture = picture_of("activation-cost")
    assert sims.experiments()["activation-cost"].is_measurement
    assert picture.caption.startswith("A measurement, not a simulation: ")
    for word in ("Python 3.", "numpy ", "one thread", "8,192 numbers of float32", "There is no one ratio"):
        assert word in picture.caption
    assert "it varies from run to run" in picture.alt_text
    assert picture.alt_text.startswith("Time here: ")


@pytest.mark.parametrize("functions", ["relu", "identity", "gelu-tanh,hard-sigmoid,identity,mish,relu,step"])
def test_other_choices_are_drawn(functions):
    assert len(sims.run(f"activation-cost?functions={functions}&size=1000").png) > 10_000
