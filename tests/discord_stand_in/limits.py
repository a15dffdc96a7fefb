"""Discord's limits on messages and modals; the numbers are those of Discord's documentation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from .errors import DiscordError, FieldError
from .state import COMPONENTS_V2, Json, UploadedFile, walk_components

CONTENT, EMBEDS, EMBED_TOTAL = 2000, 10, 6000
EMBED_TITLE, EMBED_DESCRIPTION, EMBED_FIELDS = 256, 4096, 25
FIELD_NAME, FIELD_VALUE, FOOTER, AUTHOR = 256, 1024, 2048, 256
ROWS, BUTTONS_IN_ROW, CUSTOM_ID, LABEL = 5, 5, 100, 80
SELECT_OPTIONS, SELECT_TEXT, SELECT_PLACEHOLDER = 25, 100, 150
COMPONENTS_IN_V2, TEXT_IN_V2 = 40, 4000
FILES, FILE_BYTES, ALT_TEXT = 10, 10 * 1024 * 1024, 1024
MODAL_TITLE, MODAL_INPUTS, INPUT_LABEL = 45, 5, 45

ROW, BUTTON, SELECT, TEXT_INPUT, TEXT_DISPLAY, LABELLED = 1, 2, 3, 4, 10, 18
SELECTS = (3, 5, 6, 7, 8)
LINK, PREMIUM = 5, 6


def too_long(path: str, value: Any, longest: int) -> Iterator[FieldError]:
    """A text that has too many characters."""
    if isinstance(value, str) and len(value) > longest:
        yield FieldError(path, "BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length.")


def bad_length(path: str, value: Any, longest: int) -> Iterator[FieldError]:
    """A required text that is missing, blank or too long."""
    if not isinstance(value, str) or not value.strip():
        yield FieldError(path, "BASE_TYPE_REQUIRED", "This field is required")
    elif len(value) > longest:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {longest} in length.")


def too_many(path: str, values: list[Any], most: int) -> Iterator[FieldError]:
    """A list that is too long."""
    if len(values) > most:
        yield FieldError(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def check_message(body: Json, files: dict[int, UploadedFile]) -> list[FieldError]:
    """Everything about a message body that Discord refuses as an invalid form."""
    embeds, components = body.get("embeds") or [], body.get("components") or []
    found = list(too_long("content", body.get("content"), CONTENT))
    found += too_many("embeds", embeds, EMBEDS)
    for place, embed in enumerate(embeds):
        found += check_embed(f"embeds.{place}", embed)
    total = sum(embed_size(embed) for embed in embeds)
    if total > EMBED_TOTAL:
        text = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        found.append(FieldError("embeds", "MAX_EMBED_SIZE_EXCEEDED", text))
    if (body.get("flags") or 0) & COMPONENTS_V2:
        found += check_components_v2(body, components)
    else:
        found += check_rows(components)
    found += check_custom_ids(components)
    found += check_attachments(body.get("attachments") or [], files)
    found += check_allowed_mentions(body.get("allowed_mentions") or {})
    return found


def check_embed(path: str, embed: Json) -> Iterator[FieldError]:
    """The limits of one embed."""
    yield from too_long(f"{path}.title", embed.get("title"), EMBED_TITLE)
    yield from too_long(f"{path}.description", embed.get("description"), EMBED_DESCRIPTION)
    yield from too_long(f"{path}.footer.text", (embed.get("footer") or {}).get("text"), FOOTER)
    yield from too_long(f"{path}.author.name", (embed.get("author") or {}).get("name"), AUTHOR)
    fields = embed.get("fields") or []
    yield from too_many(f"{path}.fields", fields, EMBED_FIELDS)
    for place, item in enumerate(fields):
        yield from bad_length(f"{path}.fields.{place}.name", item.get("name"), FIELD_NAME)
        yield from bad_length(f"{path}.fields.{place}.value", item.get("value"), FIELD_VALUE)
    yield from check_address(f"{path}.url", embed.get("url"), ("http", "https"))
    for part in ("image", "thumbnail"):
        address = (embed.get(part) or {}).get("url")
        yield from check_address(f"{path}.{part}.url", address, ("http", "https", "attachment"))


def check_address(path: str, address: Any, schemes: tuple[str, ...]) -> Iterator[FieldError]:
    """A URL with a scheme that Discord does not take, or without a host."""
    if not isinstance(address, str) or not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in schemes:
        allowed = ", ".join(repr(scheme) for scheme in schemes)
        text = f"Scheme {parts.scheme!r} is not supported. Scheme must be one of ({allowed})."
        yield FieldError(path, "URL_TYPE_INVALID_SCHEME", text)
    elif not parts.netloc:
        yield FieldError(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def embed_size(embed: Json) -> int:
    """The characters of an embed that count towards the total of 6000."""
    parts = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for item in embed.get("fields") or []:
        parts += [item.get("name"), item.get("value")]
    return sum(len(part) for part in parts if isinstance(part, str))


def check_rows(components: list[Json]) -> Iterator[FieldError]:
    """The limits of action rows with buttons and selects."""
    yield from too_many("components", components, ROWS)
    for place, row in enumerate(components):
        path = f"components.{place}"
        if row.get("type") != ROW:
            yield FieldError(f"{path}.type", "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({ROW},).')
            continue
        yield from check_row(path, row)


def check_row(path: str, row: Json) -> Iterator[FieldError]:
    """One action row: five buttons, or one select."""
    parts = row.get("components") or []
    selects = [part for part in parts if part.get("type") in SELECTS]
    if not parts or len(parts) > BUTTONS_IN_ROW or (selects and len(parts) > 1):
        text = f"Must be between 1 and {1 if selects else BUTTONS_IN_ROW} in length."
        yield FieldError(f"{path}.components", "BASE_TYPE_BAD_LENGTH", text)
    for place, part in enumerate(parts):
        inner = f"{path}.components.{place}"
        if part.get("type") == BUTTON:
            yield from check_button(inner, part)
        elif part.get("type") in SELECTS:
            yield from check_select(inner, part)


def check_button(path: str, button: Json) -> Iterator[FieldError]:
    """One button: a label or an emoji; a link has an address, all others a custom id."""
    yield from too_long(f"{path}.label", button.get("label"), LABEL)
    if not button.get("label") and not button.get("emoji") and button.get("style") != PREMIUM:
        yield FieldError(f"{path}.label", "BUTTON_COMPONENT_INVALID_LABEL", "A button needs a label or an emoji.")
    if button.get("style") == LINK:
        yield from bad_length(f"{path}.url", button.get("url"), 512)
        yield from check_address(f"{path}.url", button.get("url"), ("http", "https", "discord"))
        if button.get("custom_id"):
            text = "A custom id and url cannot both be specified"
            yield FieldError(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", text)
    elif button.get("style") != PREMIUM:
        yield from bad_length(f"{path}.custom_id", button.get("custom_id"), CUSTOM_ID)


def check_select(path: str, select: Json) -> Iterator[FieldError]:
    """One select menu: options 1..25 with unique values, and a sensible number to choose."""
    yield from bad_length(f"{path}.custom_id", select.get("custom_id"), CUSTOM_ID)
    yield from too_long(f"{path}.placeholder", select.get("placeholder"), SELECT_PLACEHOLDER)
    if select.get("type") != SELECT:
        return
    options = select.get("options") or []
    if not 1 <= len(options) <= SELECT_OPTIONS:
        text = f"Must be between 1 and {SELECT_OPTIONS} in length."
        yield FieldError(f"{path}.options", "BASE_TYPE_BAD_LENGTH", text)
    values = set()
    for place, option in enumerate(options):
        inner = f"{path}.options.{place}"
        for key in ("label", "value"):
            yield from bad_length(f"{inner}.{key}", option.get(key), SELECT_TEXT)
        yield from too_long(f"{inner}.description", option.get("description"), SELECT_TEXT)
        if option.get("value") in values:
            text = "The specified option value is already used"
            yield FieldError(f"{inner}.value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", text)
        values.add(option.get("value"))
    most = select.get("max_values")
    if most is not None and most > len(options):
        text = "max_values cannot exceed the number of options"
        yield FieldError(f"{path}.max_values", "SELECT_COMPONENT_MAX_VALUES", text)


def check_custom_ids(components: list[Json]) -> Iterator[FieldError]:
    """One custom id may stand only once in a message or modal."""
    seen = set()
    for part in walk_components(components):
        custom_id = part.get("custom_id")
        if custom_id is not None and custom_id in seen:
            text = f"Component custom id cannot be duplicated ({custom_id})"
            yield FieldError("components", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        seen.add(custom_id)


def check_components_v2(body: Json, components: list[Json]) -> Iterator[FieldError]:
    """The newer layout components: no content or embeds beside them, 40 in all, 4000 characters."""
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            text = f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield FieldError(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    parts = walk_components(components)
    yield from too_many("components", parts, COMPONENTS_IN_V2)
    if sum(len(part.get("content") or "") for part in parts if part.get("type") == TEXT_DISPLAY) > TEXT_IN_V2:
        yield FieldError("components", "COMPONENT_MAX_TEXT", f"Must be {TEXT_IN_V2} or fewer in length.")
    for part in parts:
        if part.get("type") == BUTTON:
            yield from check_button("components", part)
        elif part.get("type") == ROW:
            yield from check_row("components", part)


def check_attachments(described: list[Json], files: dict[int, UploadedFile]) -> Iterator[FieldError]:
    """The number of files and the length of each alt text; a file that is too large is 413, not a form error."""
    yield from too_many("attachments", described if len(described) > len(files) else list(files), FILES)
    for place, item in enumerate(described):
        yield from too_long(f"attachments.{place}.description", item.get("description"), ALT_TEXT)
    if any(len(file.content) > FILE_BYTES for file in files.values()):
        raise DiscordError(413, 40005, "Request entity too large")


def check_allowed_mentions(rule: Json) -> Iterator[FieldError]:
    """Three kinds can be parsed; `parse: [users]` and a list of users contradict each other, likewise for roles."""
    for place, kind in enumerate(rule.get("parse") or []):
        if kind not in ("users", "roles", "everyone"):
            text = "Value must be one of {'users', 'roles', 'everyone'}."
            yield FieldError(f"allowed_mentions.parse.{place}", "BASE_TYPE_CHOICES", text)
    for kind in ("users", "roles"):
        if kind in (rule.get("parse") or []) and rule.get(kind):
            text = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            yield FieldError("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)


def check_modal(body: Json) -> list[FieldError]:
    """A form: title, up to five inputs, each with a label."""
    components = body.get("components") or []
    found = list(bad_length("data.title", body.get("title"), MODAL_TITLE))
    found += bad_length("data.custom_id", body.get("custom_id"), CUSTOM_ID)
    if not 1 <= len(components) <= MODAL_INPUTS:
        text = f"Must be between 1 and {MODAL_INPUTS} in length."
        found.append(FieldError("data.components", "BASE_TYPE_BAD_LENGTH", text))
    found += check_custom_ids(components)
    for place, row in enumerate(components):
        path = f"data.components.{place}"
        if row.get("type") == LABELLED:
            found += bad_length(f"{path}.label", row.get("label"), INPUT_LABEL)
            continue
        for inner, part in enumerate(row.get("components") or []):
            found += bad_length(f"{path}.components.{inner}.label", part.get("label"), INPUT_LABEL)
    return found
