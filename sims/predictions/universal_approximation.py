"""What more units buy."""

from sims.experiment import Results
from sims.experiments.universal_approximation import UniversalApproximationSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (1.5, 5.0, 15.0)
CHOICES = (
    "Hardly (up to 1.5 times smaller), or not at all",
    "1.5 to 5 times smaller",
    "5 to 15 times smaller",
    "More than 15 times smaller",
)


def ask(settings: UniversalApproximationSettings) -> Question | None:
    """About the error with the most units; nothing where there is one number only."""
    fewest, most = min(settings.units), max(settings.units)
    if fewest == most:
        return None
    return Question(
        f"One hidden layer of {settings.hidden} units learns a curve ({settings.target}). "
        f"How much smaller does the error get from {fewest} to {most} units?",
        CHOICES,
    )


def resolve(settings: UniversalApproximationSettings, results: Results) -> Resolution:
    """From both errors."""
    few, many = (results.metric("rmse", units=units).mean for units in (min(settings.units), max(settings.units)))
    said = f"The error goes from {few:.3g} to {many:.3g}: {few / many:.3g} times smaller."
    return Resolution((bin_of(few / many, LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
