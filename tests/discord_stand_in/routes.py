"""The routes that the stand-in offers, written as in Discord's description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import rest_application as application
from . import rest_channels as channels
from . import rest_interactions as interactions
from . import rest_messages as messages
from .call import Call

Handler = Callable[[Call], Any]

APP, GUILD, HOOK = "/applications/{application_id}", "/guilds/{guild_id}", "/webhooks/{webhook_id}/{webhook_token}"
CHANNEL, MESSAGE = "/channels/{channel_id}", "/channels/{channel_id}/messages/{message_id}"
REACTION = MESSAGE + "/reactions/{emoji_name}"

# Interactions authenticate by the token in the address, everything else by the bot's token in a header.
OPEN_ROUTES: list[tuple[str, str, Handler]] = [
    ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", interactions.callback),
    ("POST", HOOK, interactions.follow_up),
    ("GET", HOOK + "/messages/@original", interactions.get_answer),
    ("PATCH", HOOK + "/messages/@original", interactions.edit_answer),
    ("DELETE", HOOK + "/messages/@original", interactions.delete_answer),
    ("GET", HOOK + "/messages/{message_id}", interactions.get_answer),
    ("PATCH", HOOK + "/messages/{message_id}", interactions.edit_answer),
    ("DELETE", HOOK + "/messages/{message_id}", interactions.delete_answer),
]

COMMAND_ROUTES: list[tuple[str, str, Handler]] = [
    (method, prefix + path, handler)
    for prefix in (APP, APP + "/guilds/{guild_id}")
    for method, path, handler in [
        ("GET", "/commands", application.commands),
        ("PUT", "/commands", application.overwrite_commands),
        ("POST", "/commands", application.add_command),
        ("GET", "/commands/{command_id}", application.get_command),
        ("PATCH", "/commands/{command_id}", application.change_command),
        ("DELETE", "/commands/{command_id}", application.delete_command),
    ]
]

ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/users/@me", application.me),
    ("GET", "/users/@me/guilds", application.guilds),
    ("POST", "/users/@me/channels", channels.open_direct),
    ("GET", "/users/{user_id}", application.user),
    ("GET", "/applications/@me", application.application),
    ("GET", "/oauth2/applications/@me", application.application),
    *COMMAND_ROUTES,
    ("GET", GUILD, application.guild),
    ("GET", GUILD + "/roles", application.roles),
    ("GET", GUILD + "/members", application.members),
    ("GET", GUILD + "/members/search", application.search_members),
    ("GET", GUILD + "/members/{user_id}", application.member),
    ("GET", GUILD + "/channels", channels.listed),
    ("GET", GUILD + "/threads/active", channels.active_threads),
    ("GET", CHANNEL, channels.get),
    ("PATCH", CHANNEL, channels.change),
    ("POST", CHANNEL + "/typing", messages.type_sign),
    ("GET", CHANNEL + "/messages", messages.listed),
    ("POST", CHANNEL + "/messages", messages.send),
    ("GET", MESSAGE, messages.get),
    ("PATCH", MESSAGE, messages.edit),
    ("DELETE", MESSAGE, messages.delete),
    ("PUT", CHANNEL + "/messages/pins/{message_id}", messages.pin),
    ("PUT", CHANNEL + "/pins/{message_id}", messages.pin),
    ("GET", REACTION, messages.reactors),
    ("PUT", REACTION + "/@me", messages.react),
    ("DELETE", REACTION + "/@me", messages.unreact),
    ("POST", MESSAGE + "/threads", channels.thread_from_message),
    ("POST", CHANNEL + "/threads", channels.thread_without_message),
    ("GET", CHANNEL + "/threads/archived/public", channels.archived_threads),
    ("GET", CHANNEL + "/thread-members", channels.members),
    ("PUT", CHANNEL + "/thread-members/@me", channels.join),
    ("DELETE", CHANNEL + "/thread-members/@me", channels.leave),
    ("PUT", CHANNEL + "/thread-members/{user_id}", channels.add_member),
]
