"""A simulation to take away: the picture, the result object, the plotted numbers, a script that reproduces it."""

from __future__ import annotations

import asyncio
import hashlib
import json

from aiohttp import web

import sims
from bot.web_app.permalink import ANIMATION, Links, file_path, is_known, page_path, read_recipe, redirect_unless
from bot.web_app.simulations import Simulations

CONTENT_TYPES = {
    "png": "image/png",
    "gif": "image/gif",
    "json": "application/json",
    "csv": "text/csv",
    "py": "text/x-python",
}
SHOWN = ("png", "gif", "json")  # in the browser; the others are saved
# The address does not name the version, so a browser asks again after an hour; the answer is then mostly 304.
CACHE_CONTROL = "public, max-age=3600"


class SimulationFiles:
    """Files made from pictures."""

    def __init__(self, simulations: Simulations, links: Links) -> None:
        self._simulations = simulations
        self._links = links

    async def file(self, request: web.Request) -> web.Response:
        """The file of the kind that the address names."""
        kind = request.match_info["kind"]
        recipe = read_recipe(request)
        recipe = recipe.animation() if kind == ANIMATION else recipe
        redirect_unless(request, page_path(recipe.text) if recipe.is_animated else file_path(recipe.text, kind))
        permalink = self._links.absolute(request, page_path(recipe.text))
        tag = _entity_tag(recipe.text, kind, permalink)
        headers = {"ETag": f'"{tag}"', "Cache-Control": CACHE_CONTROL}
        if is_known(request, tag):
            return web.Response(status=304, headers=headers)
        body = await self._body(request, recipe, kind, permalink)
        disposition = "inline" if kind in SHOWN else "attachment"
        headers["Content-Disposition"] = f'{disposition}; filename="{recipe.name}.{kind}"'
        charset = None if kind in SHOWN else "utf-8"
        return web.Response(body=body, content_type=CONTENT_TYPES[kind], charset=charset, headers=headers)

    async def _body(self, request: web.Request, recipe: sims.Recipe, kind: str, permalink: str) -> bytes:
        if kind == "py":
            return (await asyncio.to_thread(sims.script_text, recipe.text)).encode()
        picture = await self._simulations.picture(request, recipe)
        if kind == ANIMATION:
            return picture.gif
        if kind == "png":
            return picture.png
        if kind == "csv":
            return sims.csv_text(picture).encode()
        result = sims.result_object(picture, permalink)
        return json.dumps(result, ensure_ascii=False, allow_nan=False).encode()


def _entity_tag(recipe: str, kind: str, permalink: str) -> str:
    """The same recipe gives the same file on the same version, so the tag is known before the simulation runs."""
    return hashlib.blake2b(f"{sims.VERSION} {recipe} {kind} {permalink}".encode(), digest_size=12).hexdigest()
