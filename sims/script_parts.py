"""The texts that scripts are made of: templates with lines that are for some recipes only, and Python values."""

from collections.abc import Collection, Mapping, Sequence
from importlib import resources
from textwrap import wrap

COLUMNS = 100  # of a script; the packed digits are its one longer line
MARK = "  #? "  # in a template, before the traits of the recipes that the line is for


def read_part(name: str, traits: Collection[str]) -> str:
    """The template of this name without the lines that are for other recipes."""
    text = (resources.files("sims") / "scripts" / f"{name}.txt").read_text("utf-8").strip()
    marked = (line.partition(MARK) for line in text.split("\n"))
    return "\n".join(line for line, _, needed in marked if set(needed.split()) <= set(traits))


def assignment(name: str, value: object) -> str:
    """`NAME = value`; models become a table with a line for each, a long tuple several lines."""
    if isinstance(value, Mapping):
        rows = [f'    "{key}": {_code(row)},' for key, row in value.items()]
        return "\n".join([f"{name} = {{  # hidden activation, sizes of the layers, ...", *rows, "}"])
    line = f"{name} = {_code(value)}"
    if len(line) <= COLUMNS or not isinstance(value, tuple):
        return line
    return listing(name, [_code(item) for item in value])


def listing(name: str, codes: Sequence[str], kind: str = "", indent: int = 0) -> str:
    """A list of values that keeps within the columns, or this kind of array."""
    start, end = (f"{name} = {kind}([", "])") if kind else (f"{name} = [", "]")
    line, space = start + ", ".join(codes) + end, " " * indent
    return "\n".join(wrap(line, COLUMNS, initial_indent=space, subsequent_indent=space + "    "))


def _code(value: object) -> str:
    return repr(value).replace("'", '"')
