"""Runs a recipe for a visitor of the site: the queue is fair between addresses."""

from __future__ import annotations

from aiohttp import web

import sims
from bot.course_helper import CourseHelper
from bot.web_app.turnstile import Turnstile


class Simulations:
    """Pictures for visitors, each of whom has a few simulations running at most."""

    def __init__(self, helper: CourseHelper, at_once: int) -> None:
        self._helper = helper
        self._turnstile = Turnstile(at_once)

    async def picture(self, request: web.Request, recipe: sims.Recipe) -> sims.Picture:
        """The picture of a recipe, from the cache or from a run; see CourseHelper.simulate for its refusals."""
        visitor = f"web:{request.remote}"
        async with self._turnstile.turn(visitor):
            return await self._helper.simulate(recipe, visitor)
