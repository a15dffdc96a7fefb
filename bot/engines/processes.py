"""Where worker processes come from: one fork server for all of them, which has imported what they need."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import ForkServerContext

# A fork server that has imported numpy, matplotlib and the content's code replaces a killed worker in milliseconds.
PRELOADED = ["bot.engines.worker", "bot.editing.preview"]


def process_context() -> ForkServerContext:
    """The context for every pool; the server starts with the first process."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context
