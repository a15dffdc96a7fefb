"""What runs inside a worker process: warm-up, the memory limit, progress."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sims

MIB = 2**20
NICENESS = 10  # who asks is acknowledged before a simulation goes on

_fractions: Any = None  # this process's view of the shared progress array, set once by set_up


def set_up(fractions: Any) -> None:  # noqa: ANN401 - a ctypes array has no public type
    """Make a fresh process ready: no keyboard interrupts, progress array, imports, fonts, a first figure."""
    global _fractions
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    os.nice(NICENESS)
    _fractions = fractions
    sims.warm_up()


def warm_up() -> None:
    """A job that makes sure a process has started: set_up has run before it."""


def run(
    job: Callable[[str, Callable[[float], None]], sims.Picture], recipe: str, slot: int, memory_mib: int
) -> sims.Picture:
    """Run a job under a limit on the address space that it may add.

    Raises:
        MemoryError: the limit was hit.
        SimError: the recipe is not valid.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = _address_space() + memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        return job(recipe, _report_to(slot))
    except MemoryError:
        # numpy's own MemoryError takes arguments that do not survive the way back to the parent.
        raise MemoryError(f"more than {memory_mib} MiB") from None
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _report_to(slot: int) -> Callable[[float], None]:
    def report(fraction: float) -> None:
        if _fractions is not None:
            _fractions[slot] = fraction

    return report


def _address_space() -> int:
    """Bytes of address space in use (Linux: first field of /proc/self/statm, in pages)."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
