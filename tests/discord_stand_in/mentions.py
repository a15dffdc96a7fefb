"""Whom a message pings: the mentions in its text, narrowed by `allowed_mentions` as Discord narrows them."""

from __future__ import annotations

import re

from .state import Json, Member, Message, Pings
from .world import World

USER, ROLE, EVERYONE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>"), re.compile(r"@(everyone|here)\b")


def mentioned_members(world: World, content: str, replied_to: Message | None, *, ping_reply: bool) -> list[Member]:
    """The people of the `mentions` list: those in the text, and the author of the message replied to."""
    numbers = [int(number) for number in USER.findall(content)]
    if replied_to is not None and ping_reply:
        numbers.append(replied_to.author.id)
    return [world.members[number] for number in dict.fromkeys(numbers) if number in world.members]


def pings_of(content: str, replied_to: Message | None, allowed: Json | None) -> Pings:
    """Whom this text notifies. Without a rule everybody named is pinged; the bot's own rights are not considered."""
    users = {int(number) for number in USER.findall(content)}
    roles = {int(number) for number in ROLE.findall(content)}
    everyone = bool(EVERYONE.search(content))
    reply = {replied_to.author.id} if replied_to is not None else set()
    if allowed is None:
        return Pings(frozenset(users | reply), frozenset(roles), everyone)
    parse = allowed.get("parse") or []
    if "users" not in parse:
        users &= {int(number) for number in allowed.get("users") or []}
    if "roles" not in parse:
        roles &= {int(number) for number in allowed.get("roles") or []}
    if not allowed.get("replied_user"):
        reply = set()
    return Pings(frozenset(users | reply), frozenset(roles), everyone and "everyone" in parse)
