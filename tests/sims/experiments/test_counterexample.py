"""Counterexample: the smallest flip is one, and what the theorems protect never flips."""

import numpy as np
import pytest

import sims
from sims import digits
from sims.brightness import shifted
from sims.classifiers import train_classifier
from sims.flips import WAYS, find_flips

SETTINGS = {"epochs": 40, "width": 64, "layers": 1, "offsets": False}


@pytest.mark.parametrize("value", ["digit=450", "digit=-1", "digit=2.5", "shift=gamma", "model=resnet", "epochs=0"])
def test_values_out_of_bounds_are_refused(value):
    with pytest.raises(sims.SimError, match=r"cannot be .* Allowed: "):
        sims.parse(f"counterexample?{value}")


def rows(picture, name, model):
    return [one.mean for one in picture.results.metrics if one.name == name and one.where["model"] == model]


def test_the_default_digit_flips_in_every_run_and_the_standardised_network_keeps_it(picture_of):
    picture = picture_of("counterexample")
    flips = rows(picture, "flips_at", "sigmoid")
    assert len(flips) == 5
    assert all(0.05 <= flip < 1 for flip in flips)
    assert rows(picture, "label_before", "sigmoid") == [2] * 5
    assert 2 not in rows(picture, "label_after", "sigmoid")
    assert rows(picture, "flips_at", "sigmoid-standardised") == []
    assert picture.alt_text.startswith("Sigmoid net: 2 becomes 3 at ink ×0.4.")


@pytest.mark.parametrize("shift", ["scale", "offset"])
def test_the_label_changes_exactly_there(shift):
    split = digits.stack_splits((7,))
    image, images = (array.astype(np.float64) for array in (split.test_images[0, 49], split.test_images))
    classifier = train_classifier("sigmoid", split, (7,), **SETTINGS)
    reading = find_flips(classifier, image, images, shift)

    def label(amount):
        return classifier.scores(shifted(image, shift, amount, clip=False)[None, None]).argmax()

    flip, plain = reading.flips_at[0], WAYS[shift][0][0]
    assert label(plain) == reading.before[0]
    assert label(flip) == reading.after[0] != reading.before[0]
    assert label(flip + 1e-9 * np.sign(plain - flip)) == reading.before[0]


@pytest.mark.parametrize("recipe", ["model=linear-no-bias", "model=relu-no-bias", "model=cnn-no-bias&seeds=1&epochs=5"])
def test_without_biases_no_ink_flips_any_digit(recipe, picture_of):
    picture = picture_of(f"counterexample?{recipe}")
    assert len(picture.results.checks) == 2
    assert all(check.holds for check in picture.results.checks)
    assert "no ink from ×0.05 to ×4 flips this 2." in picture.alt_text
    assert {one.mean for one in picture.results.metrics if one.name == "share_flipped"} == {0}


@pytest.mark.parametrize(
    "recipe", ["model=relu&seeds=1&shift=offset", "model=tanh-augmented&seeds=2", "model=cnn&seeds=1"]
)
def test_standardised_networks_never_flip(recipe):
    picture = sims.run(f"counterexample?{recipe}")
    assert [check.holds for check in picture.results.checks] == [True]
    standardised = next(one for one in reversed(picture.results.metrics) if one.name == "share_flipped")
    assert standardised.mean == 0


def test_a_standardised_network_stands_alone():
    picture = sims.run("counterexample?epochs=5&model=relu-standardised&seeds=1")
    assert {one.where["model"] for one in picture.results.metrics} == {"relu-standardised"}


def test_the_linear_twin_keeps_the_remedy():
    twin = sims.parse("counterexample?model=relu-no-bias").linear_twin()
    assert twin.text == "counterexample?model=linear-no-bias"
    assert twin.linear_twin() is None
