"""Which network minds changed brightness most."""

from sims.experiment import Results
from sims.experiments.brightness_shift import BrightnessShiftSettings
from sims.prediction import Prediction, Question, Resolution, bin_of, tied_with

POINTS = {"scale": ("a", 0.2, 1.0), "offset": ("b", 0.3, 0.0)}  # symbol, changed, as trained
WORDS = {"scale": "test digits have only a fifth of the ink", "offset": "a haze of 0.3 lies over the test digits"}
TIE = 0.002  # one test image
LIMITS = (0.02, 0.10, 0.25)
CHOICES = ("Up to 2 points", "2 to 10 points", "10 to 25 points", "More than 25 points")
FEWEST_TO_COMPARE = 3


def ask(settings: BrightnessShiftSettings) -> Question:
    """Which of three or more models loses most; how much the worst of fewer loses."""
    names, words = settings.models, WORDS[settings.shift]
    if len(names) >= FEWEST_TO_COMPARE:
        return Question(f"Trained at normal brightness; then the {words}. Which one loses most accuracy?", names)
    return Question(
        f"Trained at normal brightness; then the {words}. How much accuracy does {' or '.join(names)} lose at worst?",
        CHOICES,
    )


def resolve(settings: BrightnessShiftSettings, results: Results) -> Resolution:
    """From the accuracies at the two amounts."""
    losses = [_loss(settings, results, name) for name in settings.models]
    worst = max(losses)
    told = ", ".join(f"{name} {100 * loss:.1f}" for name, loss in zip(settings.models, losses, strict=True))
    if len(losses) >= FEWEST_TO_COMPARE:
        return Resolution(tied_with(losses, worst, TIE), f"Points lost: {told}.")
    return Resolution((bin_of(worst, LIMITS),), f"Points lost: {told}.")


def _loss(settings: BrightnessShiftSettings, results: Results, name: str) -> float:
    symbol, changed, plain = POINTS[settings.shift]
    at = {
        round(float(metric.where[symbol]), 6): metric.mean
        for metric in results.metrics
        if metric.name == "accuracy" and metric.where["model"] == name
    }
    return at[plain] - at[changed]


PREDICTION = Prediction(ask, resolve)
