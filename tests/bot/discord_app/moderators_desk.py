"""A client over a small folder of content, with two moderators and somebody who is none."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config import Config, KnowledgeConfig
from bot.editing.overlay import Draft
from bot.editing.preview import Place, Preview, compute
from knowledge import Knowledge
from tests.bot.discord_app.in_process import Running, make_config, running_client
from tests.bot.editing.conftest import POSTS, QUESTIONS
from tests.discord_stand_in import DiscordStandIn
from tests.discord_stand_in.interaction import Interaction
from tests.discord_stand_in.permissions import MANAGE_GUILD
from tests.discord_stand_in.state import Member, Message
from tests.knowledge.conftest import Folder, make_folder

WAITING = ("Trying it out", "Saving …", "Reading the list …", "Dismissing …")
RELU = "entries/functions/relu.md"


@dataclass
class ModeratorsDesk:
    """What a test of the moderators' commands works with."""

    discord: DiscordStandIn
    content: Folder
    config: Config
    ada: Member
    ben: Member
    eve: Member
    staff_channel: Any
    running: Running | None = None

    @property
    def store(self) -> Any:
        return self.running.store

    @property
    def editor(self) -> Any:
        return self.running.client.editor

    @asynccontextmanager
    async def started(self) -> AsyncIterator[Running]:
        """The bot, started (again) on the same files and database."""
        knowledge = Knowledge.open(self.content.path, self.config.knowledge.cache)
        async with running_client(self.discord, knowledge, self.config) as running:
            await running.client.editor.refresh()
            self.running = running
            yield running

    async def kb(self, who: Member, command: str, **options: Any) -> Interaction:
        """Use `/kb command`."""
        return await self.discord.slash(who, self.discord.general, f"kb {command}", options)

    async def fill(self, who: Member, opened: Interaction, **values: str) -> tuple[Interaction, Message]:
        """Send the form that something opened, and wait for what comes of it."""
        sent = await self.discord.submit_form(who, opened, values)
        return sent, await self.settled(sent)

    async def settled(self, interaction: Interaction, within_s: float = 60) -> Message:
        """The message that an interaction ends with, when its buttons or its last words are there."""

        def find() -> Message | None:
            shown = [one for one in interaction.shown if not one.content.startswith(WAITING)]
            return shown[-1] if shown else None

        return await self.discord.world.until(find, within_s, f"the end of {interaction.describe()}")

    async def preview(self, who: Member, title: str = "Rectifier", topic: str = "relu") -> Message:
        """A preview of another title."""
        _, message = await self.fill(who, await self.kb(who, "edit", topic=topic), Title=title)
        return message

    async def press(self, who: Member, message: Message, label: str) -> Message:
        """Press a button and wait for what comes of it."""
        return await self.settled(await self.discord.press(who, message, label))

    @property
    def told(self) -> list[str]:
        """What the staff's channel was told."""
        return [message.content for message in self.staff_channel.messages]


def make_desk(discord: DiscordStandIn, folder: Path, cache: Path, **settings: Any) -> ModeratorsDesk:
    """The files, the configuration and the people; the bot is not started yet."""
    content = make_folder(folder / "kb")
    labelled = folder / "labelled"
    labelled.mkdir()
    (labelled / "questions_own.yaml").write_text(QUESTIONS)
    (labelled / "intuitions_own.yaml").write_text(POSTS)
    role = discord.make_role("mentor", MANAGE_GUILD)
    channel = discord.make_channel("staff")
    settings = {"moderator_roles": (role.id,), "staff_channel": channel.id, **settings}
    knowledge = KnowledgeConfig(path=content.path, cache=cache, labelled=labelled)
    config = make_config(discord, f"sqlite+aiosqlite:///{folder}/rectify.db", knowledge=knowledge, **settings)
    ada, ben = (discord.make_member(name, roles=["mentor"]) for name in ("ada", "ben"))
    eve = discord.make_member("eve", permissions=MANAGE_GUILD)  # sees the commands, may not use them
    return ModeratorsDesk(discord, content, config, ada, ben, eve, channel)


async def try_out_here(place: Place, draft: Draft, text: str | None) -> Preview:
    """The same work as in the worker process, without starting one."""
    return await asyncio.to_thread(compute, place, draft, text)


def menu_values(message: Message, placeholder: str) -> list[str]:
    """What a menu below a message offers."""
    menu = next(part for part in message.all_components if part.get("placeholder") == placeholder)
    return [option["value"] for option in menu["options"]]


def labels(message: Message) -> list[str]:
    """The buttons below a message."""
    return [str(part["label"]) for part in message.all_components if part["type"] == 2]
