"""How many units really sit in the flat tails."""

from sims.experiment import Results
from sims.experiments.sigmoid_squash import SATURATED, SigmoidSquashSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.05, 0.25, 0.5)
CHOICES = ("Up to 5 %", "5 to 25 %", "25 to 50 %", "More than 50 %")


def ask(settings: SigmoidSquashSettings) -> Question:
    """About the share of saturated outputs."""
    weights = "" if settings.gain == 1 else f", started with {settings.gain:g} times the usual weights"
    return Question(
        f"A sigmoid network is trained on digits for {settings.epochs} epochs{weights}. How often is a hidden unit "
        f"in a flat tail (|z| above {SATURATED:g}), over all units and test images?",
        CHOICES,
    )


def resolve(settings: SigmoidSquashSettings, results: Results) -> Resolution:
    """From the share of saturated outputs."""
    share = results.metric("share_saturated").mean
    return Resolution((bin_of(share, LIMITS),), f"In {100 * share:.1f} % of the cases.")


PREDICTION = Prediction(ask, resolve)
