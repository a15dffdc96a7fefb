"""The address of a recipe, and the recipe that an address means."""

from __future__ import annotations

from urllib.parse import unquote

from aiohttp import web

import sims
from bot.errors import RectifyError

FILE_KINDS = ("png", "json", "csv", "py")
ANIMATION = "gif"  # only of simulations that have one


class UnknownSimulation(RectifyError):
    """No simulation has the name that stands in the address."""


class Links:
    """Absolute addresses: under the configured public address, else under the one that the request used."""

    def __init__(self, public_url: str | None) -> None:
        self._public_url = public_url

    def absolute(self, request: web.Request, path: str) -> str:
        """The address under which others reach a path of this site."""
        return (self._public_url or f"{request.scheme}://{request.host}") + path


def page_path(recipe: str) -> str:
    """The path of the page of a canonical recipe text."""
    return f"/sim/{recipe}"


def file_path(recipe: str, kind: str) -> str:
    """The path of the picture, the data or the script of a canonical recipe text."""
    name, question_mark, query = recipe.partition("?")
    return f"/sim/{name}.{kind}{question_mark}{query}"


def read_recipe(request: web.Request) -> sims.Recipe:
    """The recipe that the address of a request means.

    Raises:
        UnknownSimulation: there is no simulation of that name.
        SimError: a key is unknown, or a value is not allowed.
    """
    name = request.match_info["name"]
    try:
        sims.from_values(name, {})
    except sims.SimError as error:
        raise UnknownSimulation(str(error)) from None
    return sims.from_pairs(name, request.query.items())


def is_known(request: web.Request, tag: str) -> bool:
    """Whether the browser says that it has the version of this entity tag already."""
    return any(known.value in (tag, "*") for known in request.if_none_match or ())


def redirect_unless(request: web.Request, path: str) -> None:
    """Send the browser to the canonical path of what it asked for, unless it is there."""
    query = request.rel_url.raw_query_string
    # Compared without percent-encoding: proxies and link previews encode commas as they like.
    given = unquote(request.rel_url.raw_path) + (f"?{unquote(query)}" if query else "")
    if given != path:
        # A default may change with a new version, so the redirect is asked for again.
        raise web.HTTPPermanentRedirect(path, headers={"Cache-Control": "no-cache"})
