"""A list of findings already known, so that only new ones are shown.

A finding is known again by its file, code, field or slide, and words, however far
its line has moved; the same words twice are counted. Findings made here:

    LNT104  what the list holds is no longer found
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from speakprep.talk.report import Finding, Place
from speakprep.talk.resources import Resource
from speakprep.talk.tables import Table

SCHEMA = 1
"""Version of the file; it changes only when a key changes its meaning or goes."""

GONE = "LNT104"

_HEAD = """\
# Findings that were there when this list was written; they are not shown again.
# Written by speakprep cfp lint --write-baseline. A line taken out counts again.

schema = 1
"""


@dataclass(frozen=True, kw_only=True, order=True)
class Known:
    """What a finding is known by: `words` are its evidence, spaces and case made alike."""

    file: str
    code: str
    field: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """How often each finding is known; `lines` tell where the file says so."""

    file: str
    counts: Counter[Known]
    lines: dict[Known, int]


def known_by(finding: Finding, named: Callable[[str], str]) -> Known:
    """Return what a finding is known by; `named` gives files the names the list has for them."""
    place = finding.place
    return Known(
        file=named(place.file),
        code=finding.code,
        field=place.field or (f"slide {place.slide}" if place.slide is not None else ""),
        words=" ".join(finding.evidence.casefold().split()),
    )


def parse_baseline(resource: Resource, file: str) -> Baseline:
    """Read a list of known findings.

    Raises:
        InputError: it is not such a list, with the line.
    """
    root = Table.parse(resource.text, file)
    root.only(("schema", "known"))
    root.whole("schema", least=SCHEMA, most=SCHEMA)
    counts: Counter[Known] = Counter()
    lines: dict[Known, int] = {}
    for table in root.each("known"):
        table.only(("file", "code", "field", "words", "count"))
        known = Known(
            file=table.text("file"),
            code=table.text("code"),
            field=table.text("field", ""),
            words=table.text("words", ""),
        )
        counts[known] += table.whole("count", 1, least=1)
        lines.setdefault(known, table.line)
    return Baseline(file=file, counts=counts, lines=lines)


def render_baseline(findings: Iterable[Finding], named: Callable[[str], str]) -> str:
    """Write the list: sorted, one finding a block, so that a change reads well in a diff."""
    import tomlkit

    counts = Counter(known_by(finding, named) for finding in findings)
    blocks = [_HEAD]
    for known in sorted(counts):
        values = {"file": known.file, "code": known.code, "field": known.field}
        values["words"] = known.words
        lines = [f"{key} = {tomlkit.string(value).as_string()}" for key, value in values.items()]
        lines += [f"count = {counts[known]}"] * (counts[known] > 1)
        blocks.append("\n".join(["[[known]]", *lines, ""]))
    return "\n".join(blocks)


def new_findings(
    findings: Iterable[Finding], baseline: Baseline, named: Callable[[str], str]
) -> tuple[tuple[Finding, ...], Counter[Known]]:
    """Return the findings that are not known, and how many known ones were not found."""
    left = baseline.counts.copy()
    new = []
    for finding in findings:
        known = known_by(finding, named)
        if left[known] > 0:
            left[known] -= 1
        else:
            new.append(finding)
    return tuple(new), +left


def gone_findings(
    baseline: Baseline, left: Counter[Known], checked: Sequence[str]
) -> tuple[Finding, ...]:
    """Name what is known and no longer found in the files `checked`, as the list names them."""
    return tuple(
        Finding(
            code=GONE,
            level="advice",
            message=f"{known.code} is no longer found in {known.file}: well done. "
            "Write the list again with --write-baseline.",
            place=Place(file=baseline.file, line=baseline.lines[known]),
            evidence=known.words,
        )
        for known in sorted(left)
        if known.file in checked
    )
