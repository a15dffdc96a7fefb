"""A recipe as a stand-alone script that a learner can read, run and change: numpy and matplotlib only.

The parts stand in `scripts/`; they compute in the same order as the engine, so that the printed numbers agree.
"""

import base64
import inspect
import re
from collections.abc import Callable, Iterable
from importlib import resources
from types import FunctionType
from typing import Any

from sims.activations import ACTIVATIONS
from sims.digits import packed_digits
from sims.network import HE
from sims.recipe import Recipe

LOOKS = {"card", "style"}  # settings that change no number
HEAD = '''"""Made by Rectify from the recipe {recipe}. Needs numpy and matplotlib."""

{imports}
'''
FAST = """def fast_sigmoid(z):
    return np.tanh(z * 0.5) * 0.5 + 0.5


def fast_sigmoid_slope(z):
    return (1 - fast_sigmoid(z)) * fast_sigmoid(z)
"""
FAST_TANH = """def fast_tanh_slope(z):
    return 1 - np.tanh(z) ** 2
"""
SHORT_NORMAL_CDF = '''def normal_cdf(z):
    """P(N <= z); fast in float32, for training."""
    if z.dtype == np.float32:
        return _fast_normal_cdf(z)
    return 0.5 * np.vectorize(math.erfc, otypes=[float])(z * -np.sqrt(0.5))
'''
ANNOTATION = re.compile(r": Array| -> Array|: float(?=[,)])|  # .*$", re.MULTILINE)


def script_of(recipe: Recipe) -> str:
    """The script of this recipe: the template of its experiment with its parts and settings put in."""
    wanted = recipe.experiment.script(recipe.settings)
    text = _part(recipe.name)
    functions = _activation_source(wanted.activations, is_training="dense" in wanted.parts)
    fills = {
        "head": HEAD.format(recipe=recipe.text, imports=_imports(wanted.parts, functions)),
        "settings": _assignments({**recipe.settings.model_dump(exclude=LOOKS), **wanted.constants}),
        "activations": functions,
        **{part: _part(part) if part in wanted.parts else "" for part in ("digits", "points", "dense", "cnn", "curve")},
    }
    text = re.sub(r"^\$(\w+)\n", lambda found: fills[found[1]] + "\n" * bool(fills[found[1]]), text, flags=re.MULTILINE)
    text = _keep_flagged(text, wanted.flags)
    text = text.replace("$PACKED", base64.b64encode(packed_digits()).decode())
    return re.sub(r"\n{3,}", "\n\n", text)


def _part(name: str) -> str:
    return (resources.files("sims") / "scripts" / f"{name}.txt").read_text("utf-8").strip() + "\n"


def _keep_flagged(text: str, flags: frozenset[str]) -> str:
    """Drop the lines that are for other settings, and the marks of those that stay."""
    marked = (line.partition("  #? ") for line in text.split("\n"))
    return "\n".join(line for line, _, flag in marked if not flag or _is_set(flag, flags))


def _is_set(flag: str, flags: frozenset[str]) -> bool:
    return flag.removeprefix("not ") not in flags if flag.startswith("not ") else flag in flags


def _imports(parts: Iterable[str], needed: str) -> str:
    lines = ["import math"] if "normal_cdf" in needed else []
    if "digits" in parts:
        lines += ["import base64", "import io"]
    if "dense" in parts:
        lines += ["from functools import partial", "from math import cos, pi, sqrt"]
    order = sorted(lines, key=lambda line: (line.startswith("from"), line))
    return "\n".join([*order, "", "import matplotlib.pyplot as plt", "import numpy as np"])


def _assignments(values: dict[str, Any]) -> str:
    return "".join(f"{key.upper()} = {value!r}\n" for key, value in values.items())


def _activation_source(names: Iterable[str], *, is_training: bool) -> str:
    """The definitions that these activations need, and a table of (exact value, value and slope in training)."""
    blocks: dict[str, str] = {}
    rows = []
    for name in dict.fromkeys(names):
        activation = ACTIVATIONS[name]
        value, slope = _collect(activation.value, blocks), ""
        fast = value
        if is_training and name in ("sigmoid", "tanh"):
            blocks[f"fast {name}"] = FAST if name == "sigmoid" else FAST_TANH
            fast = "fast_sigmoid" if name == "sigmoid" else value
            slope = f"fast_{name}_slope"
        slope = slope or _collect(activation.slope, blocks)
        rows.append(f'"{name}": ({value}, {fast}, {slope})')
    he = f"HE = {sorted(HE.intersection(names))}\n" if is_training else ""
    constants = [block for block in blocks.values() if not block.startswith("def")]
    functions = [block for block in blocks.values() if block.startswith("def")]
    title = "# ---- activations: value, value and slope in training " + "-" * 60 + "\n"
    return title + "".join(constants) + "\n\n".join(["", *functions]) + f"\n\nACTIVATION = {{{', '.join(rows)}}}\n{he}"


def _collect(function: Callable[..., Any], blocks: dict[str, str]) -> str:
    """Add the source of a function, and of what it uses, to the blocks; return its name."""
    assert isinstance(function, FunctionType)
    name = function.__name__
    if name in blocks:
        return name
    source = SHORT_NORMAL_CDF if name == "normal_cdf" else ANNOTATION.sub("", inspect.getsource(function))
    used = set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", source)) - {name}  # what stands behind a dot is numpy's
    for other in sorted(used & set(function.__globals__)):
        thing = function.__globals__[other]
        if isinstance(thing, FunctionType):
            _collect(thing, blocks)
        elif isinstance(thing, float | int | tuple):
            blocks[other] = f"{other} = {thing!r}\n"
    blocks[name] = source
    return name
