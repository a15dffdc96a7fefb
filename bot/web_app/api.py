"""The JSON interface: the shapes of the contract, errors as {"error": sentence}."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from bot.course_helper import CourseHelper
from bot.errors import RectifyError
from bot.metrics import ANSWERS, CHECKS
from bot.web_app.permalink import Links, page_path
from bot.web_app.posted import read_form, read_object


class Api:
    """Questions, intuitions, entries and the catalogue for programs."""

    def __init__(self, helper: CourseHelper, links: Links) -> None:
        self._helper = helper
        self._links = links

    async def ask(self, request: web.Request) -> web.Response:
        """The `ask` object for q."""
        answer = self._helper.answer(await _text(request, "q", "question"))
        ANSWERS.labels(face="web", status=answer.status).inc()
        return web.json_response(answer.as_json())

    async def check(self, request: web.Request) -> web.Response:
        """The `check` object for text."""
        check = self._helper.check(await _text(request, "text", "intuition"))
        CHECKS.labels(face="web", status=check.status).inc()
        return web.json_response(check.as_json())

    async def explain(self, request: web.Request) -> web.Response:
        """One entry by id, title or alias."""
        return web.json_response(self._helper.explain(request.match_info["id"]).as_json())

    async def sims(self, request: web.Request) -> web.Response:
        """The catalogue of simulations, each with the JSON Schema of its settings."""
        return web.json_response(
            [
                {
                    "name": experiment.name,
                    "title": experiment.title,
                    "summary": experiment.summary,
                    "gallery": list(experiment.gallery),
                    "permalink": self._links.absolute(request, page_path(experiment.name)),
                    "settings": experiment.settings.model_json_schema(),
                }
                for experiment in self._helper.catalogue().values()
            ]
        )


async def _text(request: web.Request, key: str, noun: str) -> str:
    """The text under a key: in the address, a posted form or a posted JSON object.

    Raises:
        RectifyError: it is missing or not a text.
    """
    values: Mapping[str, object] = request.query
    if request.method == "POST" and key not in values:
        is_json = request.content_type == "application/json"
        values = await (read_object(request, f'{{"{key}": "…"}}') if is_json else read_form(request))
    value = values.get(key)
    if value is None:
        raise RectifyError(f"The {noun} is missing: give it as ?{key}=…, as a form field or in a JSON object.")
    if not isinstance(value, str):
        raise RectifyError(f"{key} must be a text, not {type(value).__name__}.")
    return value
