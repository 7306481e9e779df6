"""The table of a script: a line for each slide, with its time and a bar."""

from collections.abc import Iterator, Sequence

from speakprep.cli.terminal import cells, pad, printable
from speakprep.script.check import Row, State
from speakprep.script.timing import Seconds, clock
from speakprep.talk.language import Language

BAR_CELLS = 20
"""Width of the bar that shows how long a slide takes, and of the one for the talk."""

TITLE_CELLS = 33
"""Width of a title in the table: with all else it fills 80 columns."""

UNITS: dict[Language, str] = {"en": "words", "zh": "字"}
"""What a speaker of the language counts."""

_STATES: dict[State, str] = {"empty": "empty", "notes": "notes", "written": ""}


def table(rows: Sequence[Row], language: Language) -> Iterator[str]:
    """Show every slide: number, title, how much is said, how long that takes, and a bar."""
    longest = max((row.seconds.likely for row in rows), default=0.0) or 1.0
    yield head("slide", language)
    for row in rows:
        yield _row(row, longest)


def head(what: str, language: Language) -> str:
    """Return the first line of a table."""
    unit = pad(UNITS[language], 6, right=True)
    return f"  {'#':>3} {pad(what, TITLE_CELLS)} {unit} {'time':>11}"


def whole_bar(total: Seconds, minutes: float) -> str:
    """Show the whole time against the time there is."""
    full = min(round(total.likely / 60 / minutes * BAR_CELLS), BAR_CELLS)
    bar = "#" * full + "." * (BAR_CELLS - full)
    low, high = in_minutes(total.low), in_minutes(total.high)
    return f"[{bar}] {low} to {high} minutes; you have {minutes:g}"


def in_minutes(seconds: float) -> str:
    """Show a time in minutes, as exactly as it is known."""
    return f"{seconds / 60:.0f}" if seconds >= 600 else f"{seconds / 60:.1f}"


def _row(row: Row, longest: float) -> str:
    number = "-" if row.number is None else str(row.number)
    time = f"{clock(row.seconds.low)}-{clock(row.seconds.high)}" if row.state != "empty" else ""
    said = "hidden" if row.hidden else "no slide" if row.orphan else _STATES[row.state]
    bar = "#" * round(row.seconds.likely / longest * BAR_CELLS)
    amount = str(row.count) if row.count else ""
    line = (
        f"  {number:>3} {pad(printable(row.title), TITLE_CELLS)} {amount:>6} {time:>11}"
        f" {bar if not said else f'{bar[: BAR_CELLS - cells(said) - 1]} {said}'.lstrip()}"
    )
    return line.rstrip()
