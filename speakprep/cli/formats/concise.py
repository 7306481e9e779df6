"""One line per finding, as editors and grep read compilers."""

from collections.abc import Iterable

from speakprep.cli.terminal import one_line
from speakprep.errors import SpeakprepError
from speakprep.talk.report import Finding, Place


def concise_lines(findings: Iterable[Finding]) -> list[str]:
    """Return `file:line:column: level CODE message` for each finding.

    >>> place = Place(file="cfp.md", line=3, column=1)
    >>> concise_lines([Finding(code="CFP105", level="warning", message="long", place=place)])
    ['cfp.md:3:1: warning CFP105 long']
    """
    return [one_line(_line(finding)) for finding in findings]


def concise_error(error: SpeakprepError) -> str:
    """Return why nothing could be checked in the same form, and what to do about it."""
    place = str(Place(file=error.file, line=error.line, column=error.column))
    hint = f" ({error.hint})" if error.hint else ""
    return one_line(f"{place or 'speakprep'}: error {error.kind} {error.message}{hint}")


def _line(finding: Finding) -> str:
    place = str(finding.place)
    return f"{place + ': ' if place else ''}{finding.level} {finding.code} {finding.message}"
