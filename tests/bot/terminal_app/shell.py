"""Shell: commands as a user's shell runs them, each in a process forked from one that has imported Rectify."""

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

LIMIT_S = 60


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """One process that has imported the program, which takes longer than most commands, and is forked for each.

    Args:
        folder: where standard input and output of the commands are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parent = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        )

    def run(self, cwd: Path, *arguments: str, stdin: str = "", **environment: str) -> Done:
        """Run a command in a folder, with these variables and no other settings of Rectify."""
        streams = [self._folder / name for name in ("stdin", "stdout", "stderr")]
        streams[0].write_text(stdin, encoding="utf-8")
        order = {
            "arguments": arguments,
            "cwd": str(cwd),
            "environment": without_settings() | environment,
            "streams": [str(file) for file in streams],
        }
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        is_done, _, _ = select.select([self._parent.stdout], [], [], LIMIT_S)
        if not is_done:
            self.close()
            raise TimeoutError(f"rectify {' '.join(arguments)} took longer than {LIMIT_S} s")
        status = json.loads(self._parent.stdout.readline())
        return Done(status, *(file.read_text(encoding="utf-8") for file in streams[1:]))

    def close(self) -> None:
        """End the process and whatever it runs."""
        os.killpg(self._parent.pid, signal.SIGKILL)
        self._parent.communicate()


def without_settings() -> dict[str, str]:
    """The environment without what configures Rectify."""
    return {k: v for k, v in os.environ.items() if not k.startswith("RECTIFY_") and k != "DISCORD_TOKEN"}


def take_orders() -> None:
    """Fork a command for each line of standard input, and tell its exit status."""
    importlib.import_module("bot.terminal_app.commands")  # main does so when it is called
    import sims
    from bot.__main__ import main

    sims.experiments()  # imports them
    gc.freeze()  # a collection would write to the memory that the forks share
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            become(order)
            sys.exit(main(order["arguments"]))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def become(order: dict) -> None:
    """Take folder, variables and streams of a command."""
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["rectify", *order["arguments"]]
    for number, (file, flags) in enumerate(zip(order["streams"], (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        opened = os.open(file, flags | (os.O_CREAT | os.O_TRUNC if number else 0))
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # the old one has read ahead


if __name__ == "__main__":
    take_orders()
