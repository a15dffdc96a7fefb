"""A prediction: a question to think about before the picture is shown, and which answer the numbers then give."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sims.experiment import Results, Settings

SettingsT = TypeVar("SettingsT", bound=Settings)
FEWEST, MOST = 3, 4
LONGEST_CHOICE = 70  # characters: a Discord button takes 80


@dataclass(frozen=True)
class Question:
    """What is asked, and three or four choices, each of which could be right."""

    text: str
    choices: tuple[str, ...]

    def __post_init__(self) -> None:
        if not FEWEST <= len(self.choices) <= MOST:
            raise ValueError(f"a question has {FEWEST} to {MOST} choices, this one {len(self.choices)}: {self.text}")
        if len(set(self.choices)) < len(self.choices):
            raise ValueError(f"two choices are the same: {self.choices}")
        if max(map(len, self.choices)) > LONGEST_CHOICE:
            raise ValueError(f"a choice has at most {LONGEST_CHOICE} characters: {self.choices}")


@dataclass(frozen=True)
class Resolution:
    """Which choices are right (two where they tie), and the measured number behind it as a sentence."""

    right: tuple[int, ...]
    because: str


@dataclass(frozen=True)
class Prediction(Generic[SettingsT]):
    """The question of one experiment.

    Attributes:
        ask: the question for these settings; None where the settings leave nothing to predict.
        resolve: which choices are right, from the results of the run and nothing else.
    """

    ask: Callable[[SettingsT], Question | None]
    resolve: Callable[[SettingsT, Results], Resolution]


AnyPrediction = Prediction[Any]


def bin_of(value: float, limits: Sequence[float]) -> int:
    """Which bin a value falls into; one that equals a limit belongs to the bin below it."""
    return bisect_left(list(limits), value)


def tied_with(values: Sequence[float], best: float, within: float) -> tuple[int, ...]:
    """The places of all values that are as good as the best one, up to `within`."""
    return tuple(place for place, value in enumerate(values) if abs(value - best) <= within)
