"""What one hidden layer can fit, and what it cannot (sims.md S10)."""

import numpy as np
import pytest

import sims
from sims.experiments.universal_approximation import best_polynomial, count_corners

BAD = ("units=", "units=0", "units=129", "units=2,2", "units=1,2,3,4,5,6", "hidden=step", "target=line")


@pytest.mark.parametrize("recipe", [*BAD, "hidden=gelu&seeds=10&units=128,127"])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"universal-approximation?{recipe}")


def test_more_units_fit_better(picture_of):
    metric = picture_of("universal-approximation").results.metric
    assert metric("rmse", units=2).mean > metric("rmse", units=8).mean > metric("rmse", units=64).mean
    assert metric("rmse", units=64).mean <= 0.06
    assert picture_of("universal-approximation?hidden=tanh&units=2,4,16").results.metric("rmse", units=16).mean <= 0.08


@pytest.mark.parametrize(("hidden", "best"), [("square", 0.692), ("linear", 0.6936)])
def test_polynomials_never_do(picture_of, hidden, best):
    results = picture_of(f"universal-approximation?hidden={hidden}").results
    assert all(metric.mean >= best for metric in results.metrics)
    assert results.checks[0].name.startswith("no better than the best polynomial")
    assert all(check.holds for check in results.checks)


def test_the_bounds_are_those_of_least_squares():
    assert best_polynomial("waves", 1) == pytest.approx(0.6947, abs=1e-4)
    assert best_polynomial("waves", 2) == pytest.approx(0.6931, abs=1e-4)


@pytest.mark.parametrize("target", ["kinks", "step"])
@pytest.mark.parametrize("hidden", ["relu", "leaky-relu", "square", "linear"])
def test_the_checks_hold_for_every_target(hidden, target):
    checks = sims.run(f"universal-approximation?hidden={hidden}&seeds=1&target={target}&units=1,5").results.checks
    assert checks[0].name.startswith("corners" if "relu" in hidden else "no better")
    assert all(check.holds for check in checks)


@pytest.mark.parametrize(("corners", "expected"), [((), 0), ((0.1,), 1), ((-1.003, 0.0, 1.5), 3)])
def test_corners_are_counted_once(corners, expected):
    x = np.linspace(-2, 2, 2001)
    assert count_corners(0.3 * x + sum((np.maximum(0, x - corner) for corner in corners), np.zeros(2001))) == expected
