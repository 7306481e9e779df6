"""Findings for a person: one after the other, or under what they are about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from speakprep.cli.terminal import columns, one_line, printable, styled, wrap
from speakprep.talk.report import LEVELS, Finding, Level

_LEVEL_STYLE: dict[Level, str] = {"error": "red", "warning": "yellow", "advice": "cyan"}


@dataclass(frozen=True, kw_only=True)
class Group:
    """What findings are shown under: a file, one field of it, or one slide.

    `heading` is its line as it is printed. A finding belongs to the group of
    its place's file, field and slide, else to the group that has its file and
    neither field nor slide. A group that is `quiet` is only shown with findings.
    """

    heading: str
    file: str
    field: str | None = None
    slide: int | None = None
    quiet: bool = False


def finding_lines(finding: Finding, *, indent: str = "", grouped: bool = False) -> list[str]:
    """Return one finding: place, level and code, message, and the words meant.

    Under its group's heading it does not name the field or slide again.
    """
    place = one_line(str(finding.place))
    head = f"{indent}{place}: " if place else indent
    line = f"{head}{styled(finding.level, _LEVEL_STYLE[finding.level])} {finding.code}"
    if not grouped and finding.place.slide is not None:
        line += f" (slide {finding.place.slide})"
    elif not grouped and finding.place.field:
        line += f" ({finding.place.field})"
    lines = [line, *wrap(printable(finding.message), columns(), indent=f"{indent}  ")]
    if finding.evidence:
        quoted = printable(" ".join(finding.evidence.split()))
        lines += wrap(quoted, columns(), indent=f"{indent}  > ", hanging=f"{indent}    ")[:3]
    return lines


def grouped_lines(groups: Sequence[Group], findings: Sequence[Finding]) -> list[str]:
    """Show each group's heading with its findings; what belongs to none comes last."""
    found = _by_group(groups, findings)
    lines: list[str] = []
    for number, group in enumerate(groups):
        inside = found.pop(number, [])
        if group.quiet and not inside:
            continue
        begins_file = group.field is None and group.slide is None
        lines += [""] if lines and lines[-1] and (begins_file or group.quiet) else []
        lines.append(group.heading)
        if inside:
            lines += [*_under(inside, "  " if begins_file or group.quiet else "    "), ""]
    if rest := found.get(None):
        lines += ["", *_under(rest, "")] if lines and lines[-1] else _under(rest, "")
    return lines[:-1] if lines and not lines[-1] else lines


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


def _by_group(
    groups: Sequence[Group], findings: Iterable[Finding]
) -> dict[int | None, list[Finding]]:
    numbers = {(group.file, group.field, group.slide): n for n, group in enumerate(groups)}
    found: dict[int | None, list[Finding]] = {}
    for finding in findings:
        place = finding.place
        exact = numbers.get((place.file, place.field, place.slide))
        number = numbers.get((place.file, None, None)) if exact is None else exact
        found.setdefault(number, []).append(finding)
    return found


def _under(findings: Iterable[Finding], indent: str) -> Iterator[str]:
    for finding in findings:
        yield from finding_lines(finding, indent=indent, grouped=bool(indent))
