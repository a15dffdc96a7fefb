"""No allowed request takes longer than a worker may: each says beforehand about how much work it is."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sims
from bot.config import EngineConfig
from sims.experiment import MOST_SECONDS
from sims.options import options_of

EXPERIMENTS = [pytest.param(one, id=name) for name, one in sims.experiments().items()]
BUSY = 2  # a worker's core may be shared with one other
# The costliest request of each experiment that is allowed, from `python -m benchmarks growth`
COSTLIEST = {
    "activation-cost": "dtype=float64&functions=gelu,gelu-tanh,mish,selu,sinc,softplus&size=1000000",
    "activation-plot": "derivative=true&functions=gelu,mish,silu,sinc&range=20",
    "brightness-shift": "epochs=60&layers=3&models=gelu-augmented,cnn,cnn-standardised,cnn-augmented&width=128",
    "composition": "depth=10",
    "counterexample": "epochs=60&model=cnn-augmented&seeds=10",
    "dead-relu": "hidden=gelu&learning_rates=0.0001,0.003,0.01,0.03,0.1,3&seeds=10",
    "linear-regions": "depth=20&seeds=10&width=210",
    "linear-vs-nonlinear": "dataset=digits&hidden=mish&layers=6&seeds=7&width=128",
    "max-pool": "epochs=60&seeds=10",
    "output-probability": "epochs=100&seeds=10&training_images=1347",
    "sigmoid-squash": "epochs=300&seeds=10",
    "units-needed": "hidden=gelu&seeds=10&task=spiral&widths=16,17,18,19,20,21,22,23",
    "universal-approximation": "hidden=relu&seeds=10&units=124,125,126,127,128",
    "vanishing-gradient": "depth=20&hidden=gelu,mish,selu,silu&seeds=10",
    "what-neurons-see": "hidden=gelu&seeds=10&what=maximise",
    "xor": "hidden=mish&seeds=10&units=8",
}


def values_of(option):
    """Any allowed value, bounds often."""
    if option.kind is bool:
        one = st.booleans()
    elif option.choices:
        one = st.sampled_from(option.choices)
    else:
        kind = int if option.kind is int else float
        low, high = kind(option.minimum), kind(option.maximum)
        one = st.sampled_from([low, high]) | (st.integers if kind is int else st.floats)(low, high)
    if not option.is_list:
        return one
    return st.lists(one, min_size=option.min_items, max_size=option.max_items, unique=True)


def settings_of(experiment):
    return st.fixed_dictionaries({option.key: values_of(option) for option in options_of(experiment.settings)})


@pytest.mark.parametrize("experiment", EXPERIMENTS)
@given(data=st.data())
def test_no_allowed_settings_exceed_the_budget(experiment, data):
    """What is refused says how much it would be and which keys to lower."""
    values = data.draw(settings_of(experiment))
    try:
        settings = sims.from_values(experiment.name, values).settings
    except sims.SimError as refused:
        said = str(refused)
        assert "leave noise out" in said or (
            f"at most {MOST_SECONDS:.0f} are allowed. Give {experiment.settings.less_work}." in said
        )
    else:
        assert 0 < settings.work_seconds <= MOST_SECONDS


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_defaults_are_far_from_the_budget(experiment):
    assert experiment.settings().work_seconds <= MOST_SECONDS / 2


@pytest.mark.parametrize("key", ["seeds", "epochs", "width", "layers", "models"])
def test_more_of_anything_is_more_work(key):
    amounts = {"models": ["linear", "linear,relu", "linear,relu,cnn"], "layers": [1, 2, 3]}.get(key, [1, 3, 5])
    seconds = [sims.from_values("brightness-shift", {key: one}).settings.work_seconds for one in amounts]
    assert all(one < other for one, other in pairwise(seconds))


def test_the_budget_leaves_room_for_a_busy_core():
    assert EngineConfig().timeout_s > MOST_SECONDS * BUSY


@pytest.mark.slow
@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_the_costliest_request_ends_in_time(experiment):
    """Without the wait for a core: only the time that this process computes."""
    recipe = sims.parse(f"{experiment.name}?{COSTLIEST[experiment.name]}")
    start = time.process_time()
    sims.run(recipe.text)
    assert time.process_time() - start < EngineConfig().timeout_s
