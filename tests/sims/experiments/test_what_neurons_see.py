"""What weights and invented pictures honestly show (sims.md S9)."""

import numpy as np
import pytest

import sims
from sims import digits
from sims.experiments.what_neurons_see import class_means, correlation

MAXIMISE = "what-neurons-see?what=maximise"
TANH = "what-neurons-see?hidden=tanh&what=maximise"


@pytest.mark.parametrize("recipe", ["what=dreams", "hidden=step", "hidden=", "seeds=11", "steps=5"])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"what-neurons-see?{recipe}")


def test_templates_are_informative(picture_of):
    assert 0.55 <= picture_of("what-neurons-see").results.metric("template_correlation").mean <= 0.9


@pytest.mark.parametrize("recipe", [MAXIMISE, TANH])
def test_a_network_is_sure_of_what_is_no_digit(picture_of, recipe):
    metric = picture_of(recipe).results.metric
    assert metric("maximised_probability").mean >= 0.99
    assert metric("maximised_correlation").mean < metric("test_image_correlation").mean - 0.1


@pytest.mark.parametrize("hidden", ["identity", "sigmoid", "gelu"])
def test_invented_pictures_stay_pictures(hidden):
    checks = sims.run(f"what-neurons-see?hidden={hidden}&seeds=1&what=maximise").results.checks
    assert [check.holds for check in checks] == [True]


def test_both_views_measure_the_same(picture_of):
    assert picture_of(MAXIMISE).results.metrics == picture_of("what-neurons-see").results.metrics


def test_class_means_are_the_means_of_the_classes():
    split = digits.stack_splits((3,))
    expected = split.train_images[0, split.train_labels[0] == 4].astype(float).mean(axis=0)
    assert class_means(split)[0, 4] == pytest.approx(expected)


def test_correlation_is_that_of_numpy():
    one, other = np.random.default_rng(1).standard_normal((2, 3, 20))
    expected = [np.corrcoef(a, b)[0, 1] for a, b in zip(one, other, strict=True)]
    assert correlation(one, other) == pytest.approx(expected)
