"""`rectify kb lint`, `kb verify`, and `rectify eval`; the rest of `kb` has its own file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
import yaml
from rich.console import Console

import knowledge
import sims
from bot.editing import recipe_problem
from bot.errors import ContentProblem, RectifyError
from bot.terminal_app import revision_commands
from bot.terminal_app.program import Program
from bot.terminal_app.show import print_evaluation, print_json
from bot.verification import Verified, cited_recipes, verify_citations

Json = Annotated[bool, typer.Option("--json", help="Print the JSON object.")]


def make_app(program: Program) -> typer.Typer:
    """The `kb` commands."""
    app = typer.Typer(help="Upkeep of the knowledge base.", rich_markup_mode=None)
    revision_commands.add_commands(app, program)

    @app.command()
    def lint() -> None:
        """Check every entry and claim; each finding names file and line."""
        folder = program.config().knowledge.path
        findings = knowledge.lint(folder, recipe_problem)
        for finding in findings:
            sys.stdout.write(f"{finding.path}:{finding.line}: {finding.message}\n")
        if findings:
            raise ContentProblem(f"{len(findings)} findings in {folder}.")
        sys.stdout.write(f"No findings in {folder}.\n")

    @app.command()
    def verify(as_json: Json = False) -> None:
        """Re-run the executable citations: every number that the text takes from a simulation."""
        checked = _verify(program)
        if as_json:
            print_json([_describe(item) for item in checked])
        else:
            for item in checked:
                sys.stdout.write(
                    f"{'holds' if item.holds else 'FAILS'}  {item.path}: {item.problem or item.measurement.says}\n"
                )
        broken = sum(not item.holds for item in checked)
        if broken:
            raise ContentProblem(f"{broken} of {len(checked)} cited numbers no longer hold.")

    return app


def evaluate(program: Program, file: Path, *, as_json: bool) -> None:
    """Print the figures of a file of labelled questions (`q:`) or intuitions (`text:`)."""
    opened = program.knowledge()
    report = (
        knowledge.evaluate_questions(opened, file)
        if _holds_questions(file)
        else knowledge.evaluate_intuitions(opened, file)
    )
    figures = report.as_json()
    if as_json:
        print_json(figures)
    else:
        print_evaluation(figures, str(file), Console(highlight=False))


def _holds_questions(file: Path) -> bool:
    try:
        items = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RectifyError(f"Cannot read {file}: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RectifyError(f"{file} is not valid YAML: {error}.") from error
    first = items[0] if isinstance(items, list) and items else None
    if not isinstance(first, dict) or not ({"q", "text"} & first.keys()):
        raise RectifyError(f"{file} must be a list of items with `q` and `topics`, or with `text` and `expect`.")
    return "q" in first


def _verify(program: Program) -> list[Verified]:
    library = program.knowledge().library
    recipes = cited_recipes(library)
    parsed = [sims.parse(text) for text in recipes]
    outcomes = program.simulate(parsed, show_progress=sys.stderr.isatty())
    return verify_citations(library, dict(zip(recipes, outcomes, strict=True)))


def _describe(item: Verified) -> dict[str, object]:
    return {
        "path": item.path,
        "says": item.measurement.says,
        "recipe": item.measurement.recipe,
        "metric": item.measurement.metric,
        "where": dict(item.measurement.where),
        "claimed": item.measurement.value,
        "tolerance": item.measurement.tolerance,
        "found": item.found,
        "holds": item.holds,
    }
