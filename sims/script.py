"""A recipe as a stand-alone script that a learner can read, run and change: numpy and matplotlib only.

The parts stand in `scripts/`; they compute in the same order and layout as the engine, so that the printed numbers
agree to the last digit. Only what the recipe needs is put in.
"""

import re
from textwrap import wrap
from typing import Any

import numpy as np

from sims.digits import FULL_INK, load_digits
from sims.experiment import ScriptNeeds
from sims.network import HE
from sims.recipe import Recipe
from sims.script_activations import activation_source
from sims.script_parts import COLUMNS, assignment, read_part

MOST_LINES = 120
LOOKS = {"card", "style"}  # settings that change no number
PARTS = ("digits", "points", "network", "cnn", "one-cycle", "train", "curve", "standardise")
MODULES = ("math", "time")  # of the standard library
TOGETHER = ("SEED", "SEEDS", "EPOCHS", "BATCH")  # settings that share a line
ONE_LINE_DOCSTRING = re.compile(r'^( *def .*:)\n +"""(.*)\."""\n', re.MULTILINE)


def script_of(recipe: Recipe) -> str:
    """The script of this recipe: imports, settings, the parts that it needs, and the experiment itself."""
    needs = recipe.experiment.script(recipe.settings)
    constants = {**recipe.settings.model_dump(exclude=LOOKS), **needs.constants}
    body = "\n\n\n".join(_blocks(recipe.name, needs)).replace("$is_kin", _is_kin(needs))
    head = [_heading(recipe.text), _imports(body), _settings(constants, body)]
    text = "\n\n".join(filter(None, head)) + "\n\n\n" + body + "\n"
    for shorten in (_close_up, _move_docstrings):
        if text.count("\n") > MOST_LINES:
            text = shorten(text)
    return _put_digits(text)


def _put_digits(script: str) -> str:
    images, labels = load_digits()
    letters = (images * FULL_INK + ord("a")).astype(np.uint8)
    return script.replace("$PIXELS", letters.tobytes().decode()).replace("$LABELS", "".join(map(str, labels)))


def _blocks(name: str, needs: ScriptNeeds) -> list[str]:
    traits = needs.traits | ({_variance(needs)} if needs.parts else set())
    blocks = [read_part(part, traits) for part in PARTS if part in needs.parts]
    if needs.activations:
        blocks.insert(sum(part in needs.parts for part in ("digits", "points")), activation_source(needs))
    return [*blocks, read_part(name, traits)]


def _variance(needs: ScriptNeeds) -> str:
    """Whose variance the starting weights have: all the same, or it depends on the activation."""
    kin = HE.intersection(needs.activations)
    return "mixed" if kin < set(needs.activations) and kin else "he" if kin else "glorot"


def _is_kin(needs: ScriptNeeds) -> str:
    """The code that asks whether an activation is of ReLU's kin."""
    kin = sorted(HE.intersection(needs.activations))
    return f'hidden == "{kin[0]}"' if len(kin) == 1 else f"hidden in {kin}".replace("'", '"')


def _heading(recipe: str) -> str:
    line = f'"""Made by Rectify from the recipe {recipe}; needs numpy and matplotlib."""'
    if len(line) <= COLUMNS:
        return line
    start = '"""Made by Rectify; needs numpy and matplotlib. The recipe: '
    rows = wrap(start + re.sub(r"([&,?])", "\\1\0 ", recipe) + '"""', COLUMNS, break_on_hyphens=False)
    return "\n".join(row.removesuffix("\0").replace("\0 ", "") for row in rows)


def _imports(body: str) -> str:
    lines = [f"import {module}" for module in MODULES if re.search(rf"\b{module}\.", body)]
    return "\n".join([*lines, *[""] * bool(lines), "import matplotlib.pyplot as plt", "import numpy as np"])


def _settings(values: dict[str, Any], body: str) -> str:
    """The settings that the script uses."""
    used = {key.upper(): value for key, value in values.items() if re.search(rf"\b{key.upper()}\b", body)}
    shared = [name for name in TOGETHER if name in used]
    lines = [assignment(name, value) for name, value in used.items() if name not in shared]
    if shared:
        lines.insert(0, f"{', '.join(shared)} = {', '.join(str(used[name]) for name in shared)}")
    return "\n".join(lines)


def _close_up(script: str) -> str:
    """One blank line between functions, none inside them and none within the imports, where PEP 8 has more."""
    script = script.replace("\n\nimport matplotlib", "\nimport matplotlib", "import math" in script)
    return re.sub(r"\n\n+( +)", r"\n\1", re.sub(r"\n{3,}", "\n\n", script))


def _move_docstrings(script: str) -> str:
    """One-line docstrings as comments beside their functions, where there is room."""

    def beside(found: re.Match[str]) -> str:
        line = f"{found[1]}  # {found[2]}\n"
        return line if len(line) <= COLUMNS + 1 else found[0]

    return ONE_LINE_DOCSTRING.sub(beside, script)
