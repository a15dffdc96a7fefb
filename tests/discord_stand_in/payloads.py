"""How people, channels and messages look in Discord's JSON."""

from __future__ import annotations

from . import permissions
from .state import FORUM, Attachment, Channel, Json, Member, Message, Role
from .world import World


def user_json(member: Member) -> Json:
    """A user object."""
    return {
        "id": str(member.id),
        "username": member.name,
        "discriminator": "0000" if member.bot else "0",
        "global_name": None if member.bot else member.name,
        "avatar": None,
        "bot": member.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member_json(member: Member, *, with_user: bool = True) -> Json:
    """A guild member object."""
    facts: Json = {
        "roles": [str(role.id) for role in member.roles],
        "nick": None,
        "avatar": None,
        "banner": None,
        "joined_at": member.joined_at,
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }
    if with_user:
        facts["user"] = user_json(member)
    return facts


def role_json(role: Role, position: int) -> Json:
    """A role object."""
    facts: Json = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "description": None,
        "hoist": False,
        "managed": role.bot_id is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_id is not None:
        facts["tags"] = {"bot_id": str(role.bot_id)}
    return facts


def channel_json(world: World, channel: Channel) -> Json:
    """A channel object of any of the kinds that exist here."""
    last = channel.messages[-1].id if channel.messages else None
    facts: Json = {"id": str(channel.id), "type": channel.kind, "last_message_id": last and str(last), "flags": 0}
    if channel.is_direct:
        assert channel.recipient is not None
        return facts | {"recipients": [user_json(channel.recipient)]}
    facts |= {
        "guild_id": str(world.guild_id),
        "name": channel.name,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "rate_limit_per_user": channel.slow_mode_s,
    }
    if channel.is_thread:
        return facts | _thread_facts(world, channel)
    denied = {"id": str(world.bot.id), "type": 1, "allow": "0", "deny": str(channel.denied_to_bot)}
    facts |= {
        "topic": channel.topic,
        "position": channel.position,
        "nsfw": False,
        "permission_overwrites": [denied] if channel.denied_to_bot else [],
        "default_auto_archive_duration": 1440,
    }
    if channel.kind == FORUM:
        tags = [(number, name) for number, name in channel.tags.items()]
        facts["available_tags"] = [
            {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
            for number, name in tags
        ]
        facts |= {"default_reaction_emoji": None, "default_sort_order": None, "default_forum_layout": 0}
    return facts


def _thread_facts(world: World, thread: Channel) -> Json:
    created = thread.messages[0].created if thread.messages else world.now()
    count = len(thread.messages)
    facts: Json = {
        "owner_id": str((thread.owner or world.owner).id),
        "message_count": count,
        "member_count": len(thread.joined),
        "total_message_sent": count,
        "applied_tags": [str(tag) for tag in thread.applied_tags],
        "thread_metadata": {
            "archived": thread.archived,
            "archive_timestamp": created.isoformat(),
            "auto_archive_duration": 1440,
            "locked": thread.locked,
            "create_timestamp": created.isoformat(),
        },
    }
    if world.bot in thread.joined:
        facts["member"] = thread_member_json(thread, world.bot)
    return facts


def thread_member_json(thread: Channel, member: Member) -> Json:
    """A thread member object."""
    return {"id": str(thread.id), "user_id": str(member.id), "join_timestamp": member.joined_at, "flags": 0}


def guild_json(world: World) -> Json:
    """The guild as GET /guilds gives it."""
    return {
        "id": str(world.guild_id),
        "name": world.guild_name,
        "owner_id": str(world.owner.id),
        "roles": [role_json(role, place) for place, role in enumerate(world.roles.values())],
        "features": ["COMMUNITY"],
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "emojis": [],
        "stickers": [],
    }


def guild_create_json(world: World) -> Json:
    """The guild as GUILD_CREATE gives it, with everything in it that the bot can see."""
    visible = [channel for channel in world.guild_channels() if world.bot_may(channel, permissions.VIEW_CHANNEL)]
    members = [member for member in world.members.values() if member.in_guild]
    return guild_json(world) | {
        "joined_at": world.bot.joined_at,
        "large": False,
        "unavailable": False,
        "member_count": len(members),
        "members": [member_json(member) for member in members],
        "channels": [channel_json(world, channel) for channel in visible],
        "threads": [channel_json(world, thread) for thread in world.threads()],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def attachment_json(file: Attachment) -> Json:
    """An attachment object."""
    facts: Json = {
        "id": str(file.id),
        "filename": file.filename,
        "size": len(file.content),
        "url": file.url,
        "proxy_url": file.url,
        "content_type": file.content_type,
    }
    if file.description:
        facts["description"] = file.description
    if file.size:
        facts["width"], facts["height"] = file.size
    return facts


def message_json(world: World, message: Message, *, hide: bool = False, nested: bool = False) -> Json:
    """A message object; `hide` applies the rule for bots without the message-content intent."""
    hidden = hide and is_hidden_without_intent(world, message)
    # Discord shows an image that an embed uses only inside the embed.
    files = [file for file in message.attachments if not file.in_embed]
    facts: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": "" if hidden else message.content,
        "embeds": [] if hidden else message.embeds,
        "attachments": [] if hidden else [attachment_json(file) for file in files],
        "components": [] if hidden else message.components,
        "timestamp": message.created.isoformat(),
        "edited_timestamp": message.edited and message.edited.isoformat(),
        "type": message.kind,
        "flags": message.flags,
        "mentions": [user_json(member) for member in message.mentioned],
        "mention_roles": [str(role) for role in message.pings.roles],
        "mention_everyone": message.pings.everyone,
        "pinned": message.pinned,
        "tts": False,
    }
    if message.nonce is not None:
        facts["nonce"] = message.nonce
    if message.reactions:
        facts["reactions"] = [_reaction_json(world, emoji, who) for emoji, who in message.reactions.items()]
    if message.from_interaction is not None:
        facts |= {"application_id": str(world.application_id), "webhook_id": str(world.application_id)}
        if message.interaction_facts:
            facts["interaction_metadata"] = message.interaction_facts
    if message.starts_thread is not None:
        facts["thread"] = channel_json(world, message.starts_thread)
    if message.reference is not None and not nested:
        facts |= _reference_facts(world, message.reference, hide=hide)
    return facts


def _reference_facts(world: World, original: Message, *, hide: bool) -> Json:
    reference = {"type": 0, "message_id": str(original.id), "channel_id": str(original.channel.id)}
    if not original.channel.is_direct:
        reference["guild_id"] = str(world.guild_id)
    shown = None if original.deleted else message_json(world, original, hide=hide, nested=True)
    return {"message_reference": reference, "referenced_message": shown}


def _reaction_json(world: World, emoji: str, who: list[Member]) -> Json:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": len(who),
        "me": world.bot in who,
        "me_burst": False,
        "burst_colors": [],
        "count_details": {"burst": 0, "normal": len(who)},
    }


def is_hidden_without_intent(world: World, message: Message) -> bool:
    """Whether the content is withheld: not a direct message, not the bot's own, and the bot is not mentioned."""
    if message.channel.is_direct or message.author is world.bot:
        return False
    return world.bot not in message.mentioned
