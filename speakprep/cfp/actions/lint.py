"""Checking proposals as reviewers would."""

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from speakprep.cfp.actions.frozen import frozen_findings
from speakprep.cfp.actions.opening import named
from speakprep.cfp.actions.sources import (
    UNREAD,
    Opened,
    Opener,
    Source,
    allowed_in,
    talk_sources,
    unread_finding,
)
from speakprep.cfp.checks import Submission, copy_findings, set_findings
from speakprep.cfp.form import format_findings, language_findings, meters, passages
from speakprep.cfp.identity import identity_findings
from speakprep.cfp.model import Meter
from speakprep.cfp.naming import event_of, file_of, translation_of, variant_in
from speakprep.errors import SpeakprepError
from speakprep.event.model import Deadline, Profile
from speakprep.event.standing import profile_findings
from speakprep.feedback.actions import feedback_findings
from speakprep.lint.engines import ENGINE_CODES, engine_findings
from speakprep.lint.lint import lint
from speakprep.lint.suppressing import (
    CODES,
    Outcome,
    Suppressed,
    Suppression,
    suppress,
    suppression_findings,
)
from speakprep.talk.language import Language
from speakprep.talk.model import Talk
from speakprep.talk.report import Finding, Place, Report, at_or_above
from speakprep.talk.workspace import Workspace

EMPTY = "CFP103"
"""The shipped rule for a required field that is empty: the draft asks for these."""

NOT_IN_THE_TEXT = ("CFP111", UNREAD)
"""What no change to the words mends: the call has closed, a file cannot be read."""

FOUND_HERE = (
    *("CFP111", "CFP112", "CFP113", "CFP114", "CFP115", "CFP116", "EVT101"),
    *("CFP120", "CFP121", "CFP122", "CFP123", "CFP131", "CFP213", "CFP708"),
    *("CFP132", "CFP133", "CFP805", "FBK101", "FBK102"),
    *ENGINE_CODES,
)
"""What is found about a proposal without a rule file; these can be allowed as well."""

NOT_OF_THE_PROPOSAL = ("SCR", "DCK", "CFP81")
"""Codes in talk.toml that `script check` and `deck check` answer for."""


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
    """The proposals that were checked, in the order given.

    `suppressed` are the findings somebody allows, with their reasons; `known`
    is how many more a list of known findings hides; `unread` are the files
    that could not be checked, `mended` how many lines of a file were mended.
    """

    proposals: tuple[Measured, ...]
    suppressed: tuple[Suppressed, ...] = ()
    known: int = 0
    unread: tuple[str, ...] = ()
    mended: Mapping[str, int] = dataclasses.field(default_factory=dict)


def lint_talk(
    workspace: Workspace, *, event: str = "", now: datetime | None = None
) -> Report[Checked]:
    """Check the talk's proposals: cfp.md, and variants named cfp.<event>.md.

    Args:
        workspace: the talk.
        event: check that variant alone, or else cfp.md against that event's form.
        now: the time, with its zone; without it nothing is said about deadlines.

    Raises:
        UsageError: there is no such form profile.
        InputError: there is no cfp.md yet, or it or a rule file cannot be read.
    """
    report = lint_sources(talk_sources(workspace, event), now=now)
    return dataclasses.replace(report, next=next_after(report, workspace.talk))


def lint_sources(
    sources: Sequence[Source],
    errors: Sequence[SpeakprepError] = (),
    *,
    engines: Sequence[str] = (),
    now: datetime | None = None,
) -> Report[Checked]:
    """Check proposals; of several, those that cannot be read are findings, and the rest goes on.

    `engines` are linters by others to run besides, see `speakprep.lint.engines`.

    Raises:
        UsageError: there is no such engine.
        MissingError: an engine is not installed.
        SpeakprepError: one and the same thing keeps all of them from being read.
    """
    opener, opened = Opener(), list[Opened]()
    failed = [(error, error.file) for error in errors]
    for source in sources:
        try:
            opened.append(opener.open(source))
        except SpeakprepError as error:
            failed.append((error, error.file or source.name))
    if failed and not opened and len({(error.message, error.line) for error, _ in failed}) == 1:
        raise failed[0][0]
    outcome = _settled(opened, engines, now)
    unread = tuple(unread_finding(error, name) for error, name in failed)
    order = {one.source.name: number for number, one in enumerate(opened)}
    found = sorted(outcome.findings, key=lambda finding: _in_file(finding.place, order))
    return Report(
        facts=Checked(
            proposals=tuple(map(_measured, opened)),
            suppressed=outcome.suppressed,
            unread=tuple(finding.place.file for finding in unread),
        ),
        findings=(*found, *unread),
    )


def _settled(opened: Sequence[Opened], engines: Sequence[str], now: datetime | None) -> Outcome:
    """Find what there is to find, and set aside what is allowed, talk by talk."""
    across = defaultdict(list)
    for finding in set_findings([_submission(one) for one in opened]):
        across[finding.place.file].append(finding)
    talks: defaultdict[str, list[Opened]] = defaultdict(list)
    for one in opened:
        talks[one.source.talk or one.source.name].append(one)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for group in talks.values():
        found = [
            finding
            for one in group
            for finding in (*_found(one, engines, now), *across[one.source.name])
        ]
        found += _of_the_talk(group[0])
        outcome = suppress(found, _allowed(group))
        known = frozenset((*FOUND_HERE, *CODES)).union(*(one.known for one in group))
        kept += outcome.findings
        kept += suppression_findings(_judged(outcome.unused, group), known)
        suppressed += outcome.suppressed
    return Outcome(findings=tuple(kept), suppressed=tuple(suppressed), unused=())


def _of_the_talk(opened: Opened) -> tuple[Finding, ...]:
    """Return what people said, and what changed since it was frozen, when all is checked."""
    workspace = opened.source.workspace
    if workspace is None or not opened.source.is_whole:
        return ()
    return (*feedback_findings(workspace, "cfp"), *frozen_findings(workspace))


def _found(opened: Opened, engines: Sequence[str], now: datetime | None) -> tuple[Finding, ...]:
    """Return what is found about one proposal by itself."""
    proposal, language = opened.proposal, opened.language
    talk = opened.source.workspace.talk if opened.source.workspace else None
    here = Place(file=proposal.file)
    dated = profile_findings(_dated(proposal.profile, talk), now, language) if now else ()
    if talk and talk.dates.answer:  # what was sent may be looked at long after the call
        dated = ()
    texts = passages(proposal, language, talk.minutes if talk else None)
    return (
        *proposal.findings,
        *lint(texts, opened.rules),
        *engine_findings(engines, texts),
        *(() if _is_translated(opened) else language_findings(proposal)),
        *(format_findings(proposal, talk) if talk else ()),
        *copy_findings(proposal),
        *identity_findings(proposal, talk.speakers if talk else (), language),
        *(dataclasses.replace(finding, place=here) for finding in dated),
    )


def _is_translated(opened: Opened) -> bool:
    """Tell whether the proposal is also there in the language that its form wants."""
    workspace, profile = opened.source.workspace, opened.proposal.profile
    if workspace is None or profile.language is None:
        return False
    return (workspace.folder / file_of(translation_of(profile.key, profile.language))).exists()


def _dated(profile: Profile, talk: Talk | None) -> Profile:
    """Let the day in talk.toml count: organisers give more time, and profiles do not know it."""
    if talk is None or talk.dates.cfp_closes is None:
        return profile
    closes = Deadline(day=talk.dates.cfp_closes)
    return dataclasses.replace(profile, cfp=dataclasses.replace(profile.cfp, closes=closes))


def _allowed(group: Sequence[Opened]) -> tuple[Suppression, ...]:
    workspace = group[0].source.workspace
    in_talk = allowed_in(workspace) if workspace else ()
    return (*(each for one in group for each in one.allowed), *in_talk)


def _judged(unused: Sequence[Suppression], group: Sequence[Opened]) -> list[Suppression]:
    """Leave out what talk.toml allows for files that are not looked at now."""
    is_whole = group[0].source.is_whole
    return [
        each
        for each in unused
        if each.lines is not None or (is_whole and not each.code.startswith(NOT_OF_THE_PROPOSAL))
    ]


def _submission(opened: Opened) -> Submission:
    talk = opened.source.workspace.talk if opened.source.workspace else None
    return Submission(
        proposal=opened.proposal,
        language=opened.language,
        speakers=talk.speakers if talk else (),
        talk=opened.source.talk,
        day=(talk.dates.talk if talk else None) or opened.proposal.profile.event_date,
    )


def _measured(opened: Opened) -> Measured:
    profile = opened.proposal.profile
    return Measured(
        file=opened.proposal.file,
        language=opened.language,
        event=profile.key,
        event_name=profile.name,
        meters=meters(opened.proposal, opened.language),
    )


def _in_file(place: Place, order: Mapping[str, int]) -> tuple[int, bool, int, int]:
    """Sort by place; what stands nowhere comes last in its file, other files last of all."""
    number = order.get(place.file, len(order))
    return number, place.line is None, place.line or 0, place.column or 0


def next_after(report: Report[Checked], talk: Talk) -> str:
    """Return what to type after checking the talk's own proposals.

    Where no error is left, a reviewer's questions come next; once it went out, the script.
    """
    proposals = report.facts.proposals
    empty = next((each for each in report.findings if each.code == EMPTY), None)
    if empty:
        return f"speakprep cfp draft{_variant(proposals, empty.place.file)}"
    mendable = tuple(each for each in report.findings if each.code not in NOT_IN_THE_TEXT)
    if errors := at_or_above(mendable, "error"):
        return f"speakprep cfp draft --editor{_variant(proposals, errors[0].place.file)}"
    if talk.dates.answer:
        return "speakprep script sync"
    return f"speakprep cfp check{_variant(proposals, proposals[0].file) if proposals else ''}"


def _variant(proposals: Sequence[Measured], file: str) -> str:
    """Return what makes a command mean the proposal in that file."""
    variant = variant_in(file.rpartition("/")[2])
    known = {each.file: each.event for each in proposals}
    return named(variant if event_of(variant) == known.get(file) else "")
