"""Ask a mentor: hands a forum post over to people, without a ping: by a tag, or by a link in the staff's channel."""

from __future__ import annotations

import aiohttp
import discord
import structlog

from bot.discord_app import limits
from bot.discord_app.lasting import Lasting, Press
from bot.discord_app.post import Item, Post
from bot.discord_app.turn import InteractionTurn
from bot.errors import StorageUnavailable

ASKED = "mentor asked"  # what becomes of a forum post
TOLD = "The mentors can see now that you ask for one. Nobody was pinged, so it may take a while."
TOLD_BEFORE = "The mentors were told already. Nobody was pinged, so it may take a while."
NOBODY_TO_TELL = (
    "I have no way to tell the mentors here: no tag and no channel is configured, or I may not use them. "
    "Write in this thread what is still unclear; mentors read here too."
)

log = structlog.get_logger("rectify.discord")


class MentorButton(Lasting, template=r"mentor"):
    """Marks the post for the mentors."""

    async def press(self, turn: InteractionTurn, interaction: Press) -> None:
        """Tell the mentors once for each post, and say so to the one who pressed."""
        await turn.hush()
        async with turn.client.forum.calls:  # two who press at once call one mentor
            said = await _call(turn, interaction)
        await turn.say(Post(content=said), private=True)


def mentor_button() -> Item:
    """The button."""
    return MentorButton(discord.ui.Button(label="Ask a mentor", custom_id="mentor"))


async def _call(turn: InteractionTurn, interaction: Press) -> str:
    place = interaction.channel
    if isinstance(place, discord.Thread) and await _was_asked(turn, place):
        return TOLD_BEFORE
    if await _set_tag(turn, place) or await _post_link(turn, interaction):
        await _remember(turn, interaction.channel_id)
        return TOLD
    return NOBODY_TO_TELL


async def _was_asked(turn: InteractionTurn, thread: discord.Thread) -> bool:
    tag = _tag(turn, thread)
    if tag is not None and tag in thread.applied_tags:
        return True
    try:
        return await turn.client.store.forum_posts.outcome(thread.id) == ASKED
    except StorageUnavailable:
        return False  # telling the mentors twice is better than not at all


async def _remember(turn: InteractionTurn, thread: int | None) -> None:
    try:
        await turn.client.store.forum_posts.conclude(thread or 0, ASKED)
    except StorageUnavailable as error:
        log.warning("the call for a mentor was not kept", reason=str(error))


def _tag(turn: InteractionTurn, thread: discord.Thread) -> discord.ForumTag | None:
    name, forum = turn.client.config.discord.mentor_tag, thread.parent
    if not name or not isinstance(forum, discord.ForumChannel):
        return None
    return next((tag for tag in forum.available_tags if tag.name.casefold() == name.casefold()), None)


async def _set_tag(turn: InteractionTurn, place: object) -> bool:
    tag = _tag(turn, place) if isinstance(place, discord.Thread) else None
    if not isinstance(place, discord.Thread) or tag is None or len(place.applied_tags) >= limits.FORUM_TAGS:
        return False
    try:
        await place.add_tags(tag, reason="“Ask a mentor” was pressed")
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:  # no Manage Threads, or closed
        log.warning("the tag for mentors could not be set", reason=str(error))
        return False
    return True


async def _post_link(turn: InteractionTurn, interaction: Press) -> bool:
    message = interaction.message.id if interaction.message else 0
    return await turn.client.tell_staff(f"A learner asks for a mentor: {turn.link_to(message)}")
