"""The gallery and the permalink page of a simulation, and its oEmbed description."""

from __future__ import annotations

import shlex
from typing import Any
from urllib.parse import quote, urlsplit

import aiohttp_jinja2
from aiohttp import web

import sims
from bot.course_helper import CourseHelper
from bot.errors import RectifyError
from bot.web_app.figure_card import FigureCard, make_card, make_cards
from bot.web_app.number_table import make_tables
from bot.web_app.permalink import FILE_KINDS, Links, file_path, page_path, read_recipe, redirect_unless
from bot.web_app.settings_form import changed_options, make_form
from bot.web_app.simulations import Simulations

# Link previews show about two lines; search engines cut here as well.
LONGEST_DESCRIPTION = 300


class SimulationPages:
    """Pages made from pictures."""

    def __init__(self, helper: CourseHelper, simulations: Simulations, links: Links) -> None:
        self._helper = helper
        self._simulations = simulations
        self._links = links

    async def gallery(self, request: web.Request) -> web.Response:
        """Every simulation, with its variations."""
        experiments = self._helper.catalogue().values()
        shown = [
            (make_cards([experiment.name])[0], _without(experiment.name, make_cards(experiment.gallery)))
            for experiment in experiments
        ]
        return aiohttp_jinja2.render_template("gallery.html", request, {"shown": shown})

    async def page(self, request: web.Request) -> web.Response:
        """The permalink page: picture, numbers, checks, the form to vary it, downloads."""
        recipe = read_recipe(request)
        redirect_unless(request, page_path(recipe.text))
        picture = await self._simulations.picture(request, recipe)
        return aiohttp_jinja2.render_template("simulation.html", request, self._context(request, recipe, picture))

    def _context(self, request: web.Request, recipe: sims.Recipe, picture: sims.Picture) -> dict[str, Any]:
        twin, fresh = recipe.linear_twin(), recipe.new_seed()
        permalink = self._links.absolute(request, page_path(recipe.text))
        return {
            "recipe": recipe.text,
            "experiment": recipe.experiment,
            "picture": picture,
            "card": make_card(recipe),
            "permalink": permalink,
            "absolute_image": self._links.absolute(request, file_path(recipe.text, "png")),
            "oembed": self._links.absolute(request, f"/oembed?format=json&url={quote(permalink, safe='')}"),
            "description": _shortened(picture.caption),
            "tables": make_tables(picture.results.metrics),
            "downloads": [(kind, file_path(recipe.text, kind)) for kind in FILE_KINDS],
            "form": make_form(recipe),
            "discord_command": _discord_command(recipe),
            "cli_command": f"rectify sim run {shlex.quote(recipe.text)}",
            "animation": _animation_path(recipe),
            "twin": make_card(twin) if twin else None,
            "fresh": make_card(fresh) if fresh.text != recipe.text else None,
            "variations": _without(recipe.text, make_cards(recipe.experiment.gallery)),
        }

    async def oembed(self, request: web.Request) -> web.Response:
        """What a site that was given a permalink may embed (oembed.com, type photo)."""
        if request.query.get("format", "json") != "json":
            raise web.HTTPNotImplemented(reason="Only the format json is available")
        recipe = self._recipe_of(request)
        picture = await self._simulations.picture(request, recipe)
        return web.json_response(
            {
                "version": "1.0",
                "type": "photo",
                "title": picture.title,
                "url": self._links.absolute(request, file_path(recipe.text, "png")),
                "width": picture.width,
                "height": picture.height,
                "alt_text": picture.alt_text,
                "provider_name": "Rectify",
                "provider_url": self._links.absolute(request, "/"),
            }
        )

    def _recipe_of(self, request: web.Request) -> sims.Recipe:
        url = request.query.get("url")
        if url is None:
            raise RectifyError("oEmbed needs ?url= with the address of a simulation page.")
        home = self._links.absolute(request, "")
        if not url.startswith(f"{home}/sim/"):
            raise web.HTTPNotFound(reason=f"Only pages below {home}/sim/ can be embedded")
        parts = urlsplit(url)
        return sims.parse(
            parts.path.removeprefix(urlsplit(home).path + "/sim/") + (f"?{parts.query}" if parts.query else "")
        )


def _animation_path(recipe: sims.Recipe) -> str | None:
    try:
        return page_path(recipe.animation().text)
    except sims.SimError:
        return None


def _without(recipe: str, cards: tuple[FigureCard, ...]) -> list[FigureCard]:
    return [card for card in cards if card.recipe != recipe]


def _discord_command(recipe: sims.Recipe) -> str:
    """The slash command as Discord takes it when it is pasted: `/sim name option:value`."""
    options = "".join(f" {key}:{value}" for key, value in changed_options(recipe))
    return f"/sim {recipe.name}{options}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else text[: LONGEST_DESCRIPTION - 1].rstrip() + "…"
