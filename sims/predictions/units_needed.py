"""Which activation does best in the narrowest layer."""

from sims.experiment import Results
from sims.experiments.units_needed import UnitsNeededSettings
from sims.prediction import Prediction, Question, Resolution, tied_with

SAME = "They are about the same"
FEWEST, MOST = 2, 4
TIE = 0.002  # one test image, where there is no such choice
POINT, TENTH = 0.01, 0.1  # of accuracy; of the smaller error


def ask(settings: UnitsNeededSettings) -> Question | None:
    """Which one is best; nothing to compare where there is one only."""
    if len(settings.hidden) < FEWEST:
        return None
    units = min(settings.widths)
    same = () if len(settings.hidden) == MOST else (SAME,)
    nearly = "" if not same else " (the same: within 1 point, or 10 % of the error)"
    how = "1 hidden unit" if units == 1 else f"{units} hidden units"
    return Question(
        f"Task: {settings.task}. Which activation does best with only {how}{nearly}?", (*settings.hidden, *same)
    )


def resolve(settings: UnitsNeededSettings, results: Results) -> Resolution:
    """From the accuracies, or the errors of a curve."""
    units, is_error = min(settings.widths), settings.measure == "rmse"
    found = [results.metric(settings.measure, hidden=name, width=units).mean for name in settings.hidden]
    best = min(found) if is_error else max(found)
    told = ", ".join(
        f"{name} {value:.3f}" if is_error else f"{name} {100 * value:.1f} %"
        for name, value in zip(settings.hidden, found, strict=True)
    )
    said = f"{'Error' if is_error else 'Accuracy'}: {told}."
    if len(found) == MOST:
        return Resolution(tied_with(found, best, TIE), said)
    near = tied_with(found, best, TENTH * best if is_error else POINT)
    return Resolution((len(found),) if len(near) > 1 else near, said)


PREDICTION = Prediction(ask, resolve)
