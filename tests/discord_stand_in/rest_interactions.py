"""Answers to interactions: the callback, the original answer, and follow-ups."""

from __future__ import annotations

from typing import Any

from .call import Call
from .delivery import Origin, change, check_body, post, remove
from .errors import (
    DiscordError,
    FieldError,
    already_acknowledged,
    invalid_form,
    unknown_interaction,
    unknown_message,
)
from .interaction import (
    ANSWER,
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    DEFER_ANSWER,
    DEFER_UPDATE,
    FORM,
    OPEN_FORM,
    UPDATE,
    Choice,
    Interaction,
)
from .limits import bad_length, check_modal
from .payloads import message_json, user_json
from .state import EPHEMERAL, LOADING, Json, Message
from .world import World

MOST_CHOICES, CHOICE_NAME = 25, 100
SLASH_ANSWER, REPLY, CONTEXT_ANSWER = 20, 19, 23
MESSAGE_COMMAND = 3


def callback(call: Call) -> Any:
    """POST /interactions/{id}/{token}/callback: the one answer, within three seconds."""
    interaction = call.world.interactions.get(int(call.params["interaction_id"]))
    if interaction is None or interaction.token != call.params["interaction_token"]:
        raise unknown_interaction()
    if interaction.is_acknowledged:
        raise already_acknowledged()
    age = interaction.age_s
    if age > call.world.acknowledge_within_s:
        interaction.late_after_s = age
        call.world.changed()
        raise unknown_interaction()
    kind, data = call.body["type"], call.body.get("data") or {}
    _check_kind(interaction, kind)
    message = _answer(call, interaction, kind, data)
    interaction.response_type = kind
    interaction.acknowledged_after_s = age
    call.world.changed()
    return (200, _callback_json(call.world, interaction, message)) if call.flag("with_response") else None


def _check_kind(interaction: Interaction, kind: int) -> None:
    allowed = {ANSWER, DEFER_ANSWER}
    if interaction.kind == AUTOCOMPLETE:
        allowed = {CHOICES}
    elif interaction.kind == FORM:
        allowed |= {UPDATE, DEFER_UPDATE} if interaction.message else set()
    elif interaction.kind != COMMAND:
        allowed |= {UPDATE, DEFER_UPDATE, OPEN_FORM}
    else:
        allowed |= {OPEN_FORM}
    if kind not in allowed:
        text = f"A callback of type {kind} does not answer an interaction of type {interaction.kind}"
        raise invalid_form([FieldError("type", "INTERACTION_RESPONSE_TYPE_INVALID", text)])


def _answer(call: Call, interaction: Interaction, kind: int, data: Json) -> Message | None:
    if kind == CHOICES:
        interaction.choices = _read_choices(data)
        return None
    if kind == OPEN_FORM:
        problems = check_modal(data)
        if problems:
            raise invalid_form(problems)
        interaction.form = data
        return None
    if kind == DEFER_UPDATE:
        interaction.original = interaction.message
        return interaction.message
    if kind == UPDATE:
        assert interaction.message is not None
        interaction.original = interaction.message
        return _update(call, interaction, interaction.message, data)
    if kind == DEFER_ANSWER:
        data = {"flags": (data.get("flags") or 0) & EPHEMERAL | LOADING}
    check_body(data, call.files, may_be_empty=kind == DEFER_ANSWER)
    message = _post(call, interaction, data, is_original=True)
    interaction.original = message
    interaction.ephemeral = message.is_ephemeral
    return message


def _read_choices(data: Json) -> list[Choice]:
    choices = data.get("choices") or []
    problems = []
    if len(choices) > MOST_CHOICES:
        text = f"Must be {MOST_CHOICES} or fewer in length."
        problems.append(FieldError("data.choices", "BASE_TYPE_MAX_LENGTH", text))
    for place, choice in enumerate(choices):
        problems += bad_length(f"data.choices.{place}.name", choice.get("name"), CHOICE_NAME)
        if isinstance(choice.get("value"), str):
            problems += bad_length(f"data.choices.{place}.value", choice["value"], CHOICE_NAME)
    if problems:
        raise invalid_form(problems)
    return [Choice(choice["name"], choice["value"]) for choice in choices]


def _post(call: Call, interaction: Interaction, body: Json, *, is_original: bool) -> Message:
    kind = REPLY
    if is_original and interaction.kind == COMMAND:
        kind = SLASH_ANSWER if interaction.data.get("type", 1) == 1 else CONTEXT_ANSWER
    origin = Origin(interaction.id, _facts(interaction), kind, interaction.user)
    message = post(call.world, interaction.channel, call.world.bot, body, call.files, origin)
    if kind == REPLY:
        message.reference = interaction.message if is_original else interaction.original
    elif kind == CONTEXT_ANSWER:  # discord-api-docs pull request 7181
        message.reference = call.world.messages.get(int(interaction.data["target_id"]))
    interaction.messages.append(message)
    _note_first(interaction)
    return message


def _note_first(interaction: Interaction) -> None:
    if interaction.first_message_after_s is None and interaction.shown:
        interaction.first_message_after_s = interaction.age_s


def _update(call: Call, interaction: Interaction, message: Message, body: Json) -> Message:
    check_body(body, call.files, may_be_empty=True)
    change(call.world, message, body, call.files)
    if message is interaction.message:
        interaction.updates = [message]
    _note_first(interaction)
    call.world.changed()
    return message


def _facts(interaction: Interaction) -> Json:
    owners = {"1" if interaction.channel.is_direct else "0": str(interaction.user.id)}
    facts: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": user_json(interaction.user),
        "authorizing_integration_owners": owners,
    }
    if interaction.kind == COMMAND:
        facts |= {"name": interaction.data["name"], "command_type": interaction.data.get("type", 1)}
        if facts["command_type"] == MESSAGE_COMMAND:
            facts["target_message_id"] = interaction.data["target_id"]
    elif interaction.opened_by is not None:
        facts["triggering_interaction_metadata"] = _facts(interaction.opened_by)
    elif interaction.message is not None:
        facts["interacted_message_id"] = str(interaction.message.id)
    return facts


def _callback_json(world: World, interaction: Interaction, message: Message | None) -> Json:
    facts: Json = {"id": str(interaction.id), "type": interaction.kind}
    answer: Json = {"interaction": facts}
    if message is not None:
        facts |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.is_loading,
            "response_message_ephemeral": message.is_ephemeral,
        }
    if message is not None and interaction.response_type in (ANSWER, UPDATE):
        answer["resource"] = {"type": interaction.response_type, "message": message_json(world, message)}
    return answer


def _by_token(call: Call) -> Interaction:
    """The interaction behind a webhook token: 10015 before it was answered, 50027 after 15 minutes."""
    token = call.params["webhook_token"]
    found = [one for one in call.world.interactions.values() if one.token == token]
    if not found or not found[0].is_acknowledged or call.params["webhook_id"] != str(call.world.application_id):
        raise DiscordError(404, 10015, "Unknown Webhook")
    if found[0].is_expired:
        raise DiscordError(401, 50027, "Invalid Webhook Token")
    return found[0]


def follow_up(call: Call) -> Any:
    """POST /webhooks/{app}/{token}: one more message; the first one after a deferral takes the deferred one's place."""
    interaction = _by_token(call)
    check_body(call.body, call.files)
    original = interaction.original
    # Where the deferred one was deleted, Discord makes a new message (discord-api-docs issue 2739).
    is_awaited = original is not None and original.is_loading and not original.deleted
    if interaction.response_type == DEFER_ANSWER and original is not None and is_awaited:
        message = change(call.world, original, call.body, call.files)
        _note_first(interaction)
    else:
        message = _post(call, interaction, call.body, is_original=False)
    call.world.changed()
    # Discord always answers an interaction's follow-up with the message, with or without ?wait=true.
    return 200, message_json(call.world, message)


def _named(call: Call) -> tuple[Interaction, Message]:
    interaction = _by_token(call)
    number = call.params.get("message_id", "@original")
    if number == "@original":
        message = interaction.original
    else:
        message = next((one for one in interaction.messages if str(one.id) == number), None)
    if message is None or message.deleted:
        raise unknown_message()
    return interaction, message


def get_answer(call: Call) -> Any:
    """GET …/messages/@original or one follow-up."""
    return message_json(call.world, _named(call)[1])


def edit_answer(call: Call) -> Any:
    """PATCH …/messages/@original or one follow-up."""
    interaction, message = _named(call)
    return message_json(call.world, _update(call, interaction, message, call.body))


def delete_answer(call: Call) -> None:
    """DELETE …/messages/@original or one follow-up."""
    remove(call.world, _named(call)[1])
