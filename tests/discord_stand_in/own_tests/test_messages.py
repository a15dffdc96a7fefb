"""Messages beyond a limit are refused, messages at every limit are taken; whom a message pings."""

import json

import pytest

from tests.discord_stand_in import limits

from .bare_bot import BAD, LONG, MAX, button, codes, menu, row

MESSAGE_REFUSALS = {
    "content of 2001 characters": ({"content": LONG[:2001]}, f"content: {MAX}"),
    "eleven embeds": ({"embeds": [{"title": "t"}] * 11}, f"embeds: {MAX}"),
    "title of 257": ({"embeds": [{"title": LONG[:257]}]}, f"embeds.0.title: {MAX}"),
    "description of 4097": ({"embeds": [{"description": LONG[:4097]}]}, f"embeds.0.description: {MAX}"),
    "26 fields": ({"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, f"embeds.0.fields: {MAX}"),
    "field name of 257": (
        {"embeds": [{"fields": [{"name": LONG[:257], "value": "v"}]}]},
        "embeds.0.fields.0.name: BASE_TYPE_",
    ),
    "field value of 1025": (
        {"embeds": [{"fields": [{"name": "n", "value": LONG[:1025]}]}]},
        "embeds.0.fields.0.value: BASE_TYPE_",
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
        "components.0.components: BASE_TYPE_",
    ),
    "label of 81": (
        {"content": "x", "components": [row(button(label=LONG[:81]))]},
        f"components.0.components.0.label: {MAX}",
    ),
    "custom id of 101": (
        {"content": "x", "components": [row(button(LONG[:101]))]},
        f"components.0.components.0.custom_id: {BAD}",
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
        "components.0.components.0.options: BASE_TYPE_",
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
    assert any(one.startswith(expected) for one in codes(answer))
    assert stand_in.violations
    assert not stand_in.messages


# A message replied to is looked up in the channel.
NOT_IN_LIMITS = ("reply to nothing",)


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
