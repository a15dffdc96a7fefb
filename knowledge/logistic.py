"""Multinomial logistic regression of sparse texts: how likely each class is, learned from all texts at once."""

from dataclasses import dataclass

import numpy as np

from knowledge.features import Floats, Whole
from knowledge.products import Products

_REMEMBERED = 6
_SMALLEST_SHARE = 2.0**-10
# The share of the promised decrease that a step must bring (Armijo).
_ENOUGH = 1e-4


@dataclass(frozen=True)
class _Point:
    """Weights, as the duals of the texts whose sum they are, and the scores that they give to all texts."""

    duals: Floats
    scores: Floats

    def plus(self, factor: float, other: "_Point") -> "_Point":
        factor32 = np.float32(factor)
        return _Point(self.duals + factor32 * other.duals, self.scores + factor32 * other.scores)

    def times(self, factor: float) -> "_Point":
        return _Point(np.float32(factor) * self.duals, np.float32(factor) * self.scores)

    def dot(self, other: "_Point") -> float:
        """Give the inner product of the weights."""
        return float(np.vdot(self.duals, other.scores))


@dataclass(frozen=True)
class _Step:
    moved: _Point
    changed: _Point
    product: float


@dataclass(frozen=True)
class Exercise:
    """What is to be learned.

    Args:
        classes: the number of each text's class.
        importance: how much each text counts.
        penalty: the strength of the pull towards 0.
        given: scores that the texts have already, whatever is learned (texts × classes); None for none.
    """

    classes: Whole
    importance: Floats
    penalty: float
    given: Floats | None = None


def logistic_duals(products: Products, exercise: Exercise, start: Floats, steps: int) -> Floats:
    """Give the duals of the texts (one row each, a column for each class); `products.weights` makes weights of them.

    Minimises the sum of -importance · log p(class) plus penalty/2 · |weights|² by L-BFGS (Liu, Nocedal 1989). Every
    direction is a sum of texts, so duals stand for the far longer weights, and a step takes one product of all texts.

    Args:
        products: the texts.
        exercise: what is to be learned from them.
        start: the duals to begin with, zeros or what was learned from nearly the same texts.
        steps: how many to take.
    """
    problem = _Problem(products, exercise)
    here = _Point(start, products.of_texts(start) if start.any() else np.zeros_like(start))
    gradient = problem.gradient(here)
    past: list[_Step] = []
    for number in range(steps):
        there = problem.search(here, gradient, _direction(gradient, past))
        if there is None or number + 1 == steps:
            return there.duals if there else here.duals
        following = problem.gradient(there)
        moved, changed = there.plus(-1, here), following.plus(-1, gradient)
        product = moved.dot(changed)
        if product > 0:
            past = [*past, _Step(moved, changed, product)][-_REMEMBERED:]
        here, gradient = there, following
    return here.duals


class _Problem:
    def __init__(self, products: Products, exercise: Exercise) -> None:
        self._products, self._classes, self._given = products, exercise.classes, exercise.given
        self._importance, self._penalty = exercise.importance.astype(np.float32), np.float32(exercise.penalty)
        self._places = np.arange(len(exercise.classes))

    def gradient(self, at: _Point) -> _Point:
        """Give the gradient with respect to the weights, which is a sum of texts too."""
        duals = self._errors(at) + self._penalty * at.duals
        return _Point(duals, self._products.of_texts(duals))

    def search(self, here: _Point, gradient: _Point, direction: _Point) -> _Point | None:
        """Go as far as pays; None if rounding leaves nothing to gain."""
        now, slope = self._value(here), gradient.dot(direction)
        if slope >= 0:
            return None
        newton = -slope / self._curvature(here, direction)
        size = newton
        while size >= newton * _SMALLEST_SHARE:
            there = here.plus(size, direction)
            if self._value(there) <= now + _ENOUGH * size * slope:
                return there
            size /= 2
        return None

    def _curvature(self, here: _Point, direction: _Point) -> float:
        """Give the second derivative along a direction: the variance of its scores, as likely as classes are."""
        likely = _likely(self._total(here))
        mean = np.einsum("ij,ij->i", likely, direction.scores)
        square = np.einsum("ij,ij,ij->i", likely, direction.scores, direction.scores)
        return float(self._importance @ (square - mean * mean)) + float(self._penalty) * direction.dot(direction)

    def _errors(self, at: _Point) -> Floats:
        likely = _likely(self._total(at))
        likely[self._places, self._classes] -= 1
        likely *= self._importance[:, None]
        return likely

    def _value(self, at: _Point) -> float:
        scores = self._total(at)
        surprise = log_sum(scores) - scores[self._places, self._classes]
        return float(self._importance @ surprise) + float(self._penalty) / 2 * at.dot(at)

    def _total(self, at: _Point) -> Floats:
        return at.scores if self._given is None else at.scores + self._given


def _likely(scores: Floats) -> Floats:
    likely: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def log_sum(scores: Floats) -> Floats:
    """Give log Σ exp of each row."""
    largest = scores.max(axis=-1)
    logs: Floats = np.log(np.exp(scores - largest[..., None]).sum(axis=-1)) + largest
    return logs


def _direction(gradient: _Point, past: list[_Step]) -> _Point:
    direction = gradient
    shares = []
    for step in reversed(past):
        shares.append(step.moved.dot(direction) / step.product)
        direction = direction.plus(-shares[-1], step.changed)
    if past:
        direction = direction.times(past[-1].product / past[-1].changed.dot(past[-1].changed))
    for step, share in zip(past, reversed(shares), strict=True):
        direction = direction.plus(share - step.changed.dot(direction) / step.product, step.moved)
    return direction.times(-1)
