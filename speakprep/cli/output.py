"""Shows one report: as text for a person, as JSON for a program, or as other tools read linters."""

import dataclasses
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from speakprep.cli.formats.concise import concise_error, concise_lines
from speakprep.cli.formats.github import annotations, error_annotation, summary_table
from speakprep.cli.formats.plain import Group, finding_lines, grouped_lines, summary
from speakprep.cli.terminal import clip, columns, escaped, one_line, printable, styled, wrap
from speakprep.errors import OutsideError, SpeakprepError, StorageError
from speakprep.lint.model import Rule
from speakprep.lint.suppressing import Suppressed
from speakprep.talk.report import Finding, Level, Report, at_or_above
from speakprep.talk.workspace import shown_path

Format = Literal["text", "concise", "json", "github", "sarif"]

SCHEMA = 1
"""Version of the JSON envelope; it changes only when a key changes its meaning or goes."""


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A report and how a person reads it.

    `lines` come first, then findings, files written and the next step.
    `shown` are the findings as a person reads them, where they are not the report's own;
    `groups` what they are shown under. `rules` are those that were run, `suppressed` what
    they found and somebody allows. `fail_on` is the least pressing level that makes the
    exit code 1; `missing` when something needed from outside is not there, `unread` when
    a file could not be read and others were. `notes` come below the findings.
    """

    report: Report[object]
    lines: tuple[str, ...] = ()
    shown: tuple[Finding, ...] | None = None
    groups: tuple[Group, ...] = ()
    rules: tuple[Rule, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    fail_on: Level = "error"
    missing: bool = False
    unread: bool = False
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings at or above `fail_on`, 2 unread, 4 something outside is missing."""
        if self.missing:
            return OutsideError.exit_code
        if self.unread:
            return SpeakprepError.exit_code
        return 1 if at_or_above(self.report.findings, self.fail_on) else 0


def show(screen: Screen, *, command: str, style: Format) -> None:
    """Print a command's result on stdout; GitHub's summary goes to the file it names.

    Raises:
        StorageError: that file cannot be written.
    """
    if style == "json":
        _print_json(_envelope(screen, command))
    elif style == "sarif":
        from speakprep.cli.formats.sarif import sarif_log

        found, allowed = screen.report.findings, screen.suppressed
        _print_json(sarif_log(found, rules=screen.rules, suppressed=allowed, version=_version()))
    else:
        for line in _LINES[style](screen):
            _print(line)


def show_error(error: SpeakprepError, *, command: str, style: Format) -> None:
    """Print what went wrong: for programs on stdout, for a person on stderr."""
    if style == "json":
        _print_json(_error_envelope(error, command))
        return
    if style == "sarif":
        from speakprep.cli.formats.sarif import sarif_error

        _print_json(sarif_error(error, version=_version()))
        return
    if style == "github":
        _print(error_annotation(error))
        return
    if style == "concise":
        sys.stderr.write(f"{concise_error(error)}\n")
        return
    sys.stderr.writelines(f"{line}\n" for line in error_lines(error))


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
    # In a log one line stays one line; on a screen it does not break inside a word.
    return [part for line in lines for part in _broken(line)] if sys.stderr.isatty() else lines


def _broken(line: str) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line, columns(), indent=indent, hanging="  ")


def _text(screen: Screen) -> list[str]:
    report = screen.report
    findings = report.findings if screen.shown is None else screen.shown
    lines = list(screen.lines)
    if screen.groups:
        lines += [*([""] if lines else []), *grouped_lines(screen.groups, findings)]
    elif findings:
        lines += [""] if lines else []
        lines += [line for finding in findings for line in finding_lines(finding)]
    if report.findings:
        lines += ["", styled(summary(report.findings), "bold")]
    if screen.notes:
        lines += ["", *screen.notes]
    if report.written:
        lines += [""] if lines else []
        lines += [f"wrote {one_line(name)}" for name in report.written]
    if report.next:
        lines += ["", f"next: {styled(printable(report.next), 'bold')}"]
    return lines


def _concise(screen: Screen) -> list[str]:
    return concise_lines(screen.report.findings)


def _github(screen: Screen) -> list[str]:
    """Annotate the worst; the rest goes to the step's summary, or follows where there is none."""
    lines, more = annotations(screen.report.findings)
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if more and file:
        try:
            with Path(file).open("a", encoding="utf-8", errors="replace") as stream:
                stream.write(summary_table(more))
        except OSError as error:
            reason = f"the summary of the step cannot be written: {error.strerror}"
            raise StorageError(reason, file=file) from None
    elif more:
        # A file's name may look like a command to the runner, which obeys it anywhere.
        lines += [f"./{line}" if line.startswith("::") else line for line in concise_lines(more)]
    return lines


_LINES: Mapping[str, Callable[[Screen], list[str]]] = {
    "text": _text,
    "concise": _concise,
    "github": _github,
}


def _envelope(screen: Screen, command: str) -> dict[str, Any]:
    report = screen.report
    code = screen.exit_code
    return {
        "schema": SCHEMA,
        "command": command,
        "ok": code == 0,
        "exit_code": code,
        "findings": [_plain(finding) for finding in report.findings],
        "suppressed": [_plain(each) for each in screen.suppressed],
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
        "suppressed": [],
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


def _version() -> str:
    from importlib.metadata import version

    return version("speakprep")


def _print_json(envelope: dict[str, Any]) -> None:
    # An ASCII stdout gets escapes, any other the characters themselves.
    ascii_only = (sys.stdout.encoding or "ascii").lower().replace("-", "") not in {"utf8", "utf16"}
    _print(escaped(json.dumps(envelope, ensure_ascii=ascii_only, indent=2)))


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
