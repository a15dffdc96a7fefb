"""How much of the gradient reaches the first layer."""

from sims.experiment import Results
from sims.experiments.vanishing_gradient import VanishingGradientSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (1.0, 3.0, 6.0)  # powers of ten
CHOICES = ("Up to 10 times smaller, or not at all", "10 to 1,000 times", "1,000 to a million times", "More than that")


def ask(settings: VanishingGradientSettings) -> Question:
    """About the activation that loses most."""
    return Question(
        f"{settings.depth} hidden layers, {settings.init} starting weights. In the worst of "
        f"{', '.join(settings.hidden)}, how many times smaller is the gradient in the first layer than in the last?",
        CHOICES,
    )


def resolve(settings: VanishingGradientSettings, results: Results) -> Resolution:
    """From the ratio of the two gradients."""
    ratios = {name: results.metric("log10_ratio", hidden=name).mean for name in settings.hidden}
    worst = min(ratios, key=ratios.__getitem__)
    said = f"Powers of ten between first and last layer: {worst} {ratios[worst]:.1f}."
    return Resolution((bin_of(-ratios[worst], LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
