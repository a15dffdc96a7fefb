"""Each visitor runs a few simulations at once; who asks for far too many is refused."""

import asyncio

import pytest

from bot.errors import Busy
from bot.web_app.turnstile import MOST_WAITING, Turnstile


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_asks_for_far_too_many_is_refused_and_others_are_not():
    turnstile, end = Turnstile(1), asyncio.Event()

    async def run(visitor):
        async with turnstile.turn(visitor):
            await end.wait()

    tasks = [asyncio.create_task(run("ann")) for _ in range(1 + MOST_WAITING)]
    await settle()
    with pytest.raises(Busy, match="one address"):
        await run("ann")
    bob = asyncio.create_task(run("bob"))
    end.set()
    await asyncio.gather(bob, *tasks)
    await run("ann")
    assert not turnstile._visitors, "an empty line is forgotten"


async def test_turns_are_taken_in_order_and_a_failure_frees_its_place():
    turnstile, order = Turnstile(1), []

    async def run(number):
        async with turnstile.turn("ann"):
            order.append(number)
            await asyncio.sleep(0)
            if number == 0:
                raise ValueError

    results = await asyncio.gather(*(run(number) for number in range(4)), return_exceptions=True)
    assert order == [0, 1, 2, 3]
    assert isinstance(results[0], ValueError)
