"""From a recipe to a picture through the runner and a warm worker process, at default settings; and out of the cache.

The recipes are those of the sections S1 to S10 of the science notes. Each repeat takes other seeds, so that nothing
comes from the cache; the time is the median.
"""

import asyncio
import time
from statistics import median

from benchmarks.bars import judge
from bot.engines.local import LocalEngine
from bot.simulation_runner import SimulationRunner
from sims import parse

REPEATS = 7
QUICK, MIDDLING, SLOW = 0.6, 2.0, 4.0  # seconds
RECIPES = {
    "linear-vs-nonlinear": QUICK,  # S1
    "xor": QUICK,
    "brightness-shift?models=linear,relu-standardised,sigmoid": QUICK,  # S2 without CNN
    "counterexample": QUICK,
    "sigmoid-squash": QUICK,  # S3
    "vanishing-gradient": QUICK,  # S5
    "composition": QUICK,  # S6
    "linear-regions": QUICK,
    "what-neurons-see": QUICK,  # S9
    "what-neurons-see?what=maximise": QUICK,
    "brightness-shift": MIDDLING,  # S2 with CNN
    "max-pool": MIDDLING,
    "dead-relu": MIDDLING,  # S4
    "universal-approximation": MIDDLING,  # S10
    "units-needed": SLOW,  # S8
    "output-probability": MIDDLING,  # no section; for its growth
    "activation-cost": MIDDLING,  # S7 is a measurement: its time is its repeats
    "activation-plot": QUICK,
}
CACHED = 0.02
READS = 200


def main() -> int:
    """Print the table; the exit status is the number of bars missed."""
    return asyncio.run(_measure())


async def _measure() -> int:
    engine = LocalEngine(workers=1)
    await engine.start()
    runner = SimulationRunner(engine, per_user=REPEATS)
    missed = 0
    try:
        for text, bar in RECIPES.items():
            seconds, recipe = [], parse(text)
            for _ in range(REPEATS):
                seconds.append(await _seconds(runner, recipe.text))
                other = recipe.new_seed()
                if other == recipe:  # nothing is random: a new runner has nothing in its cache
                    runner = SimulationRunner(engine, per_user=REPEATS)
                recipe = other
            missed += judge(recipe.name + text[len(recipe.name) :], median(seconds), bar, " s", at_least=False)
        await runner.run("brightness-shift", "reader")
        reads = [await _seconds(runner, "brightness-shift") for _ in range(READS)]
        missed += judge("a cached recipe, the slowest of 200", 1e3 * max(reads), 1e3 * CACHED, " ms", at_least=False)
    finally:
        await engine.close()
    return missed


async def _seconds(runner: SimulationRunner, recipe: str) -> float:
    start = time.perf_counter()
    await runner.run(recipe, "reader")
    return time.perf_counter() - start
