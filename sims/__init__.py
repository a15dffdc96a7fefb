"""What we show: small honest simulations, each a pure function of its recipe.

An **Experiment** is one simulation with its **Settings**. A **Recipe** is the canonical text of a request, such as
`brightness-shift?seed=12`. `run` turns it into a **Picture** with its **Results**; a **SimError** is a refusal.
"""

from sims.catalog import experiments, from_pairs, from_values, parse, problem_of, run, script_text, warm_up
from sims.experiment import (
    Check,
    Experiment,
    LearnedSettings,
    Metric,
    Picture,
    Results,
    Settings,
    SimError,
)
from sims.figures import inspect_png
from sims.options import Option, options_of
from sims.recipe import Recipe
from sims.tables import csv_text, result_object
from sims.version import VERSION

__all__ = [
    "VERSION",
    "Check",
    "Experiment",
    "LearnedSettings",
    "Metric",
    "Option",
    "Picture",
    "Recipe",
    "Results",
    "Settings",
    "SimError",
    "csv_text",
    "experiments",
    "from_pairs",
    "from_values",
    "inspect_png",
    "options_of",
    "parse",
    "problem_of",
    "result_object",
    "run",
    "script_text",
    "warm_up",
]
