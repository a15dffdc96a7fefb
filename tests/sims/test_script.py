"""Each script stands alone and prints the engine's numbers to the last digit."""

import os
import subprocess
import sys

import pytest

import sims

RECIPES = [
    "activation-plot",
    "activation-plot?functions=gelu,snake,selu,gelu-tanh",
    "activation-plot?functions=gelu&style=formula-card",
    "linear-vs-nonlinear?seeds=2",
    "linear-vs-nonlinear?dataset=digits&hidden=gelu&layers=1&seeds=1&width=8",
    "brightness-shift?epochs=3&seeds=2",
    "brightness-shift?clip=true&epochs=2&models=relu-augmented&seeds=1&width=8",
    "linear-vs-nonlinear?dataset=moons&hidden=tanh&layers=1&seeds=1&width=8",
    "brightness-shift?epochs=3&models=cnn-augmented,relu-no-bias,tanh-standardised,gelu&seeds=1&shift=offset",
]


def printed(script, folder):
    path = folder / "script.py"
    path.write_text(script, "utf-8")
    environment = {**os.environ, "MPLBACKEND": "Agg", "MPLCONFIGDIR": str(folder)}
    command = [sys.executable, "-W", "error", str(path)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


def expected(picture, words):
    """The numbers of one printed line: name, place, and pairs of metric and value."""
    metric = picture.results.metric
    match picture.name, words:
        case "activation-plot", (function, z, _, _, _, _):
            return [f"{metric(name, function=function, z=float(z)).mean:.6f}" for name in ("value", "derivative")]
        case "linear-vs-nonlinear", (model, *_):
            accuracy = metric("accuracy", model=model)
            return [f"{accuracy.mean:.4f}", f"{min(accuracy.per_seed):.4f}"]
        case _, (model, amount, *_):
            place = {"model": model, "b" if "shift=offset" in picture.recipe else "a": float(amount)}
            return [f"{metric(name, **place).mean:.4f}" for name in ("accuracy", "confidence")]


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_the_script_prints_the_same_numbers(recipe, tmp_path, picture_of):
    lines = printed(sims.script_text(recipe), tmp_path).splitlines()
    assert len(lines) >= 3
    for line in lines:
        words = line.split()
        assert [words[-3], words[-1]] == expected(picture_of(recipe), words), line
