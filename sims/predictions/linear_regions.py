"""How many straight pieces a random network has."""

from sims.experiment import Results
from sims.experiments.linear_regions import LinearRegionsSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.5, 2.0, 10.0)  # pieces for each unit
CHOICES = (
    "Fewer than half as many as units",
    "About as many as units (half to twice)",
    "Two to ten times as many",
    "More than ten times as many",
)


def ask(settings: LinearRegionsSettings) -> Question:
    """About the pieces along a line."""
    layers = "1 hidden layer" if settings.depth == 1 else f"{settings.depth} hidden layers"
    biases = "" if settings.bias else " and no biases"
    return Question(
        f"A ReLU network with random weights{biases} has {layers} of {settings.width}: {settings.units} units. "
        "Along a straight line through its inputs, how many straight pieces does its output have?",
        CHOICES,
    )


def resolve(settings: LinearRegionsSettings, results: Results) -> Resolution:
    """From the exact count."""
    pieces = results.metric("pieces", depth=settings.depth, width=settings.width).mean
    said = f"{pieces:.1f} pieces on average, for {settings.units} units."
    return Resolution((bin_of(pieces / settings.units, LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
