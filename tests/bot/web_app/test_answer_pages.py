"""Questions and intuitions through the pages: answers, honest refusals, verdicts."""

import pytest

from .page import get_page, read_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "do the biases prevent the collapse of stacked linear layers"
INTUITION = "I believe that the composition of linear functions is still linear, so a deep network needs activations."


@pytest.mark.parametrize("text", ["", "   ", "🙂🙂🙂", "```\n```", "how do i bake bread", "x" * 4000, "relu " * 900])
async def test_what_cannot_be_answered_gets_a_sentence_and_the_box(site, text):
    response = await site.get("/ask", params={"q": text})
    page = read_page(await response.text())
    assert response.status == 200
    assert page.all("form", action="/ask")
    assert len(page.words) > 100


@pytest.mark.parametrize("text", ["", "🙂", "hello there", "x" * 5000])
async def test_what_cannot_be_judged_gets_a_sentence_and_the_box(site, text):
    for response in (await site.get("/check", params={"text": text}), await site.post("/check", data={"text": text})):
        page = read_page(await response.text())
        assert response.status == 200
        assert page.all("form", action="/check", method="post")
        assert not page.all("li", **{"class": "finding mistaken"})


async def test_without_a_text_there_is_the_box(site):
    assert (await get_page(site, "/ask")).all("input", name="q")
    assert (await get_page(site, "/check")).all("textarea", name="text")
    response = await site.post("/check", data={})
    assert response.status == 200


async def test_an_answer_leads_to_its_entry_and_sources(site):
    page = await get_page(site, f"/ask?q={QUESTION}")
    assert page.all("input", name="q")[0]["value"] == QUESTION
    assert "/kb/linear-collapse" in page.links()
    assert any(link.startswith("https://") for link in page.links())


async def test_a_question_off_the_topic_offers_the_nearest_topics_as_links(site):
    page = await get_page(site, "/ask?q=which pizza oven is best for beginners in 2024")
    assert "not sure" in page.words.lower()
    assert not page.all("p", **{"class": "more"})


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_verdicts_quote_the_learner_and_say_right_first(judging_site, method):
    sent = {"params": {"text": INTUITION}} if method == "GET" else {"data": {"text": INTUITION}}
    page = read_page(await (await judging_site.request(method, "/check", **sent)).text())
    findings = [tag["class"] for tag in page.all("li") if tag.get("class", "").startswith("finding")]
    assert findings == ["finding right", "finding partly-right", "finding mistaken"]
    assert page.words.count(INTUITION) == 4, "three quotes, and the box"
    for verdict in ("You are right", "Partly right", "Not quite"):
        assert verdict in page.words
    assert "1 right, 1 partly right, 1 mistaken" in page.words
    assert any(link.startswith("/check?text=I+believe") for link in page.links())


async def test_the_post_that_started_it_all_is_judged(site):
    post = (
        "A network WITHOUT an activation function will struggle if numbers appear to be darker or lighter because it "
        "is linear. The sigmoid will then take numbers that are slightly lighter or darker and smooth them so that the "
        "network could output the same probability as if it were the normal darkness."
    )
    page = read_page(await (await site.post("/check", data={"text": post})).text())
    assert len(page.all("li", **{"class": "finding mistaken"})) >= 2
    assert any(link.startswith("/sim/brightness-shift") for link in page.links())


async def test_a_verdict_on_a_long_text_has_no_link(judging_site):
    page = read_page(await (await judging_site.post("/check", data={"text": "relu is best. " * 250})).text())
    assert not any(link.startswith("/check?") for link in page.links())


async def test_line_ends_of_a_form_are_read_as_one(site):
    response = await site.post("/check", data={"text": "first line\r\nsecond line"})
    assert "\r" not in await response.text()
