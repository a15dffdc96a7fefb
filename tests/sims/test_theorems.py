"""Every experiment keeps its theorems, whatever its settings: sampled over all of them, at fewer repeats and epochs."""

import pytest
from hypothesis import HealthCheck, given, settings

import sims
from sims.activations import ACTIVATIONS
from sims.classifiers import Kind
from sims.experiment import Watch
from tests.sims.recipes import NAMES, recipes

# what each setting is at most, so that a test of many recipes ends
CHEAPER = {"seeds": 2, "epochs": 2, "units": 3}
CHEAPER_HERE = {
    "linear-vs-nonlinear": {"seeds": 1, "width": 12, "layers": 6},
    "units-needed": {"seeds": 1},
    "universal-approximation": {"seeds": 2},
    "linear-regions": {"depth": 8, "width": 40},
}
WIDEST = 20
EXAMPLES = {
    "activation-cost": 4,
    "linear-vs-nonlinear": 8,
    "units-needed": 10,
    "brightness-shift": 12,
    "dead-relu": 6,
    "xor": 6,
}
# a wide network, a deep one, and the ends of what changes the brightness
ENDS = [
    "linear-vs-nonlinear?dataset=digits&layers=6&seeds=1&width=128",
    "linear-vs-nonlinear?dataset=circles&layers=1&noise=0&seeds=1&width=2",
    "linear-vs-nonlinear?dataset=xor&hidden=exponential&layers=3&noise=1&seeds=1&width=2",
    "units-needed?hidden=relu,tanh,sigmoid,gelu&seeds=1&widths=1,128",
    "units-needed?hidden=identity,relu&seeds=1&task=kinked&widths=1,128",
    "universal-approximation?hidden=sigmoid&seeds=1&target=step&units=1,128",
    "universal-approximation?hidden=square&seeds=1&target=kinks&units=128",
    "vanishing-gradient?depth=20&hidden=identity,leaky-relu,relu,selu&init=unit&seeds=2",
    "vanishing-gradient?depth=2&hidden=sigmoid,tanh,gelu,mish&init=tiny&seed=2147483647&seeds=1",
    "brightness-shift?epochs=1&layers=3&models=relu-no-bias,deep-linear-no-bias,cnn-no-bias&seeds=1&width=128",
    "brightness-shift?epochs=1&layers=3&models=cnn-standardised,sigmoid-standardised&seeds=1&shift=offset&width=1",
    "counterexample?epochs=1&model=cnn-no-bias&seeds=1",
    "counterexample?digit=449&epochs=60&model=linear-standardised&seeds=1&shift=offset",
    "sigmoid-squash?epochs=300&gain=64&scale=4&seeds=1",
    "output-probability?head=sigmoid&seeds=1&temperature=0.1&training_images=1347&epochs=3",
    "dead-relu?bias=1&learning_rates=0.0001,3&optimizer=sgd&seeds=1",
    "xor?hidden=exponential&seeds=1&units=8",
    "composition?depth=10",
]


def cheaper(recipe):
    """The same recipe with fewer repeats, epochs and units."""
    values = recipe.settings.model_dump()
    for key, most in {**CHEAPER, **CHEAPER_HERE.get(recipe.name, {})}.items():
        if isinstance(values.get(key), int) and not isinstance(values[key], bool):
            values[key] = min(values[key], most)
    for key in ("widths", "units"):
        if isinstance(values.get(key), tuple):
            values[key] = sorted({min(value, WIDEST) for value in values[key][-2:]})
    if recipe.name == "linear-vs-nonlinear" and values["dataset"] != "digits":
        values["layers"] = min(values["layers"], 3)
    return sims.from_values(recipe.name, values)


def results_of(recipe):
    """What is computed, without drawing it."""
    return recipe.experiment.compute(recipe.settings, Watch()).results


def has_theorem(recipe):
    """Whether theory promises anything: clipping breaks every promise, and a bias or a bent scale most."""
    if recipe.name != "brightness-shift":
        return True
    is_scaled = recipe.settings.shift == "scale"
    kinds = [Kind(name) for name in recipe.settings.models]
    return not recipe.settings.clip and any(k.is_standardised or (k.scales_with_input and is_scaled) for k in kinds)


def check_theorems(recipe):
    checks = results_of(recipe).checks
    assert bool(checks) == has_theorem(recipe), recipe.text
    for check in checks:
        if recipe.name == "activation-plot":
            function, _, fact = check.name.partition(" is ")
            assert check.holds == getattr(ACTIVATIONS[function], f"is_{fact.replace('-', '_')}")
        else:
            assert check.holds, (recipe.text, check)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_theorems_hold_for_any_settings(name):
    @settings(max_examples=EXAMPLES.get(name, 10), deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
    @given(recipes([name]).map(cheaper))
    def sample(recipe):
        check_theorems(recipe)

    sample()


@pytest.mark.slow
@pytest.mark.parametrize("recipe", ENDS)
def test_the_theorems_hold_at_the_ends(recipe):
    check_theorems(sims.parse(recipe))
