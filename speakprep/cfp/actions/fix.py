"""Mending in proposals what is safe to mend."""

import contextlib
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from speakprep.cfp.actions.sources import Opened, Opener, Source, allowed_in, unread_finding
from speakprep.cfp.files import parse_proposal, render_proposal
from speakprep.cfp.form import passages
from speakprep.cfp.generated import generated_findings
from speakprep.cfp.model import Entry, Proposal
from speakprep.errors import InputError, SpeakprepError, UsageError
from speakprep.lint.fixing import fix
from speakprep.lint.lint import filled_fields
from speakprep.lint.model import Passage
from speakprep.lint.patching import changed_lines, unified_diff
from speakprep.lint.reading import Reading
from speakprep.lint.suppressing import allows
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.report import Report

MOST_ROUNDS = 5
"""A mended field may be read as another language than before, and be mended by its rules."""


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What may be mended in one file: how many lines, and the change as a unified diff."""

    file: str
    lines: int
    diff: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Diffs:
    """What may be mended in all files; files in which nothing may are left out.

    `unread` are the files that could not be checked.
    """

    files: tuple[Mended, ...]
    unread: tuple[str, ...] = ()


def diff_sources(sources: Sequence[Source], next_command: str) -> Report[Diffs]:
    """Show what `fix_sources` would change, and write nothing.

    Raises:
        SpeakprepError: the only file, its form or a rule file cannot be read.
    """
    opener = Opener()
    found, mended = [], []
    for source in sources:
        try:
            opened = opener.open(source)
        except SpeakprepError as error:
            if len(sources) == 1:
                raise
            found.append(unread_finding(error, error.file or source.name))
            continue
        mended.append(_mended(opened, _fixed(opened)))
    files = tuple(each for each in mended if each.lines)
    facts = Diffs(files=files, unread=tuple(finding.place.file for finding in found))
    return Report(facts=facts, findings=tuple(found), next=next_command if files else "")


def fix_sources(sources: Sequence[Source]) -> tuple[Mended, ...]:
    """Mend files in place; all else in them stays as it is, to the last byte.

    A file that cannot be read is left out: the check that follows says why.

    Returns:
        The files that changed.

    Raises:
        InputError: a file changed meanwhile, or leads out of its folder.
        BusyError: another speakprep is writing in the talk.
        StorageError: the disk is full, read-only or otherwise refuses.
    """
    opener = Opener()
    return tuple(filter(None, (_fix_source(source, opener) for source in sources)))


def _fix_source(source: Source, opener: Opener) -> Mended | None:
    folder = source.workspace.folder if source.workspace else source.path.parent
    inside = source.path.resolve().is_relative_to(folder.resolve())
    # Outside of talks nothing is locked: no folder of ours belongs there.
    with locked(folder) if source.workspace and inside else contextlib.nullcontext():
        try:
            opened = opener.open(source)
        except (InputError, UsageError):
            return None
        after = _fixed(opened)
        if after == opened.text:
            return None
        within = folder if inside else source.path.parent
        write_atomic(source.path, after.encode(), within=within, expected=opened.text.encode())
        return _mended(opened, after)


def _mended(opened: Opened, after: str) -> Mended:
    name = opened.source.name
    return Mended(
        file=name,
        lines=len(changed_lines(opened.text, after)),
        diff=unified_diff(opened.text, after, name),
    )


def _fixed(opened: Opened) -> str:
    """Return the file's text with its fields mended."""
    proposal = opened.proposal
    for _ in range(MOST_ROUNDS):
        after = _round(opened, proposal)
        text = render_proposal(after)
        if text == render_proposal(proposal):
            break
        proposal = parse_proposal(text, proposal.file, proposal.profile)
        if len(proposal.sections) != len(opened.proposal.sections):
            return opened.text  # never seen; a field would have left its place
    return render_proposal(proposal)


def _round(opened: Opened, proposal: Proposal) -> Proposal:
    found = passages(proposal, opened.language)
    filled = filled_fields(map(Reading, found))
    sections = list(proposal.sections)
    for entry, passage in zip(proposal.entries, found, strict=False):
        if _is_free(entry, proposal):
            words = _mend(opened, passage, filled)
            sections[entry.index] = dataclasses.replace(entry.section, body=words)
    return dataclasses.replace(proposal, sections=tuple(sections))


def _is_free(entry: Entry, proposal: Proposal) -> bool:
    """Leave alone what must be as the form offers it, and generated words, whose mark would go."""
    return not entry.field.choices and not generated_findings(entry, proposal.file)


def _mend(opened: Opened, passage: Passage, filled: frozenset[str | None]) -> str:
    workspace = opened.source.workspace
    allowed = (*opened.allowed, *(allowed_in(workspace) if workspace else ()))
    rules = [rule for rule in opened.rules if not allows(allowed, rule.code, passage.place)]
    return fix(passage, rules, filled)
