"""The application itself: who am I, where is the gateway, and the registered commands."""

from __future__ import annotations

from typing import Any

from .call import Call
from .command_rules import check_command, check_commands
from .errors import DiscordError, invalid_form
from .payloads import guild_json, member_json, role_json, user_json
from .state import Json
from .world import World

MOST_LISTED_MEMBERS = 1000


def me(call: Call) -> Any:
    """GET /users/@me."""
    return user_json(call.world.bot) | {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}


def application(call: Call) -> Any:
    """GET /applications/@me and /oauth2/applications/@me."""
    world = call.world
    return {
        "id": str(world.application_id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot": user_json(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": world.app_flags,
        "flags_new": str(world.app_flags),
        "role_connections_verification_url": None,
        "max_participants": None,
        "owner": user_json(world.owner),
        "team": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
    }


def user(call: Call) -> Any:
    """GET /users/{id}."""
    number = call.params["user_id"]
    member = call.world.members.get(int(number)) if number.isdigit() else None
    if member is None:
        raise DiscordError(404, 10013, "Unknown User")
    return user_json(member)


def guild(call: Call) -> Any:
    """GET /guilds/{id}."""
    _own_guild(call)
    return guild_json(call.world)


def guilds(call: Call) -> Any:
    """GET /users/@me/guilds."""
    world = call.world
    bits = str(world.bot_role.permissions)
    features: Json = {"icon": None, "banner": None, "owner": False, "permissions": bits, "features": []}
    return [{"id": str(world.guild_id), "name": world.guild_name} | features]


def member(call: Call) -> Any:
    """GET one member of the guild."""
    _own_guild(call)
    return member_json(call.world.guild_member(call.params["user_id"]))


def members(call: Call) -> Any:
    """GET the members of the guild; Discord asks for the members intent here."""
    _own_guild(call)
    found = [one for one in call.world.members.values() if one.in_guild and one.id > int(call.query.get("after", 0))]
    return [member_json(one) for one in found[: min(int(call.query.get("limit", 1)), MOST_LISTED_MEMBERS)]]


def search_members(call: Call) -> Any:
    """GET the members whose name begins with a text."""
    _own_guild(call)
    start, limit = call.query.get("query", "").lower(), int(call.query.get("limit", 1))
    found = [one for one in call.world.members.values() if one.in_guild and one.name.lower().startswith(start)]
    return [member_json(one) for one in found[:limit]]


def roles(call: Call) -> Any:
    """GET the roles of the guild."""
    _own_guild(call)
    return [role_json(role, place) for place, role in enumerate(call.world.roles.values())]


def _own_guild(call: Call) -> int:
    if call.params["guild_id"] != str(call.world.guild_id):
        raise DiscordError(404, 10004, "Unknown Guild")
    return call.world.guild_id


def _scope(call: Call) -> int | None:
    """None for global commands, else the guild's id; refuses another application."""
    if call.params["application_id"] != str(call.world.application_id):
        raise DiscordError(403, 20012, "You are not authorized to perform this action on this application")
    return _own_guild(call) if "guild_id" in call.params else None


def commands(call: Call) -> Any:
    """GET the registered commands."""
    return call.world.commands.get(_scope(call), [])


def overwrite_commands(call: Call) -> Any:
    """PUT all commands at once; what is not in the list is gone."""
    scope, wanted = _scope(call), call.body or []
    problems = check_commands(wanted)
    if problems:
        raise invalid_form(problems)
    known = {_key(command): command["id"] for command in call.world.commands.get(scope, [])}
    kept = [_registered(call.world, scope, command, known.get(_key(command))) for command in wanted]
    call.world.commands[scope] = kept
    call.world.changed()
    return kept


def add_command(call: Call) -> Any:
    """POST one command; one of the same name is replaced."""
    scope = _scope(call)
    existing = call.world.commands.setdefault(scope, [])
    same = next((command for command in existing if _key(command) == _key(call.body)), None)
    others = [command for command in existing if command is not same]
    problems = list(check_command(call.body)) + [one for one in check_commands([*others, call.body]) if not one.path]
    if problems:
        raise invalid_form(problems)
    command = _registered(call.world, scope, call.body, same["id"] if same else None)
    call.world.commands[scope] = [*others, command]
    call.world.changed()
    return (200 if same else 201), command


def get_command(call: Call) -> Any:
    """GET one command."""
    return _named(call)


def change_command(call: Call) -> Any:
    """PATCH one command."""
    command = _named(call)
    changed = command | call.body
    problems = list(check_command(changed))
    if problems:
        raise invalid_form(problems)
    command.update(changed, version=str(call.world.new_id()))
    call.world.changed()
    return command


def delete_command(call: Call) -> None:
    """DELETE one command."""
    call.world.commands[_scope(call)].remove(_named(call))
    call.world.changed()


def _named(call: Call) -> Json:
    for command in call.world.commands.get(_scope(call), []):
        if command["id"] == call.params["command_id"]:
            return command
    raise DiscordError(404, 10063, "Unknown application command")


def _key(command: Json) -> tuple[int, str]:
    return command.get("type") or 1, command["name"]


def _registered(world: World, scope: int | None, command: Json, number: str | None) -> Json:
    """A command as Discord gives it back: with ids, and permission bits as text."""
    bits = command.get("default_member_permissions")
    facts: Json = {
        **{key: value for key, value in command.items() if value is not None},
        "id": number or str(world.new_id()),
        "application_id": str(world.application_id),
        "version": str(world.new_id()),
        "type": command.get("type") or 1,
        "description": command.get("description") or "",
        "default_member_permissions": None if bits is None else str(bits),
        "nsfw": bool(command.get("nsfw")),
    }
    if scope is not None:
        facts["guild_id"] = str(scope)
    return facts
