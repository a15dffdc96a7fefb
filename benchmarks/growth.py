"""How the time of a simulation grows with its settings: `python -m benchmarks growth | tail -n +2 > docs/cost.md`.

Times are of this process, without waits for a core: data, training, drawing and encoding, the median of three.
"""

import time
from dataclasses import dataclass
from math import log
from statistics import median

import sims
from benchmarks.costliest import COSTLIEST
from sims.experiment import MOST_SECONDS

REPEATS = 3
MOST_COSTLY = 10.0  # seconds, of the engine's 20
INTRODUCTION = f"""# What a simulation costs

Seconds of one core (one BLAS thread), measured by `python -m benchmarks growth`: data, training, drawing, encoding,
without the imports. Another machine is slower or faster as a whole, but grows alike. *Power* is that of the last step:
1 means twice the setting, twice the time; less means that a fixed part still hides the growth.

Each experiment declares its work beforehand (`work_seconds` of its settings, measured and rounded up). A request of
more than {MOST_SECONDS:.0f} s is refused with a sentence that names the settings to lower. A worker is stopped
after 20 s: that leaves room for a core that is shared or half as fast.
"""


@dataclass(frozen=True)
class Sweep:
    """One setting that grows, the others fixed."""

    experiment: str
    key: str
    values: tuple[str, ...]
    fixed: str = ""

    def recipe(self, value: str) -> sims.Recipe:
        """The recipe at this value."""
        return sims.parse(f"{self.experiment}?{self.key}={value}&{self.fixed}")

    def amount(self, value: str) -> float:
        """The value as a number; of a list, how many it holds or what they add up to."""
        parts = value.split(",")
        return sum(map(float, parts)) if self.key in ("widths", "units") else max(float(len(parts)), _number(parts[0]))


SWEEPS = (
    Sweep("linear-vs-nonlinear", "width", ("16", "32", "64", "128"), "seeds=1"),
    Sweep("linear-vs-nonlinear", "layers", ("1", "2", "4", "6")),
    Sweep("linear-vs-nonlinear", "seeds", ("1", "2", "5", "10")),
    Sweep("linear-vs-nonlinear", "width", ("16", "32", "64", "128"), "dataset=digits"),
    Sweep("brightness-shift", "epochs", ("5", "15", "30", "60"), "models=relu"),
    Sweep("brightness-shift", "width", ("16", "32", "64", "128"), "models=relu"),
    Sweep("brightness-shift", "layers", ("1", "2", "3"), "models=relu"),
    Sweep("brightness-shift", "epochs", ("5", "15", "30", "60"), "models=cnn"),
    Sweep("brightness-shift", "seeds", ("1", "2", "5", "10"), "models=cnn"),
    Sweep("sigmoid-squash", "epochs", ("10", "40", "100", "300")),
    Sweep("dead-relu", "learning_rates", ("0.01", "0.003,0.01", "0.003,0.01,0.03,0.1")),
    Sweep("vanishing-gradient", "depth", ("2", "5", "10", "20")),
    Sweep("linear-regions", "depth", ("2", "5", "10", "20"), "width=64"),
    Sweep("linear-regions", "width", ("32", "64", "128", "256"), "depth=5"),
    Sweep("units-needed", "widths", ("16", "32", "64", "128"), "hidden=relu"),
    Sweep("units-needed", "widths", ("8", "16", "32", "64"), "hidden=relu&task=spiral"),
    Sweep("universal-approximation", "units", ("16", "32", "64", "128")),
    Sweep("universal-approximation", "seeds", ("1", "2", "5", "10")),
    Sweep("xor", "units", ("1", "2", "4", "8")),
    Sweep("xor", "seeds", ("1", "2", "5", "10")),
    Sweep("output-probability", "training_images", ("64", "200", "600", "1347")),
    Sweep("what-neurons-see", "seeds", ("1", "2", "5", "10")),
    Sweep("activation-cost", "size", ("1000", "10000", "100000", "1000000")),
)


def main() -> int:
    """Print the page; the exit status is the number of costliest requests that take too long."""
    print(INTRODUCTION)
    print("## Growth\n\n| experiment | setting | seconds | power |\n|---|---|---|---|")
    for sweep in SWEEPS:
        taken = [_seconds(sweep.recipe(value)) for value in sweep.values]
        cells = " · ".join(f"{_shown(sweep, v)}: {s:.2f}" for v, s in zip(sweep.values, taken, strict=True))
        amounts = [sweep.amount(value) for value in sweep.values[-2:]]
        power = log(taken[-1] / taken[-2]) / log(amounts[1] / amounts[0])
        fixed = f" ({sweep.fixed.replace('&', ', ')})" if sweep.fixed else ""
        print(f"| `{sweep.experiment}`{fixed} | {sweep.key} | {cells} | {power:.1f} |")
    print("\n## The costliest request that is allowed\n\n| request | declared | measured |\n|---|---|---|")
    missed = 0
    for name, values in COSTLIEST.items():
        recipe = sims.parse(f"{name}?{values}")
        seconds = _seconds(recipe, repeats=1)
        missed += seconds > MOST_COSTLY
        verdict = "" if seconds <= MOST_COSTLY else " **too long**"
        print(f"| `{recipe.text}` | {recipe.settings.work_seconds:.1f} s | {seconds:.1f} s{verdict} |")
    return missed


def _seconds(recipe: sims.Recipe, repeats: int = REPEATS) -> float:
    taken = []
    for _ in range(repeats):
        start = time.process_time()
        sims.run(recipe.text)
        taken.append(time.process_time() - start)
    return median(taken)


def _shown(sweep: Sweep, value: str) -> str:
    return value if sweep.key != "learning_rates" else str(len(value.split(",")))


def _number(text: str) -> float:
    return float(text) if text.isdigit() else 1.0
