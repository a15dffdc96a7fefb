"""Whether max-pooling protects a CNN from changed brightness."""

from sims.experiment import Results
from sims.experiments.max_pool import MaxPoolSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.02, 0.10, 0.25)
CHOICES = ("Up to 2 points: pooling evens it out", "2 to 10 points", "10 to 25 points", "More than 25 points")


def ask(settings: MaxPoolSettings) -> Question | None:
    """About the loss of the CNN; nothing where the ink stays as it is."""
    if (settings.a, settings.b) == (1, 0):
        return None
    return Question(
        f"The ink x of the test digits becomes {settings.a:g}·x + {settings.b:g}. A CNN with max-pooling was trained "
        "on normal ink. How much accuracy does it lose?",
        CHOICES,
    )


def resolve(settings: MaxPoolSettings, results: Results) -> Resolution:
    """From the accuracies before and after."""
    before = results.metric("accuracy", model="cnn", a=1.0, b=0.0).mean
    after = results.metric("accuracy", model="cnn", a=settings.a, b=settings.b).mean
    said = f"The CNN falls from {100 * before:.1f} % to {100 * after:.1f} %."
    return Resolution((bin_of(before - after, LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
