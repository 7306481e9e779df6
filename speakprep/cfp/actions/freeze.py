"""Keeping what is submitted: nothing goes out unnoticed with something open."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from speakprep.cfp.actions.frozen import records
from speakprep.cfp.actions.lint import lint_talk
from speakprep.cfp.actions.opening import named, profile_for, proposal_path
from speakprep.cfp.freezing import FOLDER, fingerprint, frozen_name, latest, render_frozen
from speakprep.cfp.model import Frozen
from speakprep.errors import InputError, UsageError
from speakprep.feedback.actions import open_must_items
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Finding, Place, Report, at_or_above
from speakprep.talk.workspace import Workspace

GENERATED = "CFP131"
"""Words of a model that nobody has changed: freezing names them again."""

MUST = "CFP134"
"""A reviewer's must that is still open: it is settled by `feedback`, not by the text alone."""

SUBMITTED = "speakprep cfp submitted"
"""What to type once it is in the organisers' form."""

_MUST: dict[Language, str] = {
    "en": "{who} wrote that this must be mended: {text}",
    "zh": "{who}提出必须修改：{text}",
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What freezing did: `frozen` is None when something open kept it from it.

    `open` is what is still to do, in one line each; `before` when exactly this
    text was frozen already.
    """

    file: str
    event: str
    frozen: Frozen | None
    open: tuple[str, ...] = ()
    before: bool = False


def freeze(
    workspace: Workspace, today: date, *, event: str = "", anyway: bool = False, reason: str = ""
) -> Report[Kept]:
    """Store the proposal as it is: its exact bytes and a record beside them.

    Nothing is stored while an error or a reviewer's must is open, unless
    `anyway` with a reason, which goes on record. The same text again changes nothing.

    Raises:
        UsageError: `anyway` without a reason, or there is no such form profile.
        InputError: there is no proposal, or a file of the talk is broken.
    """
    reason = " ".join(reason.split())
    if anyway and not reason:
        raise UsageError(
            "submitting with something open needs a reason",
            hint='speakprep cfp freeze --anyway --reason "the form closes tonight"',
        )
    profile = profile_for(workspace, event)
    with locked(workspace.folder):
        path = _existing(workspace, event)
        text, file = read_text(path), workspace.name(path)
        last = latest(each for each in records(workspace) if each.event == profile.key)
        if last and last.sha256 == fingerprint(text):
            facts = Kept(file=file, event=profile.key, frozen=last, open=last.open, before=True)
            return Report(facts=facts, next=SUBMITTED)
        findings = _findings(workspace, file)
        open_ = tuple(_said(finding) for finding in at_or_above(findings, "error"))
        facts = Kept(file=file, event=profile.key, frozen=None, open=open_)
        if open_ and not anyway:
            following = f"speakprep cfp lint{named(event)}"
            if all(each.code == MUST for each in at_or_above(findings, "error")):
                following = "speakprep feedback list"
            return Report(facts=facts, findings=findings, next=following)
        frozen = Frozen(
            name="",
            sha256=fingerprint(text),
            day=today,
            event=profile.key,
            source=path.name,
            form=f"{profile.source} ({profile.checked_on})",
            open=open_,
            reason=reason if open_ else "",
        )
        frozen, written = _store(workspace, frozen, text)
    generated = tuple(finding for finding in findings if finding.code == GENERATED)
    facts = replace(facts, frozen=frozen)
    return Report(facts=facts, findings=generated, written=written, next=SUBMITTED)


def _existing(workspace: Workspace, event: str) -> Path:
    path = proposal_path(workspace, event)
    if not path.exists():
        raise InputError(
            "there is no proposal to freeze yet",
            file=workspace.name(path),
            hint="write one with: speakprep cfp draft",
        )
    return path


def _store(workspace: Workspace, frozen: Frozen, text: str) -> tuple[Frozen, tuple[str, ...]]:
    """Write the copy, then its record: a copy without a record was left by a killed command."""
    folder = workspace.folder / FOLDER
    taken = {path.stem for path in folder.glob("*.toml")}
    taken |= {
        path.stem for path in folder.glob("*.md") if fingerprint(read_text(path)) != frozen.sha256
    }
    frozen = replace(frozen, name=frozen_name(frozen.day, frozen.event, taken))
    copy, record = folder / f"{frozen.name}.md", folder / f"{frozen.name}.toml"
    write_atomic(copy, text.encode(), within=workspace.folder)
    write_atomic(record, render_frozen(frozen).encode(), within=workspace.folder)
    return frozen, (workspace.name(copy), workspace.name(record))


def _findings(workspace: Workspace, file: str) -> tuple[Finding, ...]:
    """Return what stands in the way, and what a model wrote."""
    linted = [
        finding
        for finding in lint_talk(workspace).findings
        if finding.place.file == file and (finding.level == "error" or finding.code == GENERATED)
    ]
    musts = [
        Finding(
            code=MUST,
            level="error",
            message=_MUST[detect(item.text)].format(who=item.reviewer, text=item.text),
            place=Place(file=item.file, line=item.line),
        )
        for item in open_must_items(workspace)
        if item.stage == "cfp"
    ]
    return (*linted, *musts)


def _said(finding: Finding) -> str:
    """Return a finding in one line, for the record."""
    where = f" ({finding.place.field})" if finding.place.field else ""
    return " ".join(f"{finding.code}{where}: {finding.message}".split())
