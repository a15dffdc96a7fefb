"""What we show: small honest simulations, each a pure function of its recipe.

An **Experiment** is one simulation with its **Settings**. A **Recipe** is the canonical text of a request, such as
`brightness-shift?seed=12`. `run` turns it into a **Picture** with its **Results**; a **SimError** is a refusal.
"""

from sims.catalog import (
    experiments,
    from_pairs,
    from_values,
    parse,
    problem_of,
    question_of,
    resolution_of,
    run,
    script_text,
    warm_up,
)
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
from sims.gallery import gallery_text
from sims.options import Option, options_of
from sims.png import inspect_png, same_pixels
from sims.prediction import Question, Resolution
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
    "Question",
    "Recipe",
    "Resolution",
    "Results",
    "Settings",
    "SimError",
    "csv_text",
    "experiments",
    "from_pairs",
    "from_values",
    "gallery_text",
    "inspect_png",
    "options_of",
    "parse",
    "problem_of",
    "question_of",
    "resolution_of",
    "result_object",
    "run",
    "same_pixels",
    "script_text",
    "warm_up",
]
