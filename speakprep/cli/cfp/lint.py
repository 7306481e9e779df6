"""`speakprep cfp lint`: the form's exact limits, and what reviewers say."""

import dataclasses
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from speakprep.cfp.actions.baseline import KnownFindings
from speakprep.cfp.actions.fix import Diffs, diff_sources, fix_sources
from speakprep.cfp.actions.lint import EMPTY, Checked, Measured, lint_sources, next_after
from speakprep.cfp.actions.sources import Source, file_sources, rules_for, talk_sources
from speakprep.cfp.model import Meter
from speakprep.cli.allowed import allowed_lines
from speakprep.cli.folding import fold
from speakprep.cli.formats.plain import Group
from speakprep.cli.options import (
    FailOnOption,
    LintFormatOption,
    TalkOption,
    YesOption,
    here,
    user,
    workspace,
)
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, clip, columns, one_line, pad, printable
from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.talk.folders import find_talk
from speakprep.talk.report import Finding, Report
from speakprep.talk.workspace import shelves

BAR_CELLS = 20
"""Width of the bar that shows how full a field is."""


FilesArgument = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILES]", help="Proposals; the talk's own if none is named."),
]
EventOption = Annotated[
    str | None, typer.Option(metavar="PROFILE", help="Form profile; the talk's own if none.")
]
FixOption = Annotated[bool, typer.Option("--fix", help="Mend spaces, marks and names.")]
DiffOption = Annotated[
    bool, typer.Option("--diff", help="Show what --fix would change; write nothing.")
]
BaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Hide the findings listed there.")
]
WriteBaselineOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="List all findings there.")
]
EngineOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Also run proselint or autocorrect."),
]
CsvOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="An export of many submissions.")
]
OutOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="With --csv: findings as CSV.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="With --csv: name a column."),
]
IdentityOption = Annotated[
    bool, typer.Option("--with-identity", help="With --csv: read who submitted, too.")
]


def lint_command(
    files: FilesArgument = None,
    event: EventOption = None,
    fix: FixOption = False,
    diff: DiffOption = False,
    baseline: BaselineOption = None,
    write_baseline: WriteBaselineOption = None,
    engine: EngineOption = None,
    csv: CsvOption = None,
    out: OutOption = None,
    mapping: MapOption = None,
    with_identity: IdentityOption = False,
    yes: YesOption = False,
    fail_on: FailOnOption = "error",
    talk: TalkOption = None,
    format_: LintFormatOption = "text",
) -> Screen:
    """Hold it against the form's limits and what reviewers say.

    To allow a finding, write <!-- speakprep: allow CFP208 your reason --> beside it.
    For example: speakprep cfp lint --event kubecon-eu-2027 --fail-on warning
    """
    if csv is not None:
        if any((files, fix, diff, baseline, write_baseline, engine)):
            raise UsageError("--csv goes without files, --fix, --diff, --engine, baselines")
        # Imported here: the other checks need no table of submissions.
        from speakprep.cli.cfp.committee import committee_screen

        return committee_screen(
            csv,
            where=shelves(user(), talk_folder=_talk_around(talk)),
            event=event or _event_around(talk),
            columns=mapping or (),
            with_identity=with_identity,
            out=out,
            yes=yes,
            fail_on=fail_on,
        )
    if out or mapping or with_identity:
        raise UsageError("--out, --map and --with-identity go with --csv")
    meant = _meant(files, event or "", talk)
    if diff:
        return _diff_screen(diff_sources(meant.sources, _fix_command(files, event, talk)), meant)
    report = _checked(meant, engine or (), fix=fix)
    if write_baseline is not None:
        report = KnownFindings(write_baseline, here()).write(report)
    elif baseline is not None:
        report = KnownFindings(baseline, here()).hide(report)
    rules = rules_for(meant.sources) if format_ == "sarif" else ()
    return dataclasses.replace(_lint_screen(report), rules=rules, fail_on=fail_on)


@dataclass(frozen=True, kw_only=True)
class _Meant:
    """What is checked, and the talks that cannot be opened; `own` when no file was named."""

    sources: tuple[Source, ...]
    errors: tuple[SpeakprepError, ...] = ()
    own: bool = False


def _meant(files: list[Path] | None, event: str, talk: Path | None) -> _Meant:
    if not files:
        return _Meant(sources=talk_sources(workspace(talk), event), own=True)
    sources, errors = file_sources(files, here=here(), user=user(), named=talk, event=event)
    return _Meant(sources=sources, errors=errors)


def _checked(meant: _Meant, engines: Sequence[str], *, fix: bool) -> Report[Checked]:
    mended = fix_sources(meant.sources) if fix else ()
    now = datetime.now().astimezone()
    report = lint_sources(meant.sources, meant.errors, engines=engines, now=now)
    lines = {each.file: each.lines for each in mended}
    talk = meant.sources[0].workspace if meant.own else None
    return dataclasses.replace(
        report,
        facts=dataclasses.replace(report.facts, mended=lines),
        written=tuple(lines),
        next=next_after(report, talk.talk) if talk else "",
    )


def _talk_around(talk: Path | None) -> Path | None:
    if talk is not None:
        return find_talk(here(), named=talk)
    try:
        return find_talk(here())
    except InputError:
        return None


def _event_around(talk: Path | None) -> str:
    folder = _talk_around(talk)
    return workspace(folder).talk.event if folder else "generic"


def _fix_command(files: list[Path] | None, event: str | None, talk: Path | None) -> str:
    words = ["speakprep", "cfp", "lint", *map(str, files or ()), "--fix"]
    words += ["--event", event] if event else []
    words += ["--talk", str(talk)] if talk else []
    return shlex.join(words)


def _diff_screen(report: Report[Diffs], meant: _Meant) -> Screen:
    lines = [printable(line) for each in report.facts.files for line in each.diff]
    return Screen(
        report=report, lines=tuple(lines), unread=bool(report.facts.unread or meant.errors)
    )


def _lint_screen(report: Report[Checked]) -> Screen:
    facts = report.facts
    lines = [
        one_line(f"{file}: {count} line{'s' * (count != 1)} mended.")
        for file, count in facts.mended.items()
    ]
    groups = tuple(group for proposal in facts.proposals for group in _groups(proposal))
    return Screen(
        report=report,
        lines=tuple(lines),
        groups=groups,
        notes=tuple(_notes(report)),
        shown=fold(report.findings, EMPTY, partial(_still_empty, facts)),
        suppressed=facts.suppressed,
        unread=bool(facts.unread),
    )


def _notes(report: Report[Checked]) -> list[str]:
    facts = report.facts
    lines = []
    if facts.known:
        lines.append(f"{facts.known} known finding{'s' * (facts.known != 1)} not shown.")
    lines += allowed_lines(facts.suppressed)
    if not report.findings and not lines:
        lines.append("Nothing to fix: this is ready for the organisers.")
    return lines


def _groups(proposal: Measured) -> list[Group]:
    heading = one_line(f"{proposal.event_name} ({proposal.file})")
    width = max(cells(meter.label) for meter in proposal.meters)
    return [
        Group(heading=heading, file=proposal.file),
        *(
            Group(heading=_meter_line(meter, width), file=proposal.file, field=meter.field)
            for meter in proposal.meters
        ),
    ]


def _still_empty(facts: Checked, found: Sequence[Finding]) -> str:
    proposal = next(each for each in facts.proposals if each.file == found[0].place.file)
    fields = {finding.place.field for finding in found}
    labels = [meter.label for meter in proposal.meters if meter.field in fields]
    if proposal.language == "zh":
        return f"还有 {len(labels)} 个必填项没有填写：{'、'.join(labels)}"
    return f"{len(labels)} required fields are still empty: {', '.join(labels)}"


def _meter_line(meter: Meter, width: int) -> str:
    label = pad(printable(meter.label), width)
    if not meter.count:
        return f"  {label}  {'empty, required' if meter.required else 'empty'}"
    if meter.choice:
        return clip(f"  {label}  {one_line(meter.choice)}", columns())
    if meter.limit is None:
        return f"  {label}  {meter.count} {meter.unit}"
    full = min(meter.count * BAR_CELLS // meter.limit, BAR_CELLS)
    bar = "#" * full + "." * (BAR_CELLS - full)
    over = f"  {meter.count - meter.limit} over" if meter.count > meter.limit else ""
    return f"  {label}  [{bar}] {meter.count}/{meter.limit} {meter.unit}{over}"
