"""What an operator's machinery asks."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_is_not_ready_is_named(site_with, engine):
    async def readiness():
        return {"workers": True, "database": False}

    site = await site_with(engine, readiness=readiness)
    response = await site.get("/readyz")
    assert response.status == 503
    assert await response.json() == {"ready": False, "parts": {"workers": True, "database": False}}
    assert (await site.get("/livez")).status == 200


async def test_the_age_of_the_last_event_is_told_and_decides_nothing(site_with, engine):
    async def readiness():
        return {"workers": True, "database": True, "discord": True, "last_event_age_s": 3600.0}

    site = await site_with(engine, readiness=readiness)
    response = await site.get("/readyz")
    told = await response.json()
    assert (response.status, told["ready"], told["last_event_age_s"]) == (200, True, 3600.0)
    assert "last_event_age_s" not in told["parts"]


async def test_ready_and_alive(site):
    response = await site.get("/readyz")
    assert (response.status, (await response.json())["ready"]) == (200, True)
    assert response.headers["Cache-Control"] == "no-store"
    assert await (await site.get("/livez")).json() == {"alive": True}


async def test_metrics_count_answers_of_this_face(site):
    await site.get("/ask?q=relu")
    text = await (await site.get("/metrics")).text()
    assert 'rectify_answers_total{face="web"' in text
    assert "rectify_simulation_queue_length" in text


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/static/style.css", "text/css"), ("/static/icon.svg", "image/svg+xml"), ("/robots.txt", "text/plain")],
)
async def test_files_of_the_site_are_served(site, path, content_type):
    response = await site.get(path)
    assert (response.status, response.content_type) == (200, content_type)


async def test_the_style_sheet_of_a_page_exists(site):
    text = await (await site.get("/")).text()
    path = text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert (await site.get(path)).status == 200
    icon = await site.get("/favicon.ico", allow_redirects=False)
    assert icon.headers["Location"] == "/static/icon.svg"
