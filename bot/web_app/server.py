"""Builds the site: the list of routes, the templates, the headers and the one error handler."""

from __future__ import annotations

from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from bot.config import Config
from bot.course_helper import CourseHelper
from bot.web_app.answer_pages import AnswerPages
from bot.web_app.api import Api
from bot.web_app.entry_text import to_html, to_inline_html
from bot.web_app.headers import add_headers
from bot.web_app.health import Health, Readiness
from bot.web_app.knowledge_pages import KnowledgePages
from bot.web_app.number_table import number
from bot.web_app.permalink import ANIMATION, FILE_KINDS, Links
from bot.web_app.refusals import Refusals
from bot.web_app.simulation_files import SimulationFiles
from bot.web_app.simulation_pages import SimulationPages
from bot.web_app.simulations import Simulations
from bot.web_app.site_files import SiteFiles

TEMPLATES = Path(__file__).parent / "templates"
# 20,000 characters, the highest limit that can be configured, as percent-encoded UTF-8 of four bytes each.
LONGEST_FORM = 256 * 1024
# An address carries a question of 4,000 characters, each up to twelve characters long when percent-encoded.
LONGEST_ADDRESS = 64 * 1024


def make_app(helper: CourseHelper, config: Config, readiness: Readiness) -> web.Application:
    """The site.

    Args:
        helper: the core that answers.
        config: web.public_url, and the limits.
        readiness: tells for each part of the program whether it is ready.
    """
    without_slash = web.normalize_path_middleware(
        append_slash=False, remove_slash=True, merge_slashes=False, redirect_class=web.HTTPPermanentRedirect
    )
    app = web.Application(
        middlewares=[Refusals(helper).middleware, without_slash],
        client_max_size=LONGEST_FORM,
        handler_args={"max_line_size": LONGEST_ADDRESS},
    )
    app.on_response_prepare.append(add_headers)
    files = SiteFiles()
    _set_up_templates(app, config, files)
    app.add_routes(_routes(helper, config, readiness, files))
    return app


def _routes(
    helper: CourseHelper, config: Config, readiness: Readiness, site_files: SiteFiles
) -> list[web.AbstractRouteDef]:
    links = Links(config.web.public_url)
    simulations = Simulations(helper, config.limits.per_user)
    answers, knowledge = AnswerPages(helper), KnowledgePages(helper)
    pages, files = SimulationPages(helper, simulations, links), SimulationFiles(simulations, links)
    api, health = Api(helper, links), Health(readiness)
    return [
        web.get("/", answers.home),
        web.get("/ask", answers.ask),
        web.get("/check", answers.check),
        web.post("/check", answers.check),
        web.get("/kb", knowledge.entries),
        web.get("/kb/{id}", knowledge.entry),
        web.get("/sim", pages.gallery),
        web.get(f"/sim/{{name}}.{{kind:{'|'.join((*FILE_KINDS, ANIMATION))}}}", files.file),
        web.get("/sim/{name}", pages.page),
        web.get("/oembed", pages.oembed),
        web.get("/api/ask", api.ask),
        web.post("/api/ask", api.ask),
        web.get("/api/check", api.check),
        web.post("/api/check", api.check),
        web.get("/api/explain/{id}", api.explain),
        web.get("/api/sims", api.sims),
        web.get("/livez", health.live),
        web.get("/readyz", health.ready),
        web.get("/metrics", health.metrics),
        web.get("/favicon.ico", site_files.icon),
        web.get("/robots.txt", site_files.robots),
        web.get("/static/{name}", site_files.file),
    ]


def _set_up_templates(app: web.Application, config: Config, files: SiteFiles) -> None:
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(text=to_html, line=to_inline_html, number=number)
    environment.globals.update(
        style=files.address("style.css"), icon=files.address("icon.svg"), longest_text=config.limits.question_chars
    )
