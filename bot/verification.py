"""Re-runs the executable citations: does each number in the prose still come out of its recipe?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sims
from knowledge import Claim, Entry, Library, Measurement


@dataclass(frozen=True, slots=True)
class Verified:
    """One citation and what its recipe gives today."""

    path: str
    measurement: Measurement
    found: float | None
    problem: str | None

    @property
    def holds(self) -> bool:
        """Whether the number in the text is still true."""
        return self.problem is None


def cited_recipes(library: Library) -> list[str]:
    """Each recipe that a number in the text cites, once."""
    return list(dict.fromkeys(measurement.recipe for _, measurement in _citations(library)))


def verify_citations(library: Library, outcomes: Mapping[str, sims.Picture | Exception]) -> list[Verified]:
    """Compare each cited number with what its recipe gave.

    Args:
        library: entries and claims with their citations.
        outcomes: for each cited recipe its picture, or why it did not run.
    """
    return [_compare(path, measurement, outcomes[measurement.recipe]) for path, measurement in _citations(library)]


def _citations(library: Library) -> Iterator[tuple[str, Measurement]]:
    items: list[Entry | Claim] = [*library.entries.values(), *library.claims.values()]
    for item in items:
        for measurement in item.measured:
            yield str(item.path), measurement


def _compare(path: str, measurement: Measurement, outcome: sims.Picture | Exception) -> Verified:
    if isinstance(outcome, Exception):
        return Verified(path, measurement, None, f"{measurement.recipe} did not run: {outcome}")
    found = [
        metric.mean
        for metric in outcome.results.metrics
        if metric.name == measurement.metric and _is_same_place(metric.where, measurement.where)
    ]
    where = ", ".join(f"{key}={value}" for key, value in measurement.where.items())
    if len(found) != 1:
        problem = f"{measurement.recipe} gives {len(found)} values of {measurement.metric} where {where or 'nothing'}"
        return Verified(path, measurement, None, problem)
    if abs(found[0] - measurement.value) > measurement.tolerance:
        problem = (
            f"“{measurement.says}” claims {measurement.value:g} ± {measurement.tolerance:g}, "
            f"but {measurement.recipe} gives {found[0]:.4g} for {measurement.metric} where {where or 'nothing'}"
        )
        return Verified(path, measurement, found[0], problem)
    return Verified(path, measurement, found[0], None)


def _is_same_place(given: Any, asked: Any) -> bool:  # noqa: ANN401 - mappings of strings and numbers
    return set(given) == set(asked) and all(_is_same(given[key], asked[key]) for key in asked)


def _is_same(one: Any, other: Any) -> bool:  # noqa: ANN401 - strings or numbers
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) < 1e-9
    return str(one) == str(other)
