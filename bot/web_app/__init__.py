"""The web site: the face of Rectify for a browser and for programs. `make_app` builds it, `make_runner` serves it."""

from bot.web_app.server import make_app, make_runner

__all__ = ["make_app", "make_runner"]
