"""The batched trainer against scikit-learn and PyTorch: 64-64-10, batch 32, 10 epochs, and the small CNN.

Needs the extra `peers`. One BLAS thread; ratios of interleaved runs, so that they carry over to other machines.
"""

import warnings
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.interleaved import ratio, seconds_of
from sims.convolution import ConvolutionalNetwork
from sims.digits import stack_splits
from sims.network import Network, Shape
from sims.training import Plan, train

EPOCHS, BATCH, CNN_BATCH, STACK = 10, 32, 64, 8
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


def main() -> int:
    """Print the table; the exit status is the number of bars missed."""
    taken = seconds_of(
        {
            "one net, SGD": lambda: _dense(1, "sgd", 0.3),
            "8 nets, SGD": lambda: _dense(STACK, "sgd", 0.3),
            "one net, Adam": lambda: _dense(1, "adam", 0.01),
            "8 nets, Adam": lambda: _dense(STACK, "adam", 0.01),
            "CNN, one net, Adam": lambda: _cnn(1),
            "scikit-learn Adam": lambda: _scikit_learn("adam", 0.01),
            "scikit-learn SGD": lambda: _scikit_learn("sgd", 0.1),
            **_torch_competitors(),
        }
    )
    per_net = {name: [one / (STACK if name.startswith("8") else 1) for one in all_] for name, all_ in taken.items()}
    print(f"{'trainer':22s} ms per net")
    for name, seconds in per_net.items():
        print(f"{name:22s} {1e3 * median(seconds):8.1f}")
    missed = 0
    for ours, peer, bar in BARS:
        found = ratio(per_net[peer], per_net[ours])
        missed += found < bar
        print(f"{ours} is {found:.1f} times as fast as {peer} (bar {bar:g}) {'' if found >= bar else 'MISSED'}")
    return missed


def _dense(models: int, optimizer: str, rate: float) -> None:
    split = SPLITS[models]
    network = Network(Shape((64, 64, 10), "relu"), models)
    rngs = [np.random.default_rng([seed, 1]) for seed in range(models)]
    network.initialise(rngs)
    schedule = "one-cycle" if optimizer == "sgd" else "constant"
    train(network, split.train_images, split.train_labels, rngs, Plan(EPOCHS, rate, BATCH, optimizer, schedule))


def _cnn(models: int) -> None:
    split = SPLITS[models]
    network = ConvolutionalNetwork(models)
    rngs = [np.random.default_rng([seed, 1]) for seed in range(models)]
    network.initialise(rngs)
    train(network, split.train_images, split.train_labels, rngs, Plan(EPOCHS, 0.01, CNN_BATCH))


def _scikit_learn(solver: str, rate: float) -> None:
    from sklearn.neural_network import MLPClassifier

    never = {"n_iter_no_change": 10**6, "tol": 0.0, "alpha": 0.0}
    peer = MLPClassifier((64,), solver=solver, learning_rate_init=rate, batch_size=BATCH, max_iter=EPOCHS, **never)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that ten epochs are few
        peer.fit(SPLITS[1].train_images[0], SPLITS[1].train_labels[0])


def _torch_competitors() -> dict[str, Callable[[], None]]:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    images, labels = (torch.tensor(array[0]) for array in (SPLITS[1].train_images, SPLITS[1].train_labels))

    def run(network: nn.Module, optimizer: torch.optim.Optimizer, inputs: torch.Tensor, batch: int) -> None:
        loss = nn.CrossEntropyLoss()
        for _ in range(EPOCHS):
            order = torch.randperm(len(inputs))
            shuffled, right = inputs[order], labels[order]
            for at in range(0, len(inputs) // batch * batch, batch):
                optimizer.zero_grad()
                loss(network(shuffled[at : at + batch]), right[at : at + batch]).backward()
                optimizer.step()

    def dense(make: Callable[..., torch.optim.Optimizer], **options: float) -> None:
        network = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
        run(network, make(network.parameters(), **options), images, BATCH)

    def convolutional() -> None:
        network = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(144, 10))
        run(network, torch.optim.Adam(network.parameters(), lr=0.01), images.reshape(-1, 1, 8, 8), CNN_BATCH)

    return {
        "torch SGD": lambda: dense(torch.optim.SGD, lr=0.1, momentum=0.9),
        "torch Adam": lambda: dense(torch.optim.Adam, lr=0.01),
        "torch CNN Adam": convolutional,
    }
