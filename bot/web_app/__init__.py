"""The web site: the face of Rectify for a browser and for programs. `make_app` builds it."""

from bot.web_app.server import make_app

__all__ = ["make_app"]
