"""The same proposal for other forms: making a variant, fitting, comparing, copying."""

from dataclasses import dataclass
from typing import Self

from speakprep.cfp.actions.frozen import list_frozen, read_frozen
from speakprep.cfp.actions.opening import named, profile_for, read_proposal, variant_key
from speakprep.cfp.comparing import Change, compare
from speakprep.cfp.files import CFP_FILE, fields_by_name, parse_proposal
from speakprep.cfp.fitting import fit
from speakprep.cfp.form import language_of
from speakprep.cfp.freezing import FOLDER, latest
from speakprep.cfp.layout import new_proposal
from speakprep.cfp.model import Carried, Fit, Frozen, LeftOut, Proposal
from speakprep.cfp.naming import event_of, file_of, variant_in
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.cfp.questions import load_questions
from speakprep.cfp.versions import carry
from speakprep.errors import InputError, UsageError
from speakprep.event.counting import UNITS, size
from speakprep.event.model import Field, Profile
from speakprep.event.profiles import FOLDER as PROFILES
from speakprep.event.profiles import load_profile
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.resources import list_resources
from speakprep.talk.workspace import Workspace

OVER = "CFP101"
"""The shipped rule for a field that is too long: fitting finds the same."""

_TOO_LONG: dict[Language, str] = {
    "en": "{label} is {count} of {limit} {unit}: {over} to cut, from here on.",
    "zh": "“{label}”共 {count} {unit}，上限 {limit}：从这里起要删去 {over}。",
}


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """How a proposal fits a form, field by field, and what that form does not ask for."""

    file: str
    event: str
    event_name: str
    fields: tuple[Fit, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """The variant that was made, how what was carried over fits, and what stayed behind."""

    file: str
    source: str
    event: str
    event_name: str
    fields: tuple[Fit, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Two proposals by their names, and every field that has words on either side."""

    before: str
    after: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Copied:
    """One field's words exactly as they would be pasted, and what they count for."""

    file: str
    field: str
    label: str
    text: str
    count: int
    limit: int | None
    unit: str


def new_version(workspace: Workspace, event: str) -> Report[NewVersion]:
    """Make cfp.<event>.md of cfp.md: words are carried over as they are, cfp.md stays.

    Raises:
        UsageError: there is no such form profile, it is the talk's own, or the
            variant is there already.
        InputError: there is no cfp.md, or words would not stay in their field.
    """
    profile = load_profile(workspace.shelves, event)
    event = profile.key
    path = workspace.folder / f"cfp.{event}.md"
    if event == variant_key(workspace, workspace.talk.event):
        raise UsageError(f"cfp.md is the proposal for {event} itself", hint="speakprep cfp lint")
    with locked(workspace.folder):
        if path.exists() or path.is_symlink():
            raise UsageError(
                f"{workspace.name(path)} is there already, and stays as it is",
                hint=f"see how it differs: speakprep cfp diff cfp.md {path.name}",
            )
        source = read_proposal(workspace)
        carried, left = carried_to(workspace, source, profile)
        language = language_of(source, workspace.talk.language)
        bodies = {each.field.key: each.body for each in carried if each.body}
        text = new_proposal(profile, load_questions(workspace.shelves), language, bodies)
        _refuse_losses(parse_proposal(text, path.name, profile), carried)
        data = text.replace("\n", source.newline).encode()
        write_atomic(path, data, within=workspace.folder)
    facts = NewVersion(
        file=workspace.name(path),
        source=source.file,
        event=profile.key,
        event_name=profile.name,
        fields=tuple(fit(each, profile, language) for each in carried),
        left_out=left,
    )
    return Report(
        facts=facts,
        written=(facts.file,),
        next=f"speakprep cfp draft --event {event}"
        if any(each.required and not each.count for each in facts.fields)
        else f"speakprep cfp fit --to {event}",
    )


def fit_to(workspace: Workspace, event: str = "", field: str = "") -> Report[Fitted]:
    """Say how the talk's words fit a form: those of its variant if there is one, else cfp.md's.

    Raises:
        UsageError: there is no such form profile, or it has no such field.
        InputError: there is no proposal, or it cannot be read.
    """
    event = variant_key(workspace, event or workspace.talk.event)
    profile = profile_for(workspace, event)
    variant = (workspace.folder / file_of(event)).exists()
    source = read_proposal(workspace, event if variant else "")
    wanted = _field_named(profile, field).key if field else ""
    carried, left = carried_to(workspace, source, profile)
    language = language_of(source, workspace.talk.language)
    chosen = [each for each in carried if wanted in {"", each.field.key}]
    fields = tuple(fit(each, profile, language) for each in chosen)
    findings = [
        over_limit(source, each, measured, language)
        for each, measured in zip(chosen, fields, strict=True)
        if measured.over
    ]
    own = variant or event == variant_key(workspace, workspace.talk.event)
    meant = named(event if variant else "")
    after = f"speakprep cfp draft --editor{meant}" if findings else f"speakprep cfp lint{meant}"
    return Report(
        facts=Fitted(
            file=source.file,
            event=profile.key,
            event_name=profile.name,
            fields=fields,
            left_out=() if wanted else left,
        ),
        findings=tuple(findings),
        next=after if own else f"speakprep cfp new-version --event {event}",
    )


def diff(workspace: Workspace, before: str = "", after: str = "") -> Report[Compared]:
    """Compare two proposals: files, events, or names of frozen versions.

    Without names: what was frozen last and its file as it is now, or cfp.md and
    the only variant. With one: that, and the talk's file it belongs to.

    Raises:
        InputError: there is nothing of that name, or nothing to compare.
    """
    first = _Side.named(workspace, before) if before else _first(workspace)
    second = _Side.named(workspace, after) if after else _counterpart(workspace, first)
    language = language_of(second.proposal, workspace.talk.language)
    facts = Compared(
        before=first.name,
        after=second.name,
        changes=compare(first.proposal, second.proposal, language),
    )
    return Report(facts=facts)


def copy(workspace: Workspace, field: str, *, event: str = "") -> Report[Copied]:
    """Return one field's words exactly as they would be pasted into the form.

    Raises:
        UsageError: the form has no such field.
        InputError: there is no proposal, or nothing is written there.
    """
    proposal = read_proposal(workspace, event)
    profile = proposal.profile
    wanted = _field_named(profile, field)
    entry = proposal.entry(wanted.key)
    text = prose_of(entry.section.body) if entry else ""
    if not text:
        raise InputError(
            f"{wanted.key} is still empty",
            file=proposal.file,
            line=entry.section.line if entry else None,
            hint="write it with: speakprep cfp draft",
        )
    language = language_of(proposal, workspace.talk.language)
    return Report(
        facts=Copied(
            file=proposal.file,
            field=wanted.key,
            label=wanted.called(language),
            text=text,
            count=size(text, wanted.counter, profile.newline),
            limit=wanted.at_most,
            unit=UNITS[wanted.counter][language],
        )
    )


@dataclass(frozen=True, kw_only=True)
class _Side:
    """One side of a comparison: its name as typed, and the talk's file it belongs to."""

    name: str
    proposal: Proposal
    belongs: str

    @classmethod
    def named(cls, workspace: Workspace, name: str) -> Self:
        """Find a frozen version, an event's proposal or a file, in this order."""
        frozen = {each.name: each for each in list_frozen(workspace).facts.versions}
        bare = name.removeprefix(f"{FOLDER}/").removesuffix(".md")
        if bare in frozen:
            return cls.frozen(workspace, frozen[bare])
        known = list_resources(workspace.shelves, PROFILES)
        if event_of(name) in known:
            proposal = read_proposal(workspace, name)
            return cls(name=proposal.file, proposal=proposal, belongs=proposal.file)
        path = next(
            (p for p in (workspace.here / name, workspace.folder / name) if p.is_file()), None
        )
        if path is None:
            hint = f"name a file, an event, or a frozen version: {', '.join(frozen) or 'none yet'}"
            raise InputError("there is nothing of that name to compare", file=name, hint=hint)
        variant = event_of(variant_in(path.name))
        profile = load_profile(
            workspace.shelves, variant if variant in known else workspace.talk.event
        )
        shown = workspace.name(path)
        return cls(
            name=shown, proposal=parse_proposal(read_text(path), shown, profile), belongs=shown
        )

    @classmethod
    def frozen(cls, workspace: Workspace, frozen: Frozen) -> Self:
        """Read what was submitted."""
        file = f"{FOLDER}/{frozen.name}.md"
        profile = load_profile(workspace.shelves, frozen.event)
        proposal = parse_proposal(read_frozen(workspace, frozen.name), file, profile)
        return cls(name=file, proposal=proposal, belongs=frozen.source)


def _first(workspace: Workspace) -> _Side:
    """Choose what was frozen last; before that, cfp.md."""
    if last := latest(list_frozen(workspace).facts.versions):
        return _Side.frozen(workspace, last)
    proposal = read_proposal(workspace)
    return _Side(name=proposal.file, proposal=proposal, belongs="")


def _counterpart(workspace: Workspace, first: _Side) -> _Side:
    """Choose what to compare with: the file a version was frozen from, or the only other one."""
    own = workspace.folder / CFP_FILE
    if first.belongs and first.name != first.belongs:
        return _Side.named(workspace, str(workspace.folder / first.belongs))
    if first.belongs and first.name != workspace.name(own):
        return _Side.named(workspace, str(own))
    known = list_resources(workspace.shelves, PROFILES)
    variants = [path for event in known if (path := workspace.folder / f"cfp.{event}.md").is_file()]
    if len(variants) == 1:
        return _Side.named(workspace, str(variants[0]))
    raise InputError(
        "there is nothing to compare it with yet",
        file=first.name,
        hint="keep what you submit with: speakprep cfp freeze",
    )


def carried_to(
    workspace: Workspace, source: Proposal, target: Profile
) -> tuple[tuple[Carried, ...], tuple[LeftOut, ...]]:
    """Say what a proposal has for every field of a form, and what that form does not ask for."""
    parts = [question.part for question in load_questions(workspace.shelves) if question.part]
    return carry(source, target, parts)


def _refuse_losses(made: Proposal, carried: tuple[Carried, ...]) -> None:
    """Words that would mean something else in their new place are not written there."""
    for each in carried:
        entry = made.entry(each.field.key)
        if entry is None or prose_of(entry.section.body) != each.text:
            raise InputError(
                f"what is written for {each.source} would not stay in its field",
                file=CFP_FILE,
                line=each.line,
                hint="close every ``` and <!-- it opens, then run the command again",
            )


def _field_named(profile: Profile, name: str) -> Field:
    """Find a field by its key or by its label in either language."""
    field = fields_by_name(profile).get(name.strip().casefold())
    if field is None:
        known = ", ".join(each.key for each in profile.fields)
        raise UsageError(f"the form has no field {name!r}", hint=f"it has: {known}")
    return field


def over_limit(source: Proposal, carried: Carried, measured: Fit, language: Language) -> Finding:
    """Say where words stand that a field has no room for."""
    section = next(each for each in source.sections[1:] if each.line == carried.line)
    body = section.body
    start = offset_in(body, len(carried.text) - len(measured.lost))
    return Finding(
        code=OVER,
        level="error",
        message=_TOO_LONG[language].format(
            label=measured.label,
            count=measured.count,
            limit=measured.limit,
            unit=measured.unit,
            over=measured.over,
        ),
        place=Place(
            file=source.file,
            line=section.line + 1 + body.count("\n", 0, start),
            column=start - body.rfind("\n", 0, start),
            field=measured.field,
        ),
        evidence=excerpt(measured.lost),
    )
