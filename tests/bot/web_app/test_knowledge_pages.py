"""Every entry is a page: formulas as MathML, links that lead somewhere, its sources and its revision."""

import re
from pathlib import Path

import pytest

import sims

from .page import get_page, read_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENTRIES = sorted(path.stem for path in (Path(__file__).parents[3] / "knowledge" / "entries").glob("*/*.md"))
FORMULA = re.compile(r"(?<![\\$])\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.mark.parametrize("entry_id", ENTRIES)
async def test_an_entry_is_whole(site, knowledge, entry_id):
    entry = knowledge.library.entries[entry_id]
    response = await site.get(f"/kb/{entry_id}")
    text = await response.text()
    assert response.status == 200
    page = read_page(text)
    assert "$" not in page.words, "a formula was not read"
    answers = [entry.short, entry.deeper, *(pair.answer for pair in entry.faq), *(pair.question for pair in entry.faq)]
    formulas = sum(len(FORMULA.findall(CODE.sub("", part))) for part in answers)
    assert len(page.all("span", **{"class": "math"})) >= formulas
    assert "merror" not in text
    assert {source.url for source in entry.sources} <= set(page.links())
    assert entry.reviewed.isoformat() in text
    for pair in entry.faq:
        assert pair.question.split("$")[0].split("`")[0].strip()[:20] in page.words


@pytest.mark.parametrize("entry_id", ENTRIES)
async def test_its_links_lead_somewhere(site, entry_id):
    page = await get_page(site, f"/kb/{entry_id}")
    for link in page.links():
        if link.startswith("/kb/"):
            assert link.removeprefix("/kb/") in ENTRIES
        if link.startswith("/sim/"):
            assert sims.parse(link.removeprefix("/sim/")).text == link.removeprefix("/sim/")
    for image in page.all("img"):
        if image["src"].startswith("/sim/"):
            assert image["loading"] == "lazy"
            assert len(image["alt"]) > 20


@pytest.mark.parametrize("name", ["Linear-Collapse", "linear collapse", "Collapse of Linear Layers"])
async def test_another_name_leads_to_the_entry(site, name):
    response = await site.get(f"/kb/{name}", allow_redirects=False)
    assert response.status == 308
    assert response.headers["Location"] == "/kb/linear-collapse"


async def test_all_entries_stand_in_the_list_by_group(site, knowledge):
    entries = knowledge.library.entries
    page = await get_page(site, "/kb")
    assert [link.removeprefix("/kb/") for link in page.links() if link.startswith("/kb/")] == list(entries)
    assert {heading["id"] for heading in page.all("h2")} == {entry.group for entry in entries.values()}


async def test_the_revision_is_that_of_the_library(site, knowledge):
    assert knowledge.revision in await (await site.get("/kb/linear-collapse")).text()


async def test_a_slash_too_many_is_forgiven(site):
    response = await site.get("/kb/", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (308, "/kb")
