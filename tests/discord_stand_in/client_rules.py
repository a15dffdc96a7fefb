"""What Discord's own client does before a command, press or form reaches the bot: resolve, check, refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .errors import ClientRefusal
from .payloads import attachment_json, channel_json, member_json, role_json, user_json
from .permissions import permissions_of
from .state import Attachment, Channel, Json, Member, Message, Role
from .world import World

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
# A slash command option holds at most this many characters in the client.
LONGEST_STRING = 6000
LARGEST_INTEGER = 2**53


@dataclass
class Resolved:
    """The command data under construction: nested options and the objects that they name."""

    options: list[Json] = field(default_factory=list)
    objects: dict[str, Json] = field(default_factory=dict)

    def add(self, group: str, number: int, facts: Json) -> None:
        """Remember an object that an option refers to by its id."""
        self.objects.setdefault(group, {})[str(number)] = facts


def find_command(world: World, channel: Channel, name: str, kind: int = 1) -> Json:
    """The registered command that a person sees in this channel; a guild's command hides a global one."""
    scopes = [None] if channel.is_direct else [world.guild_id, None]
    for scope in scopes:
        for command in world.commands.get(scope, []):
            if command["name"] == name and command["type"] == kind:
                return command
    names = sorted(command["name"] for scope in scopes for command in world.commands.get(scope, []))
    raise ClientRefusal(f"there is no command {name!r} of type {kind} here; registered: {names}")


def check_may_use(world: World, user: Member, channel: Channel, command: Json) -> None:
    """Refuse a command that is not offered to this person in this place."""
    contexts = command.get("contexts")
    place = 1 if channel.is_direct else 0
    if (contexts is not None and place not in contexts) or (place and command.get("dm_permission") is False):
        raise ClientRefusal(f"/{command['name']} is not offered in {'direct messages' if place else 'a server'}")
    needed = command.get("default_member_permissions")
    if needed is None or channel.is_direct:
        return
    have = permissions_of(user, world.everyone, channel)
    if needed == "0" and not have & 1 << 3:
        raise ClientRefusal(f"/{command['name']} is for administrators only")
    if have & int(needed) != int(needed):
        raise ClientRefusal(f"{user.name} lacks the permissions {needed} that /{command['name']} asks for")


def resolve(world: World, command: Json, path: list[str], values: Json, *, force: bool, focused: str = "") -> Resolved:
    """The options of `/command path…` with these values, as the client would send them."""
    definitions, wrappers = command.get("options") or [], []
    for step in path:
        inner = next((one for one in definitions if one["name"] == step and one["type"] in (SUBCOMMAND, GROUP)), None)
        if inner is None:
            names = [one["name"] for one in definitions]
            raise ClientRefusal(f"/{command['name']} has no subcommand {step!r}; there are {names}")
        wrappers.append({"name": step, "type": inner["type"]})
        definitions = inner.get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in definitions):
        raise ClientRefusal(f"/{command['name']} needs a subcommand: {[one['name'] for one in definitions]}")
    resolved = Resolved()
    by_name = {one["name"]: one for one in definitions}
    unknown = sorted(set(values) - set(by_name))
    if unknown:
        raise ClientRefusal(f"/{command['name']} has no option {unknown[0]!r}; there are {sorted(by_name)}")
    for name, definition in by_name.items():
        if name not in values:
            if definition.get("required") and not focused and not force:
                raise ClientRefusal(f"the option {name!r} is required")
            continue
        typing = name == focused
        value = _value(world, definition, values[name], resolved, force=force or typing)
        option = {"name": name, "type": definition["type"], "value": value}
        resolved.options.append(option | {"focused": True} if typing else option)
    for wrapper in reversed(wrappers):
        resolved.options = [wrapper | {"options": resolved.options}]
    return resolved


def _value(world: World, definition: Json, value: Any, resolved: Resolved, *, force: bool) -> Any:
    kind, name = definition["type"], definition["name"]
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE, FILE):
        return str(_object(world, name, kind, value, resolved))
    if not force:
        _check_plain(name, kind, value)
        _check_choice(definition, value)
        _check_bounds(definition, value)
    return value


def _check_plain(name: str, kind: int, value: Any) -> None:
    fits = {
        STRING: isinstance(value, str),
        INTEGER: isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_INTEGER,
        BOOLEAN: isinstance(value, bool),
        NUMBER: isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_INTEGER,
    }
    if not fits[kind]:
        words = {STRING: "text", INTEGER: "a whole number", BOOLEAN: "true or false", NUMBER: "a number"}
        raise ClientRefusal(f"the option {name!r} takes {words[kind]}, not {value!r}")


def _check_choice(definition: Json, value: Any) -> None:
    choices = definition.get("choices") or []
    if choices and value not in [choice["value"] for choice in choices]:
        allowed = [choice["value"] for choice in choices]
        raise ClientRefusal(f"the option {definition['name']!r} has no choice {value!r}; there are {allowed}")


def _check_bounds(definition: Json, value: Any) -> None:
    name, kind = definition["name"], definition["type"]
    if kind == STRING:
        lowest, highest = definition.get("min_length", 0), definition.get("max_length", LONGEST_STRING)
        if definition.get("required"):
            lowest = max(lowest, 1)
        if not lowest <= len(value) <= highest:
            raise ClientRefusal(f"the option {name!r} takes {lowest} to {highest} characters, not {len(value)}")
        return
    lowest, highest = definition.get("min_value"), definition.get("max_value")
    if (lowest is not None and value < lowest) or (highest is not None and value > highest):
        raise ClientRefusal(f"the option {name!r} takes {lowest} to {highest}, not {value!r}")


def _object(world: World, name: str, kind: int, value: Any, resolved: Resolved) -> int:
    if kind in (USER, MENTIONABLE) and isinstance(value, Member):
        add_member(world, value, resolved)
    elif kind == CHANNEL and isinstance(value, Channel):
        bits = str(permissions_of(world.bot, world.everyone, value))
        resolved.add("channels", value.id, channel_json(world, value) | {"permissions": bits})
    elif kind in (ROLE, MENTIONABLE) and isinstance(value, Role):
        resolved.add("roles", value.id, role_json(value, 1))
    elif kind == FILE and isinstance(value, Attachment):
        resolved.add("attachments", value.id, attachment_json(value) | {"ephemeral": True})
    else:
        raise ClientRefusal(f"the option {name!r} does not take {value!r}")
    return int(value.id)


def add_member(world: World, member: Member, resolved: Resolved) -> None:
    """Put a person among the resolved objects, as a user and as a member of the guild."""
    resolved.add("users", member.id, user_json(member))
    if member.in_guild:
        bits = str(permissions_of(member, world.everyone))
        resolved.add("members", member.id, member_json(member, with_user=False) | {"permissions": bits})


def find_component(message: Message, name: str, kinds: tuple[int, ...]) -> Json:
    """The button or select with this label, emoji, placeholder or custom id; refuses what cannot be used."""
    found = [part for part in message.all_components if part["type"] in kinds]
    exact = [part for part in found if name in (part.get("custom_id"), *_names(part))]
    near = [part for part in found if any(name.lower() in one.lower() for one in _names(part))]
    part = next(iter(exact or near), None)
    if part is None:
        names = [one for part in found for one in _names(part) or [str(part.get("custom_id"))]]
        raise ClientRefusal(f"there is no {name!r} on that message; there are {names}")
    if part.get("disabled"):
        raise ClientRefusal(f"{name!r} is disabled")
    if "custom_id" not in part:
        raise ClientRefusal(f"{name!r} is a link to {part.get('url')}; pressing it does not reach the bot")
    return part


def _names(part: Json) -> list[str]:
    """What a person sees on a component: label, placeholder or emoji."""
    names = [part.get("label"), part.get("placeholder"), (part.get("emoji") or {}).get("name")]
    return [name for name in names if name]


def check_selected(select: Json, values: list[Any]) -> None:
    """Refuse a choice in a select menu that the client would not allow."""
    lowest, highest = select.get("min_values", 1), select.get("max_values", 1)
    if not lowest <= len(values) <= highest:
        raise ClientRefusal(f"between {lowest} and {highest} choices are allowed, not {len(values)}")
    if select["type"] == 3:
        allowed = [option["value"] for option in select["options"]]
        wrong = [value for value in values if value not in allowed]
        if wrong:
            raise ClientRefusal(f"the menu has no choice {wrong[0]!r}; there are {allowed}")


def fill_form(form: Json, answers: dict[str, str]) -> list[Json]:
    """The components of a submitted form; inputs are named by label or custom id and checked for length."""
    left = dict(answers)
    rows = [_filled_row(row, left) for row in form["components"]]
    if left:
        raise ClientRefusal(f"the form has no input {next(iter(left))!r}")
    return [row for row in rows if row is not None]


def _filled_row(row: Json, left: dict[str, str]) -> Json | None:
    if row["type"] not in (1, 18):
        return None
    labelled = row["type"] == 18
    part = row["component"] if labelled else row["components"][0]
    label = row.get("label") if labelled else part.get("label")
    given = [key for key in (label, part["custom_id"]) if key in left]
    value: Any = left.pop(given[0]) if given else part.get("value") or ""
    if part["type"] == 4:
        lowest = part.get("min_length") or (1 if part.get("required", True) else 0)
        highest = part.get("max_length") or 4000
        empty_allowed = not part.get("required", True) and not value
        if not empty_allowed and not lowest <= len(value) <= highest:
            raise ClientRefusal(f"the input {label!r} takes {lowest} to {highest} characters, not {len(value)}")
        filled = {"type": 4, "custom_id": part["custom_id"], "value": value, "id": 1}
    else:
        values = value if isinstance(value, list) else [value] if value else []
        filled = {"type": part["type"], "custom_id": part["custom_id"], "values": values, "id": 1}
    return {"type": 18, "id": 1, "component": filled} if labelled else {"type": 1, "id": 1, "components": [filled]}
