"""A stack of small convolutional networks for 8x8 images: 3x3x16 convolution, ReLU, 2x2 max-pool, dense output.

Positions are sorted by their place in the pooling window, so that pooling is three maxima of whole arrays; and since
ReLU never changes which one is largest, it follows the pooling, on a quarter of the numbers.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import DTypeLike

from sims.arrays import Array
from sims.layers import Softmax, flat_views, ones_beside

SIDE, KERNEL, POOL, CHANNELS, CLASSES = 8, 3, 2, 16, 10
CELLS = (SIDE - KERNEL + 1) // POOL  # the pooled picture is CELLS x CELLS
FEATURES = CHANNELS * CELLS * CELLS
WINDOW = POOL * POOL


def patch_index(bias: bool) -> Array:
    """Which pixel each (window place, kernel place, cell) needs; the bias reads the ones behind the pixels."""
    place, kernel, cell = np.meshgrid(np.arange(WINDOW), np.arange(KERNEL**2), np.arange(CELLS**2), indexing="ij")
    row = POOL * (cell // CELLS) + place // POOL + kernel // KERNEL
    column = POOL * (cell % CELLS) + place % POOL + kernel % KERNEL
    index = row * SIDE + column
    return np.concatenate([index, np.full((WINDOW, 1, CELLS**2), SIDE * SIDE)], axis=1) if bias else index


class ConvolutionalNetwork:
    """`models` independent convolutional networks, with all parameters in one flat array."""

    def __init__(self, models: int, bias: bool = True, dtype: DTypeLike = np.float32) -> None:
        self.models, self.bias, self.classes = models, bias, CLASSES
        shapes = [(models, CHANNELS, KERNEL**2 + bias), (models, FEATURES + bias, CLASSES)]
        self.parameters, (self.kernels, self.dense) = flat_views(shapes, dtype)
        self.gradients, (self.kernel_gradients, self.dense_gradients) = flat_views(shapes, dtype)

    def initialise(self, rngs: Sequence[np.random.Generator]) -> None:
        """Draw the weights of each model from its own generator (He for the kernels, Xavier for the output)."""
        self.parameters[:] = 0
        for model, rng in enumerate(rngs):
            kernels = rng.standard_normal((CHANNELS, KERNEL**2)) * np.sqrt(2 / KERNEL**2)
            self.kernels[model, :, : KERNEL**2] = kernels
            dense = rng.standard_normal((FEATURES, CLASSES)) * np.sqrt(2 / (FEATURES + CLASSES))
            self.dense[model, :FEATURES] = dense

    def scores(self, inputs: Array, dtype: DTypeLike = np.float64) -> Array:
        """The class scores (models, rows, classes) of images (models, rows, 64), computed in this precision."""
        index = patch_index(self.bias)
        rows = inputs.shape[1]
        results = np.empty((self.models, rows, CLASSES), dtype)
        for model in range(self.models):
            pixels = ones_beside(inputs[model : model + 1], self.bias, dtype)[0].T
            patches = np.ascontiguousarray(pixels)[index].reshape(WINDOW, KERNEL**2 + self.bias, CELLS**2 * rows)
            pooled = np.maximum((self.kernels[model].astype(dtype) @ patches).max(axis=0), 0).reshape(FEATURES, rows)
            results[model] = ones_beside(pooled.T[None], self.bias, dtype)[0] @ self.dense[model].astype(dtype)
        return results

    def gradient_steps(self, rows: int) -> Callable[[Array, Array], None]:
        """A function that fills `gradients` for a batch of this many rows: of inputs and targets (see Softmax)."""
        return _Backpropagation(self, rows)


class _Backpropagation:
    """Forward and backward through buffers that are made once."""

    def __init__(self, network: ConvolutionalNetwork, rows: int) -> None:
        models, bias, dtype = network.models, network.bias, network.parameters.dtype
        taps, wide = KERNEL**2 + bias, CELLS**2 * rows
        self.index = patch_index(bias).ravel()
        self.pixels = np.empty((models, SIDE * SIDE + bias, rows), dtype)
        self.taken = np.empty((models, WINDOW * taps * CELLS**2, rows), dtype)
        self.patches = self.taken.reshape(models, WINDOW, taps, wide)
        self.turned_patches = self.patches.swapaxes(2, 3)
        self.maps = np.empty((models, WINDOW, CHANNELS, wide), dtype)
        self.places = [self.maps[:, place] for place in range(WINDOW)]
        self.upper, self.lower, self.errors = (np.empty((models, CHANNELS, wide), dtype) for _ in range(3))
        self.zeros, self.wins = np.zeros_like(self.upper), np.empty(self.upper.shape, bool)
        self.features = np.ones((models, FEATURES + bias, rows), dtype)
        self.pooled = self.features[:, :FEATURES]
        self.kernels = network.kernels[:, None]
        self.kernel_gradients = network.kernel_gradients
        self.per_place = np.empty((models, WINDOW, CHANNELS, taps), dtype)
        self.dense = network.dense[:, :FEATURES]
        self.output = Softmax(network.dense, network.dense_gradients, rows)

    def __call__(self, inputs: Array, targets: Array) -> None:
        np.copyto(self.pixels, inputs.swapaxes(1, 2))
        np.take(self.pixels, self.index, axis=1, out=self.taken, mode="clip")  # "clip": without a buffer in between
        np.matmul(self.kernels, self.patches, out=self.maps)
        self._pool()
        self.output.backward(self.features, targets)
        np.matmul(self.dense, self.output.errors, out=self.errors.reshape(self.pooled.shape))
        self._unpool()
        np.matmul(self.maps, self.turned_patches, out=self.per_place)
        np.add.reduce(self.per_place, axis=1, out=self.kernel_gradients)

    def _pool(self) -> None:
        first, second, third, fourth = self.places
        np.maximum(first, second, out=self.upper)
        np.maximum(third, fourth, out=self.lower)
        np.maximum(self.upper, self.lower, out=self.errors)
        np.maximum(self.errors, self.zeros, out=self.errors)
        np.copyto(self.pooled, self.errors.reshape(self.pooled.shape))

    def _unpool(self) -> None:
        """Hand each error to the first largest place of its window: a knock-out, run backwards, into the maps."""
        errors, wins, (first, second, third, fourth) = self.errors, self.wins, self.places
        np.greater(self.pooled.reshape(errors.shape), self.zeros, out=wins)
        np.multiply(errors, wins, out=errors)
        np.greater_equal(self.upper, self.lower, out=wins)
        np.multiply(errors, wins, out=self.upper)
        np.subtract(errors, self.upper, out=self.lower)
        for one, other, share in ((first, second, self.upper), (third, fourth, self.lower)):
            np.greater_equal(one, other, out=wins)
            np.multiply(share, wins, out=one)
            np.subtract(share, one, out=other)
