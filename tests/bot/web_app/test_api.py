"""The JSON interface keeps the contract's shapes; errors are sentences."""

import io

import jsonschema
import pytest

import sims

pytestmark = pytest.mark.asyncio(loop_scope="session")


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("path", "body", "says"),
    [
        ("/api/ask", None, "?q="),
        ("/api/check", None, "?text="),
        ("/api/ask", {"data": b"{not json", "headers": {"Content-Type": "application/json"}}, "not valid JSON"),
        ("/api/ask", {"data": b"\xff\xfe{", "headers": {"Content-Type": "application/json"}}, "JSON"),
        ("/api/ask", {"data": b"{}", "headers": {"Content-Type": "application/json; charset=nope"}}, "JSON"),
        ("/api/ask", {"data": b"[" * 60_000, "headers": {"Content-Type": "application/json"}}, "JSON"),
        ("/api/ask", {"data": b"q=1", "headers": {"Content-Type": FORM + "; charset=nope"}}, "form"),
        ("/api/ask", {"data": b"x", "headers": {"Content-Type": "multipart/form-data"}}, "form"),
        ("/api/ask", {"data": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}}, "form"),
        ("/api/ask", {"data": {"q": io.BytesIO(b"a file")}}, "must be a text"),
        ("/api/ask", {"json": ["q"]}, "object"),
        ("/api/ask", {"json": {"question": "relu"}}, "missing"),
        ("/api/ask", {"json": {"q": 7}}, "must be a text"),
        ("/api/check", {"json": {"text": None}}, "missing"),
        ("/api/check", {"data": {"q": "relu"}}, "missing"),
    ],
)
async def test_wrong_requests_get_a_sentence(site, path, body, says):
    response = await (site.get(path) if body is None else site.post(path, **body))
    assert response.status == 422
    assert says in (await response.json())["error"]


async def test_an_unknown_topic_is_404_with_the_nearest(site):
    response = await site.get("/api/explain/linear-colapse")
    answer = await response.json()
    assert response.status == 404
    assert "linear-colapse" in answer["error"]
    assert {"path": "/kb/linear-collapse", "title": "Stacked linear layers collapse into one"} in answer["suggestions"]


@pytest.mark.parametrize(
    "sent",
    [
        {"method": "GET", "params": {"q": "why do stacked linear layers collapse"}},
        {"method": "POST", "json": {"q": "why do stacked linear layers collapse"}},
        {"method": "POST", "data": {"q": "why do stacked linear layers collapse"}},
    ],
    ids=["address", "json", "form"],
)
async def test_ask_has_the_shape_of_the_contract(site, sent):
    response = await site.request(path="/api/ask", **sent)
    answer = await response.json()
    assert response.status == 200
    assert answer["status"] in ("answer", "unsure")
    assert 0 <= answer["confidence"] <= 1
    assert 1 <= len(answer["matches"]) <= 5
    assert {"id", "title", "score"} <= answer["matches"][0].keys()
    assert answer["matches"][0]["id"] == "linear-collapse"
    assert {"title", "text", "sources", "sims", "related"} <= answer["reply"].keys()


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_check_has_the_shape_of_the_contract(judging_site, method):
    text = "Max pooling handles brightness."
    sent = {"params": {"text": text}} if method == "GET" else {"json": {"text": text}}
    answer = await (await judging_site.request(method, "/api/check", **sent)).json()
    assert answer["status"] == "judged"
    assert [judged["learner_is"] for judged in answer["claims"]] == ["right", "partly-right", "mistaken"]
    for judged in answer["claims"]:
        assert {"id", "stance", "verdict", "learner_is", "quote", "confidence"} <= judged.keys()
        assert judged["quote"] == text
    assert {"title", "text", "sources", "sims", "related"} <= answer["reply"].keys()


async def test_explain_gives_the_entry(site):
    answer = await (await site.get("/api/explain/linear-collapse")).json()
    assert answer["id"] == "linear-collapse"
    assert {"title", "group", "summary", "faq", "body", "reply"} <= answer.keys()


async def test_the_catalogue_has_valid_schemas(site):
    catalogue = await (await site.get("/api/sims")).json()
    assert [entry["name"] for entry in catalogue] == list(sims.experiments())
    for entry in catalogue:
        jsonschema.Draft202012Validator.check_schema(entry["settings"])
        assert entry["settings"]["properties"].keys() == sims.experiments()[entry["name"]].settings.model_fields.keys()
        assert entry["permalink"].endswith(f"/sim/{entry['name']}")
