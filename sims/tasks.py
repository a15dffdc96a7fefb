"""What networks with one hidden layer of any width learn: classes, or a curve."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sims import digits
from sims.arrays import Array
from sims.datasets import stack_points
from sims.digits import Split
from sims.equivalents import HiddenLayer
from sims.layers import ones_beside
from sims.network import Network, Shape
from sims.regression import REACH, TARGETS, TEST_POINTS, TRAIN_POINTS, as_layer, new_curve_nets, train_curve_nets
from sims.training import Plan, train

POINTS = 400  # of the spiral, for training and as many for the test
# One plan for every activation. With a constant rate, as here, narrow ReLU layers suffer most on the digits.
PLANS = {
    "digits": Plan(15, 0.03),
    "spiral": Plan(1500, 0.06, POINTS, schedule="one-cycle"),
    "smooth": Plan(1500, 0.1, schedule="one-cycle"),
    "kinked": Plan(1500, 0.1, schedule="one-cycle"),
}
CURVE_NAMES = {"smooth": "waves", "kinked": "kinks"}
CURVES = {task: TARGETS[name] for task, name in CURVE_NAMES.items()}


@dataclass(frozen=True)
class Learned:
    """How well each seed's network does, and the trained layers."""

    value: Array  # test accuracy, or root mean square error relative to the spread of the curve
    layer: HiddenLayer

    @property
    def negative_share(self) -> Array:
        """The share of negative weights of each seed, mean over both layers, without the biases."""
        shares = [np.mean(weights[:, :-1] < 0, axis=(1, 2)) for weights in (self.layer.first, self.layer.last)]
        return np.asarray(np.mean(shares, axis=0))


def make_split(task: str, seeds: tuple[int, ...]) -> Split | None:
    """The data of a task with classes; a curve needs none."""
    if task in CURVES:
        return None
    return digits.stack_splits(seeds) if task == "digits" else stack_points("spiral", seeds, POINTS, noise=1.0)


def learn_classes(
    task: str, split: Split, hidden: str, width: int, seeds: tuple[int, ...], report: Callable[[float], None]
) -> Learned:
    """Train on the split's classes."""
    inputs, classes = split.train_images.shape[2], int(split.train_labels.max()) + 1
    network = Network(Shape((inputs, width, classes), hidden), len(seeds))
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    network.initialise(rngs)
    train(network, split.train_images, split.train_labels, rngs, PLANS[task], report=report)
    right = (network.scores(split.test_images).argmax(axis=-1) == split.test_labels).mean(axis=1)
    first, last = (weights.astype(np.float64) for weights in network.weights)
    return Learned(right, HiddenLayer(hidden, ones_beside(split.test_images, True, np.float64), first, last))


def learn_curve(task: str, hidden: str, width: int, seeds: tuple[int, ...], report: Callable[[float], None]) -> Learned:
    """Fit the curve of the task."""
    target = CURVES[task][1]
    x, test_x = np.linspace(-REACH, REACH, TRAIN_POINTS), np.linspace(-REACH, REACH, TEST_POINTS)
    nets = new_curve_nets(hidden, width, [np.random.default_rng([seed, width]) for seed in seeds])
    train_curve_nets(nets, x, target(x), PLANS[task], report)
    errors = np.sqrt(((nets.outputs(test_x) - target(test_x)) ** 2).mean(axis=1)) / target(test_x).std()
    return Learned(errors, as_layer(nets, test_x))
