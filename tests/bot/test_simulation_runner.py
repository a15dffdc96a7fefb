"""The runner: limits refuse with a sentence, identical requests share a run, users take turns, results are kept."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

import sims
from bot.errors import Busy, SimulationFailed
from bot.simulation_runner import PictureCache, SimulationRunner

PICTURE = sims.run("activation-plot")


@dataclass
class HandDrivenEngine:
    """An engine whose jobs end when the test says so."""

    workers: int = 1
    started: list[str] = field(default_factory=list)
    futures: dict[str, asyncio.Future] = field(default_factory=dict)

    async def start(self):
        pass

    async def close(self):
        pass

    def is_ready(self):
        return True

    async def run(self, recipe, report):
        self.started.append(recipe)
        self.futures[recipe] = asyncio.get_running_loop().create_future()
        report(0.5)
        return await self.futures[recipe]

    def finish(self, recipe):
        self.futures[recipe].set_result(replace(PICTURE, recipe=recipe))


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


def ask(runner, recipe, user="ann", on_progress=None):
    return asyncio.create_task(runner.run(recipe, user, on_progress))


@pytest.fixture
def hand():
    return HandDrivenEngine()


async def test_one_person_may_not_fill_the_queue(hand):
    runner = SimulationRunner(hand, per_user=2)
    waiting = [ask(runner, recipe) for recipe in "ab"]
    await settle()
    with pytest.raises(Busy, match="You already have 2") as refusal:
        await runner.run("c", "ann")
    assert refusal.value.retry_after_s > 0
    other = ask(runner, "c", "bob")
    await settle()
    assert not other.done()
    for task in (*waiting, other):
        task.cancel()


async def test_a_full_queue_refuses_everyone(hand):
    runner = SimulationRunner(hand, queue_length=2)
    waiting = [ask(runner, recipe, recipe) for recipe in "ab"]
    await settle()
    with pytest.raises(Busy, match="all that the queue holds"):
        await runner.run("c", "eve")
    for task in waiting:
        task.cancel()


async def test_a_failure_reaches_everyone_and_is_not_kept(hand):
    runner = SimulationRunner(hand)
    both = [ask(runner, "a", user) for user in ("ann", "bob")]
    await settle()
    hand.futures["a"].set_exception(SimulationFailed("too long"))
    for task in both:
        with pytest.raises(SimulationFailed, match="too long"):
            await task
    again = ask(runner, "a")
    await settle()
    hand.finish("a")
    assert (await again).recipe == "a"


async def test_identical_requests_share_one_run_and_then_the_cache(hand):
    runner = SimulationRunner(hand)
    both = [ask(runner, "a", user) for user in ("ann", "bob")]
    await settle()
    hand.finish("a")
    assert [(await task).recipe for task in both] == ["a", "a"]
    assert (await runner.run("a", "eve")).recipe == "a"
    assert hand.started == ["a"]


async def test_users_take_turns(hand):
    runner = SimulationRunner(hand, per_user=5)
    order = [("first", "ann"), ("a1", "ann"), ("a2", "ann"), ("b1", "bob"), ("c1", "eve")]
    tasks = [ask(runner, recipe, user) for recipe, user in order]
    for _ in order:
        await settle()
        hand.finish(hand.started[-1])
    await asyncio.gather(*tasks)
    assert hand.started == ["first", "a1", "b1", "c1", "a2"]


async def test_a_waiting_job_that_nobody_wants_is_dropped(hand):
    runner = SimulationRunner(hand)
    first, second = ask(runner, "a"), ask(runner, "b")
    await settle()
    assert runner.ahead_of("b") == 1
    second.cancel()
    await settle()
    assert runner.ahead_of("b") == 0
    hand.finish("a")
    await first
    await settle()
    assert hand.started == ["a"]


async def test_a_running_job_that_nobody_wants_fills_the_cache(hand):
    runner = SimulationRunner(hand)
    gone = ask(runner, "a")
    await settle()
    gone.cancel()
    await settle()
    hand.finish("a")
    await settle()
    assert (await runner.run("a", "bob")).recipe == "a"


async def test_a_run_is_not_stopped_while_somebody_waits_for_it(hand):
    runner = SimulationRunner(hand)
    ann, bob = ask(runner, "a"), ask(runner, "a", "bob")
    await settle()
    ann.cancel()
    await settle()
    assert not runner.stop("a")
    hand.finish("a")
    assert (await bob).recipe == "a"


async def test_a_stopped_run_ends_and_makes_room(hand):
    runner = SimulationRunner(hand)
    gone, following = ask(runner, "a"), ask(runner, "b", "bob")
    await settle()
    gone.cancel()
    await settle()
    assert runner.stop("a")
    assert not runner.stop("a")
    await settle()
    assert hand.futures["a"].cancelled()
    assert hand.started == ["a", "b"]
    hand.finish("b")
    assert (await following).recipe == "b"
    assert runner.work().running == runner.work().waiting == 0


async def test_who_asks_again_during_a_stop_gets_a_run_of_their_own(hand):
    runner = SimulationRunner(hand)
    gone = ask(runner, "a")
    await settle()
    gone.cancel()
    await settle()
    assert runner.stop("a")
    again = ask(runner, "a", "bob")
    await settle()
    assert hand.started == ["a", "a"]
    other = ask(runner, "a", "eve")
    await settle()
    assert hand.started == ["a", "a"], "single flight holds for the new run"
    hand.finish("a")
    assert [(await task).recipe for task in (again, other)] == ["a", "a"]
    assert not runner.stop("unknown")


async def test_the_place_in_the_queue_follows_the_turns(hand):
    runner = SimulationRunner(hand, per_user=5)
    order = [("first", "ann"), ("a1", "ann"), ("a2", "ann"), ("b1", "bob"), ("c1", "eve")]
    tasks = [ask(runner, recipe, user) for recipe, user in order]
    await settle()
    assert {recipe: runner.ahead_of(recipe) for recipe, _ in order} == {"first": 0, "a1": 1, "b1": 2, "c1": 3, "a2": 4}
    started = []
    for _ in order:
        await settle()
        started.append(hand.started[-1])
        hand.finish(hand.started[-1])
    await asyncio.gather(*tasks)
    assert started == ["first", "a1", "b1", "c1", "a2"]


async def test_a_fresh_run_passes_over_the_cache(hand):
    runner = SimulationRunner(hand)
    for fresh in (False, True):
        task = asyncio.create_task(runner.run("a", "ann", fresh=fresh))
        await settle()
        hand.finish("a")
        await task
    assert hand.started == ["a", "a"]
    assert runner.has("a")


async def test_progress_is_passed_on(hand):
    runner, seen = SimulationRunner(hand), []
    task = ask(runner, "a", on_progress=seen.append)
    await settle()
    hand.finish("a")
    await task
    assert seen == [0.5]


async def test_closing_refuses_what_waits_and_what_comes(hand):
    runner = SimulationRunner(hand)
    running, waiting = ask(runner, "a"), ask(runner, "b")
    await settle()
    closing = asyncio.create_task(runner.close())
    await settle()
    hand.finish("a")
    assert await closing == 1
    assert (await running).recipe == "a"
    with pytest.raises(Busy, match="shutting down"):
        await waiting
    with pytest.raises(Busy, match="shutting down"):
        await runner.run("c", "ann")


async def test_what_still_runs_after_the_time_of_grace_is_refused(hand):
    runner = SimulationRunner(hand)
    running = ask(runner, "a")
    await settle()
    assert await runner.close(grace_s=0.01) == 1
    with pytest.raises(Busy, match="shutting down"):
        await running


def test_the_cache_is_bounded_in_bytes_and_drops_the_oldest():
    cache = PictureCache(limit_bytes=3 * len(PICTURE.png))
    for recipe in "abc":
        cache.put(replace(PICTURE, recipe=recipe))
    assert cache.get("a")
    cache.put(replace(PICTURE, recipe="d"))
    assert cache.get("b") is None, "a was used more recently"
    assert [bool(cache.get(recipe)) for recipe in "acd"] == [True, True, True]


def test_an_animation_takes_its_room_in_the_cache():
    cache = PictureCache(limit_bytes=3 * len(PICTURE.png))
    cache.put(replace(PICTURE, recipe="still"))
    cache.put(replace(PICTURE, recipe="animated", gif=bytes(2 * len(PICTURE.png))))
    assert cache.get("still") is None
    assert cache.get("animated")


def test_the_cache_forgets_other_versions():
    cache = PictureCache(limit_bytes=10**9)
    cache.put(replace(PICTURE, version="of another release"))
    assert cache.get(PICTURE.recipe) is None
