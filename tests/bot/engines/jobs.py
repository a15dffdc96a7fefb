"""Jobs that misbehave, importable by a worker: they stand in for sims.run."""

import os
import time

import numpy as np

import sims


def run(recipe, report):
    """What the recipe's name says; anything else is a real simulation."""
    kind = recipe.partition("?")[0]
    if kind == "hang":
        while True:
            pass
    if kind == "sleep":
        for step in range(10):
            report(step / 10)
            time.sleep(0.1)
        return sims.run("activation-plot")
    if kind == "greedy":
        return np.ones(2**40)
    if kind == "die":
        os._exit(9)
    if kind == "refuse":
        raise sims.SimError("width must be at most 128, not 999.")
    return sims.run(recipe, report)
