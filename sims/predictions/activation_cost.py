"""How much slower than ReLU the slowest function is."""

from sims.experiment import Results
from sims.experiments.activation_cost import ActivationCostSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (3.0, 10.0, 30.0)
CHOICES = ("Up to 3 times", "3 to 10 times", "10 to 30 times", "More than 30 times")


def ask(settings: ActivationCostSettings) -> Question | None:
    """About the slowest of those that are timed."""
    if not settings.compared:
        return None
    names = ", ".join(settings.compared)
    return Question(
        f"These are timed in numpy, on one core: {names}. How many times as long as ReLU does the slowest one take?",
        CHOICES,
    )


def resolve(settings: ActivationCostSettings, results: Results) -> Resolution:
    """From the measured ratios."""
    ratios = {name: results.metric("ratio_to_relu", function=name).mean for name in settings.compared}
    slowest = max(ratios, key=ratios.__getitem__)
    return Resolution(
        (bin_of(ratios[slowest], LIMITS),), f"{slowest} took {ratios[slowest]:.3g} times as long as ReLU."
    )


PREDICTION = Prediction(ask, resolve)
