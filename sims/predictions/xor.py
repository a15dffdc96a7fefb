"""How often the smallest network that could solve XOR does learn it."""

from sims.experiment import Results
from sims.experiments.xor import XorSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

ENOUGH = 2  # units: two of ReLU can do it
LIMITS = (0.0, 0.5, 0.9)
CHOICES = ("Never", "Up to half of the time", "50 to 90 % of the time", "More than 90 % of the time")


def ask(settings: XorSettings) -> Question:
    """About the share of successes."""
    units = "1 hidden unit" if _units(settings) == 1 else f"{_units(settings)} hidden units"
    return Question(f"Networks with {units} ({settings.hidden}) start at random. How often do they learn XOR?", CHOICES)


def resolve(settings: XorSettings, results: Results) -> Resolution:
    """From the counted successes."""
    share = results.metric("success_share", units=_units(settings)).mean
    return Resolution((bin_of(share, LIMITS),), f"{100 * share:.1f} % of the networks learned it.")


def _units(settings: XorSettings) -> int:
    return min(ENOUGH, settings.units)


PREDICTION = Prediction(ask, resolve)
