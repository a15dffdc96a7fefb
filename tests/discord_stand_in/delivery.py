"""Making, changing and deleting messages; every message of the bot and of people goes through here."""

from __future__ import annotations

import mimetypes
import time
from dataclasses import dataclass
from typing import Any

from . import permissions
from .errors import DiscordError, FieldError, invalid_form
from .limits import check_message
from .mentions import mentioned_members, pings_of
from .payloads import member_json, message_json
from .state import (
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Edit,
    Json,
    Member,
    Message,
    UploadedFile,
    Violation,
    walk_components,
)
from .world import World

Files = dict[int, UploadedFile]
KEPT_FLAGS = EPHEMERAL | LOADING


@dataclass(frozen=True)
class Origin:
    """What is special about a message: the interaction that it answers, its type, its id where that is given."""

    interaction: int | None = None
    facts: Json | None = None
    kind: int = 0
    seen_only_by: Member | None = None
    number: int | None = None


def check_body(body: Json, files: Files, *, may_be_empty: bool = False) -> None:
    """Refuse what Discord refuses: broken limits (50035), nothing in it (50006), a file too large (40005)."""
    problems = check_message(body, files)
    if problems:
        raise invalid_form(problems)
    filled = any(body.get(key) for key in ("embeds", "components", "poll", "sticker_ids"))
    if not (filled or files or (body.get("content") or "").strip() or may_be_empty):
        raise DiscordError(400, 50006, "Cannot send an empty message")


def post(
    world: World, channel: Channel, author: Member, body: Json, files: Files, origin: Origin | None = None
) -> Message:
    """A new message in a channel, sent to everybody who can see it."""
    origin = origin or Origin()
    flags = body.get("flags") or 0
    if origin.interaction is None:  # only answers to interactions can be private
        flags &= ~KEPT_FLAGS
    message = Message(
        origin.number or world.new_id(),
        channel,
        author,
        world.now(),
        time.monotonic(),
        kind=origin.kind,
        flags=flags,
        from_interaction=origin.interaction,
        interaction_facts=origin.facts,
        seen_only_by=origin.seen_only_by if flags & EPHEMERAL else None,
        nonce=body.get("nonce"),
        reference=_referenced(world, channel, body.get("message_reference")),
    )
    fill(world, message, body, files)
    if message.reference is not None and not message.kind:
        message.kind = 19
    channel.messages.append(message)
    world.messages[message.id] = message
    announce(world, "MESSAGE_CREATE", message)
    return message


def _referenced(world: World, channel: Channel, reference: Json | None) -> Message | None:
    if not reference:
        return None
    original = world.messages.get(int(reference["message_id"]))
    if original is None or original.deleted or original.channel is not channel:
        if reference.get("fail_if_not_exists", True) is False:
            return None
        unknown = FieldError("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        raise invalid_form([unknown])
    world.require(channel, permissions.READ_MESSAGE_HISTORY)
    return original


def fill(world: World, message: Message, body: Json, files: Files) -> None:
    """Put the fields of a new body into a message, and note whom it pings."""
    allowed = body.get("allowed_mentions")
    message.content = body.get("content") or ""
    ping_reply = allowed is None or bool(allowed.get("replied_user"))
    message.mentioned = mentioned_members(world, message.content, message.reference, ping_reply=ping_reply)
    message.pings = pings_of(message.content, message.reference, allowed)
    message.components = number_components(body.get("components") or [])
    message.attachments = upload(world, message.channel, body.get("attachments") or [], files)
    message.embeds = show_embeds(world, message, without_nulls(body.get("embeds") or []))


def change(world: World, message: Message, body: Json, files: Files) -> Message:
    """Change the fields of a message that an edit names; an edit never pings."""
    if "content" in body:
        message.content = body["content"] or ""
        message.mentioned = mentioned_members(world, message.content, message.reference, ping_reply=False)
    if "components" in body:
        message.components = number_components(body["components"] or [])
    if "attachments" in body:
        described = body["attachments"] or []
        kept = {str(item["id"]) for item in described}
        message.attachments = [file for file in message.attachments if str(file.id) in kept]
        described = [item for item in described if str(item["id"]) not in {str(one.id) for one in message.attachments}]
        message.attachments += upload(world, message.channel, described, files)
    elif files:
        message.attachments += upload(world, message.channel, [], files)
    if "embeds" in body:
        message.embeds = show_embeds(world, message, without_nulls(body["embeds"] or []))
    if body.get("flags") is not None:
        message.flags = body["flags"] & ~KEPT_FLAGS | message.flags & KEPT_FLAGS
    was_loading = message.is_loading
    message.flags &= ~LOADING
    if was_loading:  # an answer at last rather than an edit
        message.pings = pings_of(message.content, None, body.get("allowed_mentions"))
    if not was_loading:
        message.edits.append(Edit(time.monotonic(), body))
        message.edited = world.now()
    announce(world, "MESSAGE_UPDATE", message)
    return message


def remove(world: World, message: Message) -> None:
    """Delete a message."""
    message.deleted = True
    if message in message.channel.messages:
        message.channel.messages.remove(message)
    facts = {"id": str(message.id), "channel_id": str(message.channel.id)}
    if not message.channel.is_direct:
        facts["guild_id"] = str(world.guild_id)
    world.emit("MESSAGE_DELETE", facts, channel=message.channel)
    world.changed()


def announce(world: World, event: str, message: Message) -> None:
    """Send a message event to the bot; an ephemeral message is not sent to anybody but its reader."""
    world.changed()
    if message.is_ephemeral:
        return

    def payload(*, hide: bool) -> Json:
        facts = message_json(world, message, hide=hide)
        if not message.channel.is_direct:
            facts["guild_id"] = str(world.guild_id)
            facts["member"] = member_json(message.author, with_user=False)
        return facts

    world.emit(event, payload, channel=message.channel)


def upload(world: World, channel: Channel, described: list[Json], files: Files) -> list[Attachment]:
    """Store files under addresses that can be fetched; each alt text comes from the matching description."""
    facts = {str(item["id"]): item for item in described}
    missing = [number for number in facts if number not in {str(key) for key in files}]
    if missing:
        text = f"Attachment data cannot be found: {missing[0]}"
        raise invalid_form([FieldError("attachments", "MESSAGE_ATTACHMENT_NOT_FOUND", text)])
    stored = []
    for key, file in files.items():
        item = facts.get(str(key), {})
        number, name = world.new_id(), str(item.get("filename") or file.filename).replace("/", "_")
        path = f"/attachments/{channel.id}/{number}/{name}"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        world.files[path] = (file.content, kind)
        url = world.base_url + path
        stored.append(Attachment(number, name, file.content, url, kind, item.get("description")))
    return stored


def show_embeds(world: World, message: Message, embeds: list[Json]) -> list[Json]:
    """Embeds as Discord gives them back: `attachment://` becomes an address, and the file belongs to the embed."""
    # Answers to interactions do not depend on the bot's rights in the channel.
    is_plain = message.author is world.bot and message.from_interaction is None
    if embeds and is_plain and not world.bot_may(message.channel, permissions.EMBED_LINKS):
        _complain(world, "embeds", "Discord drops embeds where the bot lacks the permission Embed Links")
        return []
    by_name = {file.filename: file for file in message.attachments}
    for file in message.attachments:
        file.in_embed = any(part.get("url") == file.url for embed in embeds for part in _pictures(embed))
    for place, embed in enumerate(embeds):
        embed.setdefault("type", "rich")
        for part in ("image", "thumbnail"):
            address: Any = (embed.get(part) or {}).get("url") or ""
            if not address.startswith("attachment://"):
                continue
            shown = by_name.get(address.removeprefix("attachment://"))
            if shown is None:
                _complain(world, f"embeds.{place}.{part}.url", f"no file of this message is called {address}")
                continue
            shown.in_embed = True
            embed[part] |= {"url": shown.url, "proxy_url": shown.url}
    return embeds


def _pictures(embed: Json) -> list[Json]:
    return [embed[part] for part in ("image", "thumbnail") if embed.get(part)]


def number_components(components: list[Json]) -> list[Json]:
    """Components as Discord gives them back: each has a number, and what is null is left out."""
    kept: list[Json] = without_nulls(components)
    for number, part in enumerate(walk_components(kept), start=1):
        part.setdefault("id", number)
    return kept


def without_nulls(value: Any) -> Any:
    """A copy of JSON without the keys whose value is null."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _complain(world: World, where: str, problem: str) -> None:
    world.violations.append(Violation("POST", "a message", where, problem))
