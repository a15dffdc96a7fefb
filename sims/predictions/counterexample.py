"""How many digits a change of brightness can flip."""

from sims.experiment import Results
from sims.experiments.counterexample import CounterexampleSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.0, 0.25, 0.5)
CHOICES = ("None", "Some, up to a quarter", "A quarter to a half", "More than half")
WORDS = {
    "scale": "a twentieth of its ink, and with four times its ink",
    "offset": "all pixels lowered by 1, and with all raised by 1",
}


def ask(settings: CounterexampleSettings) -> Question:
    """About the share of digits that another amount flips."""
    return Question(
        f"Network: {settings.model}. Each of 450 test digits is shown to it once more with {WORDS[settings.shift]}. "
        "For what share does at least one of the two change the label?",
        CHOICES,
    )


def resolve(settings: CounterexampleSettings, results: Results) -> Resolution:
    """From the share over all test digits and seeds."""
    share = results.metric("share_flipped", model=settings.model).mean
    return Resolution((bin_of(share, LIMITS),), f"The label of {100 * share:.1f} % of the digits changes.")


PREDICTION = Prediction(ask, resolve)
