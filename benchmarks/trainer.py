"""The batched trainer against scikit-learn, PyTorch and the BLAS: 64-64-10, batch 32, 10 epochs, and the small CNN.

Needs the extra `peers`. One BLAS thread; ratios of interleaved runs, so that they carry over to other machines.
"""

from statistics import median

import numpy as np
from threadpoolctl import threadpool_info

from benchmarks.bars import judge
from benchmarks.interleaved import ratio, seconds_of
from benchmarks.peers import scikit_learn, torch_competitors
from sims.convolution import ConvolutionalNetwork
from sims.digits import stack_splits
from sims.network import Network, Shape
from sims.training import Plan, train

SIZES, EPOCHS, BATCH, CNN_BATCH, STACK = (64, 64, 10), 10, 32, 64, 8
SPLITS = {models: stack_splits(tuple(range(7, 7 + models))) for models in (1, STACK)}
# what must be reached: (ours, peer, ratio)
BARS = (
    ("one net, SGD", "scikit-learn Adam", 6.0),
    ("8 nets, SGD", "scikit-learn Adam", 11.0),
    ("one net, SGD", "torch SGD", 9.0),
    ("8 nets, SGD", "torch SGD", 15.0),
    ("one net, Adam", "scikit-learn Adam", 4.0),
    ("one net, Adam", "torch Adam", 6.0),
    ("CNN, one net, Adam", "torch CNN Adam", 1.0),
)
SIDE = 1024  # of the square float32 matrices whose product is the peak
PEAK = f"product of {SIDE}x{SIDE}"
PEAK_SHARES = (("one net, SGD", 20.0), ("8 nets, SGD", 35.0))  # per cent


def main() -> int:
    """Print the table; the exit status is the number of bars missed."""
    taken = seconds_of(
        {
            "one net, SGD": lambda: train_dense(1, "sgd", 0.3, EPOCHS),
            "8 nets, SGD": lambda: train_dense(STACK, "sgd", 0.3, EPOCHS),
            "one net, Adam": lambda: train_dense(1, "adam", 0.01, EPOCHS),
            "8 nets, Adam": lambda: train_dense(STACK, "adam", 0.01, EPOCHS),
            "CNN, one net, Adam": _train_cnn,
            "scikit-learn Adam": lambda: scikit_learn(SPLITS[1], "adam", 0.01, EPOCHS, BATCH),
            "scikit-learn SGD": lambda: scikit_learn(SPLITS[1], "sgd", 0.1, EPOCHS, BATCH),
            **torch_competitors(SPLITS[1], EPOCHS, BATCH, CNN_BATCH),
            PEAK: _multiply_large,
        }
    )
    per_net = {name: [one / (STACK if name.startswith("8") else 1) for one in all_] for name, all_ in taken.items()}
    print(f"numpy multiplies with {blas_kernel()}, on one thread")
    print(f"{'trainer':22s} ms per net")
    for name, seconds in per_net.items():
        print(f"{name:22s} {1e3 * median(seconds):8.1f}")
    missed = 0
    for ours, peer, bar in BARS:
        missed += judge(f"{ours} is so many times as fast as {peer}", ratio(per_net[peer], per_net[ours]), bar)
    for ours, bar in PEAK_SHARES:
        # operations per second, as a share of those of the large product in the same round
        share = 100 * training_operations() / (2 * SIDE**3) * ratio(per_net[PEAK], per_net[ours])
        missed += judge(f"{ours}: share of the peak of matrix products", share, bar, " %")
    return missed


def train_dense(models: int, optimizer: str, rate: float, epochs: int) -> Network:
    """Train a stack of the dense network on the splits of that many seeds."""
    split, network = SPLITS[models], Network(Shape(SIZES, "relu"), models)
    rngs = [np.random.default_rng([seed, 1]) for seed in range(models)]
    network.initialise(rngs)
    schedule = "one-cycle" if optimizer == "sgd" else "constant"
    train(network, split.train_images, split.train_labels, rngs, Plan(epochs, rate, BATCH, optimizer, schedule))
    return network


def training_operations() -> int:
    """Multiplications and additions in the products of one net's whole training; nothing else is counted."""
    inputs, width, classes = SIZES
    forward = (inputs + 1) * width + (width + 1) * classes
    backward = forward + width * classes  # the gradients of both layers, and the errors of the hidden units
    steps = EPOCHS * (SPLITS[1].train_labels.shape[1] // BATCH)
    return 2 * BATCH * (forward + backward) * steps


def blas_kernel() -> str:
    """Which of OpenBLAS's kernels numpy runs: OPENBLAS_CORETYPE may have forced an older one."""
    return next(
        f"{one['internal_api']} {one['version']} for {one['architecture']}"
        for one in threadpool_info()
        if one["user_api"] == "blas" and "numpy" in one["filepath"]
    )


def _train_cnn() -> None:
    split, network, rngs = SPLITS[1], ConvolutionalNetwork(1), [np.random.default_rng([0, 1])]
    network.initialise(rngs)
    train(network, split.train_images, split.train_labels, rngs, Plan(EPOCHS, 0.01, CNN_BATCH))


LEFT, RIGHT = np.random.default_rng(0).standard_normal((2, SIDE, SIDE)).astype(np.float32)
PRODUCT = np.empty_like(LEFT)


def _multiply_large() -> None:
    np.dot(LEFT, RIGHT, out=PRODUCT)
