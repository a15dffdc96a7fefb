# numpy types its operators as Any
# mypy: disable-error-code="no-any-return"
# ruff: noqa: D103 - the formula of each function is in its row of activations.py
"""The activation functions and their slopes as plain formulas, stable over the whole float range.

Each takes and returns an array. Where a slope does not exist (a corner), it is the one that PyTorch uses.
"""

from math import pi, sqrt

import numpy as np

from sims.arrays import Array
from sims.error_function import normal_cdf

LEAK, PRELU_SLOPE = 0.01, 0.25
SNAKE_FREQUENCY, SHRINK = 1.0, 0.5
# Klambauer et al. 2017: with these two, mean 0 and variance 1 are a fixed point
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
TANH_GELU_CUBIC = 0.044715
# Python numbers, not numpy's: those would turn float32 arrays into float64
BELL_HEIGHT = sqrt(0.5 / pi)
TANH_GELU_SCALE = 2.0 * sqrt(2.0 / pi)  # (1 + tanh(u)) / 2 = sigmoid(2u)


def _either(condition: Array, yes: float, no: float, like: Array) -> Array:
    return np.where(condition, yes, no).astype(like.dtype, copy=False)


def sigmoid(z: Array) -> Array:
    small = np.exp(-np.abs(z))  # never overflows
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def sigmoid_slope(z: Array) -> Array:
    small = np.exp(-np.abs(z))
    return small / (1.0 + small) ** 2


def tanh(z: Array) -> Array:
    return np.tanh(z)


def tanh_slope(z: Array) -> Array:
    small = np.exp(-np.abs(z)) ** 2  # 4 small / (1 + small)² keeps digits where 1 - tanh² has none left
    return 4.0 * small / (1.0 + small) ** 2


def relu(z: Array) -> Array:
    return np.maximum(z, 0)


def relu_slope(z: Array) -> Array:
    return _either(z > 0, 1, 0, z)


def leaky_relu(z: Array) -> Array:
    return np.maximum(z, LEAK * z)


def leaky_relu_slope(z: Array) -> Array:
    return _either(z > 0, 1, LEAK, z)


def prelu(z: Array) -> Array:
    return np.maximum(z, PRELU_SLOPE * z)


def prelu_slope(z: Array) -> Array:
    return _either(z > 0, 1, PRELU_SLOPE, z)


def elu(z: Array) -> Array:
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z: Array) -> Array:
    return np.exp(np.minimum(z, 0))


def selu(z: Array) -> Array:
    # the scale goes on each branch, so that the largest float does not overflow before it must
    with np.errstate(over="ignore"):
        return np.where(z > 0, SELU_SCALE * z, SELU_SCALE * SELU_ALPHA * np.expm1(np.minimum(z, 0)))


def selu_slope(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, 1.0, SELU_ALPHA * np.exp(np.minimum(z, 0)))


def gelu(z: Array) -> Array:
    return np.maximum(z, -800.0) * normal_cdf(z)  # below, e^z is 0 in every precision, and -inf * 0 is nan


def gelu_slope(z: Array) -> Array:
    near = np.clip(z, -40.0, 40.0)  # the bell is 0 outside; keeps z² finite
    return normal_cdf(z) + near * np.exp(-0.5 * near * near) * BELL_HEIGHT


def gelu_tanh(z: Array) -> Array:
    return np.maximum(z, -800.0) * sigmoid(_tanh_gelu_inner(z))


def gelu_tanh_slope(z: Array) -> Array:
    bounded = np.clip(z, -40.0, 40.0)
    inner_slope = TANH_GELU_SCALE * (1.0 + 3.0 * TANH_GELU_CUBIC * bounded * bounded)
    inner = _tanh_gelu_inner(z)
    return sigmoid(inner) + bounded * inner_slope * sigmoid_slope(inner)


def _tanh_gelu_inner(z: Array) -> Array:
    bounded = np.clip(z, -40.0, 40.0)  # both ends are reached long before
    return TANH_GELU_SCALE * bounded * (1.0 + TANH_GELU_CUBIC * bounded * bounded)


def silu(z: Array) -> Array:
    return np.maximum(z, -800.0) * sigmoid(z)


def silu_slope(z: Array) -> Array:
    return sigmoid(z) + np.clip(z, -800.0, 800.0) * sigmoid_slope(z)


def mish(z: Array) -> Array:
    return np.maximum(z, -800.0) * tanh(softplus(z))


def mish_slope(z: Array) -> Array:
    inner = softplus(z)
    return tanh(inner) + np.clip(z, -800.0, 800.0) * tanh_slope(inner) * sigmoid(z)


def softplus(z: Array) -> Array:
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softsign(z: Array) -> Array:
    bounded = np.clip(z, -1e30, 1e30)  # both ends are reached long before
    return bounded / (1.0 + np.abs(bounded))


def softsign_slope(z: Array) -> Array:
    return (1.0 / (1.0 + np.abs(z))) ** 2


def relu6(z: Array) -> Array:
    return np.clip(z, 0, 6)


def relu6_slope(z: Array) -> Array:
    return _either((z > 0) & (z < 6), 1, 0, z)


def hard_sigmoid(z: Array) -> Array:
    return np.clip(z / 6 + 0.5, 0, 1)


def hard_sigmoid_slope(z: Array) -> Array:
    return _either((z > -3) & (z < 3), 1 / 6, 0, z)


def hard_tanh(z: Array) -> Array:
    return np.clip(z, -1, 1)


def hard_tanh_slope(z: Array) -> Array:
    return _either((z > -1) & (z < 1), 1, 0, z)


def hard_swish(z: Array) -> Array:
    return np.maximum(z, -3) * hard_sigmoid(z)


def hard_swish_slope(z: Array) -> Array:
    return np.where(z >= 3, 1.0, np.where(z > -3, np.clip(z, -3, 3) / 3 + 0.5, 0.0))


def squared_relu(z: Array) -> Array:
    with np.errstate(over="ignore"):  # too large for a float is infinity here, as the formula says
        return np.maximum(z, 0) ** 2


def squared_relu_slope(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 2 * np.maximum(z, 0)


def exponential(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.exp(z)


def arctan(z: Array) -> Array:
    return np.arctan(z)


def arctan_slope(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.square(z))


def gaussian(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.exp(-np.square(z))


def gaussian_slope(z: Array) -> Array:
    return -2.0 * np.clip(z, -800.0, 800.0) * gaussian(z)


def sinc(z: Array) -> Array:
    safe = np.where((z == 0) | np.isinf(z), 1.0, z)
    return np.where(z == 0, 1.0, np.sin(safe) / np.where(np.isinf(z), np.inf, safe))


def sinc_slope(z: Array) -> Array:
    near = np.clip(z, -1, 1)
    series = near * near * near / 30.0 - near / 3.0  # near 0 the closed form cancels
    safe = np.where((np.abs(z) < 1e-2) | np.isinf(z), 1.0, z)
    slope = (np.cos(safe) - np.sin(safe) / safe) / np.where(np.isinf(z), np.inf, safe)
    return np.where(np.abs(z) < 1e-2, series, slope)


def sine(z: Array) -> Array:
    with np.errstate(invalid="ignore"):  # nan at both ends
        return np.sin(z)


def sine_slope(z: Array) -> Array:
    with np.errstate(invalid="ignore"):
        return np.cos(z)


def snake(z: Array) -> Array:
    return z + sine(np.where(np.isinf(z), 0.0, SNAKE_FREQUENCY * z)) ** 2 / SNAKE_FREQUENCY


def snake_slope(z: Array) -> Array:
    return 1.0 + 2.0 * sine(SNAKE_FREQUENCY * z) * sine_slope(SNAKE_FREQUENCY * z)


def square(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return z * z


def square_slope(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 2 * z


def cube(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return z * z * z  # z**3 costs 165 times as much in float32


def cube_slope(z: Array) -> Array:
    with np.errstate(over="ignore"):
        return 3 * (z * z)


def identity(z: Array) -> Array:
    return z + 0  # a copy, as every other function gives


def identity_slope(z: Array) -> Array:
    return np.ones_like(z)


def step(z: Array) -> Array:
    return np.heaviside(z, 1.0)


def sign(z: Array) -> Array:
    return np.sign(z)


def flat_slope(z: Array) -> Array:
    return np.zeros_like(z)


def hard_shrink(z: Array) -> Array:
    return np.where(np.abs(z) <= SHRINK, 0, z)


def hard_shrink_slope(z: Array) -> Array:
    return _either(np.abs(z) > SHRINK, 1, 0, z)


def soft_shrink(z: Array) -> Array:
    return z - np.clip(z, -SHRINK, SHRINK)


def tanh_shrink(z: Array) -> Array:
    return z - np.tanh(z)


def tanh_shrink_slope(z: Array) -> Array:
    return np.tanh(z) ** 2
