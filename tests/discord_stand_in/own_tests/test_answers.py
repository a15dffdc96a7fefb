"""Answers to interactions: late, twice, of the wrong type, deferred, expired."""

import asyncio

import pytest

from tests.discord_stand_in import NothingHappened

from .bare_bot import FORM, TEXT_INPUT, row


async def test_a_late_answer_is_dead_and_recorded(stand_in, rest):
    stand_in.world.acknowledge_within_s = 0.1
    asked = stand_in.interact(2, stand_in.make_member("ada"), stand_in.general, {"name": "x", "type": 1})
    await asyncio.sleep(0.15)
    status, answer, _ = await rest.answer(asked, 4, {"content": "late"})
    assert (status, answer["code"]) == (404, 10062)
    assert asked.late_after_s > 0.1
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
