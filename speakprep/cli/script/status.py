"""`speakprep script status`."""

from collections import Counter
from collections.abc import Iterator

from speakprep.cli.options import FormatOption, LanguageOption, TalkOption, workspace
from speakprep.cli.output import Screen
from speakprep.cli.script.sync import DeckArgument
from speakprep.cli.terminal import columns, pad, printable, wrap
from speakprep.script.actions.status import StatusFacts, status
from speakprep.script.standing import Standing, State

TITLE_CELLS = 40
"""Width of a title in the table: with the longest state it fills 80 columns."""

_STATES: dict[State, str] = {
    "written": "written",
    "generated": "drafted, not read yet",
    "notes": "from notes",
    "empty": "empty",
    "edited": "to review: slide changed",
    "both": "to review: notes changed",
    "replaced": "to review: another slide",
    "doubled": "to review: a second text",
    "orphan": "no slide",
    "offered": "no slide, one is like it",
}
_COUNTED: dict[str, tuple[State, ...]] = {
    "written": ("written",),
    "from notes": ("notes",),
    "drafted": ("generated",),
    "to review": ("edited", "both", "replaced", "doubled"),
    "empty": ("empty",),
    "without a slide": ("orphan", "offered"),
}


def status_command(
    deck: DeckArgument = None,
    lang: LanguageOption = None,
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """Which slides have a text, and what waits for you.

    Nothing is written. For example: speakprep script status --lang zh
    """
    report = status(workspace(talk), deck, lang)
    return Screen(report=report, lines=tuple(_status_lines(report.facts)))


def _status_lines(facts: StatusFacts) -> Iterator[str]:
    if facts.begun:
        yield f"  {'#':>3} {pad('slide', TITLE_CELLS)} text"
        yield from (_row(text) for text in facts.texts)
        yield ""
    counted = Counter(text.state for text in facts.texts)
    sums = {name: sum(counted[state] for state in states) for name, states in _COUNTED.items()}
    slides = sum(text.number is not None for text in facts.texts)
    line = f"{slides} slides: " if facts.begun else f"{facts.deck}: {slides} slides, no script yet"
    if facts.begun:
        line += ", ".join(f"{count} {name}" for name, count in sums.items() if count) or "no text"
        line += "." if facts.in_step else f". {facts.script} is not in step with {facts.deck}."
    yield from wrap(printable(line), columns())


def _row(text: Standing) -> str:
    number = "-" if text.number is None else str(text.number)
    said = f"{'hidden, ' if text.hidden else ''}{_STATES[text.state]}"
    return f"  {number:>3} {pad(printable(text.title), TITLE_CELLS)} {said}"
