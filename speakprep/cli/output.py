"""Shows one report: as text for a person, or as JSON for a program."""

import dataclasses
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from speakprep.cli.terminal import clip, columns, one_line, printable, styled, wrap
from speakprep.errors import OutsideError, SpeakprepError
from speakprep.talk.report import LEVELS, Finding, Level, Report, at_or_above
from speakprep.talk.workspace import shown_path

Format = Literal["text", "json"]

SCHEMA = 1
"""Version of the JSON envelope; it changes only when a key changes its meaning or goes."""

_LEVEL_STYLE: dict[Level, str] = {"error": "red", "warning": "yellow", "advice": "cyan"}


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A report and how a person reads it.

    `lines` come first, then findings, files written and the next step.
    `shown` are the findings as a person reads them, where they are not the report's own.
    `fail_on` is the least pressing level that makes the exit code 1;
    `missing` when something needed from outside is not there.
    """

    report: Report[object]
    lines: tuple[str, ...] = ()
    shown: tuple[Finding, ...] | None = None
    fail_on: Level = "error"
    missing: bool = False

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings at or above `fail_on`, 4 something outside is missing."""
        if self.missing:
            return OutsideError.exit_code
        return 1 if at_or_above(self.report.findings, self.fail_on) else 0


def show(screen: Screen, *, command: str, style: Format) -> None:
    """Print a command's result on stdout."""
    if style == "json":
        _print_json(_envelope(screen, command))
        return
    for line in _text(screen):
        _print(line)


def show_error(error: SpeakprepError, *, command: str, style: Format) -> None:
    """Print what went wrong: JSON on stdout, text on stderr."""
    if style == "json":
        _print_json(_error_envelope(error, command))
        return
    on_terminal = sys.stderr.isatty()
    for line in error_lines(error):
        # In a log one line stays one line; on a screen it does not break inside a word.
        indent = line[: len(line) - len(line.lstrip())]
        shown = wrap(line, columns(), indent=indent, hanging="  ") if on_terminal else [line]
        sys.stderr.write("".join(f"{part}\n" for part in shown))


def error_lines(error: SpeakprepError) -> list[str]:
    """Return the lines a person reads: what happened and where, then what to do."""
    parts = [_typed(error.file), *(str(n) for n in (error.line, error.column) if n is not None)]
    place = ":".join(part for part in parts if part)
    message = f"{place}: {error.message}" if place else error.message
    lines = [one_line(f"speakprep: {message}")]
    if error.excerpt:
        lines.append(clip(f"  | {printable(error.excerpt)}", columns()))
    if error.hint:
        lines.append(f"  {printable(error.hint)}")
    return lines


def summary(findings: Iterable[Finding]) -> str:
    """Say how many findings of which level there are, in encouraging words.

    >>> summary([])
    'nothing to fix'
    """
    count = dict.fromkeys(LEVELS, 0)
    for finding in findings:
        count[finding.level] += 1
    parts = []
    if count["error"]:
        parts.append(f"{count['error']} to fix")
    if count["warning"]:
        parts.append(f"{count['warning']} to look at")
    if count["advice"]:
        parts.append(f"{count['advice']} to consider")
    return ", ".join(parts) or "nothing to fix"


def _text(screen: Screen) -> list[str]:
    report = screen.report
    lines = list(screen.lines)
    if report.findings:
        lines += [""] if lines else []
        for finding in report.findings if screen.shown is None else screen.shown:
            lines += finding_lines(finding)
        lines += ["", styled(summary(report.findings), "bold")]
    if report.written:
        lines += [""] if lines else []
        lines += [f"wrote {one_line(name)}" for name in report.written]
    if report.next:
        lines += ["", f"next: {styled(printable(report.next), 'bold')}"]
    return lines


def finding_lines(finding: Finding) -> list[str]:
    """Return one finding: place, level and code, message, and the words meant."""
    place = one_line(str(finding.place))
    head = f"{place}: " if place else ""
    mark = styled(finding.level, _LEVEL_STYLE[finding.level])
    lines = [f"{head}{mark} {finding.code}"]
    if finding.place.slide is not None:
        lines[0] += f" (slide {finding.place.slide})"
    elif finding.place.field:
        lines[0] += f" ({finding.place.field})"
    lines += wrap(printable(finding.message), columns(), indent="  ")
    if finding.evidence:
        quoted = printable(" ".join(finding.evidence.split()))
        lines += wrap(quoted, columns(), indent="  > ", hanging="    ")[:3]
    return lines


def _envelope(screen: Screen, command: str) -> dict[str, Any]:
    report = screen.report
    code = screen.exit_code
    return {
        "schema": SCHEMA,
        "command": command,
        "ok": code == 0,
        "exit_code": code,
        "findings": [_plain(finding) for finding in report.findings],
        "facts": _plain(report.facts),
        "written": list(report.written),
        "next": report.next,
        "error": None,
    }


def _error_envelope(error: SpeakprepError, command: str) -> dict[str, Any]:
    place = {
        "file": _typed(error.file),
        "line": error.line,
        "column": error.column,
        "excerpt": error.excerpt,
    }
    return {
        "schema": SCHEMA,
        "command": command,
        "ok": False,
        "exit_code": error.exit_code,
        "findings": [],
        "facts": None,
        "written": [],
        "next": "",
        "error": {"kind": error.kind, "message": error.message, "hint": error.hint, **place},
    }


def _typed(file: str) -> str:
    """Return a file's name as the person would type it, also of one known by its whole path."""
    if not os.path.isabs(file):  # noqa: PTH117 -- a file may be named by any text
        return file
    try:
        return shown_path(Path(file), Path.cwd())
    except FileNotFoundError:  # the folder we are in was deleted
        return file


def _plain(value: object) -> Any:  # noqa: ANN401 -- JSON has no closed type in Python
    """Turn nouns into what JSON can hold."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: _plain(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no infinity
    return str(value) if isinstance(value, Path) else value


def _print_json(envelope: dict[str, Any]) -> None:
    # An ASCII stdout gets escapes, any other the characters themselves.
    ascii_only = (sys.stdout.encoding or "ascii").lower().replace("-", "") not in {"utf8", "utf16"}
    _print(json.dumps(envelope, ensure_ascii=ascii_only, indent=2))


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
