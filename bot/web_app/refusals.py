"""The one error handler of the site: a sentence and the right status for the reader, a traceback for the log."""

from __future__ import annotations

import math
import secrets
from collections.abc import Awaitable, Callable
from difflib import get_close_matches

import aiohttp_jinja2
import structlog
from aiohttp import web

import sims
from bot.course_helper import CourseHelper
from bot.errors import Busy, RectifyError, SimulationFailed, SimulationTimedOut, StorageUnavailable, UnknownTopic
from bot.metrics import ERRORS
from bot.web_app.permalink import UnknownSimulation

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MOST_SUGGESTIONS = 3
LONGEST_NAME = 100  # comparing a longer text with all names takes time, and it resembles none
PLAIN_FILES = (".png", ".csv", ".py")
STATUS: tuple[tuple[type[Exception], int], ...] = (
    (UnknownTopic, 404),
    (UnknownSimulation, 404),
    (Busy, 503),
    (StorageUnavailable, 503),
    (SimulationTimedOut, 504),
    (SimulationFailed, 500),
    (sims.SimError, 422),
    (RectifyError, 422),
)
HEADLINES = {
    404: "Not found",
    405: "Not like this",
    413: "Too long",
    422: "That cannot be done",
    500: "It did not work",
    503: "Busy",
    504: "It took too long",
}


class Refusals:
    """Turns every error of a handler into a page, a JSON object or a line of text."""

    def __init__(self, helper: CourseHelper) -> None:
        self._helper = helper

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Call the handler; answer its errors."""
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return self._refuse(request, error.status, self._sentence(request, error), _allow_header(error))
        except (RectifyError, sims.SimError) as error:
            headers = {"Retry-After": str(math.ceil(error.retry_after_s))} if isinstance(error, Busy) else {}
            return self._refuse(request, _status_of(error), str(error), headers)
        except Exception:  # noqa: BLE001 - the outermost handler of this face
            return self._unexpected(request)

    def _unexpected(self, request: web.Request) -> web.Response:
        error_id = secrets.token_hex(4)
        ERRORS.labels(face="web").inc()
        # The path without its query: what a learner typed does not belong in a log.
        structlog.get_logger(__name__).exception("web request failed", error_id=error_id, path=request.path)
        sentence = f"Something went wrong on our side. If it happens again, report the error id {error_id}."
        return self._refuse(request, 500, sentence, {})

    def _refuse(self, request: web.Request, status: int, sentence: str, headers: dict[str, str]) -> web.Response:
        suggestions = self._suggestions(request) if status == 404 else ()
        if _wants_json(request):
            found = {"suggestions": [{"path": path, "title": title} for path, title in suggestions]}
            return web.json_response(
                {"error": sentence} | (found if suggestions else {}), status=status, headers=headers
            )
        if request.path.endswith(PLAIN_FILES):
            return web.Response(text=sentence + "\n", status=status, headers=headers)
        context = {
            "headline": HEADLINES.get(status, "Error"),
            "sentence": sentence,
            "suggestions": suggestions,
            "simulation": self._helper.catalogue().get(request.match_info.get("name", "")),
        }
        response = aiohttp_jinja2.render_template("refusal.html", request, context, status=status)
        response.headers.update(headers)
        return response

    def _sentence(self, request: web.Request, error: web.HTTPException) -> str:
        if error.status == 404:
            return f"There is no page {_shortened(request.path)}."
        if error.status == 405:
            return f"{request.method} is not possible here; {_allow_header(error).get('Allow', 'GET')} is."
        if error.status == 413:
            return "That is more text than can be read here. Send the part that matters."
        return f"{error.reason}."

    def _suggestions(self, request: web.Request) -> tuple[tuple[str, str], ...]:
        """(path, title) of the pages whose names come nearest to the last part of the path."""
        wanted = request.path.rstrip("/").rsplit("/", 1)[-1][:LONGEST_NAME]
        experiments = self._helper.catalogue()
        simulations = [
            (f"/sim/{name}", experiments[name].title)
            for name in get_close_matches(wanted.partition(".")[0].lower(), experiments, n=MOST_SUGGESTIONS, cutoff=0.5)
        ]
        if "/sim/" in request.path:
            return tuple(simulations)
        topics = self._helper.suggest_topics(wanted, MOST_SUGGESTIONS) if wanted else ()
        entries = [(f"/kb/{topic}", title) for topic, title in topics]
        return tuple(entries if "/kb/" in request.path or "/api/" in request.path else entries + simulations)


def _status_of(error: Exception) -> int:
    return next(status for kind, status in STATUS if isinstance(error, kind))


def _wants_json(request: web.Request) -> bool:
    return request.path.startswith("/api/") or request.path == "/oembed" or request.path.endswith(".json")


def _allow_header(error: web.HTTPException) -> dict[str, str]:
    return {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}


def _shortened(path: str, most: int = 60) -> str:
    return path if len(path) <= most else path[: most - 1] + "…"
