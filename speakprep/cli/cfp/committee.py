"""`speakprep cfp lint --csv`: all submissions of a conference, on the committee's own machine."""

from collections.abc import Sequence
from pathlib import Path

from speakprep.cfp.actions.committee import Asked, Screened, lint_export
from speakprep.cli.options import here
from speakprep.cli.output import Screen
from speakprep.cli.terminal import cells, columns, confirm, one_line, pad, progress, wrap
from speakprep.errors import UsageError
from speakprep.talk.report import Level
from speakprep.talk.resources import Shelves

FIRST = 5
"""So many findings are shown; all of them are in the JSON and in the file of --out."""

MOST_NAMED = 12
"""So many columns that are left alone are named."""

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


def committee_screen(
    csv: Path,
    *,
    where: Shelves,
    event: str,
    columns: Sequence[str] = (),
    with_identity: bool = False,
    out: Path | None = None,
    yes: bool = False,
    fail_on: Level = "error",
) -> Screen:
    """Check an export of many submissions.

    Args:
        csv: the export of pretalx, Sessionize or a table of one's own.
        where: where rules and forms are looked for.
        event: the form's profile.
        columns: what was typed after --map: FIELD=COLUMN.
        with_identity: read columns that tell who submitted, too.
        out: where to write all findings as CSV, if anywhere.
        yes: replace that file without asking.
        fail_on: the least pressing level that makes the exit code 1.
    """
    given = dict(_mapping(text) for text in columns)
    if out is not None and out.exists():
        question = f"{one_line(str(out))} is there already. Replace it?"
        if not confirm(question, assume_yes=yes):
            raise UsageError("it stays as it is; nothing was written", file=str(out))
    with progress("submissions") as show:
        report = lint_export(
            csv,
            Asked(event=event, columns=given, with_identity=with_identity),
            here=here(),
            shelves=where,
            out=out,
            progress=show,
        )
    lines = _lines(report.facts)
    if len(report.findings) > FIRST:
        lines += ["", f"The first {FIRST} of {len(report.findings)} findings:"]
    return Screen(report=report, lines=tuple(lines), shown=report.findings[:FIRST], fail_on=fail_on)


def _mapping(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not (sign and field.strip() and column.strip()):
        raise UsageError(f"{text!r} is not FIELD=COLUMN", hint='for example: --map "title=Topic"')
    return field.strip(), column.strip()


def _lines(facts: Screened) -> list[str]:
    count = f"{facts.submissions} submission{'s' * (facts.submissions != 1)}"
    lines = [
        one_line(f"{facts.event_name} ({facts.file})"),
        f"{count}, {facts.encoding}, cells divided by {_DELIMITERS[facts.delimiter]}",
    ]
    if facts.encoding == "GB18030":
        lines.append("It is not UTF-8. If words look wrong, export it again as UTF-8.")
    read = ", ".join(f"{field}={column}" for field, column in facts.columns.items())
    lines += _named("read", read)
    lines += _named("left out, since they tell who submitted", _some(facts.dropped))
    lines += _named("not read", _some(facts.ignored))
    return lines + _table(facts)


def _named(what: str, names: str) -> list[str]:
    text = one_line(f"{what}: {names}")
    return wrap(text, columns(), hanging="  ") if names else []


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _table(facts: Screened) -> list[str]:
    if not facts.submissions:
        return []
    if not facts.rules:
        return ["", "No rule has anything to say about any of them."]
    width = max(cells(rule.name) for rule in facts.rules)
    size = len(str(facts.submissions))
    lines = ["", f"About how many of the {facts.submissions} a rule has something to say:"]
    lines += [
        f"  {rule.code}  {pad(one_line(rule.name), width)}  {rule.submissions:>{size}}"
        for rule in facts.rules
    ]
    if facts.clean:
        lines.append(f"There is nothing to say about {facts.clean} of them.")
    return lines
