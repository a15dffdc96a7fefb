"""One line per bar: what was measured, what must be reached, and whether it was."""


def judge(what: str, found: float, bar: float, unit: str = "", *, at_least: bool = True) -> int:
    """Print the line; returns 1 if the bar was missed, else 0."""
    missed = found < bar if at_least else found > bar
    bound = "at least" if at_least else "at most"
    print(f"{what:64s} {found:8.3g}{unit} (bar: {bound} {bar:g}{unit}) {'MISSED' if missed else 'met'}")
    return int(missed)
