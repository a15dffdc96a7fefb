"""A recipe is a permalink: one address each, a page that unfolds in chats, files to take away."""

import ast
import csv
import io
import json
from urllib.parse import quote

import pytest
from yarl import URL

import sims
from bot.config import Config, WebConfig

from .page import get_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

CANONICAL = "activation-plot?derivative=true&functions=sigmoid,tanh"


def quick(name):
    """A recipe that runs fast."""
    has_seeds = "seeds" in sims.experiments()[name].settings.model_fields
    return f"{name}?seeds=1" if has_seeds else name


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("activation-plot?range=5", "activation-plot"),
        ("activation-plot?range=5.0&derivative=false", "activation-plot"),
        ("activation-plot?functions=tanh,sigmoid&derivative=true", CANONICAL),
        ("activation-plot?derivative=yes&functions=Sigmoid,TANH", CANONICAL),
        ("activation-plot?derivative=true&functions=&functions=tanh&functions=sigmoid&range=5", CANONICAL),
        ("activation-plot?functions=sigmoid,tanh&derivative=true", CANONICAL),
        ("activation-plot?range=3.50", "activation-plot?range=3.5"),
        ("Activation_Plot", "activation-plot"),
        ("activation-plot?functions=%20relu%20", "activation-plot?functions=relu"),
    ],
)
async def test_other_spellings_redirect_to_the_canonical_address(site, asked, canonical):
    for kind in ("", ".png", ".json", ".csv", ".py"):
        name, mark, query = asked.partition("?")
        wanted_name, wanted_mark, wanted_query = canonical.partition("?")
        response = await site.get(URL(f"/sim/{name}{kind}{mark}{query}", encoded=True), allow_redirects=False)
        assert response.status == (200 if asked == canonical else 308)
        assert response.headers["Location"] == f"/sim/{wanted_name}{kind}{wanted_mark}{wanted_query}"


@pytest.mark.parametrize(
    "recipe",
    ["activation-plot", CANONICAL, CANONICAL.replace(",", "%2C"), "activation-plot?", "activation-plot?range=%33"],
)
async def test_the_canonical_address_stays(site, recipe):
    response = await site.get(URL(f"/sim/{recipe}", encoded=True), allow_redirects=False)
    assert response.status == 200


@pytest.mark.parametrize("name", sims.experiments())
async def test_every_simulation_has_its_page(site, name):
    recipe = quick(name)
    page = await get_page(site, f"/sim/{recipe}")
    experiment = sims.experiments()[name]
    result = await (await site.get(f"/sim/{recipe.replace(name, name + '.json')}")).json()
    (image,) = (image for image in page.all("img") if ".png" in image["src"])
    assert image["alt"] == result["alt_text"]
    assert result["caption"] in page.words
    assert experiment.how_to_read in page.words
    assert experiment.can_mislead in page.words
    for check in result["results"]["checks"]:
        assert check["name"] in page.words
        assert f": {'holds' if check['holds'] else 'does not hold'}" in page.words
    fields = {tag["name"] for kind in ("input", "select") for tag in page.all(kind)}
    assert fields == set(experiment.settings.model_fields)
    assert f"/sim {name}" in await (await site.get(f"/sim/{recipe}")).text()


@pytest.mark.parametrize("name", sims.experiments())
async def test_the_unchanged_form_leads_back_to_its_page(site, name):
    recipe = quick(name)
    page = await get_page(site, f"/sim/{recipe}")
    sent = [(tag["name"], tag["value"]) for tag in page.all("input") if tag.get("type") != "checkbox"]
    sent += [(tag["name"], tag["value"]) for tag in page.all("input", type="checkbox") if "checked" in tag]
    selects = iter(page.all("select"))
    current = None
    for tag, attributes in page.tags:
        if tag == "select":
            current = next(selects)["name"]
        if tag == "option" and "selected" in attributes:
            sent.append((current, attributes["value"]))
    response = await site.get(f"/sim/{name}", params=sent, allow_redirects=False)
    assert (response.status, response.headers.get("Location")) == (308, f"/sim/{recipe}")


async def test_number_fields_carry_their_bounds(site):
    page = await get_page(site, "/sim/activation-plot")
    (field,) = page.all("input", type="number")
    assert (field["min"], field["max"], field["step"], field["value"]) == ("1", "20", "any", "5")


async def test_a_pasted_link_unfolds_into_the_picture(site):
    page = await get_page(site, f"/sim/{CANONICAL}")
    home = str(site.make_url("/")).rstrip("/")
    image = f"{home}/sim/{CANONICAL.replace('plot', 'plot.png')}"
    assert page.meta("og:image") == page.meta("twitter:image") == image
    assert page.meta("og:url") == f"{home}/sim/{CANONICAL}"
    assert page.meta("og:image:width") == "1000"
    assert page.meta("twitter:card") == "summary_large_image"
    assert "Sigmoid" in page.meta("og:image:alt")
    assert page.meta("og:description") in page.words
    (oembed,) = page.all("link", type="application/json+oembed")
    answer = await (await site.get(oembed["href"].removeprefix(home))).json()
    assert (answer["version"], answer["type"], answer["url"]) == ("1.0", "photo", image)
    assert (answer["width"], answer["height"]) == (1000, 600)


async def test_in_the_dark_the_same_picture_comes_on_a_dark_card(site):
    page = await get_page(site, f"/sim/{CANONICAL}")
    (source,) = page.all("source", media="(prefers-color-scheme: dark)")
    png = await (await site.get(source["srcset"])).read()
    assert sims.inspect_png(png)[0] == sims.parse(CANONICAL).change(card="dark").text


@pytest.mark.parametrize("recipe", ["activation-plot?card=dark", "activation-cost?functions=tanh"])
async def test_a_chosen_card_and_a_measurement_stay_as_they_are(site, recipe):
    assert not (await get_page(site, f"/sim/{recipe}")).all("source")


ANIMATED = "linear-vs-nonlinear.gif?dataset=moons&layers=1&seeds=1&width=8"


async def test_the_page_leads_to_the_animation(site):
    page = await get_page(site, "/sim/linear-vs-nonlinear?dataset=moons&layers=1&width=8")
    assert f"/sim/{ANIMATED}" in page.links()
    response = await site.get(f"/sim/{ANIMATED.replace('seeds=1&', '')}")
    assert (response.status, response.content_type) == (200, "image/gif")
    assert str(response.url.relative()) == f"/sim/{ANIMATED}"
    assert (await response.read()).startswith(b"GIF89a")
    again = await site.get(f"/sim/{ANIMATED}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304


@pytest.mark.parametrize("recipe", ["linear-vs-nonlinear?dataset=digits&seeds=1", "activation-plot"])
async def test_where_there_is_no_animation_no_link_and_a_sentence(site, recipe):
    assert not [link for link in (await get_page(site, f"/sim/{recipe}")).links() if ".gif" in link]
    name, mark, query = recipe.partition("?")
    page = await get_page(site, f"/sim/{name}.gif{mark}{query}", status=422)
    assert "has no animation. One that has: linear-vs-nonlinear." in page.words


async def test_links_use_the_public_address(site_with, engine):
    config = Config(web=WebConfig(public_url="https://rectify.example.org/"))
    site = await site_with(engine, config=config)
    page = await get_page(site, "/sim/activation-plot")
    assert page.meta("og:image") == "https://rectify.example.org/sim/activation-plot.png"
    result = await (await site.get("/sim/activation-plot.json")).json()
    assert result["permalink"] == "https://rectify.example.org/sim/activation-plot"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422),
        ("url=https://elsewhere.example/sim/activation-plot", 404),
        ("url=HOME/kb/linear-collapse", 404),
        ("url=HOME/sim/no-such-thing", 422),
        ("url=HOME/sim/activation-plot%3Frange=99", 422),
        ("format=xml&url=HOME/sim/activation-plot", 501),
        ("url=HOME/sim/activation-plot%3Frange=4", 200),
    ],
)
async def test_oembed_serves_only_simulation_pages(site, query, status):
    home = str(site.make_url("/")).rstrip("/")
    response = await site.get(f"/oembed?{query.replace('HOME', quote(home, safe=''))}")
    assert response.status == status
    assert ("error" in await response.json()) == (status != 200)


async def test_the_picture_is_a_png_that_knows_its_recipe(site):
    response = await site.get(f"/sim/{CANONICAL.replace('plot', 'plot.png')}")
    assert response.content_type == "image/png"
    assert sims.inspect_png(await response.read()) == (CANONICAL, sims.VERSION)
    again = await site.get(str(response.url.relative()), headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    other = await site.get("/sim/activation-plot.png", headers={"If-None-Match": response.headers["ETag"]})
    assert other.status == 200


async def test_the_result_object_has_the_shape_of_the_contract(site):
    response = await site.get(f"/sim/{CANONICAL.replace('plot', 'plot.json')}")
    result = json.loads(await response.text(), parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert {"recipe", "permalink", "version", "caption", "alt_text", "runtime_s", "results"} <= result.keys()
    assert result["recipe"] == CANONICAL
    assert result["permalink"] == str(site.make_url(f"/sim/{CANONICAL}"))
    assert {"seeds", "n_train", "n_test", "versions", "metrics", "checks"} <= result["results"].keys()
    assert {"name", "where", "mean", "sd", "per_seed", "unit"} <= result["results"]["metrics"][0].keys()
    assert {"name", "holds", "value", "limit"} <= result["results"]["checks"][0].keys()


async def test_the_csv_has_the_same_rows(site):
    response = await site.get("/sim/activation-plot.csv")
    assert response.content_type == "text/csv"
    assert 'filename="activation-plot.csv"' in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(await response.text())))
    result = await (await site.get("/sim/activation-plot.json")).json()
    assert [float(row["mean"]) for row in rows] == [metric["mean"] for metric in result["results"]["metrics"]]


async def test_the_script_is_python(site):
    response = await site.get("/sim/activation-plot.py")
    assert response.content_type == "text/x-python"
    ast.parse(await response.read())


async def test_the_gallery_shows_every_simulation(site):
    for path in ("/", "/sim"):
        page = await get_page(site, path)
        pictures = [image["src"] for image in page.all("img", loading="lazy")]
        assert pictures == [f"/sim/{name}.png" for name in sims.experiments()]
        assert {f"/sim/{name}" for name in sims.experiments()} <= set(page.links())
