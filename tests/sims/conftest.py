"""What a simulation computed, for the tests that look at its drawings."""

import pytest

import sims
from sims.experiment import Watch


@pytest.fixture(scope="session")
def outcome_of(run_memory):
    """Computes what a recipe draws once for all tests; nobody may change it."""

    def recall(recipe):
        wanted = sims.parse(recipe)
        return run_memory.recall(f"outcome {wanted.text}", lambda: wanted.experiment.compute(wanted.settings, Watch()))

    return recall
