"""Discord's permission bits, and what the bot may do where."""

from __future__ import annotations

from .errors import missing_access, missing_permissions
from .state import Channel, Member, Role

ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
MODERATE_MEMBERS = 1 << 40

READER = VIEW_CHANNEL | READ_MESSAGE_HISTORY | USE_APPLICATION_COMMANDS | ADD_REACTIONS
WRITER = SEND_MESSAGES | SEND_MESSAGES_IN_THREADS | EMBED_LINKS | ATTACH_FILES | CREATE_PUBLIC_THREADS
EVERYONE = READER | WRITER
MODERATOR = EVERYONE | MANAGE_MESSAGES | MANAGE_THREADS | MODERATE_MEMBERS
ALL = (1 << 53) - 1


def permissions_of(member: Member, everyone: Role, channel: Channel | None = None) -> int:
    """The permission bits that a member has, in a channel where one is given."""
    bits = everyone.permissions
    for role in member.roles:
        bits |= role.permissions
    if bits & ADMINISTRATOR:
        return ALL
    if channel is not None and channel.is_direct:
        return EVERYONE
    if channel is not None and any(role.bot_id == member.id for role in member.roles):
        bits &= ~denied_to_bot(channel)
    return bits


def denied_to_bot(channel: Channel) -> int:
    """The bits that a channel takes from the bot; a thread inherits those of its parent."""
    return channel.denied_to_bot | (channel.parent.denied_to_bot if channel.parent else 0)


def require(bot: Member, everyone: Role, channel: Channel, bits: int) -> None:
    """Refuse as Discord does: 50001 where the bot cannot see the channel, 50013 where it may not do the thing."""
    have = permissions_of(bot, everyone, channel)
    if not have & VIEW_CHANNEL:
        raise missing_access()
    if have & bits != bits:
        raise missing_permissions()
