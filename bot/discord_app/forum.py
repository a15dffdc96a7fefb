"""Forum: one first reply to each new post of the configured forums, when it is confident and nobody was faster."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.discord_app import answers, mentions
from bot.errors import StorageUnavailable
from bot.reply import CheckUp

if TYPE_CHECKING:
    from bot.discord_app.client import RectifyClient

FRESH_S = 300.0  # an older post comes from before a restart: by now it would be an interruption
# Discord announces a post before its first message; that one mostly comes at once, and can be fetched when it is lost.
STARTER_PAUSES_S = (2.0, 1.0, 2.0, 3.0)
READ_BACK = 50  # messages of a new thread in which somebody may have answered already
GONE = 10003  # Discord's code for a channel that does not exist any more
NO_TEXT = (
    "forum posts cannot be read: without the message-content intent Discord gives no text of them. "
    "Set discord.message_content, and allow the intent in the developer portal."
)

log = structlog.get_logger("rectify.discord")


class Forum:
    """The posts that are being read right now; what became of a post is kept in the database."""

    def __init__(self, client: RectifyClient) -> None:
        self._client = client
        self._starters: dict[int, asyncio.Future[discord.Message]] = {}
        self._speakers: dict[int, set[int]] = {}
        self._reading: set[asyncio.Task[None]] = set()
        self._has_told_no_text = False
        self.calls = asyncio.Lock()  # held while a mentor is called to a post

    def note(self, message: discord.Message) -> None:
        """Look at every message: it may be the first one of a post that is being read, or somebody who was faster."""
        starter = self._starters.get(message.channel.id)
        if starter is None:
            return
        if message.id == message.channel.id and not starter.done():
            starter.set_result(message)
        elif _is_of_a_person(message):
            self._speakers[message.channel.id].add(message.author.id)

    async def welcome(self, thread: discord.Thread) -> None:
        """Reply to a new post, or be silent; once only, whatever events and processes there are."""
        if thread.parent_id not in self._client.config.discord.forum_channels or thread.id in self._starters:
            return
        # At once, as the next event may be the first message.
        self._starters[thread.id] = asyncio.get_running_loop().create_future()
        self._speakers[thread.id] = set()
        reading = asyncio.create_task(self._welcome(thread), name=f"forum post {thread.id}")
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)
        await reading

    async def close(self, grace_s: float) -> None:
        """Let the posts be finished that are being read, then cut them off."""
        if self._reading:
            _, unfinished = await asyncio.wait(self._reading, timeout=grace_s)
            for reading in unfinished:
                reading.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _welcome(self, thread: discord.Thread) -> None:
        posts, outcome = self._client.store.forum_posts, "old"
        try:
            if _age_s(thread) <= FRESH_S:
                outcome = "taken before"
                if await posts.take(thread.id):
                    outcome = await self._reply(thread)
                    await posts.conclude(thread.id, outcome)
        except (StorageUnavailable, discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("a forum post got no reply", thread=thread.id, reason=str(error))
        else:
            log.info("forum post", thread=thread.id, outcome=outcome)
        finally:
            del self._starters[thread.id], self._speakers[thread.id]

    async def _reply(self, thread: discord.Thread) -> str:
        """What became of the post, for the database and the log."""
        starter = await self._starter(thread)
        if starter is None:
            return "no first message"
        if not _is_of_a_person(starter):
            return "of a bot"
        if mentions.text_for(self._client, starter) is not None:
            return "asked directly"  # and answered as any such message
        if not starter.content.strip():
            self._tell_no_text()
            return "no text"
        helper = self._client.helper
        found = await asyncio.to_thread(helper.first_reply, thread.name, starter.content)
        if found is None:
            return "not confident"
        first = None
        if isinstance(found, CheckUp):  # the question that it may hold too is offered to be read on
            first = (await asyncio.to_thread(helper.answer, starter.content)).reply.topic
        post = await answers.make_first_reply(self._client, found, str(starter.author.id), first)
        permissions = _permissions(thread)
        if permissions is not None and not permissions.send_messages_in_threads:
            log.warning("a permission is missing", reason="Send Messages in Threads", thread=thread.id)
            return "may not write"
        if permissions is not None and not permissions.embed_links:
            post = post.as_plain_text()
        if await self._was_somebody_faster(thread, starter):
            return "somebody was faster"
        if thread.archived or thread.locked:
            return "closed"
        await thread.send(**post.for_sending())
        answers.count(found)
        return "answered"

    async def _starter(self, thread: discord.Thread) -> discord.Message | None:
        """The first message, which has the id of its thread; None where there is none in time."""
        coming = self._starters[thread.id]
        for pause in STARTER_PAUSES_S:
            await asyncio.wait({coming}, timeout=pause)
            if coming.done():
                return coming.result()
            try:
                return await thread.fetch_message(thread.id)
            except discord.NotFound as error:
                if error.code == GONE:
                    return None
            except discord.Forbidden:
                log.warning("a permission is missing", reason="Read Message History", thread=thread.id)
        return None

    async def _was_somebody_faster(self, thread: discord.Thread, starter: discord.Message) -> bool:
        """Whether anybody but the asker has written; those who write while this reads are noted as they do."""
        written: set[int] = set()
        try:
            async for message in thread.history(limit=READ_BACK, after=starter):
                if _is_of_a_person(message):
                    written.add(message.author.id)
        except discord.Forbidden:
            log.warning("a permission is missing", reason="Read Message History", thread=thread.id)
        return bool((written | self._speakers[thread.id]) - {starter.author.id})

    def _tell_no_text(self) -> None:
        if not self._client.config.discord.message_content and not self._has_told_no_text:
            self._has_told_no_text = True
            log.warning(NO_TEXT)


def _is_of_a_person(message: discord.Message) -> bool:
    return not message.author.bot and message.webhook_id is None


def _age_s(thread: discord.Thread) -> float:
    created = thread.created_at or discord.utils.snowflake_time(thread.id)
    return time.time() - created.timestamp()


def _permissions(thread: discord.Thread) -> discord.Permissions | None:
    """What the bot may do there; None where its forum is not known."""
    return thread.permissions_for(thread.guild.me) if thread.parent is not None else None
