"""`rectify sim list`, `sim run`, `sim animate`, `sim inspect`, `sim gallery`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import sims
from bot.errors import RectifyError
from bot.inspection import compare, read_tags
from bot.permalinks import permalink
from bot.terminal_app.program import Program
from bot.terminal_app.show import print_catalogue, print_json, print_picture

Changes = Annotated[list[str] | None, typer.Option("--set", help="key=value; may be repeated.")]
Seed = Annotated[str | None, typer.Option(metavar="N", help="The first seed.")]
Json = Annotated[bool, typer.Option("--json", help="Print the JSON object.")]


def make_app(program: Program) -> typer.Typer:
    """The `sim` commands."""
    app = typer.Typer(help="Simulations: list, run, animate, inspect, write the gallery.", rich_markup_mode=None)

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
        settings: Changes = None,
        seed: Seed = None,
        out: Annotated[Path | None, typer.Option(help="Where the picture goes; <name>.png if not given.")] = None,
        as_json: Json = False,
    ) -> None:
        """Run a simulation, e.g. brightness-shift?shift=offset."""
        parsed = _changed(recipe, settings, seed)
        file = out or (None if as_json else Path(f"{parsed.name}.png"))
        if file:
            _refuse_no_folder(file)
        picture = _run_one(program, parsed)
        if file:
            _save(picture.png, file)
        if as_json:
            print_json(sims.result_object(picture, permalink(picture.recipe, program.config().web)))
        else:
            print_picture(picture, str(file), Console(highlight=False))

    @app.command()
    def animate(
        recipe: str,
        settings: Changes = None,
        seed: Seed = None,
        out: Annotated[Path | None, typer.Option(help="Where it goes; <name>.gif if not given.")] = None,
    ) -> None:
        """Draw one run while it learns, as a GIF, e.g. of linear-vs-nonlinear?dataset=moons."""
        parsed = _changed(recipe, settings, seed).animation()
        file = out or Path(f"{parsed.name}.gif")
        _refuse_no_folder(file)
        picture = _run_one(program, parsed)
        _save(picture.gif, file)
        Console(soft_wrap=True, markup=False, highlight=False).print(
            f"{picture.alt_text}\nAnimation: {file}\nRecipe:    {picture.recipe}"
        )

    @app.command()
    def inspect(file: Path, as_json: Json = False) -> None:
        """Read recipe and version from a picture, run it again and say whether it is identical."""
        png = _read(file)
        tags = read_tags(png, str(file))
        found = compare(png, tags, _run_one(program, tags.recipe))
        facts: dict[str, Any] = {"recipe": tags.recipe.text, "version": tags.version, "this_version": sims.VERSION}
        if as_json:
            print_json(facts | {"identical": found.is_identical, "outcome": found.outcome.name.lower()})
            return
        Console(soft_wrap=True, markup=False, highlight=False).print(f"Recipe: {facts['recipe']}\n{found.sentences}")

    @app.command()
    def gallery(folder: Path) -> None:
        """Write gallery.md and its pictures into a folder: every simulation with its default settings."""
        _write_gallery(program, folder)

    return app


def _write_gallery(program: Program, folder: Path) -> None:
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    pictures = _run_all(program, [sims.parse(name) for name in sims.experiments()])
    for picture in pictures:
        _save(picture.png, folder / "pictures" / f"{picture.name}.png")
    text = sims.gallery_text({picture.name: picture.alt_text for picture in pictures})
    _save(text.encode(), folder / "gallery.md")


def describe(experiment: sims.Experiment[Any, Any]) -> dict[str, Any]:
    """One simulation of the catalogue, with the JSON Schema of its settings."""
    return {
        "name": experiment.name,
        "title": experiment.title,
        "summary": experiment.summary,
        "settings": experiment.settings.model_json_schema(),
    }


def _run_one(program: Program, recipe: sims.Recipe) -> sims.Picture:
    return _run_all(program, [recipe])[0]


def _run_all(program: Program, recipes: list[sims.Recipe]) -> list[sims.Picture]:
    pictures = []
    for outcome in program.simulate(recipes, show_progress=sys.stderr.isatty()):
        if isinstance(outcome, Exception):
            raise outcome
        pictures.append(outcome)
    return pictures


def _changed(recipe: str, settings: list[str] | None, seed: str | None) -> sims.Recipe:
    changes = [_pair(text) for text in settings or []]
    if seed is not None:
        changes.append(("seed", seed))
    return sims.parse(recipe).change(changes)


def _refuse_no_folder(file: Path) -> None:
    if not file.parent.is_dir():
        raise RectifyError(f"Cannot write the picture to {file}: there is no folder {file.parent}.")


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise RectifyError(f"--set takes key=value, for example --set width=64; it was given {text!r}.")
    return key, value


def _save(content: bytes, file: Path) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise RectifyError(f"Cannot write the picture to {file}: {error.strerror}.") from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RectifyError(f"Cannot read {file}: {error.strerror}.") from error
