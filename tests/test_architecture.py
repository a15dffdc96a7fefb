"""Who may import whom; importing does nothing; files stay small; names say what is inside."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("knowledge", "sims", "bot")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FORBIDDEN_WORDS = {"utils", "util", "helpers", "manager", "misc", "common", "stuff"}
MOST_LINES = 300
FACES = ("bot.discord_app", "bot.web_app", "bot.terminal_app")


def imports_of(path: Path) -> set[str]:
    """Dotted names of everything that a file imports, relative ones made absolute."""
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            names.add(module)
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_is_something_to_check():
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(PACKAGES)


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(ROOT).parts[0] != "bot"], ids=ids)
def test_knowledge_and_sims_know_only_themselves(path):
    own = path.relative_to(ROOT).parts[0]
    others = [package for package in PACKAGES if package != own]
    assert not [name for name in imports_of(path) if any(is_within(name, other) for other in others)]


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(ROOT).parts[0] == "bot"], ids=ids)
def test_bot_uses_only_the_doors(path):
    doors = {package: set(__import__(package).__all__) for package in ("knowledge", "sims")}
    for name in imports_of(path):
        for package, door in doors.items():
            if is_within(name, package) and name != package:
                assert name.removeprefix(package + ".") in door, f"{name} is not in the door of {package}"


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_faces_do_not_import_each_other(path):
    face = next((face for face in FACES if is_within(module_of(path), face)), None)
    if face:
        assert not [n for n in imports_of(path) if any(is_within(n, other) for other in FACES if other != face)]


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_experiments_and_commands_do_not_import_their_siblings(path):
    for folder in ("sims.experiments", "bot.discord_app.commands"):
        if is_within(module_of(path), folder) and module_of(path) != folder:
            siblings = {name for name in imports_of(path) if is_within(name, folder) and name != folder}
            assert not {s for s in siblings if s.removeprefix(folder + ".").split(".")[0] in _modules(folder)}


def _modules(folder: str) -> set[str]:
    return {path.stem for path in (ROOT / folder.replace(".", "/")).glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_files_are_small_and_say_what_they_are(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    assert ast.get_docstring(ast.parse(text)), "the first docstring says what the file is for"
    assert not (set(path.stem.split("_")) & FORBIDDEN_WORDS - {"helper"})


def test_importing_everything_does_nothing(tmp_path):
    """No output, no files, no threads, no child processes, no network."""
    scripts = {"__main__.py", "env.py"}  # env.py is no module: Alembic runs it
    modules = [module_of(path) for path in FILES if path.name not in scripts] + ["bot.__main__"]
    code = (
        f"import importlib, threading, multiprocessing, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1 and not multiprocessing.active_children()\n"
        "assert not {'matplotlib.pyplot', 'sklearn', 'scipy', 'torch'} & set(sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not list(tmp_path.iterdir())
