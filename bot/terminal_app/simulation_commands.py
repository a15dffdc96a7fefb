"""`rectify sim list`, `sim run`, `sim inspect`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import sims
from bot.errors import RectifyError
from bot.permalinks import permalink
from bot.terminal_app.program import Program
from bot.terminal_app.show import print_catalogue, print_json, print_picture

Json = Annotated[bool, typer.Option("--json", help="Print the JSON object.")]


def make_app(program: Program) -> typer.Typer:
    """The `sim` commands."""
    app = typer.Typer(help="Simulations: list, run, inspect.", rich_markup_mode=None)

    @app.command("list")
    def list_all(as_json: Json = False) -> None:
        """The catalogue, each simulation with its settings."""
        experiments = sims.experiments().values()
        if as_json:
            print_json([describe(experiment) for experiment in experiments])
        else:
            print_catalogue(experiments, Console(soft_wrap=True, highlight=False))

    @app.command()
    def run(
        recipe: str,
        settings: Annotated[list[str] | None, typer.Option("--set", help="key=value; may be repeated.")] = None,
        seed: Annotated[str | None, typer.Option(metavar="N", help="The first seed.")] = None,
        out: Annotated[Path | None, typer.Option(help="Where the picture goes; <name>.png if not given.")] = None,
        as_json: Json = False,
    ) -> None:
        """Run a simulation, e.g. brightness-shift?shift=offset."""
        changes = [_pair(text) for text in settings or []]
        if seed is not None:
            changes.append(("seed", seed))
        parsed = sims.parse(recipe).change(changes)
        file = out or (None if as_json else Path(f"{parsed.name}.png"))
        if file and not file.parent.is_dir():
            raise RectifyError(f"Cannot write the picture to {file}: there is no folder {file.parent}.")
        picture = _run_one(program, parsed)
        if file:
            _save(picture.png, file)
        if as_json:
            print_json(sims.result_object(picture, permalink(picture.recipe, program.config().web)))
        else:
            print_picture(picture, str(file), Console(highlight=False))

    @app.command()
    def inspect(file: Path, as_json: Json = False) -> None:
        """Read recipe and version from a picture, run it again and say whether it is identical."""
        png = _read(file)
        found = sims.inspect_png(png)
        if found is None:
            raise RectifyError(f"{file} is not a picture of Rectify: it holds no recipe.")
        recipe, version = found
        picture = _run_one(program, sims.parse(recipe))
        is_same = picture.png == png
        if as_json:
            print_json({"recipe": recipe, "version": version, "this_version": sims.VERSION, "identical": is_same})
            return
        Console(soft_wrap=True, markup=False, highlight=False).print(
            f"Recipe: {recipe}\nDrawn by version {version}; this is {sims.VERSION}.\n"
            + _outcome(picture, is_same=is_same)
        )

    return app


def _outcome(picture: sims.Picture, *, is_same: bool) -> str:
    if is_same:
        return "Run again: identical, byte for byte."
    if sims.experiments()[picture.name].is_measurement:
        return "Run again: it measures time on this machine, so no two pictures are alike."
    return "Run again: the picture differs."


def describe(experiment: sims.Experiment[Any, Any]) -> dict[str, Any]:
    """One simulation of the catalogue, with the JSON Schema of its settings."""
    return {
        "name": experiment.name,
        "title": experiment.title,
        "summary": experiment.summary,
        "settings": experiment.settings.model_json_schema(),
    }


def _run_one(program: Program, recipe: sims.Recipe) -> sims.Picture:
    outcome = program.simulate([recipe], show_progress=sys.stderr.isatty())[0]
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise RectifyError(f"--set takes key=value, for example --set width=64; it was given {text!r}.")
    return key, value


def _save(png: bytes, file: Path) -> None:
    try:
        file.write_bytes(png)
    except OSError as error:
        raise RectifyError(f"Cannot write the picture to {file}: {error.strerror}.") from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RectifyError(f"Cannot read {file}: {error.strerror}.") from error
