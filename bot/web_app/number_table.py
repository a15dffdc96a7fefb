"""The numbers of a simulation as tables for readers: one table per metric."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import sims

MOST_COLUMNS = 5  # values side by side; more do not fit on a phone
MOST_ROWS = 12  # a longer table is folded away
SMALLEST_SPREAD = 1e-6  # below it is rounding
MINUS = "\u2212"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class NumberTable:
    """One metric.

    Attributes:
        places: heads of the columns that say where a number was measured.
        values: heads of the columns of numbers.
        rows: places, then numbers, as text.
    """

    title: str
    unit: str
    places: tuple[str, ...]
    values: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_long(self) -> bool:
        """Whether the page folds it away."""
        return len(self.rows) > MOST_ROWS


def make_tables(metrics: Iterable[sims.Metric]) -> tuple[NumberTable, ...]:
    """Tables of all metrics, in their order."""
    ordered = list(metrics)
    names = list(dict.fromkeys(metric.name for metric in ordered))
    ordered.sort(key=lambda metric: names.index(metric.name))
    return tuple(_table(name, list(group)) for name, group in groupby(ordered, key=lambda metric: metric.name))


def number(value: float) -> str:
    """Four digits are what a reader can use; the CSV has all of them."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else f"{MINUS}infinite"
    if value == 0:
        return "0"
    size = abs(value)
    text = f"{value:.4g}" if 1e-4 <= size < 1e6 else f"{value:.1e}"
    if "e" in text:
        digits, _, power = text.partition("e")
        digits = digits.removesuffix(".0")
        return f"{digits} × 10{str(int(power)).translate(RAISED)}".replace("-", MINUS)
    return text.replace("-", MINUS)


def _table(name: str, metrics: list[sims.Metric]) -> NumberTable:
    title, unit = name.replace("_", " "), metrics[0].unit
    places = tuple(dict.fromkeys(key for metric in metrics for key in metric.where))
    if len(places) == 2:
        across, down = places
        heads = tuple(dict.fromkeys(str(metric.where.get(across, "")) for metric in metrics))
        if len(heads) <= MOST_COLUMNS and len(metrics) > len(heads):
            return NumberTable(title, unit, (down,), heads, _crossed(metrics, across, down, heads))
    head = "mean ± sd" if any(metric.sd for metric in metrics) else "value"
    rows = tuple(
        (*(_place(metric.where.get(place, "")) for place in places), _mean_and_spread(metric)) for metric in metrics
    )
    return NumberTable(title, unit, places, (head,), rows)


def _crossed(metrics: list[sims.Metric], across: str, down: str, heads: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """One row per place, one column per curve: what a reader compares stands side by side."""
    cells: dict[str, dict[str, str]] = {}
    for metric in metrics:
        row = cells.setdefault(_place(metric.where.get(down, "")), {})
        row[str(metric.where.get(across, ""))] = _mean_and_spread(metric)
    return tuple((place, *(row.get(head, "") for head in heads)) for place, row in cells.items())


def _mean_and_spread(metric: sims.Metric) -> str:
    """The spread with two digits, and the mean to the same place: 0.851 ± 0.053."""
    if not metric.sd or not math.isfinite(metric.sd) or metric.sd < SMALLEST_SPREAD:
        return number(metric.mean)
    places = max(0, 1 - math.floor(math.log10(metric.sd)))
    return f"{metric.mean:.{places}f} ± {metric.sd:.{places}f}".replace("-", MINUS)


def _place(value: str | float | int) -> str:
    return value if isinstance(value, str) else number(float(value))
