"""The Discord stand-in itself: it refuses what Discord refuses, and real discord.py clients work with it."""

import asyncio
import io
import json
import struct
import zlib

import aiohttp
import discord
import pytest
from discord import app_commands
from discord.gateway import DiscordWebSocket

from tests.discord_stand_in import ClientRefusal, DiscordStandIn, NothingHappened, command_rules, limits
from tests.discord_stand_in.openapi import find_description

CALLBACK = "/interactions/{id}/{token}/callback"


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


@pytest.fixture
async def stand_in():
    async with DiscordStandIn(acknowledge_within_s=0.4) as started:
        yield started


@pytest.fixture
async def rest(stand_in):
    async with aiohttp.ClientSession() as session:
        yield Rest(stand_in, session)


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


LONG, MAX = "x" * 10_000, "BASE_TYPE_MAX_LENGTH"
MESSAGE_REFUSALS = {
    "content of 2001 characters": ({"content": LONG[:2001]}, f"content: {MAX}"),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, f"embeds: {MAX}"),
    "title of 257": ({"embeds": [{"title": LONG[:257]}]}, f"embeds.0.title: {MAX}"),
    "description of 4097": ({"embeds": [{"description": LONG[:4097]}]}, f"embeds.0.description: {MAX}"),
    "26 fields": ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, f"embeds.0.fields: {MAX}"),
    "field name of 257": (
        {"embeds": [{"fields": [{"name": LONG[:257], "value": "v"}]}]},
        f"embeds.0.fields.0.name: {MAX}",
    ),
    "field value of 1025": (
        {"embeds": [{"fields": [{"name": "n", "value": LONG[:1025]}]}]},
        f"embeds.0.fields.0.value: {MAX}",
    ),
    "blank field": (
        {"embeds": [{"fields": [{"name": " ", "value": "v"}]}]},
        "embeds.0.fields.0.name: BASE_TYPE_REQUIRED",
    ),
    "footer of 2049": ({"embeds": [{"footer": {"text": LONG[:2049]}}]}, f"embeds.0.footer.text: {MAX}"),
    "author of 257": ({"embeds": [{"author": {"name": LONG[:257]}}]}, f"embeds.0.author.name: {MAX}"),
    "6001 characters in two embeds": (
        {"embeds": [{"description": LONG[:3000]}, {"description": LONG[:3001]}]},
        "embeds: MAX_EMBED_SIZE_EXCEEDED",
    ),
    "image from a file address": (
        {"embeds": [{"image": {"url": "file:///tmp/x.png"}}]},
        "embeds.0.image.url: URL_TYPE_INVALID_SCHEME",
    ),
    "six rows": ({"content": "x", "components": [row(button(str(n))) for n in range(6)]}, f"components: {MAX}"),
    "six buttons in a row": (
        {"content": "x", "components": [row(*[button(str(n)) for n in range(6)])]},
        f"components.0.components: {MAX}",
    ),
    "label of 81": (
        {"content": "x", "components": [row(button(label=LONG[:81]))]},
        f"components.0.components.0.label: {MAX}",
    ),
    "custom id of 101": (
        {"content": "x", "components": [row(button(LONG[:101]))]},
        f"components.0.components.0.custom_id: {MAX}",
    ),
    "no custom id": (
        {"content": "x", "components": [row({"type": 2, "style": 1, "label": "A"})]},
        "components.0.components.0.custom_id: BASE_TYPE_REQUIRED",
    ),
    "the same custom id twice": (
        {"content": "x", "components": [row(button("a")), row(button("a"))]},
        "components: COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    "link button without address": (
        {"content": "x", "components": [row({"type": 2, "style": 5, "label": "A"})]},
        "components.0.components.0.url: BASE_TYPE_REQUIRED",
    ),
    "menu of 26": (
        {"content": "x", "components": [row(menu(26))]},
        f"components.0.components.0.options: {MAX}",
    ),
    "menu beside a button": (
        {"content": "x", "components": [row(menu(), button())]},
        "components.0.components: BASE_TYPE_BAD_LENGTH",
    ),
    "unknown mention rule": (
        {"content": "x", "allowed_mentions": {"parse": ["all"]}},
        "allowed_mentions.parse.0: BASE_TYPE_CHOICES",
    ),
    "contradicting mention rule": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["5"]}},
        "allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    "reply to nothing": (
        {"content": "x", "message_reference": {"message_id": "5"}},
        "message_reference: REPLIES_UNKNOWN_MESSAGE",
    ),
    "content beside layout components": (
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]},
        "content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
}


@pytest.mark.parametrize(("body", "expected"), MESSAGE_REFUSALS.values(), ids=MESSAGE_REFUSALS)
async def test_a_message_beyond_a_limit_is_refused(stand_in, rest, body, expected):
    status, answer, _ = await rest.say(body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    assert expected in codes(answer)
    assert stand_in.violations
    assert not stand_in.messages


# An unknown mention rule is known to the description only; a message replied to is looked up in the channel.
NOT_IN_LIMITS = ("unknown mention rule", "reply to nothing")


def test_the_limits_hold_without_the_description():
    for name, (body, expected) in MESSAGE_REFUSALS.items():
        if name not in NOT_IN_LIMITS:
            places = {one.path for one in limits.check_message(body, {})}
            assert expected.split(":")[0] in places, name


async def test_an_empty_message_is_refused(rest):
    status, answer, _ = await rest.say({"content": "  "})
    assert (status, answer["code"]) == (400, 50006)


async def test_a_message_at_every_limit_is_taken(stand_in, rest):
    fields = [{"name": "n" * 40, "value": "v"}] * 25
    embed = {"title": LONG[:256], "description": LONG[:3000], "fields": fields, "footer": {"text": LONG[:1000]}}
    rows = [row(*[button(f"{line}{n}" + LONG[:90], LONG[:80]) for n in range(5)]) for line in range(4)]
    status, _, _ = await rest.say({"content": LONG[:2000], "embeds": [embed], "components": [*rows, row(menu(25))]})
    assert (status, stand_in.violations) == (200, [])


def command(name="plot", **more):
    return {"name": name, "type": 1, "description": "d"} | more


def option(name="x", kind=3, **more):
    return {"name": name, "type": kind, "description": "d"} | more


COMMAND_REFUSALS = {
    "upper case name": ([command("Plot")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "name with a space": ([command("a b")], "0.name: APPLICATION_COMMAND_INVALID_NAME"),
    "name of 33": ([command("a" * 33)], f"0.name: {MAX}"),
    "no description": ([{"name": "a", "type": 1}], "0.description: BASE_TYPE_REQUIRED"),
    "description of 101": ([command(description=LONG[:101])], f"0.description: {MAX}"),
    "26 options": ([command(options=[option(f"o{n}") for n in range(26)])], f"0.options: {MAX}"),
    "required after optional": (
        [command(options=[option("a"), option("b", required=True)])],
        "0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "26 choices": (
        [command(options=[option(choices=[{"name": str(n), "value": str(n)} for n in range(26)])])],
        f"0.options.0.choices: {MAX}",
    ),
    "choices and autocomplete": (
        [command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])],
        "0.options.0.autocomplete: APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE",
    ),
    "the same option twice": (
        [command(options=[option("a"), option("a")])],
        "0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
    ),
    "subcommand beside an option": (
        [command(options=[option("a", 1), option("b")])],
        "0.options: APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "26 subcommands": ([command(options=[option(f"o{n}", 1) for n in range(26)])], f"0.options: {MAX}"),
    "bounds the wrong way round": (
        [command(options=[option("a", 10, min_value=2, max_value=1)])],
        "0.options.0.min_value: APPLICATION_COMMAND_OPTION_MIN_VALUE",
    ),
    "two of one name": ([command(), command()], "1.name: APPLICATION_COMMANDS_DUPLICATE_NAME"),
    "101 commands": ([command(f"c{n}") for n in range(101)], ": APPLICATION_COMMANDS_MAX"),
    "context command with a description": (
        [{"name": "Answer this", "type": 3, "description": "d"}],
        "0.description: APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
    ),
    "more than 8000 characters": (
        [
            command(
                options=[
                    option(f"sub{s}", 1, options=[option(f"{n}", description=LONG[:100]) for n in range(25)])
                    for s in range(4)
                ]
            )
        ],
        "0: APPLICATION_COMMAND_TOO_LARGE",
    ),
}


@pytest.mark.parametrize(("commands", "expected"), COMMAND_REFUSALS.values(), ids=COMMAND_REFUSALS)
async def test_a_command_against_the_rules_is_refused(stand_in, rest, commands, expected):
    status, answer, _ = await rest.register(*commands)
    assert (status, answer["code"]) == (400, 50035)
    assert expected in codes(answer) | {f"{path.rstrip('.')}" for path in codes(answer)}
    assert stand_in.commands == []


@pytest.mark.parametrize("name", ["plot", "größe", "brightness-shift", "日本", "it's", "a" * 32])
async def test_a_good_command_name_is_taken(name):
    assert list(command_rules.check_command(command(name))) == []


async def test_overwriting_keeps_the_id_of_a_command_that_stays(rest):
    _, before, _ = await rest.register(command("a"), command("b"))
    _, after, _ = await rest.register(command("b", description="new"))
    assert [one["id"] for one in after] == [before[1]["id"]]


FORM = {"custom_id": "f", "title": "Title", "components": []}
TEXT_INPUT = {"type": 4, "custom_id": "t", "style": 1, "label": "Text"}
FORM_REFUSALS = {
    "title of 46": (FORM | {"title": LONG[:46], "components": [row(TEXT_INPUT)]}, "data.title"),
    "no input": (FORM, "data.components"),
    "six inputs": (
        FORM | {"components": [row(TEXT_INPUT | {"custom_id": str(n)}) for n in range(6)]},
        "data.components",
    ),
    "label of 46": (FORM | {"components": [row(TEXT_INPUT | {"label": LONG[:46]})]}, "data.components.0"),
}


@pytest.mark.parametrize(("form", "where"), FORM_REFUSALS.values(), ids=FORM_REFUSALS)
async def test_a_form_beyond_a_limit_is_refused(stand_in, rest, form, where):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    status, answer, _ = await rest.answer(asked, 9, form)
    assert (status, answer["code"]) == (400, 50035)
    assert any(one.startswith(where) for one in codes(answer))
    assert not asked.is_acknowledged


async def test_26_suggestions_are_refused(stand_in, rest):
    asked = stand_in.interact(4, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    status, answer, _ = await rest.answer(asked, 8, {"choices": [{"name": str(n), "value": str(n)} for n in range(26)]})
    assert (status, answer["code"]) == (400, 50035)


async def test_a_late_answer_is_dead_and_recorded(stand_in, rest):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    await asyncio.sleep(0.45)
    status, answer, _ = await rest.answer(asked, 4, {"content": "late"})
    assert (status, answer["code"]) == (404, 10062)
    assert asked.late_after_s > 0.4
    assert stand_in.late == [asked]
    assert not stand_in.messages


async def test_the_second_answer_is_refused(stand_in, rest):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    assert (await rest.answer(asked, 4, {"content": "one"}))[0] == 200
    status, answer, _ = await rest.answer(asked, 4, {"content": "two"})
    assert (status, answer["code"]) == (400, 40060)
    assert [message.content for message in asked.messages] == ["one"]


CALLBACKS = {
    "an update answers no command": (2, 7),
    "choices answer no command": (2, 8),
    "a message answers no autocompletion": (4, 4),
    "a form answers no form": (5, 9),
    "a pong answers nothing here": (2, 1),
}


@pytest.mark.parametrize(("kind", "callback"), CALLBACKS.values(), ids=CALLBACKS)
async def test_an_answer_of_the_wrong_type_is_refused(stand_in, rest, kind, callback):
    asked = stand_in.interact(kind, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    data = {7: {"content": "x"}, 8: {"choices": []}, 4: {"content": "x"}, 9: FORM | {"components": [row(TEXT_INPUT)]}}
    status, answer, _ = await rest.answer(asked, callback, data.get(callback))
    assert (status, answer["code"]) == (400, 50035)


async def test_follow_ups_need_an_answer_and_a_young_token(rest, stand_in):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    assert (await rest.follow_up(asked, {"content": "early"}))[1]["code"] == 10015
    await rest.answer(asked, 4, {"content": "one"})
    assert (await rest.follow_up(asked, {"content": "two"}))[0] == 200
    stand_in.world.follow_up_within_s = 0
    status, answer, _ = await rest.follow_up(asked, {"content": "three"})
    assert (status, answer["code"]) == (401, 50027)
    assert [message.content for message in asked.messages] == ["one", "two"]


async def test_the_first_follow_up_takes_the_place_of_a_deferred_answer(rest, stand_in):
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    await rest.answer(asked, 5, {"flags": 64})
    with pytest.raises(NothingHappened, match="a picture"):
        await asked.wait_for_picture(timeout=0.05)
    await rest.follow_up(asked, {"content": "one"})
    await rest.follow_up(asked, {"content": "two"})
    assert [(message.content, message.is_ephemeral) for message in asked.shown] == [("one", True), ("two", False)]
    assert asked.original.content == "one"


MENTIONS = {
    "no rule pings all that is named": (None, (True, True, True)),
    "none pings nobody": ({"parse": []}, (False, False, False)),
    "users only": ({"parse": ["users"]}, (True, False, False)),
    "one user by id": ({"users": ["{ada}"]}, (True, False, False)),
    "somebody else by id": ({"users": ["5"]}, (False, False, False)),
    "one role by id": ({"roles": ["{role}"]}, (False, True, False)),
    "everyone only": ({"parse": ["everyone"]}, (False, False, True)),
}


@pytest.mark.parametrize(("rule", "expected"), MENTIONS.values(), ids=MENTIONS)
async def test_who_would_have_been_pinged(stand_in, rest, rule, expected):
    ada, role = stand_in.make_member("ada"), stand_in.make_role("mentor")
    body = {"content": f"{ada.mention} <@&{role.id}> @everyone"}
    if rule is not None:
        text = json.dumps(rule).replace("{ada}", str(ada.id)).replace("{role}", str(role.id))
        body["allowed_mentions"] = json.loads(text)
    await rest.say(body)
    pings = stand_in.messages[-1].pings
    assert (ada.id in pings.users, role.id in pings.roles, pings.everyone) == expected
    assert bool(stand_in.pinging_messages) is any(expected)


REST_REFUSALS = {
    "unknown channel": ("GET", "/channels/5", 404, 10003),
    "unknown message": ("GET", "/channels/{general}/messages/5", 404, 10008),
    "hidden channel": ("GET", "/channels/{hidden}", 403, 50001),
    "read-only channel": ("POST", "/channels/{quiet}/messages", 403, 50013),
    "message in a forum": ("POST", "/channels/{forum}/messages", 400, 50008),
    "unknown person": ("GET", "/users/5", 404, 10013),
    "unknown member": ("GET", "/guilds/{guild}/members/5", 404, 10007),
    "another guild": ("GET", "/guilds/5", 404, 10004),
    "the message of another": ("PATCH", "/channels/{general}/messages/{message}", 403, 50005),
    "deleting the message of another": ("DELETE", "/channels/{general}/messages/{message}", 403, 50013),
    "no such route": ("GET", "/no/such/route", 404, 0),
}


@pytest.mark.parametrize(("method", "path", "status", "code"), REST_REFUSALS.values(), ids=REST_REFUSALS)
async def test_what_the_bot_may_not_do(stand_in, rest, method, path, status, code):
    places = {
        "general": stand_in.general,
        "hidden": stand_in.make_channel("hidden", denied_to_bot=1 << 10),
        "quiet": stand_in.make_channel("quiet", denied_to_bot=1 << 11),
        "forum": stand_in.make_forum("help"),
        "message": await stand_in.say(stand_in.make_member("ada"), stand_in.general, "mine"),
    }
    numbers = {name: place.id for name, place in places.items()} | {"guild": stand_in.world.guild_id}
    body = {"content": "x"} if method in ("POST", "PATCH") else None
    got, answer, _ = await rest(method, path.format(**numbers), body)
    assert (got, answer["code"]) == (status, code)


async def test_a_wrong_token_and_broken_json_are_refused(stand_in, rest):
    assert (await rest("GET", "/users/@me", token="wrong"))[0] == 401
    status, answer, _ = await rest("POST", f"/channels/{stand_in.general.id}/messages", data='{"content": NaN}')
    assert (status, answer["code"]) == (400, 50109)


async def test_rate_limits_and_server_errors_come_when_asked_for(stand_in, rest):
    stand_in.fail_next("POST /channels/*/messages", times=2, retry_after_s=0.5, everywhere=True)
    stand_in.fail_next("GET /users/@me", 503)
    for _ in range(2):
        status, answer, headers = await rest.say({"content": "x"})
        assert (status, answer["retry_after"], answer["global"]) == (429, 0.5, True)
        assert headers["Retry-After"] == "1"
    status, _, headers = await rest.say({"content": "x"})
    assert (status, headers["X-RateLimit-Remaining"]) == (200, "49")
    assert (await rest("GET", "/users/@me"))[0] == 503


async def test_a_repeated_nonce_makes_no_second_message(stand_in, rest):
    for _ in range(2):
        assert (await rest.say({"content": "x", "nonce": "n", "enforce_nonce": True}))[0] == 200
    assert len(stand_in.messages) == 1


def upload_form(payload, *files):
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(payload))
    for number, (name, content) in enumerate(files):
        form.add_field(f"files[{number}]", io.BytesIO(content), filename=name)
    return form


async def test_files_carry_alt_text_and_can_be_fetched(stand_in, rest):
    payload = {
        "attachments": [{"id": 0, "description": "a grey square"}],
        "embeds": [{"image": {"url": "attachment://a.png"}}],
    }
    path = f"/channels/{stand_in.general.id}/messages"
    status, answer, _ = await rest("POST", path, data=upload_form(payload, ("a.png", png())))
    picture = stand_in.messages[-1].picture
    assert (status, picture.description, picture.size, picture.in_embed) == (200, "a grey square", (4, 3), True)
    assert (answer["attachments"], answer["embeds"][0]["image"]["url"]) == ([], picture.url)
    async with rest.session.get(picture.url) as response:
        assert (await response.read(), response.content_type) == (png(), "image/png")
    assert stand_in.violations == []


FILE_REFUSALS = {
    "alt text of 1025": ({"attachments": [{"id": 0, "description": LONG[:1025]}]}, 1, 400, 50035),
    "eleven files": ({}, 11, 400, 50035),
    "a description without a file": ({"attachments": [{"id": 3}]}, 1, 400, 50035),
}


@pytest.mark.parametrize(("payload", "count", "status", "code"), FILE_REFUSALS.values(), ids=FILE_REFUSALS)
async def test_files_beyond_a_limit_are_refused(stand_in, rest, payload, count, status, code):
    files = [(f"{n}.png", png()) for n in range(count)]
    path = f"/channels/{stand_in.general.id}/messages"
    got, answer, _ = await rest("POST", path, data=upload_form(payload, *files))
    assert (got, answer["code"]) == (status, code)


async def test_a_file_above_ten_mebibytes_is_refused(stand_in, rest):
    path = f"/channels/{stand_in.general.id}/messages"
    status, answer, _ = await rest("POST", path, data=upload_form({}, ("a.bin", bytes(limits.FILE_BYTES + 1))))
    assert (status, answer["code"]) == (413, 40005)


async def test_an_embed_that_names_a_missing_file_is_reported(stand_in, rest):
    await rest.say({"embeds": [{"image": {"url": "attachment://missing.png"}}]})
    assert "missing.png" in str(stand_in.violations[0])


async def test_without_the_description_nothing_is_checked_against_it(monkeypatch, tmp_path):
    monkeypatch.setenv("RECTIFY_TEST_OPENAPI", str(tmp_path / "absent.json"))
    monkeypatch.delenv("CI", raising=False)
    assert DiscordStandIn().openapi_checked is False
    monkeypatch.setenv("CI", "true")
    with pytest.raises(FileNotFoundError, match="in CI the stand-in must check"):
        DiscordStandIn()


# The gateway, with a bare websocket.

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


# Real discord.py clients.


class Buttons(discord.ui.View):
    def __init__(self):
        super().__init__(timeout=None)

    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction, button):
        await interaction.response.edit_message(content="again!", view=self)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction, button):
        await interaction.response.send_modal(Form())

    @discord.ui.button(label="Off", custom_id="off", disabled=True)
    async def off(self, interaction, button):
        raise AssertionError

    @discord.ui.select(placeholder="Pick", custom_id="pick", options=[discord.SelectOption(label=x) for x in "abc"])
    async def pick(self, interaction, select):
        await interaction.response.send_message(f"picked {select.values}", ephemeral=True)


class Form(discord.ui.Modal, title="Why?"):
    reason = discord.ui.TextInput(label="Reason", max_length=10)

    async def on_submit(self, interaction):
        await interaction.response.send_message(f"because {self.reason.value}")


def make_tree(client):
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(name="sim", description="simulations")

    @group.command(name="shift", description="d")
    async def shift(interaction, amount: app_commands.Range[float, -1, 1], seed: app_commands.Range[int, 0] = 7):
        await interaction.response.defer(thinking=True)
        picture = discord.File(io.BytesIO(png()), "p.png", description=f"shift {amount} seed {seed}")
        await interaction.edit_original_response(attachments=[picture], view=Buttons())
        await interaction.followup.send("done", ephemeral=True)

    @tree.command(description="d")
    async def echo(interaction, text: app_commands.Range[str, 1, 300], who: discord.Member | None = None):
        await interaction.response.send_message(f"{who or ''}{text}", view=Buttons())

    @tree.command(description="d")
    async def late(interaction):
        await asyncio.sleep(0.5)
        try:
            await interaction.response.send_message("x")
        except discord.NotFound as error:
            client.errors.append(error.code)

    @tree.command(description="d")
    async def twice(interaction):
        await interaction.response.send_message("one")
        interaction.response._response_type = None
        try:
            await interaction.response.send_message("two")
        except discord.HTTPException as error:
            client.errors.append(error.code)

    @tree.command(description="d")
    async def explain(interaction, topic: str):
        await interaction.response.send_message(topic)

    @explain.autocomplete("topic")
    async def suggest(interaction, current: str):
        return [app_commands.Choice(name=x, value=x) for x in ("relu", "tanh") if current in x]

    @tree.command(description="d")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def moderate(interaction):
        await interaction.response.send_message("ok")

    @tree.context_menu(name="Answer this")
    async def answer_this(interaction, message: discord.Message):
        await interaction.response.send_message(f"about {message.content!r}")

    tree.add_command(group)
    return tree


def make_bot(base, intents):
    class Bot(base):
        def __init__(self):
            none = discord.AllowedMentions.none()
            super().__init__(intents=intents, allowed_mentions=none, guild_ready_timeout=0.05)
            self.tree = make_tree(self)
            self.errors, self.seen = [], []

        async def setup_hook(self):
            self.add_view(Buttons())
            await self.tree.sync()

        async def before_identify_hook(self, shard_id, *, initial=False):
            # discord.py waits for five seconds here when it identifies again.
            pass

        async def on_message(self, message):
            self.seen.append(message)
            if message.author != self.user and (message.guild is None or self.user in message.mentions):
                await message.reply(f"you said {message.clean_content}")

        async def on_thread_create(self, thread):
            await thread.send(f"first in {thread.name}")

    return Bot()


@pytest.fixture(params=[discord.Client, discord.AutoShardedClient], ids=["client", "sharded"])
async def bot(request, stand_in, monkeypatch):
    """A running bot; afterwards nothing may have broken Discord's description, in either direction."""
    monkeypatch.setattr(discord.http.Route, "BASE", stand_in.api_base)
    import yarl

    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(stand_in.gateway.url))
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    stand_in.forum = stand_in.make_forum("help", ["question"])
    bot = make_bot(request.param, intents)
    running = asyncio.create_task(bot.start(stand_in.token))
    await stand_in.wait_until_ready()
    await stand_in.wait_for_commands("echo", "sim")
    yield bot
    await bot.close()
    await running
    assert stand_in.violations == []
    if stand_in.openapi_checked:
        description = stand_in.server.description
        for one in stand_in.requests:
            assert description.check_answer(one.method, one.route, one.status, one.answer) == [], one.route


async def test_a_slash_command_with_a_picture(stand_in, bot):
    ada = stand_in.make_member("ada")
    asked = await stand_in.slash(ada, stand_in.general, "sim shift", {"amount": 0.5})
    picture = await asked.wait_for_picture(timeout=5)
    assert (picture.description, picture.size) == ("shift 0.5 seed 7", (4, 3))
    done = await asked.wait_for_message(number=2)
    assert (done.content, done.is_ephemeral, done.seen_only_by) == ("done", True, ada)
    assert asked.acknowledged_after_s < 0.4
    assert asked.acknowledged_after_s < asked.first_message_after_s


async def test_buttons_menus_and_forms(stand_in, bot):
    ada, eve = stand_in.make_member("ada"), stand_in.make_member("eve")
    message = await (await stand_in.slash(ada, stand_in.general, "echo", {"text": "hi", "who": eve})).wait_for_message()
    assert message.content == "evehi"
    pressed = await stand_in.press(ada, message, "Again")
    assert (await pressed.wait_for_update()).content == "again!"
    menu_used = await stand_in.select(ada, message, "Pick", ["b"])
    private = await menu_used.wait_for_message()
    assert (private.content, menu_used.ephemeral) == ("picked ['b']", True)
    opened = await stand_in.press(ada, message, "form")
    sent = await stand_in.submit_modal(ada, opened, {"Reason": "so"})
    assert (await sent.wait_for_message()).content == "because so"
    with pytest.raises(ClientRefusal, match="disabled"):
        await stand_in.press(ada, message, "Off")
    with pytest.raises(ClientRefusal, match="no 'Nope'"):
        await stand_in.press(ada, message, "Nope")
    with pytest.raises(ClientRefusal, match="no choice 'z'"):
        await stand_in.select(ada, message, "Pick", ["z"])
    with pytest.raises(ClientRefusal, match="1 to 10 characters"):
        await stand_in.submit_modal(ada, opened, {"Reason": "x" * 11})
    with pytest.raises(ClientRefusal, match="eve does not see"):
        await stand_in.press(eve, private, "Again")


CLIENT_REFUSALS = {
    "unknown command": ("plot", {}, "no command 'plot'"),
    "unknown subcommand": ("sim nope", {}, "no subcommand 'nope'"),
    "missing subcommand": ("sim", {}, "needs a subcommand"),
    "unknown option": ("echo", {"text": "x", "y": 1}, "no option 'y'"),
    "missing option": ("echo", {}, "'text' is required"),
    "too small": ("sim shift", {"amount": -1.5}, "takes -1.0 to 1.0"),
    "not a number": ("sim shift", {"amount": "x"}, "takes a number"),
    "not whole": ("sim shift", {"amount": 0, "seed": 1.5}, "takes a whole number"),
    "too long": ("echo", {"text": "x" * 301}, "1 to 300 characters"),
    "empty": ("echo", {"text": ""}, "1 to 300 characters"),
    "not a person": ("echo", {"text": "x", "who": "ada"}, "does not take 'ada'"),
    "not allowed": ("moderate", {}, "lacks the permissions"),
}


async def test_discords_client_refuses_what_breaks_the_definition(stand_in, bot):
    ada = stand_in.make_member("ada")
    for name, options, reason in CLIENT_REFUSALS.values():
        with pytest.raises(ClientRefusal, match=reason):
            await stand_in.slash(ada, stand_in.general, name, options)
    with pytest.raises(ClientRefusal, match="direct messages"):
        await stand_in.slash(ada, stand_in.direct_channel(ada), "moderate")
    forced = await stand_in.slash(ada, stand_in.general, "sim shift", {"amount": 3.5}, force=True)
    assert (await forced.wait_for_picture()).description == "shift 3.5 seed 7"
    allowed = await stand_in.slash(stand_in.make_member("mo", ["Moderator"]), stand_in.general, "moderate")
    assert (await allowed.wait_for_message()).content == "ok"


async def test_autocompletion_and_message_commands(stand_in, bot):
    ada = stand_in.make_member("ada")
    choices = await stand_in.autocomplete(ada, stand_in.general, "explain", {"topic": "re"})
    assert [choice.value for choice in choices] == ["relu"]
    said = await stand_in.say(ada, stand_in.general, "why relu?")
    asked = await stand_in.message_command(ada, "Answer this", said)
    # The content of the target is given without the intent, as Discord does.
    assert (await asked.wait_for_message()).content == "about 'why relu?'"


async def test_late_and_double_answers_reach_the_client_as_errors(stand_in, bot):
    ada = stand_in.make_member("ada")
    late = await stand_in.slash(ada, stand_in.general, "late")
    twice = await stand_in.slash(ada, stand_in.general, "twice")
    await stand_in.world.until(lambda: len(bot.errors) == 2, 5, "two errors")
    assert bot.errors == [40060, 10062]
    assert late.late_after_s > 0.4
    assert twice.refused == ["40060 Interaction has already been acknowledged."]


async def test_content_is_withheld_without_the_intent(stand_in, bot):
    ada = stand_in.make_member("ada")
    await stand_in.say(ada, stand_in.general, "secret")
    asked = await stand_in.say(ada, stand_in.general, "hello @everyone", mentions_bot=True)
    reply = await stand_in.wait_for_reply(asked)
    private = await stand_in.say(ada, stand_in.direct_channel(ada), "psst")
    await stand_in.wait_for_reply(private)
    quiet = await stand_in.say(ada, stand_in.general, "a reply without a ping", reply_to=reply, ping_reply=False)
    loud = await stand_in.say(ada, stand_in.general, "a reply with a ping", reply_to=reply)
    await stand_in.wait_for_reply(loud)
    by_number = {message.id: message.content for message in bot.seen}
    assert "" in by_number.values()
    assert "secret" not in by_number.values()
    assert (by_number[asked.id], by_number[private.id]) == (f"{stand_in.bot.mention} hello @everyone", "psst")
    assert (by_number[quiet.id], by_number[loud.id]) == ("", "a reply with a ping")
    assert stand_in.pinging_messages == []


async def test_content_is_given_with_the_intent():
    async with DiscordStandIn(privileged_intents=["message_content"]) as stand_in:
        bits = discord.Intents(guilds=True, guild_messages=True, message_content=True).value
        async with aiohttp.ClientSession() as session, session.ws_connect(stand_in.gateway.url) as socket:
            await socket.send_json({"op": 2, "d": IDENTIFY | {"intents": bits}})
            await stand_in.wait_until_ready()
            await stand_in.say(stand_in.make_member("ada"), stand_in.general, "plain")
            packets = [await socket.receive_json() for _ in range(4)]
    assert packets[-1]["d"]["content"] == "plain"


async def test_a_forum_post_gets_an_answer_in_its_thread(stand_in, bot):
    post = await stand_in.create_forum_post(stand_in.make_member("ada"), stand_in.forum, "relu?", "why", ["question"])
    answer = await stand_in.wait_for_message(post)
    assert (answer.content, post.messages[0].id) == ("first in relu?", post.id)


async def test_a_429_is_waited_for_and_repeated(stand_in, bot):
    stand_in.fail_next("POST /channels/*/messages", retry_after_s=0.1)
    stand_in.fail_next("POST /interactions/*/callback", retry_after_s=0.1)
    ada = stand_in.make_member("ada")
    asked = await stand_in.slash(ada, stand_in.general, "echo", {"text": "hi"})
    said = await stand_in.say(ada, stand_in.general, "hello", mentions_bot=True)
    assert (await asked.wait_for_message()).content == "hi"
    await stand_in.wait_for_reply(said)
    statuses = [one.status for one in stand_in.requests_to("POST", "/channels/{channel_id}/messages")]
    assert statuses == [429, 200]


async def test_a_dropped_socket_is_resumed_with_what_was_missed(stand_in, bot):
    ada = stand_in.make_member("ada")
    await stand_in.drop_socket()
    missed = await stand_in.say(ada, stand_in.general, "are you there", mentions_bot=True)
    await stand_in.wait_until_resumed()
    await stand_in.wait_for_reply(missed)
    assert (len(stand_in.identifies), len(stand_in.resumes)) == (1, 1)
    assert stand_in.resumes[0].missed >= 1


async def test_the_bot_reconnects_when_asked(stand_in, bot):
    await stand_in.request_heartbeat()
    await stand_in.request_reconnect()
    await stand_in.wait_until_resumed()
    await stand_in.invalidate_session(resumable=True)
    await stand_in.wait_until_resumed(2)
    assert len(stand_in.identifies) == 1


async def test_an_invalid_session_is_identified_anew(stand_in, bot):
    await stand_in.invalidate_session()
    await stand_in.wait_until_ready()
    said = await stand_in.say(stand_in.make_member("ada"), stand_in.general, "hello", mentions_bot=True)
    await stand_in.wait_for_reply(said)
    assert (len(stand_in.identifies), len(stand_in.resumes)) == (2, 0)


def test_the_description_is_found_or_openly_absent():
    assert DiscordStandIn().openapi_checked is (find_description() is not None)
