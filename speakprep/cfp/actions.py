"""Drafting a proposal and checking it as reviewers would."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.cfp.files import CFP_FILE, fill, new_proposal, parse_proposal, render_proposal
from speakprep.cfp.form import (
    answer,
    empty_fields,
    format_findings,
    language_findings,
    language_of,
    meters,
    passages,
)
from speakprep.cfp.model import Meter, Profile, Proposal
from speakprep.cfp.profiles import FOLDER, load_profile, load_questions
from speakprep.errors import InputError
from speakprep.lint.files import parse_rules
from speakprep.lint.lint import lint
from speakprep.lint.model import Rule
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report, at_or_above
from speakprep.talk.resources import Shelves, find_resource, list_resources
from speakprep.talk.workspace import Workspace, shown_path

RULE_FILES = ("checklists/cfp.toml", "checklists/reviewer-feedback.toml")
EMPTY = "CFP103"
"""The shipped rule for a required field that is empty: the draft asks for these."""

_VARIANT = re.compile(r"cfp\.(?P<event>[\w-]+)\.md")


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What the draft did: field keys that were filled in, kept as they were, still empty."""

    file: str
    event: str
    created: bool
    filled: tuple[str, ...]
    kept: tuple[str, ...]
    empty: tuple[str, ...]


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


def draft(workspace: Workspace, answers: Mapping[str, str]) -> Report[Drafted]:
    """Create cfp.md from the event's form, or fill in what is still empty.

    What a person wrote is never replaced: an answer for such a field is
    reported as CFP130 and left out. A new proposal takes the talk's title.

    Raises:
        UsageError: the talk's event has no form profile.
        InputError: the form has no such field, an answer would not stay in its
            field, or cfp.md changed meanwhile.
    """
    path = workspace.folder / CFP_FILE
    profile = load_profile(workspace.shelves, workspace.talk.event)
    with locked(workspace.folder):
        created = not path.exists()
        before = "" if created else read_text(path)
        proposal = _opened(workspace, profile, before, created=created)
        if created and workspace.talk.title and profile.field("title"):
            answers = {"title": workspace.talk.title, **answers}
        proposal, filled, kept = _filled_in(proposal, answers)
        after = render_proposal(proposal)
        if after != before:
            expected = None if created else before.encode()
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    empty = tuple(field.key for field in empty_fields(proposal))
    return Report(
        facts=Drafted(
            file=workspace.name(path),
            event=profile.key,
            created=created,
            filled=filled,
            kept=tuple(finding.place.field or "" for finding in kept),
            empty=empty,
        ),
        findings=kept,
        written=(workspace.name(path),) if after != before else (),
        next="speakprep cfp lint",
    )


def open_proposal(workspace: Workspace) -> Proposal:
    """Read the talk's cfp.md; what does not exist yet is an empty proposal.

    Raises:
        UsageError: the talk's event has no form profile.
        InputError: cfp.md cannot be read.
    """
    path = workspace.folder / CFP_FILE
    profile = load_profile(workspace.shelves, workspace.talk.event)
    created = not path.exists()
    before = "" if created else read_text(path)
    return _opened(workspace, profile, before, created=created)


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


def _opened(workspace: Workspace, profile: Profile, text: str, *, created: bool) -> Proposal:
    if created:
        questions = load_questions(workspace.shelves)
        text = new_proposal(profile, questions, workspace.talk.language)
    return parse_proposal(text, workspace.name(workspace.folder / CFP_FILE), profile)


def _filled_in(
    proposal: Proposal, answers: Mapping[str, str]
) -> tuple[Proposal, tuple[str, ...], tuple[Finding, ...]]:
    """Fill in the empty fields; return what is left alone as findings."""
    filled, kept = [], []
    for key, words in answers.items():
        if not words.strip():
            continue
        written = answer(proposal, key)
        if not written:
            proposal = fill(proposal, key, words)
            filled.append(key)
        elif written != words.strip():
            kept.append(_kept(proposal, key, words))
    return proposal, tuple(filled), tuple(kept)


def _kept(proposal: Proposal, key: str, words: str) -> Finding:
    entry = proposal.entry(key)
    return Finding(
        code="CFP130",
        level="advice",
        message=f"{key} already says something, and your words stay; this was left out.",
        place=Place(
            file=proposal.file, line=entry.section.line if entry else None, column=1, field=key
        ),
        evidence=excerpt(words.strip()),
    )
