"""The gateway, with a bare websocket."""

import json
import zlib

import aiohttp
import pytest

from tests.discord_stand_in import DiscordStandIn

IDENTIFY = {"token": "stand-in-token", "intents": 1 << 9 | 1, "properties": {}}
CLOSES = {
    "wrong token": ({"op": 2, "d": IDENTIFY | {"token": "wrong"}}, 4004),
    "disallowed intent": ({"op": 2, "d": IDENTIFY | {"intents": 1 << 15}}, 4014),
    "impossible intent": ({"op": 2, "d": IDENTIFY | {"intents": 1 << 18}}, 4013),
    "wrong number of shards": ({"op": 2, "d": IDENTIFY | {"shard": [0, 2]}}, 4010),
    "something before identifying": ({"op": 3, "d": {}}, 4003),
    "no packet at all": ("nonsense", 4002),
    "resumption with a wrong token": ({"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}, 4004),
}


@pytest.fixture
async def socket(stand_in, rest):
    async with rest.session.ws_connect(stand_in.gateway.url + "?v=10&encoding=json") as opened:
        assert (await opened.receive_json())["op"] == 10
        yield opened


@pytest.mark.parametrize(("packet", "code"), CLOSES.values(), ids=CLOSES)
async def test_the_gateway_closes_with_discords_code(socket, packet, code):
    await socket.send_str(packet if isinstance(packet, str) else json.dumps(packet))
    message = await socket.receive(timeout=3)
    assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, code)


async def test_an_unknown_session_cannot_be_resumed(socket):
    await socket.send_json({"op": 6, "d": {"token": "stand-in-token", "session_id": "x", "seq": 1}})
    assert await socket.receive_json() == {"op": 9, "t": None, "s": None, "d": False}


async def test_the_gateway_speaks_zlib_stream_when_asked(stand_in, rest):
    inflate = zlib.decompressobj()
    async with rest.session.ws_connect(stand_in.gateway.url + "?v=10&encoding=json&compress=zlib-stream") as socket:
        hello = await socket.receive_bytes()
        assert hello.endswith(b"\x00\x00\xff\xff")
        assert json.loads(inflate.decompress(hello))["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert json.loads(inflate.decompress(await socket.receive_bytes()))["op"] == 11
        await socket.send_json({"op": 2, "d": IDENTIFY})
        ready, guild = [json.loads(inflate.decompress(await socket.receive_bytes())) for _ in range(2)]
    assert [(one["t"], one["s"]) for one in (ready, guild)] == [("READY", 1), ("GUILD_CREATE", 2)]
    assert guild["d"]["channels"][0]["name"] == "general"


async def test_content_is_given_with_the_intent():
    async with DiscordStandIn(privileged_intents=["message_content"]) as stand_in:
        bits = 1 | 1 << 9 | 1 << 15
        async with aiohttp.ClientSession() as session, session.ws_connect(stand_in.gateway.url) as socket:
            await socket.send_json({"op": 2, "d": IDENTIFY | {"intents": bits}})
            await stand_in.wait_until_ready()
            await stand_in.say(stand_in.make_member("ada"), stand_in.general, "plain")
            packets = [await socket.receive_json() for _ in range(4)]
    assert packets[-1]["d"]["content"] == "plain"
