"""How fast folding makes pieces."""

from sims.experiment import Results
from sims.experiments.composition import CompositionSettings
from sims.prediction import Prediction, Question, Resolution

FEWEST_FOLDS = 3  # below it two of the laws give the same number


def ask(settings: CompositionSettings) -> Question | None:
    """About the number of pieces."""
    if settings.depth < FEWEST_FOLDS:
        return None
    words = ("each fold adds one", "each fold adds two", "each fold doubles them", "each fold triples them")
    choices = tuple(f"{count}: {said}" for count, said in zip(_counts(settings.depth), words, strict=True))
    return Question(
        f"A fold with two straight pieces (two ReLU units) is fed into itself until there are {settings.depth} folds. "
        "How many straight pieces does the result have?",
        choices,
    )


def resolve(settings: CompositionSettings, results: Results) -> Resolution:
    """From the exact count."""
    pieces = round(results.metric("pieces", depth=settings.depth).mean)
    right = tuple(place for place, count in enumerate(_counts(settings.depth)) if count == pieces)
    return Resolution(right, f"It has {pieces} pieces.")


def _counts(depth: int) -> tuple[int, ...]:
    return depth + 1, 2 * depth, 2**depth, 3**depth


PREDICTION = Prediction(ask, resolve)
