"""Training steps against torch: same weights, same batch, same optimiser, in float64."""

import numpy as np
import pytest
import torch
from torch import nn

from sims.convolution import ConvolutionalNetwork
from sims.digits import stack_splits
from sims.network import Network, Shape
from sims.training import MOMENTUM, Plan, train
from tests.peers.torch_functions import TORCH_FUNCTIONS

ROWS, WIDTHS = 48, (20, 13)
RATES = {"adam": 0.01, "sgd": 0.001}
# Adam divides a gradient by its own size plus 1e-8: one of that size carries its rounding into the step
MOST_APART = {"adam": 1e-6 * RATES["adam"], "sgd": 1e-12}
SPLIT = stack_splits((7,))
IMAGES, LABELS = SPLIT.train_images[:, :ROWS].astype(np.float64), SPLIT.train_labels[:, :ROWS]
STEPS = [pytest.param(1, id="one step"), pytest.param(4, id="four steps")]


class Activated(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.forward = TORCH_FUNCTIONS[name]


def as_torch(weights, name, bias):
    """The first model of a dense network as a torch module with copies of its weights."""
    modules = []
    for layer in weights:
        linear = nn.Linear(layer.shape[1] - bias, layer.shape[2], bias, dtype=torch.float64)
        _copy(layer[0, : linear.in_features].T, linear.weight)
        if bias:
            _copy(layer[0, -1], linear.bias)
        modules += [linear, Activated(name)]
    return nn.Sequential(*modules[:-1])


def cnn_as_torch(network):
    bias = network.bias
    convolution = nn.Conv2d(1, 16, 3, bias=bias, dtype=torch.float64)
    dense = nn.Linear(144, 10, bias, dtype=torch.float64)
    _copy(network.kernels[0, :, :9].reshape(16, 1, 3, 3), convolution.weight)
    _copy(network.dense[0, :144].T, dense.weight)
    if bias:
        _copy(network.kernels[0, :, 9], convolution.bias)
        _copy(network.dense[0, 144], dense.bias)
    return nn.Sequential(nn.Unflatten(1, (1, 8, 8)), convolution, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), dense)


def _copy(values, parameter):
    with torch.no_grad():
        parameter.copy_(torch.tensor(np.ascontiguousarray(values)))


def train_torch(module, optimizer, steps):
    if optimizer == "adam":
        peer = torch.optim.Adam(module.parameters(), lr=RATES["adam"])
    else:
        peer = torch.optim.SGD(module.parameters(), lr=RATES["sgd"], momentum=MOMENTUM)
    images, labels = torch.tensor(IMAGES[0]), torch.tensor(LABELS[0])
    for _ in range(steps):
        peer.zero_grad()
        nn.functional.cross_entropy(module(images), labels).backward()
        peer.step()


def randomise(network):
    rng = np.random.default_rng(3)
    network.initialise([rng])
    network.parameters += 0.05 * rng.standard_normal(network.parameters.size)


def train_ours(network, optimizer, steps):
    """One batch holds all rows, so an epoch is a step."""
    train(network, IMAGES, LABELS, [np.random.default_rng(0)], Plan(steps, RATES[optimizer], ROWS, optimizer))


def assert_moved_alike(ours, torchs, start, optimizer):
    assert ours == pytest.approx(torchs, rel=1e-9, abs=MOST_APART[optimizer])
    assert np.abs(ours - start).max() > 1e-5, "a step that changes nothing would agree as well"


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("optimizer", RATES)
@pytest.mark.parametrize("name", TORCH_FUNCTIONS)
def test_dense_networks(name, optimizer, bias, steps):
    network = Network(Shape((64, *WIDTHS, 10), name, bias), 1, np.float64)
    randomise(network)
    start = network.parameters.copy()
    module = as_torch(network.weights, name, bias)
    train_torch(module, optimizer, steps)
    train_ours(network, optimizer, steps)
    found = [tensor.detach().numpy() for tensor in module.parameters()]
    pairs = list(zip(found[::2], found[1::2], strict=True)) if bias else [(weight, None) for weight in found]
    torchs = np.concatenate([np.vstack([weight.T, *([b] if bias else [])]).ravel() for weight, b in pairs])
    assert_moved_alike(network.parameters, torchs, start, optimizer)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("optimizer", RATES)
def test_the_convolutional_network(optimizer, bias, steps):
    network = ConvolutionalNetwork(1, bias, np.float64)
    randomise(network)
    start = network.parameters.copy()
    module = cnn_as_torch(network)
    train_torch(module, optimizer, steps)
    train_ours(network, optimizer, steps)
    peer = ConvolutionalNetwork(1, bias, np.float64)
    state = {name: tensor.numpy() for name, tensor in module.state_dict().items()}
    peer.kernels[0, :, :9] = state["1.weight"].reshape(16, 9)
    peer.dense[0, :144] = state["5.weight"].T
    if bias:
        peer.kernels[0, :, 9], peer.dense[0, 144] = state["1.bias"], state["5.bias"]
    assert_moved_alike(network.parameters, peer.parameters, start, optimizer)


def test_the_first_step_of_momentum_is_plain_descent():
    network = Network(Shape((64, *WIDTHS, 10), "relu"), 1, np.float64)
    randomise(network)
    start = network.parameters.copy()
    module = as_torch(network.weights, "relu", True)
    loss = nn.functional.cross_entropy(module(torch.tensor(IMAGES[0])), torch.tensor(LABELS[0]))
    slopes = [slope.numpy() for slope in torch.autograd.grad(loss, list(module.parameters()))]
    train_ours(network, "sgd", 1)
    down = np.concatenate([np.vstack([w.T, b]).ravel() for w, b in zip(slopes[::2], slopes[1::2], strict=True)])
    assert_moved_alike(network.parameters, start - RATES["sgd"] * down, start, "sgd")


@pytest.mark.parametrize("optimizer", RATES)
def test_float32_stays_near_float64(optimizer):
    """What the simulations train with, against torch in float64: a relative 1e-6 of the largest weight."""
    exact = Network(Shape((64, *WIDTHS, 10), "relu"), 1, np.float64)
    randomise(exact)
    single = Network(exact.shape, 1, np.float32)
    single.parameters[:] = exact.parameters
    exact.parameters[:] = single.parameters
    module = as_torch(exact.weights, "relu", True)
    train_torch(module, optimizer, 1)
    train_ours(single, optimizer, 1)
    torchs = np.concatenate([p.detach().numpy().T.ravel() for p in module.parameters()])
    assert np.abs(single.parameters - torchs).max() < 1e-6 * np.abs(torchs).max()
