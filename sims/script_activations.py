"""The activation functions of a script: the source of the engine's own, and the short forms that training uses."""

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np

from sims.activations import ACTIVATIONS
from sims.curves import BELL_HEIGHT
from sims.error_function import ABOVE, BELOW, FAST_ABOVE, FAST_BELOW, normal_cdf
from sims.experiment import ScriptNeeds
from sims.script_parts import COLUMNS, assignment, listing, read_part

# Value and slope (of z, and where the value is a) as the engine computes them while it trains a network
QUICK = {
    "identity": ("lambda z: z", "lambda z, a: 1"),
    "relu": ("lambda z: np.maximum(z, 0)", "lambda z, a: z > 0"),
    "tanh": ("np.tanh", "lambda z, a: 1 - a * a"),
    "gelu": (
        "lambda z: z * cdf(z)",
        f"lambda z, a: cdf(z) + z * np.exp(-0.5 * z * z) * {BELL_HEIGHT}",
    ),
    "sigmoid": ("lambda z: np.tanh(z * 0.5) * 0.5 + 0.5", "lambda z, a: (1 - a) * a"),
}
LONGEST_LAMBDA = 65  # characters; a row of the table has room for them
ANNOTATION = re.compile(r": Array| -> Array|: float(?=[,)])|  # .*$", re.MULTILINE)
ONE_LINER = re.compile(r"def \w+\(z\):\n    return (.+)")


def activation_source(needs: ScriptNeeds) -> str:
    """The definitions that the activations need, and a table of value and slope, or of the values to be timed."""
    source, rows = _Source(needs), []
    for name in dict.fromkeys(needs.activations):
        curves = (ACTIVATIONS[name].value, ACTIVATIONS[name].slope)
        if needs.is_timing:
            rows.append(f'    "{name}": {source.code(curves[0])},')
        elif "network" in needs.parts:
            codes = QUICK.get(name) or (source.code(curves[0]), source.code(curves[1], "z, a"))
            if name == "gelu":
                source.code(curves[0])  # for what it uses
            rows += _row(name, *codes)
        else:
            rows += _row(name, *map(source.code, curves))
    what = "slope where the value is a" if "network" in needs.parts else "slope"
    first = "VALUE = {" if needs.is_timing else f"ACTIVATION = {{  # value, and {what}"
    constants = "\n".join(source.constants.values())
    return "\n\n\n".join(filter(None, [constants, *source.functions.values(), "\n".join([first, *rows, "}"])]))


def _row(name: str, value: str, slope: str) -> list[str]:
    start = f'    "{name}": ('
    line = f"{start}{value}, {slope}),"
    return [line] if len(line) <= COLUMNS else [f"{start}{value},", " " * len(start) + f"{slope}),"]


@dataclass
class _Source:
    """What has been collected: constants and functions by name, each after what it uses."""

    needs: ScriptNeeds
    constants: dict[str, str] = field(default_factory=dict)
    functions: dict[str, str] = field(default_factory=dict)

    def code(self, function: Callable[..., Any], arguments: str = "z") -> str:
        """The function for a row of the table: its name, or a lambda with its one expression."""
        assert isinstance(function, FunctionType)
        name, expression = function.__name__, ONE_LINER.fullmatch(_source(function))
        if name not in self.functions and expression and len(expression[1]) <= LONGEST_LAMBDA:
            self._collect_what_is_used(function)
            return f"lambda {arguments}: {expression[1]}"
        self._collect(function)
        return name if arguments == "z" else f"lambda {arguments}: {name}(z)"

    def _collect(self, function: FunctionType) -> None:
        name = function.__name__
        if name not in self.functions:
            if function is not normal_cdf:
                self._collect_what_is_used(function)
            self.functions[name] = self._normal_cdf() if function is normal_cdf else _source(function)

    def _collect_what_is_used(self, function: FunctionType) -> None:
        # what stands behind a dot is numpy's
        used = set(re.findall(r"(?<![.\w])[A-Za-z_]\w*", inspect.getsource(function)))
        for name in sorted(used & set(function.__globals__) - {function.__name__}):
            thing = function.__globals__[name]
            if isinstance(thing, FunctionType):
                self._collect(thing)
            elif isinstance(thing, float | int | tuple):
                self.constants[name] = assignment(name, thing)

    def _normal_cdf(self) -> str:
        """In the precisions that the script meets; short where it is exact, but at its real length to be timed."""
        exact = "timed" if self.needs.is_timing else "exact"
        traits = {"fast" if precision == "float32" else exact for precision in self.needs.precisions}
        traits.add("both" if len(traits) > 1 else "one")
        text = read_part("normal-cdf", traits)
        arrays: dict[str, Sequence[Any]] = {
            "fast_above": FAST_ABOVE,
            "fast_below": FAST_BELOW,
            "exact_above": ABOVE,
            "exact_below": BELOW,
        }
        for name, values in arrays.items():
            kind, _, variable = name.partition("_")
            numbers = [str(np.float32(value)) if kind == "fast" else str(float(value)) for value in values]
            text = text.replace(f"    ${name}", listing(variable, numbers, "np.float32" * (kind == "fast"), indent=4))
        return text


def _source(function: FunctionType) -> str:
    """Without types and comments, and with a short name for a function that has a source of its own here."""
    return ANNOTATION.sub("", inspect.getsource(function)).strip().replace("normal_cdf", "cdf")
