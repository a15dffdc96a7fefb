"""What is typed: ask, check, explain, run, sync, check-config, eval, bench; `sim` and `kb` have their own files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bot.course_helper import CourseHelper
from bot.errors import RectifyError
from bot.terminal_app import knowledge_commands, simulation_commands
from bot.terminal_app.program import Program
from bot.terminal_app.show import print_json, print_reply

Json = Annotated[bool, typer.Option("--json", help="Print the JSON object.")]
JsonLines = Annotated[
    bool, typer.Option("--jsonl", help="Read one input a line from standard input, print one JSON object a line.")
]


def make_app(program: Program) -> typer.Typer:
    """The command line over a program's parts."""
    app = typer.Typer(
        name="rectify", help="A course helper for activation functions.", add_completion=False, rich_markup_mode=None
    )
    app.add_typer(simulation_commands.make_app(program), name="sim")
    app.add_typer(knowledge_commands.make_app(program), name="kb")
    _add_serving(app, program)
    _add_asking(app, program)
    _add_upkeep(app, program)
    return app


def _add_serving(app: typer.Typer, program: Program) -> None:
    @app.callback(invoke_without_command=True)
    def default(
        context: typer.Context,
        debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks and debug lines.")] = False,
    ) -> None:
        """Without a command: run."""
        if context.invoked_subcommand is None:
            program.serve(is_debug=debug)

    @app.command()
    def run(context: typer.Context) -> None:
        """Start the web site, and Discord if DISCORD_TOKEN is set."""
        program.serve(is_debug=bool(context.parent and context.parent.params.get("debug")))

    @app.command()
    def sync(
        guild: Annotated[int | None, typer.Option(help="Register in this server only, by its id.")] = None,
    ) -> None:
        """Register the slash commands now."""
        program.sync(guild)


def _add_asking(app: typer.Typer, program: Program) -> None:
    @app.command()
    def ask(
        text: Annotated[str | None, typer.Argument()] = None, as_json: Json = False, jsonl: JsonLines = False
    ) -> None:
        """Answer a question about activation functions."""
        _answer_with(program.helper(), lambda helper, question: helper.answer(question), text, as_json, jsonl)

    @app.command()
    def check(
        text: Annotated[str | None, typer.Argument()] = None, as_json: Json = False, jsonl: JsonLines = False
    ) -> None:
        """Judge an intuition claim by claim. With --jsonl each input line is a JSON string."""
        _answer_with(program.helper(), lambda helper, post: helper.check(post), text, as_json, jsonl)

    @app.command()
    def explain(topic: str, as_json: Json = False) -> None:
        """Show one entry by id, title or alias."""
        explanation = program.helper().explain(topic)
        if as_json:
            print_json(explanation.as_json())
        else:
            print_reply(explanation.reply, Console())


def _add_upkeep(app: typer.Typer, program: Program) -> None:
    @app.command("check-config")
    def check_config() -> None:
        """Validate config.yaml and the environment; name the bad key."""
        config = program.config()
        Console(soft_wrap=True, markup=False, highlight=False).print(
            f"The configuration is valid. Web: {config.web.host}:{config.web.port}; "
            f"database: {program.database_address()}; Discord token: {'set' if config.discord.token else 'not set'}."
        )

    @app.command("eval")
    def evaluate(file: Path, as_json: Json = False) -> None:
        """Measure answers on labelled questions, or verdicts on labelled intuitions."""
        knowledge_commands.evaluate(program, file, as_json=as_json)

    @app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
    def bench(context: typer.Context) -> None:
        """Run the benchmarks (in a checkout of the repository)."""
        program.bench(context.args)


def _answer_with(
    helper: CourseHelper, respond: Callable[[CourseHelper, str], Any], text: str | None, as_json: bool, jsonl: bool
) -> None:
    if jsonl:
        for number, line in enumerate(sys.stdin, start=1):
            print_line(respond(helper, _read_line(line, number)).as_json())
        return
    if text is None:
        raise RectifyError("Give a text in quotes, or --jsonl to read one a line from standard input.")
    outcome = respond(helper, text)
    if as_json:
        print_json(outcome.as_json())
    else:
        print_reply(outcome.reply, Console())


def print_line(value: dict[str, Any]) -> None:
    """One JSON object on one line, at once: the reader may wait for it before writing the next input."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _read_line(line: str, number: int) -> str:
    """A line as it stands, or what it holds if it is a JSON string (posts have line breaks)."""
    stripped = line.strip()
    if not (stripped.startswith('"') and stripped.endswith('"') and len(stripped) > 1):
        return stripped
    try:
        value = json.loads(stripped)
    except json.JSONDecodeError:
        return stripped
    if not isinstance(value, str):
        raise RectifyError(f"Line {number} of the input is not a JSON string.")
    return value
