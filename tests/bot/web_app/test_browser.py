"""The site in a real browser without scripts: ask, read on, vary a simulation; nothing is wider than a phone."""

import os
import re
import shutil

import pytest
from playwright.async_api import async_playwright

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.slow]

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
PHONE = {"width": 360, "height": 740}
# Texts of elements that reach beyond the edge, other than in boxes that scroll by themselves.
TOO_WIDE = """
[...document.querySelectorAll("main *")]
  .filter(element => element.getBoundingClientRect().right > innerWidth && !element.closest(".scroll, pre"))
  .map(element => element.textContent)
"""
MUST_RUN = os.environ.get("CI") == "true"


@pytest.fixture(scope="module")
async def browser():
    if CHROMIUM is None:
        message = "chromium is not installed (Debian: apt-get install chromium)"
        pytest.fail(message) if MUST_RUN else pytest.skip(message)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
async def tab(browser, site):
    """A phone's tab without scripts; what its console says is an error."""
    context = await browser.new_context(
        viewport=PHONE, java_script_enabled=False, base_url=str(site.make_url("/")).rstrip("/")
    )
    tab = await context.new_page()
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    yield tab
    await context.close()


async def test_ask_read_on_and_vary_a_simulation(tab):
    await tab.goto("/")
    await tab.get_by_label("Ask a question").fill("why do stacked linear layers collapse into one")
    await tab.get_by_role("button", name="Ask").click()
    assert "Stacked linear layers" in await tab.inner_text("h1")
    await tab.get_by_role("link", name="Read the whole entry").click()
    assert tab.url.endswith("/kb/linear-collapse")
    assert (await tab.locator("math").first.bounding_box())["height"] > 5
    await tab.goto("/sim/activation-plot")
    await tab.get_by_label("tanh", exact=True).uncheck()
    await tab.get_by_role("combobox", name="derivative").select_option("yes")
    await tab.get_by_role("spinbutton", name="range").fill("3")
    await tab.get_by_role("button", name="Run it").click()
    assert tab.url.endswith("/sim/activation-plot?derivative=true&functions=sigmoid,relu&range=3")
    picture = tab.locator(".picture img")
    assert await picture.evaluate("image => image.complete && image.naturalWidth") == 1000
    assert "Sigmoid" in await picture.get_attribute("alt")
    assert await tab.get_by_role("spinbutton", name="range").input_value() == "3"
    await tab.get_by_role("button", name="Run it").click()
    assert tab.url.endswith("&range=3"), "an unchanged form stays on its page"
    assert tab.complaints == []


async def test_an_intuition_is_judged(tab, judging_site):
    await tab.goto(str(judging_site.make_url("/check")))
    await tab.get_by_label("Check an intuition").fill("Max pooling handles\nbrightness.")
    await tab.get_by_role("button", name="Check").click()
    assert await tab.locator(".finding blockquote").first.inner_text() == "Max pooling handles brightness."
    assert tab.complaints == []


async def test_an_empty_choice_is_refused_with_a_sentence(tab):
    await tab.goto("/sim/activation-plot")
    for name in ("sigmoid", "tanh", "relu"):
        await tab.get_by_label(name, exact=True).uncheck()
    await tab.get_by_role("button", name="Run it").click()
    assert "functions" in await tab.get_by_role("alert").inner_text()
    tab.complaints.clear()  # the browser reports the status 422 of the page


async def test_nothing_is_wider_than_a_phone(tab, site, knowledge):
    """All entries in one page, since a browser takes long for 131 of them."""
    frame, _, _ = (await (await site.get("/kb/linear-collapse")).text()).partition("<article")
    articles = [
        (await (await site.get(f"/kb/{entry}")).text()).partition("<article")[2] for entry in knowledge.library.entries
    ]
    everything = frame + "".join(f"<article{article.partition('</article>')[0]}</article>" for article in articles)
    await tab.route(
        re.compile(r"/all-entries$"), lambda route: route.fulfill(body=everything, content_type="text/html")
    )
    await tab.route(re.compile(r"/sim/.*\.png"), lambda route: route.abort())
    for path in ("/", "/ask", "/check", "/kb", "/sim", "/sim/activation-plot", "/all-entries"):
        await tab.goto(path)
        assert await tab.evaluate("document.documentElement.scrollWidth") == PHONE["width"], path
        assert await tab.evaluate(TOO_WIDE) == [], path
