"""The pages of what Rectify knows: all entries by group, and one entry whole."""

from __future__ import annotations

from itertools import groupby

import aiohttp_jinja2
from aiohttp import web

from bot.course_helper import CourseHelper
from bot.web_app.figure_card import canonical_page, make_cards
from bot.web_app.permalink import redirect_unless


class KnowledgePages:
    """Pages made from the library."""

    def __init__(self, helper: CourseHelper) -> None:
        self._helper = helper

    async def entries(self, request: web.Request) -> web.Response:
        """All entries by group, in syllabus order."""
        entries = self._helper.knowledge.library.entries.values()
        groups = [(name, list(group)) for name, group in groupby(entries, key=lambda entry: entry.group)]
        return aiohttp_jinja2.render_template("entries.html", request, {"groups": groups, "count": len(entries)})

    async def entry(self, request: web.Request) -> web.Response:
        """One entry; an alias or a title leads to it as well."""
        explanation = self._helper.explain(request.match_info["id"])
        entry = explanation.entry
        if request.match_info["id"] != entry.id:
            redirect_unless(request, f"/kb/{entry.id}")
        library = self._helper.knowledge.library
        context = {
            "entry": entry,
            "figures": make_cards(entry.sims),
            "measured": [(measurement, canonical_page(measurement.recipe)) for measurement in entry.measured],
            "related": [library.entries[topic] for topic in entry.related if topic in library.entries],
            "claims": [claim for claim in library.claims.values() if entry.id in claim.see],
            "revision": self._helper.knowledge.revision,
        }
        return aiohttp_jinja2.render_template("entry.html", request, context)
