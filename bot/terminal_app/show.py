"""Replies, pictures' numbers and evaluation figures as terminal text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

import sims
from bot.formulas import to_plain
from bot.reply import Reply

MOST_ROWS = 60  # more numbers than that are for --json
# In chat a quotation ends with its line, in Markdown it takes the next one along.
_QUOTE = re.compile(r"^(> .*)\n(?![>\n])", re.M)


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """One JSON document; non-ASCII letters as they are."""
    Console(soft_wrap=True, highlight=False, markup=False, emoji=False).print(json.dumps(value, ensure_ascii=False))


def print_reply(reply: Reply, console: Console) -> None:
    """A reply as Markdown, with its sources and the commands that show it."""
    console.print(f"[bold]{_escape(reply.title)}[/bold]\n")
    console.print(Markdown(_QUOTE.sub(r"\1\n\n", to_plain(reply.text))))
    if reply.sources:
        console.print("\n[bold]Sources[/bold]")
        for source in reply.sources:
            console.print(f"- {_escape(source.title)} ({source.year}): {source.url}", soft_wrap=True)
    if reply.sims:
        console.print("\n[bold]See it[/bold]")
        for recipe in reply.sims:
            console.print(f"- rectify sim run '{_escape(recipe)}'", soft_wrap=True)
    if reply.related:
        console.print(f"\n[bold]Next[/bold] {_escape(', '.join(reply.related))}")


def print_picture(picture: sims.Picture, saved_to: str, console: Console) -> None:
    """The caption, the finding and the numbers of a finished simulation."""
    console.print(f"[bold]{_escape(picture.title)}[/bold]\n{_escape(picture.caption)}\n")
    table = Table("metric", "where", "mean", "sd", "unit")
    for metric in picture.results.metrics[:MOST_ROWS]:
        where = ", ".join(f"{key}={value}" for key, value in metric.where.items())
        spread = "" if metric.sd is None else f"{metric.sd:.4g}"
        table.add_row(metric.name, where, f"{metric.mean:.4g}", spread, metric.unit)
    console.print(table)
    for check in picture.results.checks:
        verdict = "holds        " if check.holds else "does not hold"
        console.print(f"{verdict}  {_escape(check.name)} ({check.value:.3g}, limit {check.limit:.3g})")
    console.print(f"\nPicture: {_escape(saved_to)}\nRecipe:  {_escape(picture.recipe)}", soft_wrap=True)


def print_catalogue(experiments: Iterable[sims.Experiment[Any, Any]], console: Console) -> None:
    """Each simulation with its settings."""
    for experiment in experiments:
        console.print(f"[bold]{experiment.name}[/bold]  {_escape(experiment.summary)}")
        for option in sims.options_of(experiment.settings):
            console.print(f"    {option.key} = {_escape(str(option.default))}  {_escape(option.description)}")


def print_evaluation(figures: Mapping[str, Any], title: str, console: Console) -> None:
    """The figures of an evaluation as a table, then what went wrong, one case a line."""
    console.print(f"[bold]{_escape(title)}[/bold]", soft_wrap=True)
    table = Table("figure", "value")
    cases = {name: value for name, value in figures.items() if isinstance(value, list | tuple)}
    for name, value in figures.items():
        if name not in cases:
            table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    console.print(table)
    for name, found in cases.items():
        console.print(f"\n[bold]{name}[/bold]: {len(found)}")
        for case in found:
            line = "; ".join(f"{key} {_as_text(value)}" for key, value in case.items())
            console.print(f"- {_escape(line)}", soft_wrap=True)


def _as_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, list | tuple) else " ".join(str(value).split())


def _escape(text: str) -> str:
    return text.replace("[", "\\[")
