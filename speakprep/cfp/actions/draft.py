"""Drafting a proposal: its file, and what is still empty in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from speakprep.cfp.files import CFP_FILE, fill, new_proposal, parse_proposal, render_proposal
from speakprep.cfp.form import (
    answer,
    empty_fields,
)
from speakprep.cfp.model import Proposal
from speakprep.cfp.questions import load_questions
from speakprep.event.model import Profile
from speakprep.event.profiles import load_profile
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What the draft did: field keys that were filled in, kept as they were, still empty."""

    file: str
    event: str
    created: bool
    filled: tuple[str, ...]
    kept: tuple[str, ...]
    empty: tuple[str, ...]


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
