"""What a Settings model can be asked for, one Option per key: for forms, slash options, recipes and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

Scalar = str | int | float | bool

KINDS: Mapping[str, type[Scalar]] = {"string": str, "integer": int, "number": float, "boolean": bool}


class OneOf:
    """For `Annotated[str, OneOf(...)]`: a text out of a list that is known only when the program runs."""

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.choices))


@dataclass(frozen=True)
class Option:
    """One key: its kind, its bounds or choices, and its default."""

    key: str
    kind: type[Scalar]
    description: str
    default: Scalar | tuple[Scalar, ...]
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    is_list: bool = False
    min_items: int = 0
    max_items: int = 1

    @property
    def allowed(self) -> str:
        """What may be given, as the end of a sentence."""
        if not self.is_list:
            return self._allowed_item
        count = f"{self.min_items} to {self.max_items}" if self.max_items != self.min_items else f"{self.min_items}"
        return f"{count} of these, separated by commas: {self._allowed_item}"

    @property
    def _allowed_item(self) -> str:
        if self.kind is bool:
            return "true or false"
        if self.choices:
            return ", ".join(self.choices)
        noun = "a whole number" if self.kind is int else "a number"
        return f"{noun} from {shortest(self.minimum)} to {shortest(self.maximum)}"


def shortest(value: Scalar | None) -> str:
    """The shortest text that reads back as the same value: 0.5, 1, 1e-05."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # "+" would be read as a space in a URL, and -0 is 0
        return repr(value or 0.0).removesuffix(".0").replace("e+", "e")
    return str(value)


def find_doubles(values: tuple[Any, ...]) -> list[Any]:
    """Values that stand in the list more than once."""
    return [value for at, value in enumerate(values) if value in values[:at]]


def options_of(settings: type[BaseModel]) -> tuple[Option, ...]:
    """The options of a Settings model: its own in the order of its fields, then what it shares with others."""
    return _read_options(settings)


@cache  # reading a schema takes about a millisecond, and every recipe needs it
def _read_options(settings: type[BaseModel]) -> tuple[Option, ...]:
    properties = settings.model_json_schema()["properties"]
    keys = sorted(settings.model_fields, key=lambda key: _generality(settings, key))
    return tuple(_option(key, settings.model_fields[key].default, properties[key]) for key in keys)


def _generality(settings: type[BaseModel], key: str) -> int:
    """How many of the model and its bases have this key: what is this simulation's own comes first."""
    return sum(key in getattr(base, "model_fields", {}) for base in settings.__mro__)


def _option(key: str, default: Scalar | tuple[Scalar, ...], schema: Mapping[str, Any]) -> Option:
    is_list = schema.get("type") == "array"
    item = schema["items"] if is_list else schema
    return Option(
        key=key,
        kind=KINDS[item.get("type", "string")],
        description=schema.get("description", ""),
        default=default,
        choices=tuple(item.get("enum", ())),
        minimum=item.get("minimum"),
        maximum=item.get("maximum"),
        is_list=is_list,
        min_items=schema.get("minItems", 0),
        max_items=schema.get("maxItems", 1),
    )
