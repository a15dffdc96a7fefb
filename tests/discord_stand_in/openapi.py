"""Checks request and answer bodies against Discord's own OpenAPI 3.1 description, where that file is at hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from .errors import FieldError

REPOSITORY = Path(__file__).resolve().parents[2]
ADDRESS = "urn:discord"

# Where the description and real requests differ. Each line says why real Discord takes the request.
TOLERATED_SCHEMAS = {
    # The description knows ids only as strings; Discord takes integers too, and discord.py sends integers for
    # message_reference, allowed_mentions, recipient_id and the ids of new attachments.
    "SnowflakeType": {"type": ["string", "integer"], "pattern": "^(0|[1-9][0-9]*)$", "format": "snowflake"},
}


def is_snowflake(value: object) -> bool:
    """A number below 2^64."""
    return not isinstance(value, bool) and int(str(value)) < 2**64


def is_date_time(value: object) -> bool:
    """A timestamp; raises ValueError otherwise."""
    return not isinstance(value, str) or datetime.fromisoformat(value) is not None


def is_uri(value: object) -> bool:
    """An address with a scheme."""
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


def is_int32(value: object) -> bool:
    """A whole number of 32 bits."""
    return not isinstance(value, int) or -(2**31) <= value < 2**31


def format_checker() -> FormatChecker:
    """The formats of the description that can be checked; `double`, `int64` and `nonce` say nothing more."""
    checker = FormatChecker(formats=())
    rules = {"snowflake": is_snowflake, "date-time": is_date_time, "uri": is_uri, "int32": is_int32}
    for name, rule in rules.items():
        # On the instance, not the class: other users of jsonschema keep their own rules.
        checker.checkers = {**checker.checkers, name: (rule, ValueError)}
    return checker


def find_description() -> Path | None:
    """The file, or None where it is not there; in CI it has to be there."""
    path = Path(os.environ.get("RECTIFY_TEST_OPENAPI") or REPOSITORY.parent / "shared" / "discord" / "openapi.json")
    if path.is_file():
        return path
    if os.environ.get("CI", "").lower() == "true":
        raise FileNotFoundError(
            f"Discord's API description is not at {path}, and in CI the stand-in must check against it: "
            "set RECTIFY_TEST_OPENAPI to the file"
        )
    return None


class Description:
    """The description, loaded once; a validator for each route is made when the route is first used."""

    def __init__(self, path: Path) -> None:
        self.document = json.loads(path.read_text(encoding="utf-8"))
        self.document["components"]["schemas"].update(TOLERATED_SCHEMAS)
        self._registry: Registry[Any] = Registry().with_resource(ADDRESS, DRAFT202012.create_resource(self.document))
        self._formats = format_checker()
        self._validators: dict[tuple[str, str, str], Draft202012Validator | None] = {}
        self._checked: dict[tuple[str, str, str, str], list[FieldError]] = {}

    def knows(self, method: str, route: str) -> bool:
        """Whether Discord has this route at all."""
        return method.lower() in self.document["paths"].get(route, {})

    def check_request(self, method: str, route: str, body: Any) -> list[FieldError]:
        """What is wrong with a request body; files of a multipart request are not part of it."""
        operation = self.document["paths"].get(route, {}).get(method.lower(), {})
        described = operation.get("requestBody")
        if described is None:
            return []
        if body is None:
            return [FieldError("", "BASE_TYPE_REQUIRED", "a body is required")] if described.get("required") else []
        # A multipart request is checked as JSON: payload_json is the same object, files are checked by `limits`.
        return self._problems(method, route, "requestBody/content/application~1json/schema", body)

    def check_answer(self, method: str, route: str, status: int, body: Any) -> list[FieldError]:
        """What is wrong with an answer of the stand-in itself."""
        operation = self.document["paths"].get(route, {}).get(method.lower(), {})
        if "content" not in operation.get("responses", {}).get(str(status), {}):
            return []
        return self._problems(method, route, f"responses/{status}/content/application~1json/schema", body)

    def _problems(self, method: str, route: str, place: str, body: Any) -> list[FieldError]:
        """What is wrong with a body; remembered of a list, which takes long: each client sends the same commands."""
        if not isinstance(body, list):
            return self._found(method, route, place, body)
        key = (method, route, place, json.dumps(body, sort_keys=True))
        if key not in self._checked:
            self._checked[key] = self._found(method, route, place, body)
        return list(self._checked[key])

    def _found(self, method: str, route: str, place: str, body: Any) -> list[FieldError]:
        key = (method, route, place)
        if key not in self._validators:
            pointer = f"/paths/{route.replace('~', '~0').replace('/', '~1')}/{method.lower()}/{place}"
            schema = {"$ref": f"{ADDRESS}#{quote(pointer, safe='/~')}"}
            self._validators[key] = Draft202012Validator(schema, registry=self._registry, format_checker=self._formats)
        validator = self._validators[key]
        assert validator is not None
        return [problem for error in validator.iter_errors(body) for problem in explain(error)]


def explain(error: ValidationError) -> Iterator[FieldError]:
    """A violated union is explained by its nearest branch: the one whose `type` fits and that fails least."""
    if not error.context:
        path = ".".join(str(step) for step in error.absolute_path)
        yield FieldError(path, *_in_words(error))
        return
    branches: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if all(len(errors) == 1 and errors[0].validator == "const" for errors in branches.values()):
        allowed = ", ".join(repr(errors[0].validator_value) for errors in branches.values())
        path = ".".join(str(step) for step in error.absolute_path)
        yield FieldError(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{allowed}}}.")
        return
    for inner in min(branches.values(), key=_distance):
        yield from explain(inner)


def _in_words(error: ValidationError) -> tuple[str, str]:
    """The code and the sentence that Discord has for a violated keyword; ours where we do not know Discord's."""
    limit = error.validator_value
    lowest, highest = error.schema.get("minLength"), error.schema.get("maxLength")
    if error.validator in ("minLength", "maxLength") and lowest and highest:
        return "BASE_TYPE_BAD_LENGTH", f"Must be between {lowest} and {highest} in length."
    known = {
        "maxLength": ("BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."),
        "maxItems": ("BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."),
        "minLength": ("BASE_TYPE_MIN_LENGTH", f"Must be {limit} or more in length."),
        "minItems": ("BASE_TYPE_MIN_LENGTH", f"Must be {limit} or more in length."),
        "maximum": ("NUMBER_TYPE_MAX", f"Value should be less than or equal to {limit}."),
        "minimum": ("NUMBER_TYPE_MIN", f"Value should be greater than or equal to {limit}."),
        "required": ("BASE_TYPE_REQUIRED", f"This field is required: {error.message}"),
        "enum": ("BASE_TYPE_CHOICES", f"Value must be one of {limit}."),
    }
    return known.get(str(error.validator), (f"SCHEMA_{str(error.validator).upper()}", error.message[-300:]))


def _distance(errors: list[ValidationError]) -> tuple[int, int]:
    wrong_kind = sum(
        1 for one in errors if list(one.path)[-1:] == ["type"] or (one.validator == "type" and not one.path)
    )
    return wrong_kind, len(errors)


@cache
def load(path: Path) -> Description:
    """The description of a file; read only once in a process."""
    return Description(path)
