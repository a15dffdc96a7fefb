"""A Turn is one request and its answer, the same for a slash command, a button and a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import discord

from bot.discord_app.acknowledgement import note_acknowledgement
from bot.discord_app.post import Post

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

TURN = "rectify_turn"  # key of what an interaction carries along while it is served


class Turn(Protocol):
    """Somebody asks, Rectify answers. Either `say` at once, or `think` first and `show` when it is done."""

    @property
    def client(self) -> RectifyClient:
        """The bot that was asked."""

    @property
    def person(self) -> str:
        """Who asks, as the queue and the feedback know people."""

    @property
    def asker(self) -> str:
        """The Discord id of who asks."""

    @property
    def user(self) -> discord.User | discord.Member:
        """Who asks, as Discord knows them."""

    @property
    def place(self) -> str:
        """In which channel, as the budgets know channels."""

    @property
    def quotes(self) -> bool:
        """Whether the answer has to repeat the question, because readers cannot see it."""

    @property
    def permissions(self) -> discord.Permissions | None:
        """What the bot may do here; None in direct messages."""

    async def say(self, post: Post, *, private: bool = False) -> None:
        """Answer; `private` only to the asker, where Discord can do that."""

    async def think(self, *, private: bool = False) -> None:
        """Tell the asker that the answer takes a while; `private` where the answer is for nobody else."""

    async def report(self, post: Post) -> None:
        """Say how far it is, in the place of the thinking."""

    async def show(self, post: Post) -> None:
        """Put the answer in the place of the thinking and of all reports."""

    @property
    def message(self) -> int | None:
        """The number of the answer's message, as soon as Discord has told it."""

    @property
    def link(self) -> str | None:
        """The address of the answer, as soon as Discord has told it."""

    async def change_items(self, post: Post) -> None:
        """Put the buttons of this post under the answer; the rest stays."""

    async def hush(self) -> None:
        """Acknowledge without showing anything."""


class InteractionTurn:
    """A slash command, a message command or a button."""

    def __init__(self, interaction: discord.Interaction[RectifyClient]) -> None:
        self._interaction = interaction
        self._stage: Literal["new", "thinking", "answered"] = "new"
        self._place: Literal["public", "private", "old message"] = "public"
        self.message: int | None = None

    @classmethod
    def of(cls, interaction: discord.Interaction[RectifyClient]) -> InteractionTurn:
        """The one turn of an interaction: the error handler has to know what was said already."""
        turn: InteractionTurn = interaction.extras.setdefault(TURN, cls(interaction))
        return turn

    @property
    def client(self) -> RectifyClient:
        """The bot that was asked."""
        return self._interaction.client

    @property
    def person(self) -> str:
        """Who asks."""
        return f"discord:{self.asker}"

    @property
    def asker(self) -> str:
        """The id of who asks."""
        return str(self._interaction.user.id)

    @property
    def user(self) -> discord.User | discord.Member:
        """Who asks."""
        return self._interaction.user

    @property
    def place(self) -> str:
        """In which channel."""
        return f"discord:{self._interaction.channel_id}"

    @property
    def quotes(self) -> bool:
        """Other people see that a command was used, but not its text."""
        return self._interaction.type is discord.InteractionType.application_command

    @property
    def permissions(self) -> discord.Permissions | None:
        """What the bot may do in this channel."""
        return self._interaction.app_permissions if self._interaction.guild_id else None

    async def say(self, post: Post, *, private: bool = False) -> None:
        """Answer at once, or after the thinking."""
        interaction, stage = self._interaction, self._stage
        if stage == "new" and not interaction.response.is_done():
            self._stage = "answered"
            await interaction.response.send_message(ephemeral=private, **post.for_sending())
            note_acknowledgement(self._interaction)
            return
        if stage == "thinking" and (not private or self._place == "private"):
            await self.show(post)
            return
        if stage == "thinking" and self._place == "public":
            # What follows a public "thinking" is public: only a message of its own can be private.
            self._stage = "answered"
            await interaction.delete_original_response()
        await interaction.followup.send(ephemeral=private, **post.for_sending())

    async def think(self, *, private: bool = False) -> None:
        """Show "thinking": a new message also after a button, so that the old picture stays.

        Args:
            private: the asker alone sees it and all that follows.
        """
        if self._stage != "new":
            return
        self._stage, self._place = "thinking", "private" if private else "public"
        deferred = await self._interaction.response.defer(thinking=True, ephemeral=private)
        if deferred and deferred.message_id:
            self.message = deferred.message_id
        note_acknowledgement(self._interaction)

    async def rethink(self, post: Post) -> None:
        """Acknowledge a button or form: what it hung on shows this now, and later what is shown.

        A form that a command opened hangs on nothing: it thinks in private.
        """
        if self._interaction.message is None:
            await self.think(private=True)
            return
        self._stage, self._place = "thinking", "old message"
        await self._interaction.response.edit_message(**post.for_editing())
        note_acknowledgement(self._interaction)

    async def report(self, post: Post) -> None:
        """Fill the message that `think` announced, for now."""
        await self._interaction.edit_original_response(**post.for_editing())

    async def show(self, post: Post) -> None:
        """Fill the message that `think` announced."""
        self._stage = "answered"
        message = await self._interaction.edit_original_response(**post.for_editing())
        self.message = message.id

    async def change_items(self, post: Post) -> None:
        """Change the buttons only."""
        await self._interaction.edit_original_response(view=post.view())

    async def hush(self) -> None:
        """Acknowledge a button without a visible change."""
        await self._interaction.response.defer()
        self._stage = "answered"
        self.message = self._interaction.message.id if self._interaction.message else None
        note_acknowledgement(self._interaction)

    async def ask(self, form: discord.ui.Modal) -> None:
        """Open a form; Discord takes it only as the first answer."""
        form.stop()  # what is sent back finds its way by its custom_id, also after a restart
        await self._interaction.response.send_modal(form)
        self._stage = "answered"
        note_acknowledgement(self._interaction)

    @property
    def link(self) -> str | None:
        """The address of the answer."""
        return None if self.message is None else self.link_to(self.message)

    def link_to(self, message: int) -> str:
        """The address of a message in the same channel."""
        # discord.py's own jump_url is wrong in servers where only the user has installed the bot.
        interaction = self._interaction
        return f"https://discord.com/channels/{interaction.guild_id or '@me'}/{interaction.channel_id}/{message}"


class MessageTurn:
    """A mention, a reply to the bot, or a direct message. There is no way to answer privately."""

    quotes = False  # the answer is a reply: Discord shows the question above it

    def __init__(self, message: discord.Message, client: RectifyClient) -> None:
        self._message = message
        self._client = client
        self._answer: discord.Message | None = None
        self._is_answered = False

    @property
    def client(self) -> RectifyClient:
        """The bot that was asked."""
        return self._client

    @property
    def person(self) -> str:
        """Who asks."""
        return f"discord:{self.asker}"

    @property
    def asker(self) -> str:
        """The id of who asks."""
        return str(self._message.author.id)

    @property
    def message(self) -> int | None:
        """The number of the answer."""
        return self._answer.id if self._answer else None

    @property
    def link(self) -> str | None:
        """The address of the answer."""
        return self._answer.jump_url if self._answer else None

    @property
    def user(self) -> discord.User | discord.Member:
        """Who asks."""
        return self._message.author

    @property
    def place(self) -> str:
        """In which channel."""
        return f"discord:{self._message.channel.id}"

    @property
    def permissions(self) -> discord.Permissions | None:
        """What the bot may do in this channel."""
        guild = self._message.guild
        return None if guild is None else self._message.channel.permissions_for(guild.me)

    async def say(self, post: Post, *, private: bool = False) -> None:
        """Reply."""
        await self.show(post)

    async def think(self, *, private: bool = False) -> None:
        """Show the typing sign."""
        await self._message.channel.typing()

    async def report(self, post: Post) -> None:
        """Reply, for now."""
        await self._put(post)

    async def show(self, post: Post) -> None:
        """Reply, in the place of a report."""
        await self._put(post)
        self._is_answered = True

    async def _put(self, post: Post) -> None:
        if self.permissions is not None and not self.permissions.embed_links:
            post = post.as_plain_text()
        if self._answer is not None and not self._is_answered:
            self._answer = await self._answer.edit(**post.for_editing())
        else:
            # A question that was deleted meanwhile still gets its answer, as a plain message.
            reference = self._message.to_reference(fail_if_not_exists=False)
            self._answer = await self._message.channel.send(
                reference=reference, mention_author=False, **post.for_sending()
            )

    async def change_items(self, post: Post) -> None:
        """Change the buttons only."""
        if self._answer is not None:
            await self._answer.edit(view=post.view())

    async def hush(self) -> None:
        """There is nothing to acknowledge."""
