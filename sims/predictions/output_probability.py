"""Whether a network is as often right as it says."""

from sims.experiment import Results
from sims.experiments.output_probability import OutputProbabilitySettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (-0.02, 0.02)
CHOICES = (
    "It is not sure enough, by more than 2 points",
    "It is right about as often as it says (within 2 points)",
    "It is too sure, by more than 2 points",
)


def ask(settings: OutputProbabilitySettings) -> Question:
    """About confidence and accuracy."""
    return Question(
        f"A {settings.head} head gives the probability of the chosen class (scores divided by "
        f"{settings.temperature:g}). Compare its mean over the test images with the share that it gets right.",
        CHOICES,
    )


def resolve(settings: OutputProbabilitySettings, results: Results) -> Resolution:
    """From the mean confidence and the accuracy."""
    says, right = results.metric("confidence").mean, results.metric("accuracy").mean
    said = f"It says {100 * says:.1f} % and is right in {100 * right:.1f} %."
    return Resolution((bin_of(says - right, LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
