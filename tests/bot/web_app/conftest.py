"""The real site over the real knowledge base and one real worker, and small sites whose engine misbehaves."""

import pytest
from aiohttp import ClientTimeout
from aiohttp.test_utils import TestClient, TestServer

from bot.config import Config, LimitsConfig
from bot.course_helper import CourseHelper
from bot.simulation_runner import SimulationRunner
from bot.storage import Store
from bot.web_app import make_app
from knowledge import JudgedClaim, Judgement, LearnerIs, Stance

WAIT = ClientTimeout(total=30)
NOWHERE = "sqlite+aiosqlite:///:memory:"  # the site stores nothing


class Judge:
    """The knowledge base with a judge that finds one claim of each kind in any text and quotes all of it."""

    def __init__(self, knowledge):
        self._knowledge = knowledge

    def __getattr__(self, name):
        return getattr(self._knowledge, name)

    def judge(self, text):
        claims = list(self._knowledge.library.claims.values())[: len(LearnerIs)]
        judged = (
            JudgedClaim(claim.id, Stance.ASSERTS, claim.verdict, learner_is, text.strip(), 0.9)
            for claim, learner_is in zip(claims, LearnerIs, strict=True)
        )
        return Judgement(tuple(judged), is_sure=True)


async def all_ready():
    return {"workers": True, "database": True}


def make_site(knowledge, engine, readiness=all_ready, config=None):
    config = config or Config()
    limits = config.limits
    runner = SimulationRunner(engine, per_user=limits.per_user, queue_length=limits.queue_length)
    helper = CourseHelper(knowledge, runner, Store(NOWHERE), limits.question_chars)
    return make_app(helper, config, readiness)


@pytest.fixture(scope="session")
async def site(knowledge, engine):
    async with TestClient(TestServer(make_site(knowledge, engine)), timeout=WAIT) as client:
        yield client


@pytest.fixture
async def site_with(knowledge):
    """Builds sites with a given engine; closes them after the test."""
    clients = []

    async def build(engine, **parts):
        client = TestClient(TestServer(make_site(knowledge, engine, **parts)), timeout=WAIT)
        await client.start_server()
        clients.append(client)
        return client

    yield build
    for client in clients:
        await client.close()


@pytest.fixture
def one_in_the_queue():
    return Config(limits=LimitsConfig(per_user=3, queue_length=1))


@pytest.fixture(scope="session")
async def judging_site(knowledge, engine):
    async with TestClient(TestServer(make_site(Judge(knowledge), engine)), timeout=WAIT) as client:
        yield client
