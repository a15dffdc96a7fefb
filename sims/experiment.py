"""The nouns of a simulation: its Settings, what it found (Results), and the Picture that is sent."""

import platform
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Generic, Literal, Protocol, Self, TypeVar

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sims.options import find_doubles, options_of
from sims.version import VERSION

MOST_SECONDS = 8.0  # of estimated work; a worker's hard limit is 20 s, and its core may be busy
MAX_SEED = 2**31 - 1  # what every random generator and every database column can hold


class SimError(Exception):
    """A recipe or a value that is not allowed, as a sentence for the person who typed it."""


def refuse_long(seconds: float, advice: str) -> None:
    """For a validator: refuse what a worker would not finish."""
    if seconds > MOST_SECONDS:
        raise ValueError(
            f"This would take about {seconds:.0f} seconds of computing; at most {MOST_SECONDS:.0f} are allowed."
            f" Give {advice}"
        )


class Settings(BaseModel):
    """What one simulation can be asked for: the source of slash options, web forms, URLs and refusals."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)
    less_work: ClassVar[str] = "smaller settings"  # what to give instead of a request that takes too long

    card: Annotated[Literal["light", "dark"], Field(description="Light or dark card")] = "light"

    @field_validator("*", mode="after")
    @classmethod
    def _refuse_doubles(cls, value: object) -> object:
        if isinstance(value, tuple) and (doubles := find_doubles(value)):
            raise ValueError(f"{doubles[0]} is named twice")
        return value

    @property
    def work_seconds(self) -> float:
        """About how long it computes on one core of a common server: measured, rounded up (docs/cost.md)."""
        return 1.0

    @model_validator(mode="after")
    def _sort_lists(self) -> Self:
        """A list means a set: one order for all spellings, that of the choices or of size."""
        for option in options_of(type(self)):
            value = getattr(self, option.key)
            if option.is_list:
                ordered = sorted(value, key=option.choices.index if option.choices else None)
                object.__setattr__(self, option.key, tuple(ordered))
        return self

    @model_validator(mode="after")
    def _refuse_what_takes_too_long(self) -> Self:
        refuse_long(self.work_seconds, self.less_work)
        return self


class LearnedSettings(Settings):
    """Settings of a simulation that trains: repeats `seed … seed+seeds-1`, each with its own data and weights."""

    seed: Annotated[int, Field(ge=0, le=MAX_SEED, description="First seed of data and weights")] = 7
    seeds: Annotated[int, Field(ge=1, le=10, description="Repeats, each with its own seed")] = 5

    @property
    def seed_list(self) -> tuple[int, ...]:
        """The seeds of the repeats."""
        return tuple(range(self.seed, self.seed + self.seeds))


@dataclass(frozen=True)
class Metric:
    """One measured quantity at one place, over the seeds. Accuracies are fractions."""

    name: str
    where: Mapping[str, str | float | int]
    mean: float
    sd: float
    per_seed: tuple[float, ...]
    unit: str = ""


def measured(name: str, where: Mapping[str, str | float | int], values: Iterable[float], unit: str = "") -> Metric:
    """A metric with its mean and standard deviation over the seeds (0 for a single one)."""
    per_seed = tuple(float(value) for value in values)
    sd = float(np.std(per_seed, ddof=1)) if len(per_seed) > 1 else 0.0
    return Metric(name, where, float(np.mean(per_seed)), sd, per_seed, unit)


@dataclass(frozen=True)
class Check:
    """A statement that the experiment has just tested: did `value` keep to `limit`?"""

    name: str
    holds: bool
    value: float
    limit: float


def versions() -> dict[str, str]:
    """What computed and drew a result."""
    return {
        "rectify": VERSION,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "matplotlib": matplotlib.__version__,
    }


@dataclass(frozen=True)
class Results:
    """What a simulation found, as tidy rows."""

    seeds: tuple[int, ...]
    n_train: int
    n_test: int
    versions: Mapping[str, str]
    metrics: tuple[Metric, ...]
    checks: tuple[Check, ...]

    def metric(self, name: str, **where: str | float) -> Metric:
        """The one metric of this name at this place."""
        for metric in self.metrics:
            if metric.name == name and all(metric.where.get(key) == value for key, value in where.items()):
                return metric
        raise KeyError(f"no metric {name} at {where}")


class Outcome(Protocol):
    """What `compute` hands to `draw`: the results, and whatever else the drawing needs."""

    @property
    def results(self) -> Results:
        """The tidy rows."""


PARTS = ("data", "train", "evaluate", "draw", "encode")


@dataclass
class Watch:
    """Tells how far a run has come, and how long each part took."""

    report: Callable[[float], None] = lambda fraction: None
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(PARTS, 0.0))

    def stage(self, start: float, end: float) -> "Watch":
        """For a part of the whole run, which reports from 0 to 1 itself."""
        return Watch(lambda fraction: self.report(start + (end - start) * fraction), self.seconds)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time of the block to this part."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - start


SettingsT = TypeVar("SettingsT", bound=Settings)
OutcomeT = TypeVar("OutcomeT", bound=Outcome)


Frames = Callable[[Watch], Iterator[Figure]]  # the cards of an animation, one after the other


def _has_no_twin(settings: Settings) -> None:
    """Most simulations have no linear counterpart."""


def _has_no_frames(settings: Settings) -> None:
    """Most simulations have no animation."""


@dataclass(frozen=True)
class ScriptNeeds:
    """What the stand-alone script of a recipe is made of, besides the experiment's own template."""

    parts: tuple[str, ...] = ()
    activations: tuple[str, ...] = ()
    constants: Mapping[str, object] = field(default_factory=dict)
    traits: frozenset[str] = frozenset()  # template lines that end in "#? trait" are for these only
    precisions: tuple[str, ...] = ("float32", "float64")  # in which the activations are computed
    is_timing: bool = False  # of the activations: then in their own form, and only their values


@dataclass(frozen=True)
class Experiment(Generic[SettingsT, OutcomeT]):
    """One simulation: what it can be asked, how it computes, draws and describes, and how to read it."""

    name: str
    title: str
    summary: str
    settings: type[SettingsT]
    compute: Callable[[SettingsT, Watch], OutcomeT]
    draw: Callable[[SettingsT, OutcomeT], Figure]
    caption: Callable[[SettingsT, OutcomeT], str]
    alt_text: Callable[[SettingsT, OutcomeT], str]
    script: Callable[[SettingsT], "ScriptNeeds"]
    how_to_read: str
    can_mislead: str
    thread_sentence: str
    gallery: tuple[str, ...]
    linear_twin: Callable[[SettingsT], SettingsT | None] = _has_no_twin
    frames: Callable[[SettingsT], Frames | None] = _has_no_frames
    is_measurement: bool = False  # of time on this machine: the one kind of result that no seed can reproduce


@dataclass(frozen=True)
class Picture:
    """A finished simulation, ready to be sent."""

    recipe: str
    name: str
    title: str
    version: str
    png: bytes
    width: int
    height: int
    caption: str
    alt_text: str
    runtime_s: Mapping[str, float]
    results: Results
    gif: bytes = b""  # the animation, where one was asked for
