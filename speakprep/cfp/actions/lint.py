"""Checking proposals as reviewers would."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.cfp.files import CFP_FILE, parse_proposal
from speakprep.cfp.form import (
    format_findings,
    language_findings,
    language_of,
    meters,
    passages,
)
from speakprep.cfp.model import Meter
from speakprep.errors import InputError
from speakprep.event.profiles import FOLDER, load_profile
from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.talk.disk import read_text
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report, at_or_above
from speakprep.talk.resources import Shelves, find_resource, list_resources
from speakprep.talk.workspace import Workspace, shown_path

RULE_FILES = ("checklists/cfp.toml", "checklists/reviewer-feedback.toml")
EMPTY = "CFP103"
"""The shipped rule for a required field that is empty: the draft asks for these."""

_VARIANT = re.compile(r"cfp\.(?P<event>[\w-]+)\.md")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One proposal, measured against the form of one event.

    `language` is the one it is mostly written in.
    """

    file: str
    language: Language
    event: str
    event_name: str
    meters: tuple[Meter, ...]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The proposals that were checked, in the order of their names."""

    proposals: tuple[Measured, ...]


def lint_talk(workspace: Workspace, *, event: str = "") -> Report[Checked]:
    """Check the talk's proposals: cfp.md, and variants named cfp.<event>.md.

    Args:
        workspace: the talk.
        event: check cfp.md alone, against this form instead of the talk's own.

    Raises:
        UsageError: there is no such form profile.
        InputError: there is no cfp.md yet, or it or a rule file cannot be read.
    """
    path = workspace.folder / CFP_FILE
    variants = [] if event else _variants(workspace)
    if not path.exists() and not variants:
        raise InputError(
            "there is no proposal yet",
            file=workspace.name(path),
            hint="write one with: speakprep cfp draft",
        )
    files = [path] * path.exists() + variants
    return _lint(
        files,
        here=workspace.here,
        shelves=workspace.shelves,
        event=event or workspace.talk.event,
        workspace=workspace,
    )


def lint_files(
    files: Sequence[Path], *, here: Path, shelves: Shelves, event: str
) -> Report[Checked]:
    """Check proposals wherever they are, against the form of one event.

    Raises:
        UsageError: there is no such form profile.
        InputError: a file or a rule file cannot be read.
    """
    return _lint(files, here=here, shelves=shelves, event=event)


def load_rules(shelves: Shelves) -> tuple[Rule, ...]:
    """Read the rules for proposals, nearest files first.

    Raises:
        InputError: a rule file is missing or broken, with its line.
    """
    return tuple(rule for name in RULE_FILES for rule in parse_rules(find_resource(shelves, name)))


def _lint(
    files: Sequence[Path],
    *,
    here: Path,
    shelves: Shelves,
    event: str,
    workspace: Workspace | None = None,
) -> Report[Checked]:
    rules = load_rules(shelves)
    default: Language = workspace.talk.language if workspace else "en"
    findings: list[Finding] = []
    measured = []
    for path in files:
        profile = load_profile(shelves, _event_of(path) or event if workspace else event)
        proposal = parse_proposal(read_text(path), shown_path(path, here), profile)
        findings += proposal.findings
        findings += lint(passages(proposal, default), rules)
        findings += language_findings(proposal)
        if workspace:
            findings += format_findings(proposal, workspace.talk)
        measured.append(
            Measured(
                file=proposal.file,
                language=language_of(proposal, default),
                event=profile.key,
                event_name=profile.name,
                meters=meters(proposal, default),
            )
        )
    order = {proposal.file: number for number, proposal in enumerate(measured)}
    return Report(
        facts=Checked(proposals=tuple(measured)),
        findings=tuple(sorted(findings, key=lambda finding: _in_file(finding.place, order))),
        next=_next(findings) if workspace else "",
    )


def _variants(workspace: Workspace) -> list[Path]:
    """Return the files named after an event there is a form of; others are the speaker's own."""
    known = list_resources(workspace.shelves, FOLDER)
    return [path for path in sorted(workspace.folder.glob("cfp.*.md")) if _event_of(path) in known]


def _event_of(path: Path) -> str:
    variant = _VARIANT.fullmatch(path.name)
    return variant["event"] if variant else ""


def _in_file(place: Place, order: Mapping[str, int]) -> tuple[int, bool, int, int]:
    """Sort by place; what stands nowhere comes last."""
    return order[place.file], place.line is None, place.line or 0, place.column or 0


def _next(findings: Sequence[Finding]) -> str:
    if any(finding.code == EMPTY for finding in findings):
        return "speakprep cfp draft"
    if at_or_above(tuple(findings), "error"):
        return "speakprep cfp draft --editor"
    return "speakprep script sync"
