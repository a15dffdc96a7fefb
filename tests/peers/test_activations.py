"""Values and slopes of the table against torch and its autograd."""

import numpy as np
import pytest
import torch

from sims.activations import ACTIVATIONS
from tests.peers.torch_functions import TORCH_FUNCTIONS

# corners too: where there is no slope, both take the same one
PLACES = np.concatenate([np.linspace(-9, 9, 721), np.random.default_rng(0).normal(0, 4, 500), [-0.0, 1e-300, -1e-300]])
# at the very corner, where there is no slope, torch takes another one
OTHER_AT_CORNERS = {"hard-sigmoid", "hard-swish"}


def test_torch_knows_every_function():
    assert TORCH_FUNCTIONS.keys() == ACTIVATIONS.keys()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_slopes(name):
    row, places = ACTIVATIONS[name], PLACES
    if name in OTHER_AT_CORNERS:
        places = places[~np.isin(places, row.corners)]
    z = torch.tensor(places, requires_grad=True)
    value = TORCH_FUNCTIONS[name](z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    assert row.value(places) == pytest.approx(value.detach().numpy(), rel=1e-11, abs=1e-13)
    assert row.slope(places) == pytest.approx(slope.numpy(), rel=1e-9, abs=1e-12)
