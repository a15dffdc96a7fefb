"""Channels, threads, forum posts and direct-message channels."""

from __future__ import annotations

from typing import Any

from . import permissions
from .call import Call
from .delivery import Origin, check_body, post
from .errors import DiscordError, FieldError, invalid_form
from .payloads import channel_json, message_json, thread_member_json
from .state import FORUM, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel, Json, Message
from .world import World

MOST_TAGS = 5  # of one forum post


def get(call: Call) -> Any:
    """GET /channels/{id}."""
    return channel_json(call.world, call.channel)


def listed(call: Call) -> Any:
    """GET the channels of the guild, without threads."""
    return [channel_json(call.world, channel) for channel in call.world.guild_channels()]


def change(call: Call) -> Any:
    """PATCH /channels/{id}: the name, topic, archive and lock of what the bot may manage."""
    channel = call.channel
    if not (channel.is_thread and channel.owner is call.world.bot):
        call.world.require(channel, permissions.MANAGE_THREADS if channel.is_thread else permissions.MANAGE_GUILD)
    tags = call.body.get("applied_tags") or []
    if len(tags) > MOST_TAGS:
        text = f"Must be {MOST_TAGS} or fewer in length."
        raise invalid_form([FieldError("applied_tags", "BASE_TYPE_MAX_LENGTH", text)])
    for key in ("name", "topic", "archived", "locked"):
        if call.body.get(key) is not None:
            setattr(channel, key, call.body[key])
    if call.body.get("applied_tags") is not None:
        channel.applied_tags = [int(tag) for tag in call.body["applied_tags"]]
    if call.body.get("rate_limit_per_user") is not None:
        channel.slow_mode_s = call.body["rate_limit_per_user"]
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    call.world.emit(event, channel_json(call.world, channel), channel=channel)
    call.world.changed()
    return channel_json(call.world, channel)


def open_thread(world: World, parent: Channel, name: str, starter: Message | None, **details: Any) -> Channel:
    """A new thread; one that starts from a message has the message's id, as on Discord."""
    kind = details.pop("kind", PUBLIC_THREAD)
    thread = world.add_channel(kind, name, id=starter.id if starter else None, parent=parent, **details)
    thread.joined = [member for member in {thread.owner, world.bot} if member is not None]
    if starter is not None:
        starter.starts_thread = thread
    return thread


def announce_thread(world: World, thread: Channel) -> None:
    """Tell the bot about a new thread."""
    facts = channel_json(world, thread) | {"newly_created": True}
    world.emit("THREAD_CREATE", facts, channel=thread)
    world.changed()


def thread_from_message(call: Call) -> Any:
    """POST /channels/{id}/messages/{id}/threads."""
    call.world.require(call.channel, permissions.CREATE_PUBLIC_THREADS)
    if call.channel.kind != TEXT:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    if call.message.starts_thread is not None:
        raise DiscordError(400, 160004, "A thread has already been created for this message")
    thread = open_thread(call.world, call.channel, call.body["name"], call.message, owner=call.world.bot)
    announce_thread(call.world, thread)
    return 201, channel_json(call.world, thread)


def thread_without_message(call: Call) -> Any:
    """POST /channels/{id}/threads: a plain thread, or a forum post with its first message."""
    world, parent, body = call.world, call.channel, call.body
    if parent.kind == FORUM:
        return _forum_post(call, parent, body)
    kind = body.get("type") or PRIVATE_THREAD
    private = kind == PRIVATE_THREAD
    world.require(parent, permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS)
    thread = open_thread(world, parent, body["name"], None, kind=kind, owner=world.bot)
    announce_thread(world, thread)
    return 201, channel_json(world, thread)


def _forum_post(call: Call, forum: Channel, body: Json) -> Any:
    world = call.world
    first: Json = body.get("message") or {}
    world.require(forum, permissions.SEND_MESSAGES)
    check_body(first, call.files)
    tags = [int(tag) for tag in body.get("applied_tags") or []]
    thread = open_thread(world, forum, body["name"], None, owner=world.bot, applied_tags=tags)
    announce_thread(world, thread)
    # The first message of a forum post has the id of the post.
    message = post(world, thread, world.bot, first, call.files, Origin(number=thread.id))
    return 201, channel_json(world, thread) | {"message": message_json(world, message)}


def join(call: Call) -> None:
    """PUT the bot into a thread."""
    _thread(call)
    if call.world.bot not in call.channel.joined:
        call.channel.joined.append(call.world.bot)


def leave(call: Call) -> None:
    """DELETE the bot from a thread."""
    thread = _thread(call)
    if call.world.bot in thread.joined:
        thread.joined.remove(call.world.bot)


def add_member(call: Call) -> None:
    """PUT somebody into a thread."""
    member = call.world.guild_member(call.params["user_id"])
    if member not in _thread(call).joined:
        call.channel.joined.append(member)


def members(call: Call) -> Any:
    """GET who has joined a thread."""
    thread = _thread(call)
    return [thread_member_json(thread, member) for member in thread.joined]


def _thread(call: Call) -> Channel:
    if not call.channel.is_thread:
        raise DiscordError(400, 50024, "Cannot execute action on this channel type")
    return call.channel


def active_threads(call: Call) -> Any:
    """GET the threads of the guild that are not archived."""
    threads = call.world.threads()
    mine = [thread_member_json(thread, call.world.bot) for thread in threads if call.world.bot in thread.joined]
    return {"threads": [channel_json(call.world, thread) for thread in threads], "members": mine, "has_more": False}


def archived_threads(call: Call) -> Any:
    """GET the archived public threads of a channel."""
    old = [one for one in call.world.channels.values() if one.parent is call.channel and one.archived]
    return {"threads": [channel_json(call.world, one) for one in old], "members": [], "has_more": False}


def open_direct(call: Call) -> Any:
    """POST /users/@me/channels: the direct-message channel with somebody."""
    member = call.world.members.get(int(call.body.get("recipient_id") or 0))
    if member is None or member is call.world.bot:
        raise DiscordError(400, 50033, "Invalid Recipient(s)")
    return channel_json(call.world, call.world.direct_channel(member))
