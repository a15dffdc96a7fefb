"""Output probability: a temperature moves what is said, never the label."""

import numpy as np
import pytest

import sims
from sims.experiments.output_probability import calibration_error

REFUSED = ["head=relu", "temperature=0", "temperature=0.09", "temperature=11", "training_images=63", "epochs=101"]


@pytest.mark.parametrize("value", REFUSED)
def test_values_out_of_bounds_are_refused(value):
    with pytest.raises(sims.SimError, match=r"cannot be .* Allowed: "):
        sims.parse(f"output-probability?{value}")


@pytest.mark.parametrize(
    ("sure", "right", "error"),
    [([0.95] * 20, [1] * 19 + [0], 0), ([0.75] * 4, [1] * 4, 0.25), ([1.0, 1.0, 0.6, 0.6], [1, 0, 1, 0], 0.3)],
    ids=["calibrated", "too modest", "two bins"],
)
def test_the_error_is_the_weighted_gap(sure, right, error):
    assert calibration_error(np.array(sure), np.array(right)) == pytest.approx(error)


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
@pytest.mark.parametrize("temperature", [0.1, 1, 10])
def test_no_temperature_changes_a_label(head, temperature):
    recipes = [f"output-probability?head={head}&temperature={each}&seeds=2" for each in (temperature, 1)]
    here, plain = (sims.run(recipe).results for recipe in recipes)
    assert all(check.holds for check in here.checks)
    assert here.metric("accuracy").per_seed == plain.metric("accuracy").per_seed


def test_a_high_temperature_makes_it_modest_and_a_low_one_sure(picture_of):
    plain, high = (picture_of(f"output-probability{query}").results for query in ("", "?temperature=3"))
    low = sims.run("output-probability?temperature=0.2").results
    said = [results.metric("confidence").mean for results in (low, plain, high)]
    assert said == sorted(said, reverse=True)
    assert abs(said[1] - plain.metric("accuracy").mean) < 0.06
    errors = [results.metric("calibration_error").mean for results in (low, plain, high)]
    assert errors[1] < 0.08
    assert errors[1] < min(errors[0] + 0.02, errors[2])
    assert high.metric("calibration_error", temperature=1.0).per_seed == plain.metric("calibration_error").per_seed


def test_the_title_says_both(picture_of):
    picture = picture_of("output-probability")
    says, right = (round(100 * picture.results.metric(name).mean) for name in ("confidence", "accuracy"))
    assert picture.alt_text.startswith(f"Softmax, T = 1: says {says} %, is right in {right} %.")


def test_a_class_without_training_images_is_no_obstacle():
    """Seed 1 has no nine among its first 64 images."""
    results = sims.run("output-probability?epochs=2&seed=1&seeds=1&training_images=64").results
    assert sum(one.mean for one in results.metrics if one.name == "bin_count") == 450


def test_the_bins_hold_all_predictions(picture_of):
    metrics = picture_of("output-probability").results.metrics
    assert sum(one.mean for one in metrics if one.name == "bin_count") == 5 * 450
