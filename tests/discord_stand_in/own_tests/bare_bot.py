"""A bot without a library: bare requests, and small pieces of bodies."""

import io
import json
import struct
import zlib

import aiohttp

from tests.discord_stand_in import DiscordStandIn

CALLBACK = "/interactions/{id}/{token}/callback"

LONG, MAX, BAD = "x" * 10_000, "BASE_TYPE_MAX_LENGTH", "BASE_TYPE_BAD_LENGTH"
FORM = {"custom_id": "f", "title": "Title", "components": []}
TEXT_INPUT = {"type": 4, "custom_id": "t", "style": 1, "label": "Text"}


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Rest:
    """Bare requests as the bot, for bodies that discord.py itself would never send."""

    def __init__(self, stand_in: DiscordStandIn, session: aiohttp.ClientSession) -> None:
        self.stand_in = stand_in
        self.session = session

    async def __call__(self, method, path, body=None, *, token=None, data=None):
        headers = {"Authorization": f"Bot {token or self.stand_in.token}"}
        url = self.stand_in.api_base + path
        async with self.session.request(method, url, json=body, data=data, headers=headers) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith(("{", "[")) else text, response.headers

    async def say(self, body):
        return await self("POST", f"/channels/{self.stand_in.general.id}/messages", body)

    async def register(self, *commands):
        return await self("PUT", f"/applications/{self.stand_in.bot.id}/commands", list(commands))

    async def answer(self, interaction, kind, data=None):
        body = {"type": kind} | ({"data": data} if data is not None else {})
        path = CALLBACK.format(id=interaction.id, token=interaction.token)
        return await self("POST", path + "?with_response=true", body)

    async def follow_up(self, interaction, body):
        return await self("POST", f"/webhooks/{self.stand_in.bot.id}/{interaction.token}", body)


def codes(answer) -> set[str]:
    """Every error code in Discord's nested shape, as `path: CODE`."""
    found = set()

    def walk(place, path):
        for key, value in place.items():
            if key == "_errors":
                found.update(f"{'.'.join(path)}: {one['code']}" for one in value)
            else:
                walk(value, [*path, key])

    walk(answer.get("errors", {}), [])
    return found


def row(*parts):
    return {"type": 1, "components": list(parts)}


def button(custom_id="a", label="A", **more):
    return {"type": 2, "style": 1, "custom_id": custom_id, "label": label} | more


def menu(options=1, **more):
    choices = [{"label": str(n), "value": str(n)} for n in range(options)]
    return {"type": 3, "custom_id": "m", "options": choices} | more


def upload_form(payload, *files):
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(payload))
    for number, (name, content) in enumerate(files):
        form.add_field(f"files[{number}]", io.BytesIO(content), filename=name)
    return form
