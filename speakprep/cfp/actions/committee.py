"""Checking the submissions of a whole conference, from the export of its system.

Nobody is ranked: rows keep the order of the file, and only rules are counted.
"""

import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from speakprep.cfp.actions.sources import load_rules
from speakprep.cfp.committee import (
    NAMES,
    Columns,
    Submission,
    find_columns,
    is_known,
    proposal_of,
    submissions,
)
from speakprep.cfp.form import language_findings, passages
from speakprep.cfp.spreadsheet import render_rows
from speakprep.errors import InputError, UsageError
from speakprep.event.model import Profile
from speakprep.event.profiles import load_profile
from speakprep.lint.lint import Checker
from speakprep.lint.model import Rule
from speakprep.talk.disk import read_bytes, real_path, write_atomic
from speakprep.talk.encoding import decode
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.resources import Shelves
from speakprep.talk.rows import read_rows
from speakprep.talk.workspace import shown_path

MOST_BYTES = 32 * 1024 * 1024
"""Thirty times an export of 1,000 submissions; what is larger is not read. It takes about ten
times as much memory at worst."""

OUT_HEADER = ("id", "title", "field", "code", "level", "message", "evidence")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How an export is to be read.

    `event` is the form's profile; `columns` the header per field, where it is not
    found by itself; `with_identity` reads columns that tell who submitted, too.
    """

    event: str
    columns: Mapping[str, str] = field(default_factory=dict)
    with_identity: bool = False


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """About how many submissions a rule says something."""

    code: str
    name: str
    submissions: int


@dataclass(frozen=True, kw_only=True)
class Screened:
    """What was read of an export, and how often each rule has something to say.

    `columns` holds the header per field, `dropped` the headers of columns that
    tell who submitted, `ignored` the rest; `clean` is the number of submissions
    about which no rule says anything. `rules` are in the order of their codes.
    """

    file: str
    encoding: str
    delimiter: str
    event: str
    event_name: str
    columns: Mapping[str, str]
    dropped: tuple[str, ...]
    ignored: tuple[str, ...]
    submissions: int
    clean: int
    rules: tuple[Spoken, ...]


@dataclass(frozen=True, kw_only=True)
class _Export:
    file: str
    encoding: str
    delimiter: str
    columns: Columns
    submissions: Iterable[Submission]


@dataclass(frozen=True, kw_only=True)
class _Checked:
    id: str
    title: str
    findings: tuple[Finding, ...]


def lint_export(
    path: Path,
    asked: Asked,
    *,
    here: Path,
    shelves: Shelves,
    out: Path | None = None,
    progress: Callable[[float, float | None], None] | None = None,
) -> Report[Screened]:
    """Hold every submission of an export against the rules and the form of an event.

    Args:
        path: the export.
        asked: how to read it.
        here: the folder the command was typed in.
        shelves: where rules and forms are.
        out: where to write the findings as CSV, if anywhere; replaced if it is there.
        progress: told how many submissions are done.

    Raises:
        UsageError: no such form, field or column, or `out` is the export itself.
        InputError: the export or a rule file cannot be read.
        StorageError: the findings cannot be written.
    """
    if out is not None:
        _refuse_out(out, path)
    # What somebody told this speaker is nothing to hold against other people's words.
    profile, rules = load_profile(shelves, asked.event), load_rules(shelves, own=False)
    checker = Checker(rules)
    export = _read(path, shown_path(path, here), profile, asked)
    checked = []
    for submission in export.submissions:
        checked.append(_check(submission, profile, checker, export.file))
        if progress:
            progress(len(checked), None)
    written: tuple[str, ...] = ()
    if out is not None:
        before = read_bytes(out) if out.exists() else None
        data = render_rows((OUT_HEADER, *_out_rows(checked))).encode("utf-8-sig")
        write_atomic(out, data, within=out.parent, expected=before)
        written = (shown_path(out, here),)
    return Report(
        facts=_facts(export, profile, rules, checked),
        findings=tuple(_named(each.id, finding) for each in checked for finding in each.findings),
        written=written,
        next="" if out else _next(export.file, asked),
    )


def _next(file: str, asked: Asked) -> str:
    words = ["speakprep", "cfp", "lint", "--csv", file, "--event", asked.event]
    for key, column in asked.columns.items():
        words += ["--map", f"{key}={column}"]
    words += ["--with-identity"] * asked.with_identity
    return shlex.join([*words, "--out", "findings.csv"])


def _refuse_out(out: Path, path: Path) -> None:
    if real_path(out) == real_path(path):
        raise UsageError("the findings would replace the export", hint="choose another --out")
    if not out.parent.is_dir():
        raise InputError("there is no such folder", file=str(out.parent))


def _read(path: Path, file: str, profile: Profile, asked: Asked) -> _Export:
    data = read_bytes(path, at_most=MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(
            f"is more than speakprep reads (at most {MOST_BYTES // 1024 // 1024} MB)", file=file
        )
    text, encoding = decode(data, file)
    delimiter, rows = read_rows(text, is_known)
    header = next(rows, None)
    if header is None:
        raise InputError("holds no rows", file=file, hint="export it again, with its header")
    found = find_columns(
        header.cells, profile, asked.columns, with_identity=asked.with_identity, file=file
    )
    return _Export(
        file=file,
        encoding=encoding,
        delimiter=delimiter,
        columns=found,
        submissions=submissions(rows, found, len(header.cells), file),
    )


def _check(submission: Submission, profile: Profile, checker: Checker, file: str) -> _Checked:
    proposal = proposal_of(submission, profile, file)
    found = (
        *submission.findings,
        *checker.findings(passages(proposal, "en")),
        *language_findings(proposal),
    )
    return _Checked(
        id=submission.id,
        title=submission.texts.get("title", ""),
        findings=tuple(_in_row(finding, submission.line) for finding in found),
    )


def _in_row(finding: Finding, line: int) -> Finding:
    """Point at the row: where in a quoted cell something stands is no help in a spreadsheet."""
    place = Place(file=finding.place.file, line=line, field=finding.place.field)
    return replace(finding, place=place)


def _named(id_: str, finding: Finding) -> Finding:
    return replace(finding, message=f"{id_}: {finding.message}")


def _out_rows(checked: Iterable[_Checked]) -> Iterable[tuple[str, ...]]:
    return (
        (
            *(each.id, each.title, finding.place.field or "", finding.code, finding.level),
            *(finding.message, finding.evidence),
        )
        for each in checked
        for finding in each.findings
    )


def _facts(
    export: _Export, profile: Profile, rules: Sequence[Rule], checked: Sequence[_Checked]
) -> Screened:
    names = {**NAMES, **{rule.code: rule.name for rule in rules}}
    spoken = Counter(code for each in checked for code in {f.code for f in each.findings})
    return Screened(
        file=export.file,
        encoding=export.encoding,
        delimiter=export.delimiter,
        event=profile.key,
        event_name=profile.name,
        columns=export.columns.read,
        dropped=export.columns.dropped,
        ignored=export.columns.other,
        submissions=len(checked),
        clean=sum(not each.findings for each in checked),
        rules=tuple(
            Spoken(code=code, name=names.get(code, ""), submissions=spoken[code])
            for code in sorted(spoken)
        ),
    )
