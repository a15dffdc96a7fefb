"""Every refusal has the right status and a sentence for its reader; an unexpected error shows an id, never its text."""

import asyncio
import re
from urllib.parse import quote

import pytest

from bot.errors import Busy, SimulationFailed, SimulationTimedOut, StorageUnavailable

from .page import get_page, read_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

PLOT = "/sim/activation-plot"


class FailingEngine:
    workers = 1

    def __init__(self, error):
        self.error = error

    def is_ready(self):
        return True

    async def run(self, recipe, report):
        raise self.error


class StuckEngine:
    """Runs until it is told to fail."""

    workers = 1

    def __init__(self):
        self.started = asyncio.Event()
        self.end = asyncio.Event()

    def is_ready(self):
        return True

    async def run(self, recipe, report):
        self.started.set()
        await self.end.wait()
        raise SimulationFailed("stopped by the test")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("colour=red", ["colour", "functions", "derivative", "range"]),
        ("utm_source=newsletter", ["utm"]),
        ("range=0.5", ["range", "0.5", "1 to 20"]),
        ("range=1000", ["range", "1000", "1 to 20"]),
        ("range=nan", ["range", "nan"]),
        ("range=-inf", ["range", "inf"]),
        ("range=", ["range"]),
        ("range", ["range"]),
        ("range=2&range=3", ["range", "once"]),
        ("functions=", ["functions", "1 to 4"]),
        ("functions=&functions=", ["functions", "1 to 4"]),
        ("functions=relo", ["functions", "relo", "relu"]),
        ("functions=relu,relu", ["relu", "twice"]),
        ("functions=relu&functions=relu", ["relu", "twice"]),
        ("functions=sigmoid,tanh,relu,gelu,silu", ["functions", "1 to 4"]),
        ("derivative=perhaps", ["derivative", "perhaps", "true or false"]),
        ("range=%F0%9F%99%82", ["range"]),
        ("range=%ff%fe", ["range"]),
    ],
)
@pytest.mark.parametrize("kind", ["", ".json", ".png"])
async def test_wrong_parameters_are_named_with_what_is_allowed(site, query, says, kind):
    response = await site.get(f"{PLOT}{kind}?{query}")
    assert response.status == 422
    if kind == ".json":
        sentence = (await response.json())["error"]
    elif kind == ".png":
        assert response.content_type == "text/plain"
        sentence = await response.text()
    else:
        sentence = read_page(await response.text()).words
    for word in says:
        assert word in sentence


@pytest.mark.parametrize(
    ("path", "says", "leads_to"),
    [
        ("/no-such-page", "/no-such-page", None),
        ("/relu-not-cnn", "/relu-not-cnn", "/kb/relu-not-cnn-specific"),
        ("/kb/linear-colapse", "linear-colapse", "/kb/linear-collapse"),
        ("/kb/" + "x" * 5000, "xxx", None),
        ("/kb/%3Cb%3E", "<b>", None),
        ("/sim/activation-plto", "activation-plto", PLOT),
        ("/sim/activation-plot%3Frange=3", "activation-plot?range=3", PLOT),
        ("/sim/activation-plot.webp", "activation-plot.webp", PLOT),
        ("/static/..%2Fserver.css", "server.css", None),
        ("/static/no.css", "no.css", None),
    ],
    ids=lambda value: str(value)[:24],
)
async def test_unknown_names_are_repeated_and_the_nearest_offered(site, path, says, leads_to):
    page = await get_page(site, path, status=404)
    assert says in page.words
    assert len(page.words) < 4000
    if leads_to:
        assert leads_to in page.links()


@pytest.mark.parametrize("path", ["/sim/nothing.png", "/sim/nothing.csv", "/sim/nothing.py", "/sim/nothing.json"])
async def test_files_of_unknown_simulations_are_404_without_a_page(site, path):
    response = await site.get(path)
    assert response.status == 404
    assert response.content_type in ("text/plain", "application/json")
    assert "nothing" in await response.text()


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("DELETE", "/kb"), ("PUT", PLOT), ("POST", "/api/sims")])
async def test_other_methods_are_refused_with_those_that_work(site, method, path):
    response = await site.request(method, path)
    assert response.status == 405
    assert "GET" in response.headers["Allow"]
    assert method in await response.text()


async def test_too_long_a_form_is_refused_with_a_sentence(site):
    response = await site.post("/check", data={"text": "x" * 300_000})
    assert response.status == 413
    assert "Send the part that matters" in await response.text()


async def test_a_long_question_in_the_address_is_read(site):
    response = await site.get(f"/ask?q={quote('🙂 relu' * 650)}")
    assert response.status == 200


@pytest.mark.parametrize(
    ("error", "status", "retry_after"),
    [
        (Busy("64 simulations are waiting. Try again soon.", 5.0), 503, "5"),
        (Busy("Shutting down.", 0.2), 503, "1"),
        (SimulationFailed("The simulation's worker died and was replaced. Try again."), 500, None),
        (SimulationTimedOut("The simulation took longer than 20 s and was stopped."), 504, None),
        (StorageUnavailable("The database does not answer."), 503, None),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("path", [PLOT, f"{PLOT}.png", f"{PLOT}.json"])
async def test_failures_keep_their_sentence(site_with, error, status, retry_after, path):
    site = await site_with(FailingEngine(error))
    response = await site.get(path)
    assert response.status == status
    assert response.headers.get("Retry-After") == retry_after
    assert str(error).replace("'", "&#39;" if path == PLOT else "'") in await response.text()


@pytest.mark.parametrize("path", [PLOT, f"{PLOT}.csv", f"{PLOT}.json"])
async def test_an_unexpected_error_shows_an_id_and_is_logged(site_with, capsys, caplog, path):
    site = await site_with(FailingEngine(ValueError("secret detail")))
    response = await site.get(f"{path}?range=3")
    text = await response.text()
    assert response.status == 500
    assert "secret detail" not in text
    (error_id,) = re.findall(r"error id ([0-9a-f]{8})", text)
    logged = capsys.readouterr().out + caplog.text
    assert error_id in logged
    assert "secret detail" in logged


async def test_a_full_queue_is_503_and_pages_are_served_meanwhile(site_with, one_in_the_queue):
    engine = StuckEngine()
    site = await site_with(engine, config=one_in_the_queue)
    first = asyncio.create_task(site.get(f"{PLOT}.png"))
    await engine.started.wait()
    same = asyncio.create_task(site.get(PLOT))
    refused = await site.get(f"{PLOT}.png?range=3")
    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert "Try again" in await refused.text()
    assert (await site.get("/kb")).status == 200
    engine.end.set()
    assert [(await task).status for task in (first, same)] == [500, 500], "both waited for the one run"


async def test_a_gallery_waits_in_line_instead_of_being_refused(site_with):
    engine = StuckEngine()
    site = await site_with(engine)
    pictures = [asyncio.create_task(site.get(f"{PLOT}.png?range={number}")) for number in range(6, 15)]
    await engine.started.wait()
    engine.end.set()
    assert {(await picture).status for picture in pictures} == {500}, "none is 503, all were run"


@pytest.mark.parametrize(
    "path", ["/", "/kb", "/ask?q=relu", PLOT, f"{PLOT}.png", "/api/sims", "/livez", "/metrics", "/nope"]
)
async def test_head_is_get_without_a_body(site, path):
    head, get = await site.head(path), await site.get(path)
    assert head.status == get.status
    assert head.content_type == get.content_type
    assert await head.read() == b""
