"""How many units die at the largest learning rate."""

from sims.experiment import Results
from sims.experiments.dead_relu import DeadReluSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.1, 0.4, 0.8)
CHOICES = ("Up to 10 %", "10 to 40 %", "40 to 80 %", "More than 80 %")


def ask(settings: DeadReluSettings) -> Question:
    """About the share of units that are off for every image."""
    return Question(
        f"A network with {settings.hidden} is trained with {settings.optimizer} at a constant learning rate of "
        f"{max(settings.learning_rates):g}. What share of its hidden units is then off for every training image?",
        CHOICES,
    )


def resolve(settings: DeadReluSettings, results: Results) -> Resolution:
    """From the counted units."""
    share = results.metric("dead_share", learning_rate=max(settings.learning_rates)).mean
    return Resolution((bin_of(share, LIMITS),), f"{100 * share:.1f} % of the units are off for every training image.")


PREDICTION = Prediction(ask, resolve)
