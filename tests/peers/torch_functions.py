"""Every activation of the table in torch's own words, so that autograd finds the slopes."""

from functools import partial
from math import pi

import torch
from torch.nn import functional

from sims import curves

TORCH_FUNCTIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
    "leaky-relu": partial(functional.leaky_relu, negative_slope=curves.LEAK),
    "prelu": lambda z: functional.prelu(z, torch.tensor([curves.PRELU_SLOPE], dtype=z.dtype)),
    "elu": functional.elu,
    "selu": functional.selu,
    "celu": functional.celu,
    "gelu": functional.gelu,
    "gelu-tanh": partial(functional.gelu, approximate="tanh"),
    "silu": functional.silu,
    "mish": functional.mish,
    "softplus": partial(functional.softplus, threshold=1000.0),  # torch cuts the curve off at 20
    "softsign": functional.softsign,
    "hard-sigmoid": lambda z: torch.clamp(z / 6 + 0.5, 0, 1),  # torch's own has a slope of 1/6 in float32
    "hard-tanh": functional.hardtanh,
    "hard-swish": functional.hardswish,
    "relu6": functional.relu6,
    "squared-relu": lambda z: functional.relu(z) ** 2,
    "exponential": torch.exp,
    "arctan": torch.atan,
    "gaussian": lambda z: torch.exp(-(z**2)),
    "sinc": lambda z: torch.sinc(z / pi),
    "sine": torch.sin,
    "snake": lambda z: z + torch.sin(curves.SNAKE_FREQUENCY * z) ** 2 / curves.SNAKE_FREQUENCY,
    "square": lambda z: z**2,
    "cube": lambda z: z**3,
    "identity": lambda z: z,
    "step": lambda z: torch.heaviside(z.detach(), torch.ones((), dtype=z.dtype)) + 0 * z,
    "sign": torch.sign,
    "hard-shrink": partial(functional.hardshrink, lambd=curves.SHRINK),
    "soft-shrink": partial(functional.softshrink, lambd=curves.SHRINK),
    "tanh-shrink": functional.tanhshrink,
}
