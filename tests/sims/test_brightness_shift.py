"""The title, and what clipping breaks; what it must find stands in test_acceptance.py."""

import numpy as np

import sims


def accuracy(picture, model, **at):
    return 100 * np.array(picture.results.metric("accuracy", model=model, **at).per_seed)


def drop(picture, model, a):
    return accuracy(picture, model, a=1.0) - accuracy(picture, model, a=a)


def test_clipping_claims_no_theorem():
    picture = sims.run("brightness-shift?models=relu-standardised&clip=true&seeds=2&epochs=15")
    assert picture.results.checks == ()
    assert accuracy(picture, "relu-standardised", a=2.0).mean() < accuracy(picture, "relu-standardised", a=1.0).mean()


def test_the_title_tells_the_largest_loss(picture_of):
    picture = picture_of("brightness-shift")
    worst = round(drop(picture, "cnn", 0.2).mean())
    assert picture.alt_text.startswith(f"Ink ×0.2: CNN loses {worst} points, standardised none.")
