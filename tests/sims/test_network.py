import numpy as np
import pytest

from sims.activations import NAMES
from sims.convolution import ConvolutionalNetwork
from sims.datasets import POINT_SETS, make_points
from sims.layers import ones_beside
from sims.network import Network, Shape
from sims.training import BETA1, BETA2, EPSILON, Plan, train

ROWS, CLASSES, MODELS = 5, 10, 2


def generators(count):
    return [np.random.default_rng(seed) for seed in range(count)]


def mean_loss(network, inputs, labels):
    """The sum over the models of their mean cross-entropy."""
    scores = network.scores(inputs)
    scores -= scores.max(axis=-1, keepdims=True)
    log_probability = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return -np.take_along_axis(log_probability, labels[..., None], axis=2).mean(axis=1).sum()


def worst_gradient_error(network, columns):
    rng = np.random.default_rng(5)
    models = network.models
    network.initialise(generators(models))
    network.parameters += 0.1 * rng.standard_normal(network.parameters.size)
    inputs, labels = 0.3 * rng.standard_normal((models, ROWS, columns)), rng.integers(0, CLASSES, (models, ROWS))
    targets = (np.arange(CLASSES)[:, None] == labels[:, None, :]) / ROWS
    network.gradient_steps(ROWS)(ones_beside(inputs, network.bias, np.float64), targets)
    found, step, worst = network.gradients.copy(), 1e-6, 0.0
    for at in rng.choice(found.size, 60, replace=False):
        kept = network.parameters[at]
        network.parameters[at] = kept + step
        above = mean_loss(network, inputs, labels)
        network.parameters[at] = kept - step
        below = mean_loss(network, inputs, labels)
        network.parameters[at] = kept
        worst = max(worst, abs((above - below) / (2 * step) - found[at]))
    return worst


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
@pytest.mark.parametrize("models", [1, MODELS])
@pytest.mark.parametrize("hidden", NAMES)
def test_gradients_of_the_dense_network(hidden, models, bias):
    """One network goes without the axis of models, several with it."""
    assert worst_gradient_error(Network(Shape((6, 5, 4, CLASSES), hidden, bias), models, np.float64), 6) < 1e-7


@pytest.mark.parametrize("bias", [True, False], ids=["bias", "no bias"])
def test_gradients_of_the_convolutional_network(bias):
    assert worst_gradient_error(ConvolutionalNetwork(MODELS, bias, np.float64), 64) < 1e-7


def test_equal_places_of_a_window_share_no_error():
    """On a blank image all places are equal: the first one alone may get the error, as in other libraries."""
    network = ConvolutionalNetwork(1, True, np.float64)
    network.initialise(generators(1))
    network.kernels[..., -1] = 1.0
    targets = np.full((1, CLASSES, 1), 0.0)
    targets[0, 3] = 1.0
    network.gradient_steps(1)(ones_beside(np.zeros((1, 1, 64)), True, np.float64), targets)
    scores = network.scores(np.zeros((1, 1, 64)))[0, 0]
    errors = np.exp(scores) / np.exp(scores).sum() - targets[0, :, 0]
    to_maps = (network.dense[0, :144] @ errors).reshape(16, 9)
    assert network.kernel_gradients[0, :, -1] == pytest.approx(to_maps.sum(axis=1))


def test_the_convolution_is_a_convolution():
    network = ConvolutionalNetwork(1, True, np.float64)
    network.initialise(generators(1))
    network.parameters += 0.1
    image = np.random.default_rng(0).random((8, 8))
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    kernels = network.kernels[0, :, :9].reshape(16, 3, 3)
    maps = np.maximum(np.einsum("yxij,cij->cyx", windows, kernels) + network.kernels[0, :, 9][:, None, None], 0)
    pooled = maps.reshape(16, 3, 2, 3, 2).max(axis=(2, 4)).ravel()
    expected = pooled @ network.dense[0, :144] + network.dense[0, 144]
    assert network.scores(image.reshape(1, 1, 64))[0, 0] == pytest.approx(expected)


@pytest.mark.parametrize("depth", [1, 2, 5, 10, 20])
def test_linear_layers_collapse_into_one(depth):
    network = Network(Shape((64, *[64] * depth, CLASSES)), MODELS)
    network.initialise(generators(MODELS))
    network.parameters += 0.01 * np.random.default_rng(0).standard_normal(network.parameters.size).astype(np.float32)
    inputs = np.random.default_rng(1).random((MODELS, 200, 64))
    assert network.collapse_residual(inputs).max() < 1e-10
    assert (
        network.scores(inputs).argmax(-1) == (ones_beside(inputs, True, np.float64) @ network.collapsed()).argmax(-1)
    ).all()


def points(models, count=64):
    sets = [make_points("moons", np.random.default_rng(seed), count, 1.0) for seed in range(models)]
    return np.stack([one[0] for one in sets]), np.stack([one[1] for one in sets])


@pytest.mark.parametrize("plan", [Plan(3, 0.01, 16), Plan(3, 0.1, 16, "sgd", "one-cycle")], ids=["adam", "sgd"])
def test_a_model_does_not_notice_its_neighbours(plan):
    """The numbers of a seed are the same whether it is trained alone or beside others."""
    inputs, labels = points(3)
    together, alone = (Network(Shape((2, 8, 2), "relu"), models) for models in (3, 1))
    together.initialise(generators(3))
    train(together, inputs, labels, generators(3), plan)
    alone.initialise([np.random.default_rng(2)])
    train(alone, inputs[2:], labels[2:], [np.random.default_rng(2)], plan)
    for many, one in zip(together.weights, alone.weights, strict=True):
        assert many[2] == pytest.approx(one[0], rel=1e-5, abs=1e-7)


def test_one_step_of_adam_is_the_published_one():
    inputs, labels = points(1)
    network = Network(Shape((2, 4, 2), "tanh"), 1, np.float64)
    network.initialise(generators(1))
    before = network.parameters.copy()
    train(network, inputs, labels, generators(1), Plan(1, 0.01, 64))
    gradient = network.gradients
    mean, square = (1 - BETA1) * gradient / (1 - BETA1), (1 - BETA2) * gradient**2 / (1 - BETA2)
    assert network.parameters == pytest.approx(before - 0.01 * mean / (np.sqrt(square) + EPSILON), rel=1e-12)


def test_no_linear_network_learns_the_four_corners_with_a_margin():
    models = 200
    corners = np.array([[-1.0, -1], [-1, 1], [1, -1], [1, 1]])
    inputs, labels = np.tile(corners, (models, 1, 1)), np.tile([0, 1, 1, 0], (models, 1))
    network = Network(Shape((2, 4, 2)), models)
    network.initialise(generators(models))
    train(network, inputs, labels, generators(models), Plan(400, 0.05, 4))
    scores = network.scores(inputs)
    right = np.take_along_axis(scores, labels[..., None], axis=2)[..., 0]
    wrong = np.take_along_axis(scores, 1 - labels[..., None], axis=2)[..., 0]
    assert not (1 / (1 + np.exp(wrong - right)) > 0.9).all(axis=1).any()


@pytest.mark.parametrize("name", POINT_SETS)
def test_point_sets_are_balanced_and_repeatable(name):
    first, labels = make_points(name, np.random.default_rng(3), 400, 1.0)
    again, _ = make_points(name, np.random.default_rng(3), 400, 1.0)
    assert (first == again).all()
    assert np.bincount(labels).tolist() == [200, 200]
    assert np.abs(first).max() < 1.5
