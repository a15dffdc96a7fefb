"""No allowed request takes longer than a worker may: each says beforehand about how much work it is."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sims
from benchmarks.costliest import COSTLIEST
from bot.config import EngineConfig
from sims.experiment import MOST_SECONDS
from sims.options import options_of

EXPERIMENTS = [pytest.param(one, id=name) for name, one in sims.experiments().items()]
BUSY = 2  # a worker's core may be shared with one other


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
        conflicts = ("leave noise out", "style out")
        assert any(conflict in said for conflict in conflicts) or (
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
