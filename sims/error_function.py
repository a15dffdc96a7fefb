# numpy types its operators as Any
# mypy: disable-error-code="no-any-return"
"""The error function, which numpy lacks: exact to float64 for GELU's values, and a fast float32 form for training."""

import numpy as np

from sims.arrays import Array

# W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969); coefficients of CALERF.
A = (1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3)
B = (1.0, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3)
C = (
    *(2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1),
    *(2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3),
    1.23033935479799725e3,
)
D = (
    *(1.0, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3),
    *(3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3),
)
P = (
    *(1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1),
    *(1.60837851487422766e-2, 6.58749161529837803e-4),
)
Q = (
    *(1.0, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1),
    *(6.05183413124413191e-2, 2.33520497626869185e-3),
)
# the rational form of erf in Eigen's float32 (polynomials in x², largest power first)
FAST_ABOVE = (
    *(-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05),
    *(-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02),
)
FAST_BELOW = (
    *(-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03),
    -1.42647390514189e-02,
)
NEAR, FAR = 0.46875, 4.0  # the borders between Cody's three ranges
UNDERFLOW = 26.5  # erfc is below the smallest normal float64 from here on


def normal_cdf(z: Array) -> Array:
    """P(N <= z) for a standard normal N: in float64 with a small relative error in both tails, in float32 fast."""
    if z.dtype == np.float32:
        return _fast_normal_cdf(z)
    return 0.5 * erfc(np.asarray(z, np.float64) * -np.sqrt(0.5))


def _fast_normal_cdf(z: Array) -> Array:
    """Within 3e-7 of the truth, exactly 0 and 1 in the far tails, and 20 times as fast: for training."""
    x = np.clip(z * np.float32(np.sqrt(0.5)), -FAR, FAR)
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
    return np.clip(np.where(z < -FAR / np.sqrt(0.5), 0, above), 0, 1).astype(np.float32, copy=False)


def erfc(x: Array) -> Array:
    """1 - erf(x), without cancellation for large x."""
    size = np.minimum(np.abs(x), UNDERFLOW)
    near = 1.0 - _near(np.minimum(size, NEAR))
    middle = np.exp(-size * size) * _ratio(C, D, np.clip(size, NEAR, FAR))
    far = np.exp(-size * size) * _far(np.maximum(size, FAR))
    tail = np.where(size <= NEAR, near, np.where(size <= FAR, middle, far))
    return np.where(x < 0, 2.0 - tail, tail)


def _near(size: Array) -> Array:
    return size * _ratio(A, B, size * size)


def _far(size: Array) -> Array:
    inverse = 1.0 / (size * size)
    return (1.0 / np.sqrt(np.pi) - inverse * _ratio(P, Q, inverse)) / size


def _ratio(above: tuple[float, ...], below: tuple[float, ...], x: Array) -> Array:
    return np.polyval(above, x) / np.polyval(below, x)
