"""Worker processes: what exceeds its limits is told and stopped, the worker is replaced, the next job runs."""

import asyncio
import os
import time

import pytest

import sims
from bot.engines.local import LocalEngine
from bot.errors import SimulationFailed
from tests.bot.engines import jobs


@pytest.fixture(scope="module")
async def rough_engine():
    engine = LocalEngine(workers=1, timeout_s=3.0, memory_mib=512, job=jobs.run)
    await engine.start()
    yield engine
    await engine.close()


def ignore(_):
    pass


@pytest.mark.parametrize(
    ("recipe", "error", "said"),
    [
        ("refuse", sims.SimError, "width must be at most 128, not 999."),
        ("greedy", SimulationFailed, "more than 512 MiB"),
        ("die", SimulationFailed, "was replaced"),
        ("hang", SimulationFailed, "longer than 3 s"),
    ],
)
async def test_what_goes_wrong_is_told_and_the_next_job_runs(rough_engine, recipe, error, said):
    with pytest.raises(error, match=said):
        await rough_engine.run(recipe, ignore)
    started = time.monotonic()
    picture = await rough_engine.run("activation-plot", ignore)
    assert picture.png.startswith(b"\x89PNG")
    assert time.monotonic() - started < 15


async def test_a_cancelled_job_ends_at_once_and_the_next_one_runs(rough_engine):
    started = time.monotonic()
    job = asyncio.create_task(rough_engine.run("hang", ignore))
    await asyncio.sleep(0.5)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    picture = await rough_engine.run("activation-plot", ignore)
    assert picture.png.startswith(b"\x89PNG")
    assert time.monotonic() - started < 3.0, "the limit of 3 s did not have to end it"


async def test_progress_reaches_the_caller(rough_engine):
    seen = []
    await rough_engine.run("sleep", seen.append)
    assert seen == sorted(seen)
    assert len(seen) >= 2
    assert all(0 < fraction < 1 for fraction in seen)


async def test_workers_use_one_thread_for_linear_algebra(engine):
    await engine.run("activation-plot", ignore)
    assert os.environ["OMP_NUM_THREADS"] == "1"


async def test_a_worker_draws_the_same_pixels_as_this_process(engine):
    picture = await engine.run("activation-plot", ignore)
    assert picture.png == sims.run("activation-plot").png


async def test_closing_stops_the_processes():
    engine = LocalEngine(workers=1, timeout_s=30, job=jobs.run)
    await engine.start()
    assert engine.is_ready()
    running = asyncio.create_task(engine.run("sleep", ignore))
    await asyncio.sleep(0.3)
    await engine.close()
    assert not engine.is_ready()
    assert (await running).png, "a job that runs is finished"
    with pytest.raises(SimulationFailed, match="stopped"):
        await engine.run("activation-plot", ignore)


async def test_closing_while_the_workers_start_leaves_none():
    engine = LocalEngine(workers=1)
    starting = asyncio.create_task(engine.start())
    await asyncio.sleep(0.05)
    await asyncio.wait_for(engine.close(), 60)
    starting.cancel()
    await asyncio.gather(starting, return_exceptions=True)
    assert not engine.is_ready()
    await engine.close()
