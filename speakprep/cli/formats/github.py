"""Findings as GitHub Actions shows them: annotations, and a table in the step's summary.

The workflow commands and the escapes of their two parts are those of
https://docs.github.com/actions/reference/workflow-commands-for-github-actions and of the
command module in https://github.com/actions/toolkit.
"""

import html
from collections.abc import Iterable, Sequence

from speakprep.cli.terminal import one_line, printable
from speakprep.errors import SpeakprepError
from speakprep.talk.report import LEVELS, Finding, Level, Place

MOST_ANNOTATIONS = 10
"""GitHub shows ten errors, ten warnings and ten notices of one step, and fifty of a job
(docs/problem-matchers.md, "Limitations", of https://github.com/actions/toolkit); more than ten of
all levels together would not be read beside a text either."""

MOST_SUMMARY_BYTES = 1_000_000
"""A step's summary may hold 1 MiB; one that is larger is dropped whole."""

_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "advice": "notice"}
_TABLE_MARKS = str.maketrans({mark: f"\\{mark}" for mark in r"\|`*_[]~#"})


def annotations(findings: Iterable[Finding]) -> tuple[list[str], list[Finding]]:
    """Return the workflow commands for the worst ten findings, and the findings left over."""
    ordered = sorted(findings, key=lambda finding: LEVELS.index(finding.level))
    lines = [
        _command(
            _COMMANDS[finding.level],
            finding.place,
            title=f"{finding.code} {finding.place.field or ''}".rstrip(),
            message=_message(finding),
        )
        for finding in ordered[:MOST_ANNOTATIONS]
    ]
    return lines, ordered[MOST_ANNOTATIONS:]


def error_annotation(error: SpeakprepError) -> str:
    """Return why nothing could be checked, as one annotation."""
    place = Place(file=error.file, line=error.line, column=error.column)
    message = f"{error.message}\n{error.hint}" if error.hint else error.message
    return _command("error", place, title="speakprep", message=printable(message))


def summary_table(findings: Sequence[Finding], *, room: int = MOST_SUMMARY_BYTES) -> str:
    """Return findings as a Markdown table of at most `room` bytes, and how many did not fit."""
    lines = ["### speakprep: more to look at", "", "| Where | Rule | What |", "|---|---|---|"]
    room -= sum(len(line.encode()) + 1 for line in lines) + 100  # for the line about the rest
    for number, finding in enumerate(findings):
        row = " | ".join(
            _cell(text)
            for text in (
                str(finding.place),
                f"{finding.level} {finding.code}",
                finding.message,
            )
        )
        room -= len(row.encode(errors="replace")) + 5
        if room < 0:
            lines += ["", f"{len(findings) - number} more are left out: a summary has its limit."]
            break
        lines.append(f"| {row} |")
    return "\n".join(lines) + "\n\n"


def _message(finding: Finding) -> str:
    quoted = f"\n> {' '.join(finding.evidence.split())}" if finding.evidence else ""
    return printable(finding.message + quoted)


def _command(name: str, place: Place, *, title: str, message: str) -> str:
    facts = {"file": place.file, "line": place.line, "col": place.column, "title": title}
    said = ",".join(f"{key}={_property(str(fact))}" for key, fact in facts.items() if fact)
    return f"::{name} {said}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    """Show any text as itself: no markup, no HTML, no further cell."""
    return html.escape(one_line(text).translate(_TABLE_MARKS), quote=False)
