"""A recipe is the one canonical text of a simulation request: `name?key=value&…`, a permalink and a cache key."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from sims.experiment import MAX_SEED, Experiment, LearnedSettings, Settings, SimError
from sims.options import Option, Scalar, options_of, shortest

Raw = Scalar | Iterable[Scalar]

MAX_TEXT = 1000  # more than twice the longest canonical recipe, percent-encoded; a longer text is no recipe
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
ANIMATED = ".gif"  # after the name: the recipe of an animation
AN_ANIMATION = "linear-vs-nonlinear"
YES, NO = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


@dataclass(frozen=True)
class Recipe:
    """One experiment with its settings."""

    experiment: Experiment[Any, Any]
    settings: Settings
    is_animated: bool = False

    @property
    def name(self) -> str:
        """The name of the experiment."""
        return self.experiment.name

    @property
    def text(self) -> str:
        """The canonical text: keys sorted, defaults left out, numbers in their shortest form."""
        options = options_of(self.experiment.settings)
        changed = [
            f"{option.key}={_spell(getattr(self.settings, option.key))}"
            for option in sorted(options, key=lambda option: option.key)
            if getattr(self.settings, option.key) != option.default
        ]
        name = self.name + ANIMATED * self.is_animated
        return name + ("?" + "&".join(changed) if changed else "")

    def change(self, pairs: Iterable[tuple[str, Raw]] = (), **values: Raw) -> "Recipe":
        """The same recipe with other values for these keys."""
        changes = [*pairs, *values.items()]
        changed = {_key(key) for key, _ in changes}
        kept = [(key, value) for key, value in self.settings.model_dump().items() if key not in changed]
        return from_pairs(self.experiment, [*kept, *changes])

    def new_seed(self) -> "Recipe":
        """The same recipe with fresh seeds; it stays as it is where nothing is random."""
        if not isinstance(self.settings, LearnedSettings):
            return self
        following = self.settings.seed + self.settings.seeds
        return self.change(seed=following if following <= MAX_SEED else 0)

    def animation(self) -> "Recipe":
        """The animation of one run of it; a SimError says where there is none."""
        try:
            frames = self.experiment.frames(self.settings)
        except ValueError as refused:
            raise SimError(f"{refused}.") from None
        if frames is None:
            raise SimError(f"{self.text} has no animation. One that has: {AN_ANIMATION}.")
        return replace(self.change(seeds=1), is_animated=True)

    def linear_twin(self) -> "Recipe | None":
        """The same experiment with its linear counterpart; None where there is none or it is linear already."""
        twin = self.experiment.linear_twin(self.settings)
        return None if twin is None or twin == self.settings else Recipe(self.experiment, twin)


def split(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The name and the raw (key, value) pairs of a recipe text, in any spelling."""
    if len(text) > MAX_TEXT:
        raise SimError(f"A recipe has at most {MAX_TEXT} characters; this text has {len(text)}.")
    name, _, query = text.strip().partition("?")
    pairs = []
    for part in filter(None, query.split("&")):
        key, equals, value = part.partition("=")
        if not equals:
            raise SimError(f"{quoted(part)} has no value: a recipe reads name?key=value&key=value.")
        pairs.append((unquote(key), unquote(value)))
    return name, pairs


def from_pairs(experiment: Experiment[Any, Any], pairs: Iterable[tuple[str, Raw]]) -> Recipe:
    """The recipe with these values, given as text or as numbers; a SimError says what is not allowed.

    A list may be given in parts, one pair for each, as a form sends its ticked boxes.
    """
    options = {option.key: option for option in options_of(experiment.settings)}
    raws: dict[str, list[Raw]] = {}
    for raw_key, value in pairs:
        key = _key(raw_key)
        if key not in options:
            raise SimError(_unknown(f"{experiment.name} has no setting", raw_key, options, "It takes"))
        raws.setdefault(key, []).append(value)
    values: dict[str, Any] = {
        key: _Reader(options[key], _joined(options[key], raw)).read() for key, raw in raws.items()
    }
    try:
        return Recipe(experiment, experiment.settings(**values))
    except ValidationError as refused:
        problem = refused.errors()[0]
        key = str(problem["loc"][0]) if problem["loc"] else ""
        said = problem["msg"].removeprefix("Value error, ")
        given = f"{key}={_spell(values[key])} is not allowed: " if key in values else ""
        raise SimError(f"{given}{said}.") from None


def _joined(option: Option, given: list[Raw]) -> Raw:
    """The one value of a key; only a list may come in parts, of which an empty one says that nothing else is ticked."""
    if len(given) == 1:
        return given[0]
    if not option.is_list:
        times = "twice" if len(given) == 2 else f"{len(given)} times"
        raise SimError(f"{quoted(option.key)} is given {times}: give each key once.")
    return [item for raw in given for item in _items(raw)]


def _items(raw: Raw) -> list[Any]:
    """The parts of a list that was given as text, as a list or as one value."""
    if isinstance(raw, str):
        return raw.split(",") if raw else []
    return list(raw) if isinstance(raw, Iterable) and not isinstance(raw, bytes | Mapping) else [raw]


def find_experiment(experiments: Mapping[str, Experiment[Any, Any]], name: str) -> Experiment[Any, Any]:
    """The experiment of this name, in any spelling."""
    wanted = _plain(name)
    if wanted in experiments:
        return experiments[wanted]
    raise SimError(_unknown("There is no simulation", name, experiments, "There are"))


def quoted(given: object, most: int = 40) -> str:
    """What was given, shortened, in quotation marks and on one line."""
    text = " ".join(str(given).split())
    return f"'{text[:most]}…'" if len(text) > most else f"'{text}'"


@dataclass(frozen=True)
class _Reader:
    """Reads one raw value as what its option takes."""

    option: Option
    raw: Raw

    def read(self) -> Scalar | tuple[Scalar, ...]:
        if not self.option.is_list:
            return self._scalar(self.raw)
        items = _items(self.raw)
        if not self.option.min_items <= len(items) <= self.option.max_items:
            raise self._refusal(f"{len(items)} values" if items else "an empty list", given=False)
        return tuple(self._scalar(item) for item in items)

    def _scalar(self, raw: object) -> Scalar:
        kind = self.option.kind
        if kind is bool:
            return self._yes_or_no(raw)
        if kind is str:
            return self._choice(raw)
        return self._number(raw)

    def _yes_or_no(self, raw: object) -> bool:
        word = str(raw).strip().lower()
        if word not in YES + NO:
            raise self._refusal(raw)
        return word in YES

    def _choice(self, raw: object) -> str:
        word = _plain(str(raw))
        if word not in self.option.choices:
            raise self._refusal(raw, near=get_close_matches(word, self.option.choices, n=1, cutoff=0.6))
        return word

    def _number(self, raw: object) -> int | float:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            raise self._refusal(raw)
        text = raw.strip() if isinstance(raw, str) else shortest(raw)
        if len(text) > MAX_TEXT or not NUMBER.fullmatch(text):
            raise self._refusal(text)
        value = float(text)
        low, high = self.option.minimum, self.option.maximum
        out_of_bounds = (low is not None and value < low) or (high is not None and value > high)
        if out_of_bounds or (self.option.kind is int and not value.is_integer()):
            raise self._refusal(text)
        return int(value) if self.option.kind is int else value + 0.0

    def _refusal(self, value: object, near: list[str] | None = None, given: bool = True) -> SimError:
        hint = f" Did you mean {near[0]}?" if near else ""
        said = quoted(value) if given else value
        return SimError(f"{self.option.key} cannot be {said}.{hint} Allowed: {self.option.allowed}.")


def _unknown(lead: str, given: str, known: Iterable[str], lists: str) -> str:
    names = list(known)
    near = get_close_matches(_plain(given), [_plain(name) for name in names], n=1, cutoff=0.6)
    hint = f" Did you mean {names[[_plain(name) for name in names].index(near[0])]}?" if near else ""
    return f"{lead} {quoted(given)}.{hint} {lists}: {', '.join(names)}."


def _plain(text: str) -> str:
    return re.sub(r"[\s_]+", "-", text.strip().lower())


def _key(text: str) -> str:
    return _plain(text).replace("-", "_")


def _spell(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(_spell(item) for item in value)
    return shortest(value) if isinstance(value, str | int | float | bool) else str(value)
