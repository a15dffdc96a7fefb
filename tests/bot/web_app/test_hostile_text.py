"""Whatever is typed stays text, and no page holds a script or an inline style."""

import json
from urllib.parse import quote

import pytest

from .page import read_page

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = [
    "<script>alert(1)</script> relu",
    '"><img src=x onerror=alert(1)> relu',
    "' onfocus=alert(1) autofocus x='",
    "</textarea><svg onload=alert(1)>",
    "[relu](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "$\\href{javascript:alert(1)}{x}$ <math><mi>x</mi></math> relu",
    "{{ 7 * 7 }} {% include 'base.html' %} relu",
    "&lt;script&gt; &#60;script&#62; relu",
    "\u202eulɘɿ\u0000 @everyone relu",
    "I think [ReLU is only for CNNs](http://evil.example/) and **max pooling** makes a net ignore brightness.",
]
ROUTES = [
    "/ask?q={}",
    "/check?text={}",
    "/kb/{}",
    "/sim/{}",
    "/sim/activation-plot?functions={}",
    "/sim/activation-plot?{}=1",
    "/{}",
    "/oembed?url={}",
]
PAGES = [
    "/",
    "/ask",
    "/check",
    "/kb",
    "/sim",
    "/kb/linear-collapse",
    "/sim/activation-plot",
    "/nope",
    "/sim/activation-plot?x=1",
]
ALLOWED_TAGS_WITH_ADDRESS = {"a", "link", "img", "form", "meta"}


def assert_harmless(text):
    page = read_page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "style", "svg", "iframe", "object", "base", "embed"}
    for tag, attributes in page.tags:
        assert "style" not in attributes, f"inline style on {tag}"
        assert not [name for name in attributes if name.startswith("on")], f"event attribute on {tag}"
        for name in ("href", "src", "action"):
            assert attributes.get(name, "/").startswith(("/", "#", "http://", "https://")), attributes
            assert not attributes.get(name, "").startswith("//")
    assert all(image["src"].startswith("/") for image in page.all("img"))
    return page


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20].encode("ascii", "replace").decode())
@pytest.mark.parametrize("route", ROUTES)
async def test_what_is_typed_is_never_markup(site, route, text):
    response = await site.get(route.format(quote(text, safe="")))
    assert response.status < 500
    if response.content_type == "application/json":
        json.loads(await response.text())
        return
    page = assert_harmless(await response.text())
    assert "http://evil.example/" not in page.links()
    assert "49" not in page.words or "7 * 7" in page.words


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20].encode("ascii", "replace").decode())
async def test_what_is_posted_and_quoted_is_never_markup(judging_site, text):
    response = await judging_site.post("/check", data={"text": text})
    assert response.status == 200
    page = assert_harmless(await response.text())
    assert "http://evil.example/" not in page.links()


async def test_a_host_that_was_made_up_stays_text(site):
    response = await site.get("/sim/activation-plot", headers={"Host": '"><script>x</script>'})
    if response.status == 200:
        assert_harmless(await response.text())


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_forbids_scripts_and_inline_styles_and_has_none(site, path):
    response = await site.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy, "default-src 'none' forbids scripts"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Python" not in response.headers["Server"]
    assert_harmless(await response.text())


@pytest.mark.parametrize("path", ["/sim/activation-plot.png", "/static/style.css", "/api/sims", "/kb/", "/livez"])
async def test_other_responses_carry_the_headers_too(site, path):
    response = await site.get(path, allow_redirects=False)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_can_be_used_with_a_keyboard_and_a_screen_reader(site, path):
    page = read_page(await (await site.get(path)).text())
    assert page.all("html", lang="en-GB")
    assert len(page.all("h1")) == 1
    assert all("alt" in image for image in page.all("img"))
    labelled = {label.get("for") for label in page.all("label")}
    for tag in ("input", "textarea", "select"):
        for control in page.all(tag):
            if control.get("type") not in ("hidden", "checkbox"):  # a checkbox stands inside its label
                assert control["id"] in labelled
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {part for _, attributes in page.tags for part in attributes.get("aria-labelledby", "").split()}
    assert targets <= set(ids)
