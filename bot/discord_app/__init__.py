"""The Discord face: commands, buttons and messages in; the core's answers, verdicts and pictures out.

A request becomes a `Turn` (turn.py), a command (commands/) serves it with the core, messages.py turns the Reply into a
`Post` (post.py) within Discord's limits (limits.py), errors.py tells what went wrong. client.py connects all of it.
"""

from bot.discord_app.client import RectifyClient, make_client

__all__ = ["RectifyClient", "make_client"]
