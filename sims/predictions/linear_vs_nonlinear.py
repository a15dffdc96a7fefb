"""What an activation gains over the same network without one."""

from sims.experiment import Results
from sims.experiments.linear_vs_nonlinear import LinearVsNonlinearSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.02, 0.10, 0.25)
CHOICES = ("Up to 2 points, or none", "2 to 10 points", "10 to 25 points", "More than 25 points")


def ask(settings: LinearVsNonlinearSettings) -> Question:
    """About the gain in accuracy."""
    return Question(
        f"Data: {settings.dataset}. The same network is trained with {settings.hidden} and without any activation. "
        "How many points of test accuracy does the activation gain?",
        CHOICES,
    )


def resolve(settings: LinearVsNonlinearSettings, results: Results) -> Resolution:
    """From both accuracies."""
    with_it, without = (results.metric("accuracy", model=model).mean for model in ("network", "linear-twin"))
    said = f"{100 * with_it:.1f} % with it, {100 * without:.1f} % without."
    return Resolution((bin_of(with_it - without, LIMITS),), said)


PREDICTION = Prediction(ask, resolve)
