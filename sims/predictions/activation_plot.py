"""How steep the functions get."""

from sims.experiment import Results
from sims.experiments.activation_plot import ActivationPlotSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

ROUNDING = 1e-9
LIMITS = (0.25 + ROUNDING, 1 - ROUNDING, 1 + ROUNDING)
CHOICES = ("At most ¼", "More than ¼, less than 1", "Exactly 1", "More than 1")


def ask(settings: ActivationPlotSettings) -> Question:
    """About the steepest of the marked points."""
    names = ", ".join(settings.functions)
    return Question(f"What is the largest slope of {names} at the inputs 0, ±1, ±2 and ±4?", CHOICES)


def resolve(settings: ActivationPlotSettings, results: Results) -> Resolution:
    """From the slopes at the marked points."""
    slopes = [metric for metric in results.metrics if metric.name == "derivative"]
    steepest = max(slopes, key=lambda metric: metric.mean)
    where = f"{steepest.where['function']} at z = {steepest.where['z']:g}"
    return Resolution((bin_of(steepest.mean, LIMITS),), f"The largest slope is {steepest.mean:.3g}: {where}.")


PREDICTION = Prediction(ask, resolve)
