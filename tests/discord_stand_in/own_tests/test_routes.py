"""Rights, tokens, rate limits, files and the check against Discord's description."""

import pytest

from tests.discord_stand_in import DiscordStandIn, limits
from tests.discord_stand_in.openapi import find_description

from .bare_bot import LONG, png, upload_form

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


def test_the_description_is_found_or_openly_absent():
    assert DiscordStandIn().openapi_checked is (find_description() is not None)
