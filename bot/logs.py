"""Log lines as fields (structlog) on standard error: JSON for machines, colours on a terminal."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

QUIET = (
    "aiohttp.access",
    "alembic",
    "asyncio",
    "matplotlib",
    "watchfiles",
    "aiosqlite",
    "discord.client",
    "discord.webhook",
)


def set_up_logging(log_format: str = "auto", *, is_debug: bool = False) -> None:
    """Send structlog and the standard library's loggers (discord.py, aiohttp) through one formatter.

    Args:
        log_format: json, console, or auto (console when standard error is a terminal).
        is_debug: also show debug lines.
    """
    as_json = log_format == "json" or (log_format == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # The default shows local variables where rich is installed, among them the token of whoever logs in.
    on_terminal = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderer: Any = structlog.processors.JSONRenderer() if as_json else on_terminal
    last = [structlog.processors.format_exc_info, renderer] if as_json else [renderer]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if is_debug else logging.INFO)
    # Its debug lines hold whole events, and with them what people wrote.
    logging.getLogger("discord").setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
