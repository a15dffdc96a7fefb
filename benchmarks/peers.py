"""The named peers of the trainer: scikit-learn's MLPClassifier and eager PyTorch, on one thread.

Needs the extra `peers`. Both shuffle once an epoch; torch's batches are slices, which is faster than an index for each.
"""

import warnings
from collections.abc import Callable

import numpy as np

from sims.digits import Split


def scikit_learn(split: Split, solver: str, rate: float, epochs: int, batch: int, at: int = 0) -> object:
    """An MLPClassifier with 64 hidden units, trained on the images of one seed."""
    peer = new_classifier(solver, rate, batch, epochs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that so few epochs are few
        return peer.fit(split.train_images[at], split.train_labels[at])


def accuracy_by_epoch(split: Split, solver: str, rate: float, epochs: int, batch: int) -> np.ndarray:
    """scikit-learn's mean test accuracy over the seeds after each epoch."""
    found = np.zeros((len(split.train_labels), epochs))
    for at, row in enumerate(found):
        peer = new_classifier(solver, rate, batch, 1, seed=at)
        for epoch in range(epochs):
            peer.partial_fit(split.train_images[at], split.train_labels[at], classes=np.arange(10))
            row[epoch] = peer.score(split.test_images[at], split.test_labels[at])
    return found.mean(axis=0)


def new_classifier(solver: str, rate: float, batch: int, epochs: int, seed: int = 0):  # noqa: ANN201 - of a peer
    """Without early stop and weight decay: the same work as ours."""
    from sklearn.neural_network import MLPClassifier

    # a generator, not a number: partial_fit would start with the same one, and so shuffle alike, in every epoch
    never = {"n_iter_no_change": 10**6, "tol": 0.0, "alpha": 0.0, "random_state": np.random.RandomState(seed)}
    return MLPClassifier((64,), solver=solver, learning_rate_init=rate, batch_size=batch, max_iter=epochs, **never)


def torch_competitors(split: Split, epochs: int, batch: int, cnn_batch: int) -> dict[str, Callable[[], None]]:
    """The same dense network and CNN with torch's own layers and optimisers."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    images, labels = (torch.tensor(array[0]) for array in (split.train_images, split.train_labels))

    def run(network: nn.Module, optimizer: torch.optim.Optimizer, inputs: torch.Tensor, rows: int) -> None:
        loss = nn.CrossEntropyLoss()
        for _ in range(epochs):
            order = torch.randperm(len(inputs))
            shuffled, right = inputs[order], labels[order]
            for at in range(0, len(inputs) // rows * rows, rows):
                optimizer.zero_grad()
                loss(network(shuffled[at : at + rows]), right[at : at + rows]).backward()
                optimizer.step()

    def dense(make: Callable[..., torch.optim.Optimizer], **options: float) -> None:
        network = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
        run(network, make(network.parameters(), **options), images, batch)

    def convolutional() -> None:
        network = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(144, 10))
        run(network, torch.optim.Adam(network.parameters(), lr=0.01), images.reshape(-1, 1, 8, 8), cnn_batch)

    return {
        "torch SGD": lambda: dense(torch.optim.SGD, lr=0.1, momentum=0.9),
        "torch Adam": lambda: dense(torch.optim.Adam, lr=0.01),
        "torch CNN Adam": convolutional,
    }
