# numpy types its operators as Any
# mypy: disable-error-code="no-any-return"
"""The error function, which numpy lacks, in the form that GELU needs: P(N <= z) for a standard normal N.

In float64 it keeps its relative error small over the whole range, in float32 it is fast: that one is for training.
"""

from math import sqrt

import numpy as np

from sims.arrays import Array

# P(N <= -a) = exp(-a²/2) ABOVE(a) / BELOW(a) for a in 0..FARTHEST, within a relative 4e-17: interpolated in 21
# Chebyshev points of (a - 4.4) / (a + 4.4), with 60 digits. Arrays, since numpy adds a Python number half as fast.
ABOVE, BELOW = (
    [np.array(coefficient) for coefficient in coefficients]
    for coefficients in (
        (
            *(2.1673025837344e-19, 1.2027871102957544e-6, 3.3099643183725545e-5, 4.4423894943102149e-4),
            *(3.7673046577487962e-3, 2.2094736344165677e-2, 9.2663080173839533e-2, 2.780340160947392e-1),
            *(5.7811656234639481e-1, 7.6378947276043688e-1, 0.5),
        ),
        (
            *(3.0149401791519808e-6, 8.2968501471897709e-5, 1.1165568522996894e-3, 9.5262008425692622e-3),
            *(5.6490803891732948e-2, 2.4154916836588857e-1, 7.5011471595477386e-1, 1.6633321258186715),
            *(2.5116845530990958, 2.3254635063237363, 1.0),
        ),
    )
)
FARTHEST = 38.6  # from here on the smaller tail is 0 in float64
BLOCK = 16_384  # numbers at once: few enough for the second-level cache, enough to make the calls' own cost small
# the rational form of erf in Eigen's float32 (polynomials in x², largest power first)
FAST_ABOVE = (
    *(-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05),
    *(-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02),
)
FAST_BELOW = (
    *(-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03),
    -1.42647390514189e-02,
)
FAR = 4.0  # the fast form ends at -FAR and FAR, in units of sqrt(2)


def normal_cdf(z: Array) -> Array:
    """P(N <= z) for a standard normal N: in float64 with a small relative error in both tails, in float32 fast."""
    if z.dtype == np.float32:
        return _fast_normal_cdf(z)
    flat = np.asarray(z, np.float64).ravel()
    result, space = np.empty_like(flat), np.empty((4, min(BLOCK, flat.size)))
    for start in range(0, flat.size, BLOCK):
        part = flat[start : start + BLOCK]
        _exact_normal_cdf(part, space[:, : part.size], result[start : start + BLOCK])
    return result.reshape(np.shape(z))


def _exact_normal_cdf(z: Array, space: Array, result: Array) -> None:
    """The same for one block, with room for four of them; the tail that is smaller is computed, then 1 minus it."""
    size, tail, below, coarse = space
    np.abs(z, out=size)
    if not size.max() <= FARTHEST:  # also when there is a nan, which stays one
        np.minimum(size, FARTHEST, out=size)
    np.multiply(size, ABOVE[0], out=tail)
    np.multiply(size, BELOW[0], out=below)
    for one, other in zip(ABOVE[1:-1], BELOW[1:-1], strict=True):
        np.add(tail, one, out=tail)
        np.multiply(tail, size, out=tail)
        np.add(below, other, out=below)
        np.multiply(below, size, out=below)
    np.add(tail, ABOVE[-1], out=tail)
    np.add(below, BELOW[-1], out=below)
    np.divide(tail, below, out=tail)
    # size² loses digits that the exponential would multiply: so (size - coarse)(size + coarse) + coarse², where
    # coarse has the 24 digits of a float32 and its square is exact
    coarse[:] = size.astype(np.float32)
    np.subtract(size, coarse, out=below)
    np.add(size, coarse, out=size)
    np.multiply(size, below, out=size)
    np.multiply(coarse, coarse, out=coarse)
    for square in (coarse, size):
        np.multiply(square, -0.5, out=square)
        np.exp(square, out=square)
        np.multiply(tail, square, out=tail)
    np.subtract(z > 0, tail, out=result)
    np.abs(result, out=result)


def _fast_normal_cdf(z: Array) -> Array:
    """Within 3e-7 of the truth, exactly 0 and 1 in the far tails: for training."""
    x = np.clip(z * np.float32(sqrt(0.5)), -FAR, FAR)
    square = x * x
    above, below = np.full_like(x, FAST_ABOVE[0]), np.full_like(x, FAST_BELOW[0])
    for polynomial, coefficients in ((above, FAST_ABOVE[1:]), (below, FAST_BELOW[1:])):
        for coefficient in coefficients:
            polynomial *= square
            polynomial += coefficient
    above *= x
    above /= below
    above *= 0.5
    above += 0.5
    return np.clip(np.where(z < -FAR / sqrt(0.5), 0, above), 0, 1).astype(np.float32, copy=False)
