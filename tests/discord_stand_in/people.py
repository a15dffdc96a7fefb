"""What people do on Discord: commands, presses, forms, messages, posts. Each reaches the bot as a real event."""
# ruff: noqa: ASYNC109 - `timeout=5` is what a test wants to write, and each wait has exactly one deadline

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import client_rules as client
from . import interaction as kinds
from .delivery import Origin, announce, change, post, remove, upload
from .errors import ClientRefusal
from .interaction import Choice, Interaction
from .payloads import channel_json, member_json, message_json, user_json
from .permissions import permissions_of
from .rest_channels import announce_thread, open_thread
from .state import FORUM, Attachment, Channel, Json, Member, Message, UploadedFile
from .world import World

BUTTON, SELECTS = (2,), (3, 5, 6, 7, 8)
LARGEST_UPLOAD = 10 * 1024 * 1024


class People:
    """The people's side of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def slash(
        self, user: Member, channel: Channel, name: str, options: Json | None = None, *, force: bool = False
    ) -> Interaction:
        """Use `/name subcommand`; `force` sends option values that Discord's client would refuse."""
        command, path = await self._find(channel, name)
        client.check_may_use(self.world, user, channel, command)
        resolved = client.resolve(self.world, command, path, options or {}, force=force)
        return self.interact(kinds.COMMAND, user, channel, _command_data(command, resolved))

    async def autocomplete(
        self, user: Member, channel: Channel, name: str, options: Json, focused: str = "", timeout: float = 3.5
    ) -> list[Choice]:
        """Type into an option (the last one given, unless `focused` says which) and get the suggestions."""
        command, path = await self._find(channel, name)
        focused = focused or list(options)[-1]
        resolved = client.resolve(self.world, command, path, options, force=True, focused=focused)
        interaction = self.interact(kinds.AUTOCOMPLETE, user, channel, _command_data(command, resolved))
        await interaction.wait_for_acknowledgement(timeout)
        return interaction.choices or []

    async def message_command(self, user: Member, name: str, message: Message) -> Interaction:
        """Use an entry of the Apps menu of a message, e.g. "Answer this"."""
        await self._commands_known()
        command = client.find_command(self.world, message.channel, name, kind=3)
        client.check_may_use(self.world, user, message.channel, command)
        resolved = client.Resolved()
        facts = message_json(self.world, message) | {"guild_id": str(self.world.guild_id)}
        resolved.add("messages", message.id, facts)
        data = _command_data(command, resolved) | {"target_id": str(message.id)}
        return self.interact(kinds.COMMAND, user, message.channel, data)

    async def user_command(self, user: Member, channel: Channel, name: str, target: Member) -> Interaction:
        """Use an entry of the Apps menu of a person."""
        await self._commands_known()
        command = client.find_command(self.world, channel, name, kind=2)
        resolved = client.Resolved()
        client.add_member(self.world, target, resolved)
        data = _command_data(command, resolved) | {"target_id": str(target.id)}
        return self.interact(kinds.COMMAND, user, channel, data)

    async def press(self, user: Member, message: Message, button: str) -> Interaction:
        """Press a button, named by label (or a part of it), emoji or custom id."""
        self._check_sees(user, message)
        part = client.find_component(message, button, BUTTON)
        data = {"component_type": 2, "custom_id": part["custom_id"], "id": part["id"]}
        return self.interact(kinds.COMPONENT, user, message.channel, data, message)

    async def select(self, user: Member, message: Message, menu: str, values: Sequence[Any]) -> Interaction:
        """Choose in a menu, named by placeholder or custom id; people, roles and channels are given as objects."""
        self._check_sees(user, message)
        part = client.find_component(message, menu, SELECTS)
        chosen, resolved = list(values), client.Resolved()
        client.check_selected(part, chosen)
        for value in chosen:
            if isinstance(value, Member):
                client.add_member(self.world, value, resolved)
        numbers = [str(getattr(value, "id", value)) for value in chosen]
        data = {"component_type": part["type"], "custom_id": part["custom_id"], "id": part["id"], "values": numbers}
        if resolved.objects:
            data["resolved"] = resolved.objects
        return self.interact(kinds.COMPONENT, user, message.channel, data, message)

    async def submit_form(self, user: Member, opened_by: Interaction, answers: dict[str, str]) -> Interaction:
        """Fill in and send the form (modal) that an interaction opened; inputs are named by label or custom id."""
        form = await opened_by.wait_for_form()
        data = {"custom_id": form["custom_id"], "components": client.fill_form(form, answers)}
        return self.interact(kinds.FORM, user, opened_by.channel, data, opened_by.message, opened_by)

    submit_modal = submit_form

    def interact(
        self,
        kind: int,
        user: Member,
        channel: Channel,
        data: Json,
        message: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """Send any interaction."""
        world = self.world
        number, token = world.new_id(), world.new_token()
        interaction = Interaction(world, number, token, kind, user, channel, data, message, opened_by)
        if message is not None:
            interaction.pictures_before = frozenset(file.id for file in message.attachments)
        world.interactions[interaction.id] = interaction
        world.emit("INTERACTION_CREATE", _interaction_json(world, interaction), channel=channel)
        return interaction

    async def say(
        self,
        user: Member,
        channel: Channel,
        text: str,
        *,
        mentions_bot: bool = False,
        reply_to: Message | None = None,
        ping_reply: bool = True,
        files: dict[str, bytes] | None = None,
    ) -> Message:
        """Write a message; `mentions_bot` puts a mention in front, `reply_to` makes it a reply (that pings or not)."""
        content = f"{self.world.bot.mention} {text}" if mentions_bot else text
        body: Json = {"content": content}
        if reply_to is not None:
            body["message_reference"] = {"message_id": reply_to.id}
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": ping_reply}
        uploads = _files(files)
        if channel.is_thread and user not in channel.joined:
            channel.joined.append(user)
        return post(self.world, channel, user, body, uploads)

    async def edit(self, message: Message, text: str) -> Message:
        """Change the text of somebody's message."""
        return change(self.world, message, {"content": text}, {})

    async def delete(self, message: Message) -> None:
        """Delete a message."""
        remove(self.world, message)

    async def react(self, user: Member, message: Message, emoji: str) -> None:
        """Add a reaction."""
        message.reactions.setdefault(emoji, []).append(user)
        facts = {
            "user_id": str(user.id),
            "channel_id": str(message.channel.id),
            "message_id": str(message.id),
            "emoji": {"id": None, "name": emoji},
            "message_author_id": str(message.author.id),
            "burst": False,
            "type": 0,
        }
        if not message.channel.is_direct:
            facts |= {"guild_id": str(self.world.guild_id), "member": member_json(user)}
        self.world.emit("MESSAGE_REACTION_ADD", facts, channel=message.channel)

    async def create_forum_post(
        self, user: Member, forum: Channel, title: str, text: str, tags: Sequence[str] = ()
    ) -> Channel:
        """Open a post in a forum; gives the thread, whose first message is `post.messages[0]`."""
        thread = await self.begin_forum_post(user, forum, title, tags)
        await self.finish_forum_post(thread, text)
        return thread

    async def begin_forum_post(self, user: Member, forum: Channel, title: str, tags: Sequence[str] = ()) -> Channel:
        """Open a post whose first message is still on its way, as it may be on Discord."""
        if forum.kind != FORUM:
            raise ClientRefusal(f"{forum.name} is not a forum")
        chosen = [number for number, name in forum.tags.items() if name in tags]
        thread = open_thread(self.world, forum, title, None, owner=user, applied_tags=chosen)
        announce_thread(self.world, thread)
        return thread

    async def finish_forum_post(self, thread: Channel, text: str, *, mentions_bot: bool = False) -> Message:
        """Let the first message of a post arrive; it has the id of its thread."""
        assert thread.owner is not None
        content = f"{self.world.bot.mention} {text}" if mentions_bot else text
        return post(self.world, thread, thread.owner, {"content": content}, {}, Origin(number=thread.id))

    async def create_thread(self, user: Member, message: Message, name: str) -> Channel:
        """Open a thread from a message."""
        thread = open_thread(self.world, message.channel, name, message, owner=user)
        announce_thread(self.world, thread)
        announce(self.world, "MESSAGE_UPDATE", message)
        return thread

    async def close_thread(self, thread: Channel, *, lock: bool = False) -> None:
        """Archive a thread, or lock it too."""
        thread.archived, thread.locked = True, lock
        self.world.emit("THREAD_UPDATE", channel_json(self.world, thread), channel=thread)

    async def delete_thread(self, thread: Channel) -> None:
        """Delete a thread with all that is in it."""
        facts = {"id": str(thread.id), "guild_id": str(self.world.guild_id), "type": thread.kind}
        self.world.emit("THREAD_DELETE", facts | {"parent_id": thread.parent and str(thread.parent.id)}, channel=thread)
        del self.world.channels[thread.id]
        for message in thread.messages:
            message.deleted = True
        self.world.changed()

    def upload(self, channel: Channel, name: str, content: bytes) -> Attachment:
        """A file that a person picks for a command option that takes an attachment."""
        if len(content) > LARGEST_UPLOAD:
            raise ClientRefusal(f"{name} is larger than {LARGEST_UPLOAD} bytes")
        return upload(self.world, channel, [], _files({name: content}))[0]

    async def _find(self, channel: Channel, name: str) -> tuple[Json, list[str]]:
        await self._commands_known()
        first, *path = name.removeprefix("/").split()
        return client.find_command(self.world, channel, first), path

    async def _commands_known(self) -> None:
        """Bots register their commands a moment after they connect; wait for the first ones."""
        known = self.world.commands
        await self.world.until(lambda: [one for group in known.values() for one in group], 5, "registered commands")

    def _check_sees(self, user: Member, message: Message) -> None:
        if message.deleted or message.seen_only_by not in (None, user):
            raise ClientRefusal(f"{user.name} does not see that message")


def _files(files: dict[str, bytes] | None) -> dict[int, UploadedFile]:
    return {number: UploadedFile(name, content, "") for number, (name, content) in enumerate((files or {}).items())}


def _command_data(command: Json, resolved: client.Resolved) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"], "options": resolved.options}
    if resolved.objects:
        data["resolved"] = resolved.objects
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _interaction_json(world: World, interaction: Interaction) -> Json:
    channel, user = interaction.channel, interaction.user
    direct = channel.is_direct
    facts: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application_id),
        "type": interaction.kind,
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": channel_json(world, channel) | {"permissions": str(permissions_of(user, world.everyone, channel))},
        "app_permissions": str(permissions_of(world.bot, world.everyone, channel)),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": "0" if direct else str(world.guild_id)},
        "context": 1 if direct else 0,
        "attachment_size_limit": LARGEST_UPLOAD,
    }
    if direct:
        facts["user"] = user_json(user)
    else:
        bits = str(permissions_of(user, world.everyone, channel))
        facts |= {
            "guild_id": str(world.guild_id),
            "guild": {"id": str(world.guild_id), "locale": "en-US", "features": ["COMMUNITY"]},
            "guild_locale": "en-US",
            "member": member_json(user) | {"permissions": bits},
        }
    if interaction.message is not None:
        # The message is the bot's own; what it replies to is withheld like any other message.
        facts["message"] = message_json(world, interaction.message, hide=not world.shows_message_content)
    return facts
