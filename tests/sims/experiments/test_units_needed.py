"""Who needs more units, and for what (sims.md S8), at the stated plans."""

import pytest

import sims

KINKED = "units-needed?task=kinked&widths=4,8,16,32"
SMOOTH = "units-needed?task=smooth&widths=2,4,8,16,32"
BAD = ("widths=", "widths=0,1", "widths=8,129", "widths=1,2,3,4,5,6,7,8,9", "task=xor", "hidden=", "hidden=relu,relu")
SLOW = "task=smooth&hidden=gelu,silu&widths=64,128&seeds=10"


@pytest.mark.parametrize("recipe", [*BAD, SLOW])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"units-needed?{recipe}")


def mean(picture, name, hidden, width):
    return picture.results.metric(name, hidden=hidden, width=width).mean


@pytest.mark.parametrize("width", [32, 64])
def test_wide_layers_are_alike_on_the_digits(picture_of, width):
    relu, tanh = (mean(picture_of("units-needed"), "accuracy", hidden, width) for hidden in ("relu", "tanh"))
    assert abs(relu - tanh) <= 0.015


def test_a_narrow_layer_favours_tanh_at_this_rate(picture_of):
    relu, tanh = (mean(picture_of("units-needed"), "accuracy", hidden, 4) for hidden in ("relu", "tanh"))
    assert tanh - relu >= 0.05


@pytest.mark.parametrize("width", [16, 32])
def test_kinks_favour_relu(picture_of, width):
    assert mean(picture_of(KINKED), "rmse", "relu", width) < mean(picture_of(KINKED), "rmse", "tanh", width)


@pytest.mark.parametrize("width", [4, 8, 16])
def test_waves_favour_tanh(picture_of, width):
    assert mean(picture_of(SMOOTH), "rmse", "relu", width) > mean(picture_of(SMOOTH), "rmse", "tanh", width)


@pytest.mark.parametrize("recipe", ["units-needed", KINKED, SMOOTH])
def test_relu_has_as_many_negative_weights(picture_of, recipe):
    picture = picture_of(recipe)
    widest = max(metric.where["width"] for metric in picture.results.metrics)
    assert 0.35 <= mean(picture, "negative_weight_share", "relu", widest) <= 0.6


def test_the_text_says_where_it_holds():
    said = sims.experiments()["units-needed"].can_mislead
    assert "Only smooth curves and very narrow layers" in said
