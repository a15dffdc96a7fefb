"""Times competitors in turns, so that a busy machine slows all of them, and compares them by the median ratio."""

import time
from collections.abc import Callable, Mapping
from statistics import median

REPEATS = 9  # an odd number of at least seven: the median is one of them


def seconds_of(competitors: Mapping[str, Callable[[], object]], repeats: int = REPEATS) -> dict[str, list[float]]:
    """The seconds of each run; the first round only warms up."""
    taken: dict[str, list[float]] = {name: [] for name in competitors}
    for round_number in range(repeats + 1):
        for name, run in competitors.items():
            start = time.perf_counter()
            run()
            if round_number:
                taken[name].append(time.perf_counter() - start)
    return taken


def ratio(slow: list[float], fast: list[float]) -> float:
    """How many times as long the first took, round by round."""
    return median(one / other for one, other in zip(slow, fast, strict=True))
