"""From finished numbers to a PNG, against fresh object-oriented matplotlib figures of the same content; and memory.

Every repeat draws other numbers and words, since a server hardly ever draws the same card twice: it would be cached.
"""

import io
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from resource import getpagesize
from statistics import median
from typing import Any

from benchmarks import plain_figures
from benchmarks.interleaved import REPEATS, ratio, seconds_of
from benchmarks.plain_figures import Layout
from sims import Recipe, parse, png
from sims.cards import LIGHT, put_on
from sims.experiment import Watch

BAR = 0.7  # of the time of the peer that does not even fit its layout
WARM_UP, FIGURES, MOST_GROWTH_MB = 50, 200, 5.0
Peer = Callable[[Any, Any, Layout], Any]
PEERS: dict[str, Peer] = {
    "brightness-shift?epochs=2&seeds=3": plain_figures.brightness,
    "linear-vs-nonlinear?seeds=2": plain_figures.regions,
    "universal-approximation?seeds=2": plain_figures.fits,
}


def main() -> int:
    """Print the table; the exit status is the number of bars missed."""
    missed, drawn = 0, []
    for text, peer in PEERS.items():
        recipe = parse(text)
        drawn.append((recipe, [_computed(recipe.change(seed=seed)) for seed in range(REPEATS + 1)]))
        taken = seconds_of({name: _drawing(name, *drawn[-1], peer) for name in ("ours", "plain", "constrained")})
        milliseconds = ", ".join(f"{name} {1e3 * median(seconds):.1f} ms" for name, seconds in taken.items())
        found, other = (ratio(taken["ours"], taken[name]) for name in ("plain", "constrained"))
        missed += found > BAR
        print(f"{recipe.name:24s} {milliseconds}")
        verdict = f"bar {BAR}{', MISSED' * (found > BAR)}"
        print(f"{'':24s} {found:.2f} of plain ({verdict}), {other:.2f} of constrained layout")
    growth = _growth(drawn)
    print(f"memory grows by {growth:.1f} MB over {FIGURES} figures after {WARM_UP} (bar {MOST_GROWTH_MB:g})")
    return missed + (growth > MOST_GROWTH_MB)


def _computed(recipe: Recipe) -> tuple[Any, Any]:
    return recipe.settings, recipe.experiment.compute(recipe.settings, Watch())


def _drawing(name: str, recipe: Recipe, computed: list[tuple[Any, Any]], peer: Peer) -> Callable[[], object]:
    """One competitor: each call draws the next outcome."""
    outcomes = cycle(computed)

    def ours() -> bytes:
        figure = recipe.experiment.draw(*next(outcomes))
        put_on(figure, LIGHT)
        return png.encode(figure, {"recipe": recipe.text})

    def theirs() -> bytes:
        figure, buffer = peer(*next(outcomes), "constrained" if name == "constrained" else None), io.BytesIO()
        figure.savefig(buffer, format="png")
        return buffer.getvalue()

    return ours if name == "ours" else theirs


def _growth(drawn: list[tuple[Recipe, list[tuple[Any, Any]]]]) -> float:
    """How much the process grows while it draws, in MB."""
    cards = cycle([(recipe, one) for recipe, computed in drawn for one in computed])
    before = 0.0
    for count in range(WARM_UP + FIGURES):
        if count == WARM_UP:
            before = _resident_mb()
        recipe, (settings, outcome) = next(cards)
        figure = recipe.experiment.draw(settings, outcome)
        put_on(figure, LIGHT)
        png.encode(figure, {"recipe": f"{recipe.text}{count}"})
    return _resident_mb() - before


def _resident_mb() -> float:
    """Memory of this process (Linux: second field of /proc/self/statm, in pages)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize() / 1e6
