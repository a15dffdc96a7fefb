"""Messages in channels: reading, sending, editing, deleting, reactions and the typing sign."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from . import permissions
from .call import Call
from .delivery import change, check_body, post, remove
from .errors import DiscordError, missing_permissions
from .payloads import message_json, user_json
from .state import FORUM, Channel, Message
from .world import World

MOST_LISTED = 100


def may_post(world: World, channel: Channel, *, with_files: bool) -> None:
    """Refuse where the bot cannot write: forums, locked threads, closed direct messages, missing rights."""
    if channel.kind == FORUM:
        raise DiscordError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.recipient is not None and not channel.recipient.accepts_direct_messages:
        raise DiscordError(403, 50007, "Cannot send messages to this user")
    sending = permissions.SEND_MESSAGES_IN_THREADS if channel.is_thread else permissions.SEND_MESSAGES
    world.require(channel, sending | (permissions.ATTACH_FILES if with_files else 0))
    if channel.is_thread and channel.locked and not world.bot_may(channel, permissions.MANAGE_THREADS):
        raise DiscordError(400, 160005, "Thread is locked")


def send(call: Call) -> Any:
    """POST /channels/{id}/messages; a nonce that must be unique makes a repeated request harmless."""
    world, channel, nonce = call.world, call.channel, call.body.get("nonce")
    may_post(world, channel, with_files=bool(call.files))
    if call.body.get("enforce_nonce") and nonce is not None:
        for message in channel.messages[-20:]:
            if message.author is world.bot and message.nonce == nonce:
                return message_json(world, message)
    check_body(call.body, call.files)
    channel.archived = False
    return message_json(world, post(world, channel, world.bot, call.body, call.files))


def listed(call: Call) -> Any:
    """GET /channels/{id}/messages, newest first, with `before`, `after`, `around` and `limit`."""
    call.world.require(call.channel, permissions.READ_MESSAGE_HISTORY)
    messages = [message for message in call.channel.messages if not message.is_ephemeral]
    limit = min(int(call.query.get("limit", 50)), MOST_LISTED)
    if "before" in call.query:
        messages = [message for message in messages if message.id < int(call.query["before"])]
    if "after" in call.query:
        messages = [message for message in messages if message.id > int(call.query["after"])][:limit]
    if "around" in call.query:
        middle = int(call.query["around"])
        messages = sorted(sorted(messages, key=lambda one: abs(one.id - middle))[:limit], key=lambda one: one.id)
    return [_shown(call.world, message) for message in reversed(messages[-limit:])]


def get(call: Call) -> Any:
    """GET one message."""
    call.world.require(call.channel, permissions.READ_MESSAGE_HISTORY)
    return _shown(call.world, call.message)


def _shown(world: World, message: Message) -> Any:
    return message_json(world, message, hide=not world.shows_message_content)


def edit(call: Call) -> Any:
    """PATCH one message; only the bot's own."""
    message = call.message
    if message.author is not call.world.bot:
        raise DiscordError(403, 50005, "Cannot edit a message authored by another user")
    check_body(call.body, call.files, may_be_empty=True)
    return message_json(call.world, change(call.world, message, call.body, call.files))


def delete(call: Call) -> None:
    """DELETE one message; those of others need a permission."""
    message = call.message
    if message.author is not call.world.bot:
        call.world.require(call.channel, permissions.MANAGE_MESSAGES)
    remove(call.world, message)


def react(call: Call) -> None:
    """PUT the bot's reaction."""
    call.world.require(call.channel, permissions.ADD_REACTIONS | permissions.READ_MESSAGE_HISTORY)
    who = call.message.reactions.setdefault(unquote(call.params["emoji_name"]), [])
    if call.world.bot not in who:
        who.append(call.world.bot)
    call.world.changed()


def unreact(call: Call) -> None:
    """DELETE the bot's reaction."""
    emoji = unquote(call.params["emoji_name"])
    who = call.message.reactions.get(emoji, [])
    if call.world.bot not in who:
        raise DiscordError(404, 10014, "Unknown Emoji")
    who.remove(call.world.bot)
    if not who:
        del call.message.reactions[emoji]


def reactors(call: Call) -> Any:
    """GET who reacted with one emoji."""
    return [user_json(member) for member in call.message.reactions.get(unquote(call.params["emoji_name"]), [])]


def type_sign(call: Call) -> None:
    """POST the sign that the bot is typing."""
    call.world.require(call.channel, permissions.SEND_MESSAGES)
    call.channel.typing_shown += 1
    call.world.changed()


def pin(call: Call) -> None:
    """PUT a pin on a message."""
    if not call.world.bot_may(call.channel, permissions.MANAGE_MESSAGES):
        raise missing_permissions()
    call.message.pinned = True
