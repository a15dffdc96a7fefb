"""A server with a forum, its people, and a bot in this process, for the tests of forums."""

import asyncio

from tests.bot.discord_app.in_process import make_config

QUESTION = "My ReLU units always output zero after a few epochs. Why do they die?"


class Place:
    """A server with a forum, its people, and the bot."""

    def __init__(self, discord, running):
        self.discord, self.running, self.store = discord, running, running.store
        self.ada, self.ben = discord.make_member("ada"), discord.make_member("ben")

    async def ask(self, text=QUESTION, title="Help", forum=None, **more):
        return await self.discord.create_forum_post(self.ada, forum or self.discord.forum, title, text, **more)

    async def outcome(self, post, within_s=10):
        async with asyncio.timeout(within_s):
            while (found := await self.store.forum_posts.outcome(post.id)) in (None, "taken"):
                await asyncio.sleep(0.02)
        return found

    def said_in(self, post):
        return [message for message in post.messages if message.author is self.discord.bot and not message.is_ephemeral]


def configure(discord, folder, **settings):
    discord.forum = discord.make_forum("help", ["question", "Mentor wanted"])
    discord.staff_channel = discord.make_channel("mentors")
    given = {"forum_channels": (discord.forum.id,), "staff_channel": discord.staff_channel.id, "message_content": True}
    # In memory there is one connection only, on which reading while the bot writes would undo what it has written.
    return make_config(discord, f"sqlite+aiosqlite:///{folder}/rectify.db", **(given | settings))
