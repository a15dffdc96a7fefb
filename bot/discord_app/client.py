"""The Discord client: connects, and hands interactions and messages to the commands. make_client builds it."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

import sims
from bot.budgets import Budget, Budgets
from bot.config import Config
from bot.course_helper import CourseHelper
from bot.discord_app import buttons, conversation, errors, limits, mentions, moderation, sync
from bot.discord_app.acknowledgement import ARRIVED
from bot.discord_app.admission import admit, admit_message
from bot.discord_app.command import Command
from bot.discord_app.commands import find_commands
from bot.discord_app.feedback import Verdicts
from bot.discord_app.forum import Forum
from bot.discord_app.lasting import Lasting, is_known, serve_form
from bot.discord_app.post import NO_PINGS, Post
from bot.discord_app.progress import Run
from bot.discord_app.turn import InteractionTurn, MessageTurn, Turn
from bot.discord_app.wording import shorten
from bot.editing import Editor
from bot.errors import ConfigError, RectifyError
from bot.permalinks import permalink
from bot.storage import Store

FIRST_RETRY_S, LONGEST_RETRY_S = 2.0, 60.0
SYNC_GRACE_S = 1.0
FORUM_GRACE_S = 1.0
OLD_BUTTON = "This button belongs to an older version of Rectify. Ask again to get a new one."
BAD_TOKEN = "Discord refuses the token in DISCORD_TOKEN. Copy the bot's token again from the developer portal."
NO_INTENT = (
    "discord.message_content is on, but Discord does not grant that intent. "
    "Switch on “Message Content Intent” in the developer portal, or set discord.message_content to false."
)
BAD_TOKEN_CODE = 4004  # gateway close code "Authentication failed"

log = structlog.get_logger("rectify.discord")


def make_client(helper: CourseHelper, config: Config, store: Store, editor: Editor) -> RectifyClient:
    """The bot over its core; `start` connects it."""
    return RectifyClient(helper, config, store, editor)


class Tree(app_commands.CommandTree["RectifyClient"]):
    """The slash commands, whose errors are told in one place."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether the asker may ask now; who may not is told when to try again."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        turn = InteractionTurn.of(interaction)
        async with errors.told(turn):
            admit(turn)
            return True
        return False

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the asker what went wrong."""
        await errors.tell(InteractionTurn.of(interaction), error)


class RectifyClient(discord.AutoShardedClient):
    """The bot."""

    def __init__(self, helper: CourseHelper, config: Config, store: Store, editor: Editor) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            dm_messages=True,
            message_content=config.discord.message_content,
        )
        super().__init__(
            intents=intents,
            allowed_mentions=NO_PINGS,
            max_messages=None,  # nothing here looks at old messages
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.helper, self.config, self.store, self.editor = helper, config, store, editor
        asked = config.limits
        self.budgets = Budgets(asked.requests_per_minute_user, asked.requests_per_minute_channel)
        self.runs: dict[str, Run] = {}  # of simulations that somebody can still cancel
        self.polls: dict[int, asyncio.Task[None]] = {}  # by message: what shows their pictures after a while
        self.revealing: set[int] = set()  # polls whose pictures are on their way
        self.refusals = Budget(per_minute=1)  # of messages, told aloud
        self.commands: Mapping[str, Command] = find_commands()
        self.tree = Tree(
            self,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )
        for command in self.commands.values():
            self.tree.add_command(command.build(helper))
        own = (item for command in self.commands.values() for item in command.items)
        self.lasting: tuple[type[Lasting], ...] = (*buttons.LASTING, *own, moderation.StaffItem)
        self.add_dynamic_items(*self.lasting)
        self.forum, self.verdicts = Forum(self), Verdicts()
        self._last_event = time.monotonic()
        self.syncing: asyncio.Task[None] | None = None
        Route.BASE = config.discord.api_base  # a class attribute is the only place where discord.py keeps it

    @property
    def last_event_age_s(self) -> float:
        """Seconds since Discord last sent an event."""
        return time.monotonic() - self._last_event

    def is_ready(self) -> bool:
        """Whether all shards are connected and the servers are known."""
        return super().is_ready() and all(not shard.is_closed() for shard in self.shards.values())

    def page_of(self, topic: str | None) -> str | None:
        """The web page of an entry, where others can reach the web site."""
        site = self.config.web.public_url
        return f"{site}/kb/{topic}" if site and topic else None

    def page_of_recipe(self, recipe: sims.Recipe) -> str | None:
        """The permalink of a recipe, where others can reach the web site."""
        return permalink(recipe, self.config.web) if self.config.web.public_url else None

    async def tell_staff(self, sentence: str) -> bool:
        """Write a sentence into the staff's channel; False where none is configured or the bot may not write there."""
        number = self.config.discord.staff_channel
        channel = self.get_channel(number) if number else None
        if not isinstance(channel, discord.abc.Messageable):
            return False
        try:
            await channel.send(shorten(sentence, limits.CONTENT), allowed_mentions=NO_PINGS)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("staff was not told", reason=str(error), sentence=sentence)
            return False
        return True

    async def run_command(self, name: str, turn: Turn, text: str) -> None:
        """Do what a command does for a text."""
        run = self.commands[name].run
        assert run is not None  # only commands that can be typed are called by name
        await run(turn, text)

    async def start(self, token: str | None = None, *, reconnect: bool = True) -> None:
        """Log in, patiently where Discord cannot be reached, and serve until closed.

        Raises:
            ConfigError: Discord refuses the token or the intents.
        """
        configured = self.config.discord.token
        secret = token or (configured.get_secret_value() if configured else "")
        try:
            await self._log_in(secret)
            await self.connect(reconnect=reconnect)
        except discord.LoginFailure:
            raise ConfigError(BAD_TOKEN) from None
        except discord.PrivilegedIntentsRequired:
            raise ConfigError(NO_INTENT) from None
        except discord.ConnectionClosed as error:
            raise (ConfigError(BAD_TOKEN) if error.code == BAD_TOKEN_CODE else error) from None

    async def sync_now(self, guild: int | None = None) -> int:
        """Register the slash commands without serving; returns how many."""
        configured = self.config.discord.token
        try:
            await self._log_in(configured.get_secret_value() if configured else "", then_sync=False)
            return await sync.register(self, guild)
        except discord.LoginFailure:
            raise ConfigError(BAD_TOKEN) from None
        except discord.HTTPException as error:
            raise RectifyError(f"Discord did not take the commands: {error.text or error.status}.") from error

    async def setup_hook(self) -> None:
        """Ask where the gateway is: discord.py would dial its built-in address after an invalid session."""
        self.shard_count, address, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def close(self) -> None:
        """Disconnect."""
        if self.syncing:
            # It writes to the database: cut it off only where Discord lets it wait.
            await asyncio.wait({self.syncing}, timeout=SYNC_GRACE_S)
            self.syncing.cancel()
        for poll in self.polls.values():
            poll.cancel()
        await self.forum.close(FORUM_GRACE_S)
        await super().close()

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        """Note when an event came: this runs before anything else gets its turn on the event loop."""
        self._last_event = time.monotonic()
        if event == "interaction" and isinstance(args[0], discord.Interaction):
            args[0].extras[ARRIVED] = self._last_event
        super().dispatch(event, *args, **kwargs)

    async def on_ready(self) -> None:
        """Say so in the log."""
        log.info("ready", servers=len(self.guilds), shards=self.shard_count)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is meant for the bot."""
        self.forum.note(message)
        text = mentions.text_for(self, message)
        if text is None:
            return
        turn = MessageTurn(message, self)
        async with errors.told(turn):
            if not admit_message(turn):
                return
            asked = await conversation.respond(turn, message, text)
            log.info("answered a message", asked=asked)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        """Give a new post in a configured forum its first reply."""
        await self.forum.welcome(thread)

    async def on_interaction(self, interaction: discord.Interaction[RectifyClient]) -> None:
        """Take in forms, and answer buttons that no version of ours knows any more; all others are served elsewhere."""
        if interaction.type is discord.InteractionType.modal_submit:
            await serve_form(buttons.FORMS, interaction)
            await moderation.receive(interaction)
        if interaction.type is discord.InteractionType.component and not is_known(interaction, self.lasting):
            turn = InteractionTurn.of(interaction)
            async with errors.told(turn):
                await turn.say(Post(content=OLD_BUTTON), private=True)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """What goes wrong outside of an answer goes to the log."""
        error = sys.exc_info()[1]
        if error is not None:
            errors.note(error, event_method)

    async def _log_in(self, token: str, *, then_sync: bool = True) -> None:
        wait = FIRST_RETRY_S
        while True:
            try:
                await self.login(token)
                break
            except (aiohttp.ClientError, OSError, discord.DiscordServerError, discord.GatewayNotFound) as error:
                log.warning("Discord cannot be reached, trying again", reason=str(error), in_s=wait)
            await self.http.close()
            self.http.connector = discord.utils.MISSING  # the closed one would be used again
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_RETRY_S)
        if then_sync:
            self.syncing = asyncio.create_task(sync.sync_if_changed(self), name="command sync")
