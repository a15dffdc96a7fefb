"""Digits, and what is said without activations; what it must find stands in test_acceptance.py."""

import numpy as np

import sims


def accuracy(picture, model):
    return 100 * np.array(picture.results.metric("accuracy", model=model).per_seed)


def test_on_the_digits_activations_gain_little(picture_of):
    picture = picture_of("linear-vs-nonlinear?dataset=digits")
    assert 0 <= accuracy(picture, "network").mean() - accuracy(picture, "linear-twin").mean() <= 3


def test_without_activations_the_picture_says_so():
    picture = sims.run("linear-vs-nonlinear?hidden=identity&seeds=1")
    assert picture.alt_text.startswith("3 layers without activation are one linear layer.")
    assert "follows" not in picture.alt_text
