"""What a request posts, as fields; a body that cannot be read is refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aiohttp import web

from bot.errors import RectifyError


async def read_form(request: web.Request) -> Mapping[str, object]:
    """The fields of a posted form.

    Raises:
        RectifyError: the form is broken, or written in an unknown character set.
    """
    try:
        return await request.post()
    except (ValueError, LookupError, AssertionError) as error:  # what aiohttp raises for broken multipart bodies
        raise RectifyError(f"The form cannot be read: {error}. Send it as UTF-8.") from None


async def read_object(request: web.Request, example: str) -> Mapping[str, object]:
    """The keys of a posted JSON object.

    Raises:
        RectifyError: the body is no JSON object; the message shows the example.
    """
    try:
        values = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError, LookupError, RecursionError) as error:
        raise RectifyError(f"The body is not valid JSON: {error}. Send {example}.") from None
    if not isinstance(values, dict):
        raise RectifyError(f"The body must be an object: send {example}.")
    return values
