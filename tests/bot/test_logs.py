"""Log lines keep secrets: a traceback on a terminal shows no local variables."""

import subprocess
import sys

import pytest

FAILING = """
import logging, structlog
from bot.logs import set_up_logging
set_up_logging({log_format!r})
def log_in(token):
    raise RuntimeError("no connection")
try:
    log_in("the-" + "secret-token")
except RuntimeError:
    structlog.get_logger("test").exception("failed")
    logging.getLogger("discord").exception("failed too")
"""


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_traceback_shows_no_values(log_format):
    done = subprocess.run(
        [sys.executable, "-c", FAILING.format(log_format=log_format)], capture_output=True, text=True, check=True
    )
    assert done.stderr.count("RuntimeError: no connection") == 2
    assert "secret-token" not in done.stderr.replace('"the-" + "secret-token"', "")


DEBUGGING = """
import logging
from bot.logs import set_up_logging
set_up_logging("json", is_debug=True)
logging.getLogger("discord.gateway").debug("WebSocket Event: what somebody wrote")
logging.getLogger("discord.http").debug("POST with what somebody is answered")
logging.getLogger("rectify").debug("our own debug line")
"""


def test_debug_lines_do_not_show_what_people_write():
    done = subprocess.run([sys.executable, "-c", DEBUGGING], capture_output=True, text=True, check=True)
    assert "our own debug line" in done.stderr
    assert "somebody" not in done.stderr
