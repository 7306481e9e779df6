"""`translate memory`: what you signed or wrote by hand, across talks."""

import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from speakprep.cli.options import (
    FailOnOption,
    FormatOption,
    LanguageOption,
    TalkOption,
    YesOption,
    user,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.plural import many
from speakprep.cli.terminal import columns, confirm, one_line, printable, wrap
from speakprep.cli.translate.options import ToOption
from speakprep.errors import UsageError
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace
from speakprep.translation.actions.opening import choose_direction
from speakprep.translation.actions.tm import (
    MemoryFacts,
    add,
    export_memory,
    fill,
    forget,
    holding,
    import_memory,
    look,
    recalled,
)
from speakprep.translation.model import Direction

Do = Literal["list", "add", "forget", "import", "export"]

_SHOWN = 10


def memory_command(
    do: Annotated[
        Do, typer.Argument(metavar="[DO]", help="list, add, forget, import or export.")
    ] = "list",
    what: Annotated[
        str, typer.Argument(metavar="[WHAT]", help="Words to forget, or a TMX file.")
    ] = "",
    yes: YesOption = False,
    to: ToOption = None,
    lang: LanguageOption = None,
    fail_on: FailOnOption = "warning",
    talk: TalkOption = None,
    format_: FormatOption = "text",  # noqa: ARG001 -- read by the entry point, which prints
) -> Screen:
    """What you signed or wrote by hand, kept across talks.

    It is in your own folder, and only what you add gets into it.
    For example: speakprep translate memory add
    """
    home = user()
    if do == "forget":
        return _forget(home, what, yes=yes)
    if do in {"import", "export"}:
        return _exchange(home, do, what, yes=yes, fail_on=fail_on)
    if what:
        raise UsageError(f"{do} takes no words", hint=f"speakprep translate memory {do}")
    opened = workspace(talk)
    direction = choose_direction(opened, to, lang)
    if do == "add":
        report = add(opened, direction, home, day=date.today().isoformat())  # noqa: DTZ011 -- the speaker's own day
        line = f"{many(report.facts.changed, 'new translation')} in your memory"
        return _screen(report, line, fail_on)
    report = look(opened, direction, home)
    return Screen(report=report, lines=tuple(_listed(report.facts)), fail_on=fail_on)


def use_memory(opened: Workspace, direction: Direction, *, wanted: bool) -> None:
    """Before a run: take over what the memory has, or say on stderr that it has something."""
    if wanted:
        facts = fill(opened, direction, user()).facts
        line = f"{facts.filled} of {many(facts.pending, 'segment')} came from your memory"
        sys.stderr.write(f"{line}:\nthey count as edited by hand, and want your signature\n")
        return
    known = recalled(opened, direction, user())
    if known.trouble:
        sys.stderr.write(f"on without your memory: {one_line(known.trouble)}\n")
    elif known.exact:
        verb = "is" if known.exact == 1 else "are"
        line = f"{known.exact} of {many(known.pending, 'segment')} {verb} in your memory"
        sys.stderr.write(f"{line}: --from-memory uses them\n")


def _forget(home: Path, words: str, *, yes: bool) -> Screen:
    number = holding(home, words)
    if number and not confirm(f"Forget {many(number, 'translation')}?", assume_yes=yes):
        raise UsageError("nothing was forgotten")
    report = forget(home, words)
    return _screen(report, f"{many(report.facts.changed, 'translation')} forgotten", "warning")


def _exchange(home: Path, do: Do, what: str, *, yes: bool, fail_on: FailOnOption) -> Screen:
    if not what:
        raise UsageError("which file?", hint=f"such as: speakprep translate memory {do} mine.tmx")
    path = Path(what)
    if do == "export":
        if path.is_file():
            yes = confirm(f"{one_line(what)} is there already. Replace it?", assume_yes=yes)
        report = export_memory(home, path, version("speakprep"), replaces=yes)
        line = f"{many(report.facts.changed, 'translation')} written to {one_line(what)}"
        return _screen(report, line, fail_on)
    report = import_memory(home, path)
    line = f"{many(report.facts.changed, 'new translation')} in your memory"
    left = report.facts.left_out
    line += f", {left} left out: not in both languages, or a draft" if left else ""
    return _screen(report, line, fail_on)


def _screen(report: Report[MemoryFacts], line: str, fail_on: FailOnOption) -> Screen:
    facts = report.facts
    whole = f"{line}. It holds {many(facts.units, 'translation')} ({printable(facts.file)})."
    return Screen(report=report, lines=tuple(wrap(whole, columns())), fail_on=fail_on)


def _listed(facts: MemoryFacts) -> Iterator[str]:
    held = f"{many(facts.units, 'translation')} of {many(facts.talks, 'talk')}"
    yield from wrap(f"{held} in {printable(facts.file)}.", columns())
    if not facts.offers:
        yield "None of it is like what is not translated here."
        return
    yield ""
    for offer in facts.offers[:_SHOWN]:
        alike = "same" if offer.exact else f"{offer.alike:.0f}%"
        told = f"{alike:>4}  line {offer.segment.line}: {one_line(offer.segment.text)}"
        yield from wrap(told, columns(), indent="  ", hanging="        ")[:2]
        yield from wrap(
            one_line(offer.unit.target), columns(), indent="        > ", hanging="          "
        )[:2]
    more = len(facts.offers) - _SHOWN
    if more > 0:
        yield f"  and {more} more"
    yield ""
    told = f"{facts.usable} can be used as they are: speakprep translate run --from-memory"
    yield from wrap(told, columns())
