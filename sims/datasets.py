"""Point sets in the plane with two classes, on which a straight line fails."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sims.arrays import Array
from sims.digits import Split

Generator = np.random.Generator
TURNS = 1.75  # of each spiral arm
INNER_CIRCLE = 0.45


@dataclass(frozen=True)
class PointSet:
    """How to draw positions for given labels, and how much each position is then moved at noise 1."""

    title: str
    place: Callable[[Generator, Array], Array]
    usual_noise: float


def make_points(name: str, rng: Generator, count: int, noise: float) -> tuple[Array, Array]:
    """Points (count, 2) within about [-1, 1], and their labels 0 or 1, half of each."""
    points = POINT_SETS[name]
    labels = rng.permutation(np.arange(count) % 2)
    places = points.place(rng, labels)
    return places + noise * points.usual_noise * rng.standard_normal(places.shape), labels


def stack_points(name: str, seeds: tuple[int, ...], count: int, noise: float) -> Split:
    """Training and test points of all seeds, `count` of each, with a leading axis of seeds."""
    sets = []
    for seed in seeds:
        rng = np.random.default_rng([seed, 0])
        sets.append((*make_points(name, rng, count, noise), *make_points(name, rng, count, noise)))
    return Split(*(np.stack(arrays) for arrays in zip(*sets, strict=True)))


def point_traits(name: str) -> set[str]:
    """How the points of a set are drawn, as a script's template says it."""
    return {name, "polar" if name in ("circles", "spiral") else "straight"}


def _xor(rng: Generator, labels: Array) -> Array:
    """Class 1 where the signs of both coordinates differ."""
    x, y = rng.uniform(0, 1, (2, len(labels)))
    side = rng.choice((-1, 1), len(labels))
    return np.column_stack([side * x, np.where(labels == 1, -side, side) * y])


def _circles(rng: Generator, labels: Array) -> Array:
    """Class 1 is a ring inside the other."""
    angle = rng.uniform(0, 2 * np.pi, len(labels))
    radius = np.where(labels == 1, INNER_CIRCLE, 0.95)
    return _polar(radius, angle)


def _moons(rng: Generator, labels: Array) -> Array:
    """Two interleaving half circles."""
    angle = rng.uniform(0, np.pi, len(labels))
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1 - np.cos(angle), 0.5 - np.sin(angle)])
    return (np.where(labels[:, None] == 1, lower, upper) - (0.5, 0.25)) / 1.5


def _spiral(rng: Generator, labels: Array) -> Array:
    """Two arms, half a turn apart."""
    along = np.sqrt(rng.uniform(0.01, 1, len(labels)))  # even spacing along the arm
    return _polar(along, 2 * np.pi * TURNS * along + np.pi * labels)


def _polar(radius: Array, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


POINT_SETS = {
    "xor": PointSet("XOR", _xor, 0.005),
    "circles": PointSet("circles", _circles, 0.08),
    "moons": PointSet("moons", _moons, 0.08),
    "spiral": PointSet("spiral", _spiral, 0.02),
}
