"""One BLAS thread, as in the worker processes; numpy reads this when it is first imported."""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest  # noqa: E402 - after the environment

import sims  # noqa: E402


@pytest.fixture(scope="session")
def picture_of():
    """Runs a recipe once for all tests."""
    pictures = {}

    def run(recipe):
        if recipe not in pictures:
            pictures[recipe] = sims.run(recipe)
        return pictures[recipe]

    return run
