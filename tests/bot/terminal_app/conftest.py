"""The command line in processes of its own."""

import pytest

from tests.bot.terminal_app.shell import Shell


@pytest.fixture(scope="session")
def rectify(tmp_path_factory, knowledge):
    """Runs a command; what the real content teaches has been learned by then."""
    shell = Shell(tmp_path_factory.mktemp("streams"))
    yield shell.run
    shell.close()
