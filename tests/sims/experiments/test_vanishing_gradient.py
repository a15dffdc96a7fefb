"""How gradients shrink and grow before training (sims.md S5), and the theorem on layers that scale."""

import pytest

import sims

TINY = "vanishing-gradient?init=tiny"
UNIT = "vanishing-gradient?hidden=tanh,relu,gelu&init=unit"


@pytest.mark.parametrize("recipe", ["depth=1", "depth=21", "init=zero", "hidden=", "hidden=step", "hidden=relu,relu"])
def test_what_is_not_allowed_is_refused(recipe):
    with pytest.raises(sims.SimError):
        sims.parse(f"vanishing-gradient?{recipe}")


@pytest.mark.parametrize(
    ("recipe", "hidden", "low", "high"),
    [
        ("vanishing-gradient", "sigmoid", -13, -10.5),
        ("vanishing-gradient", "tanh", -0.4, 0.4),
        ("vanishing-gradient?init=he", "relu", -0.5, 0.5),
        (TINY, "tanh", -0.5, 0.5),
        (TINY, "sigmoid", -33, -29),
    ],
)
def test_the_ratio_of_the_first_to_the_last_layer(picture_of, recipe, hidden, low, high):
    assert low <= picture_of(recipe).results.metric("log10_ratio", hidden=hidden).mean <= high


@pytest.mark.parametrize(
    ("recipe", "hidden", "low", "high"), [(TINY, "tanh", -23, -20), (TINY, "relu", -27, -23), (UNIT, "relu", 12, 18)]
)
def test_the_absolute_size_tells_what_the_ratio_hides(picture_of, recipe, hidden, low, high):
    assert low <= picture_of(recipe).results.metric("log10_gradient", hidden=hidden, layer=1).mean <= high


@pytest.mark.parametrize("init", ["xavier", "he", "tiny", "unit"])
@pytest.mark.parametrize("depth", [2, 9, 20])
def test_layers_that_scale_share_equally(init, depth):
    recipe = f"vanishing-gradient?depth={depth}&hidden=identity,leaky-relu,relu&init={init}&seeds=2"
    checks = sims.run(recipe).results.checks
    assert [check.holds for check in checks if check.name.endswith("equal in all layers")] == [True] * 3
    assert all(check.holds for check in checks)
