"""Look at the bot by hand: `python -m tests.discord_stand_in --port 5005`, then start the bot with what is printed."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import ClientRefusal, DiscordStandIn, Interaction, Member, Message, NothingHappened
from .state import Json, Request

HELP = """
/ask why relu            a slash command; the text goes into its first option
/sim shift seed=3        options by name
? explain rel            suggestions for an option
press LABEL              a button of the last message
@ text                   a message that mentions the bot        dm text      a direct message
post title | text        a forum post                           drop         cut the connection
log                      what the bot has sent                  quit
"""


# How the text of an option is read: whole numbers, booleans, numbers; everything else stays text.
READ: dict[int, Callable[[str], Any]] = {4: int, 5: lambda text: text.lower() == "true", 10: float}


class Console:
    """Reads lines, acts as one person, shows what the bot does."""

    def __init__(self, discord: DiscordStandIn, folder: Path) -> None:
        self.discord = discord
        self.folder = folder
        self.user: Member = discord.make_member("you", ["Moderator"])
        self.forum = discord.make_forum("questions", ["question"])
        self.shown: dict[int, str] = {}

    def write(self, text: str) -> None:
        """Print a line."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    async def watch(self) -> None:
        """Show each message of the bot, and each change of one, as it comes."""
        while True:
            for message in self.discord.messages:
                looks = message.text + "".join(file.url for file in message.attachments)
                if (
                    message.author is self.discord.bot
                    and self.shown.get(message.id) != looks
                    and not message.is_loading
                ):
                    self.shown[message.id] = looks
                    self.show(message)
            await asyncio.sleep(0.1)

    def show(self, message: Message) -> None:
        """One message: text, buttons, files with alt text."""
        private = " (only you see this)" if message.is_ephemeral else ""
        self.write(f"\n--- {message.author.name} in {message.channel.name}{private}\n{message.text}")
        labels = [part.get("label") or "…" for part in message.buttons]
        if labels:
            self.write("    " + " ".join(f"[{label}]" for label in labels))
        for file in message.attachments:
            path = self.folder / f"{file.id}-{file.filename}"
            path.write_bytes(file.content)
            self.write(f"    {path} {file.size or ''} alt: {file.description}")
        for violation in self.discord.violations:
            self.write(f"    VIOLATION {violation}")

    def options(self, name: str, words: list[str]) -> tuple[str, Json]:
        """The full command name and its options from the words after it."""
        command: Json = next((one for one in self.discord.commands if one["name"] == name), {})
        definitions = command.get("options", [])
        while words and any(one["type"] in (1, 2) and one["name"] == words[0] for one in definitions):
            definitions = next(one for one in definitions if one["name"] == words[0]).get("options", [])
            name = f"{name} {words.pop(0)}"
        kinds = {one["name"]: one["type"] for one in definitions}
        given = {key: value for key, sign, value in (word.partition("=") for word in words) if sign and key in kinds}
        rest = " ".join(word for word in words if word.partition("=")[0] not in given)
        if rest and definitions:
            given.setdefault(definitions[0]["name"], rest)
        return name, {key: READ.get(kinds[key], str)(value) for key, value in given.items()}

    async def act(self, line: str) -> None:
        """Do what one line says."""
        discord, user, channel = self.discord, self.user, self.discord.general
        first, _, rest = line.partition(" ")
        if first.startswith("/"):
            name, options = self.options(first[1:], rest.split())
            await self.follow(await discord.slash(user, channel, name, options))
        elif first == "?":
            command, *words = rest.split()
            name, options = self.options(command, words)
            for choice in await discord.autocomplete(user, channel, name, options):
                self.write(f"    {choice.name}  ({choice.value})")
        elif first == "press":
            last = [message for message in discord.messages if message.buttons][-1]
            await self.follow(await discord.press(user, last, rest))
        elif first == "@":
            await discord.say(user, channel, rest, mentions_bot=True)
        elif first == "dm":
            await discord.say(user, discord.direct_channel(user), rest)
        elif first == "post":
            title, _, text = rest.partition("|")
            await discord.create_forum_post(user, self.forum, title.strip(), text.strip())
        elif first == "drop":
            await discord.drop_socket()
        elif first == "log":
            for request in discord.requests:
                self.write(describe(request))
        else:
            self.write(HELP)

    async def follow(self, asked: Interaction) -> None:
        """Say how fast the bot acknowledged."""
        await asked.wait_for_acknowledgement()
        self.write(f"    acknowledged after {1000 * (asked.acknowledged_after_s or 0):.0f} ms")


def describe(request: Request) -> str:
    """One request in one line and its body below."""
    body = json.dumps(request.body, indent=2, ensure_ascii=False) if request.body is not None else ""
    return f"{request.at:8.2f} {request.method} {request.path} -> {request.status} {body}"


async def main() -> None:
    """Start, print how to start the bot, and read lines until the end of input."""
    parser = argparse.ArgumentParser(prog="python -m tests.discord_stand_in", description=__doc__)
    parser.add_argument("--port", type=int, default=5005)
    parser.add_argument("--folder", type=Path, default=Path("data/discord_stand_in"), help="where pictures are saved")
    parser.add_argument("--message-content", action="store_true", help="allow the message-content intent")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    intents = ["message_content"] if arguments.message_content else []
    async with DiscordStandIn(port=arguments.port, privileged_intents=intents) as discord:
        console = Console(discord, arguments.folder)
        console.write(f"DISCORD_API_BASE={discord.api_base} DISCORD_TOKEN={discord.token} python -m bot\n{HELP}")
        watching = asyncio.create_task(console.watch())
        while line := await asyncio.to_thread(sys.stdin.readline):
            if line.strip() == "quit":
                break
            try:
                await console.act(line.strip())
            except (ClientRefusal, NothingHappened, ValueError, IndexError) as error:
                console.write(f"    {error}")
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(main())
