"""Where a recipe lives on the web site."""

import sims
from bot.config import WebConfig


def permalink(recipe: sims.Recipe | str, web: WebConfig) -> str:
    """The address of a recipe's page: under the public address, or on this machine where none is configured."""
    text = recipe if isinstance(recipe, str) else recipe.text
    return f"{web.public_url or f'http://{web.host}:{web.port}'}/sim/{text}"
