"""The proposal in another language: what is to be translated, and putting it into its file.

How words are translated is not known here. Only fields that are empty, or hold a translation as
it came, are written: what a hand has written or changed stays, whatever the source says by now.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from speakprep.cfp.actions.opening import named, profile_for, read_proposal, variant_key
from speakprep.cfp.actions.versions import carried_to, over_limit
from speakprep.cfp.files import parse_proposal, put_body, render_proposal
from speakprep.cfp.fitting import fit
from speakprep.cfp.form import answer, language_of
from speakprep.cfp.generated import Source, marked, origin_of, ours_in
from speakprep.cfp.layout import new_proposal
from speakprep.cfp.model import Carried, Fit, LeftOut, Proposal
from speakprep.cfp.naming import event_of, file_of, translation_of
from speakprep.cfp.parts import marks_in, parts_for, with_whole
from speakprep.cfp.prose import offset_in, prose_of
from speakprep.cfp.questions import load_questions
from speakprep.errors import InputError, UsageError
from speakprep.event.counting import UNITS
from speakprep.event.model import Field
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import LANGUAGE_NAMES, Language
from speakprep.talk.markdown import Section
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class FieldText:
    """A field's words in the source; `line` is where they begin there, from 1.

    `at_most` says in words how much the form takes, such as "900 characters"; `copied` fields
    offer choices, which are the form's own words in any language. `there` is what stands in the
    translation by now.
    """

    field: Field
    text: str
    line: int
    at_most: str
    copied: bool
    there: str


@dataclass(frozen=True, kw_only=True)
class Translatable:
    """A proposal to be put into another language.

    `variant` names the translation, as `--event` takes it. `fields` may be written; `kept` are
    those that a hand has written in the translation, and `left_out` what the form does not ask
    for. `newline` is the source's own line end.
    """

    source: Language
    target: Language
    source_file: str
    newline: str
    path: Path
    variant: str
    fields: tuple[FieldText, ...]
    kept: tuple[FieldText, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, kw_only=True)
class Words:
    """A field's words in the other language, and the model they are from.

    That is empty where the words stay what they are, such as a name or an address.
    """

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class TranslatedProposal:
    """The proposal in the other language, and how its fields fit the form.

    `filled` are the keys of fields written now, `kept` those that a hand has written, `open`
    those whose words are not translated yet; `lines` is where each field's words begin.
    """

    file: str
    source: str
    language: Language
    event: str
    event_name: str
    fields: tuple[Fit, ...]
    filled: tuple[str, ...]
    kept: tuple[str, ...]
    open: tuple[str, ...]
    lines: Mapping[str, int]
    left_out: tuple[LeftOut, ...]


def open_translatable(workspace: Workspace, target: Language, event: str = "") -> Translatable:
    """Read what is to be translated for an event's form: its variant, or else cfp.md.

    Raises:
        UsageError: there is no such form profile, or the proposal is in that language already.
        InputError: there is no proposal, or a file cannot be read.
    """
    own = event_of(variant_key(workspace, event))
    profile = profile_for(workspace, event)
    has_variant = own != "" and (workspace.folder / file_of(own)).exists()
    proposal = read_proposal(workspace, own if has_variant else "")
    language = language_of(proposal, workspace.talk.language)
    if language == target:
        raise UsageError(
            f"{proposal.file} is {LANGUAGE_NAMES[language]} already",
            hint=f"name another language: --to {'zh' if target == 'en' else 'en'}",
        )
    carried, left = carried_to(workspace, proposal, profile)
    variant = translation_of(profile.key, target)
    path = workspace.folder / file_of(variant)
    text = read_text(path) if path.exists() else ""
    there = parse_proposal(text, workspace.name(path), profile)
    fields = [_field_text(proposal, each, there) for each in carried if each.text]
    return Translatable(
        source=language,
        target=target,
        source_file=proposal.file,
        newline=proposal.newline,
        path=path,
        variant=variant,
        fields=tuple(each for each in fields if _may_be_written(there, each.field)),
        kept=tuple(each for each in fields if not _may_be_written(there, each.field)),
        left_out=left,
    )


def put_translation(
    workspace: Workspace, meant: Translatable, words: Mapping[str, Words], *, today: date
) -> Report[TranslatedProposal]:
    """Write a translation into its file, each field marked as a machine's until it is edited.

    Args:
        workspace: the talk.
        meant: what was to be translated.
        words: the translations by field; a field that is not among them stays open, and
            without any nothing is written.
        today: the day, for the marks.

    Raises:
        InputError: words would not stay in their field, or the file changed meanwhile.
        BusyError: another speakprep is writing in this talk.
        StorageError: the disk refuses.
    """
    profile = profile_for(workspace, meant.variant)
    questions = load_questions(workspace.shelves)
    name = workspace.name(meant.path)
    filled: list[str] = []
    with locked(workspace.folder):
        before = read_text(meant.path) if meant.path.exists() else None
        empty = new_proposal(profile, questions, meant.target).replace("\n", meant.newline)
        proposal = parse_proposal(empty if before is None else before, name, profile)
        for each in meant.fields if words else ():
            parts = [question.part for question in parts_for(each.field, profile, questions)]
            body = _body_of(proposal, each.field)
            if before is None:  # a text that is there needs no hints for its parts
                body = body[: min((mark.start for mark in marks_in(body, parts)), default=None)]
            said = _marked(each, words.get(each.field.key), meant, today)
            written = _put_in(body, said, parts, proposal.newline)
            if written is not None:
                proposal = _with(proposal, each, written, meant)
                filled.append(each.field.key)
        if filled:
            expected = None if before is None else before.encode()
            data = render_proposal(proposal).encode()
            write_atomic(meant.path, data, within=workspace.folder, expected=expected)
    open_ = (each.field.key for each in meant.fields if not each.copied)
    still = tuple(key for key in open_ if key not in words)
    return _report(workspace, meant, proposal, tuple(filled), still)


def _field_text(proposal: Proposal, carried: Carried, there: Proposal) -> FieldText:
    field = carried.field
    section = next(each for each in proposal.sections[1:] if each.line == carried.line)
    at_most = f"{field.at_most} {UNITS[field.counter]['en']}" if field.at_most else ""
    return FieldText(
        field=field,
        text=carried.text,
        line=_first_line(section),
        at_most=at_most,
        copied=bool(field.choices),
        there=answer(there, field.key),
    )


def _first_line(section: Section) -> int:
    """Return the line on which a field's words begin."""
    return section.line + 1 + section.body.count("\n", 0, offset_in(section.body, 0))


def _body_of(proposal: Proposal, field: Field) -> str:
    entry = proposal.entry(field.key)
    return entry.section.body if entry else ""


def _may_be_written(proposal: Proposal, field: Field) -> bool:
    """Tell whether nobody's own words are in a field."""
    body = _body_of(proposal, field)
    ours = ours_in(body)
    return not prose_of(body) or (ours is not None and ours.untouched)


def _marked(each: FieldText, words: Words | None, meant: Translatable, today: date) -> str:
    """Return what is to be written below a heading, with its mark; nothing while it is open."""
    origin = origin_of(each.text, meant.source)
    if each.copied or (words is not None and not words.by):
        text = each.text if each.copied or words is None else words.text
        file = Path(meant.source_file).name
        return marked(text, Source(model=file, day=today, origin=origin, copied=True))
    if words is None:
        return ""
    return marked(words.text, Source(model=words.by, day=today, origin=origin))


def _put_in(body: str, said: str, parts: Sequence[str], newline: str) -> str | None:
    """Return a field's body with marked words; None where it stays as it is."""
    ours = ours_in(body)
    if not said:
        return None
    said = said.replace("\n", newline)
    if not prose_of(body):
        body = body[: ours.start] + body[ours.end :] if ours else body
        return with_whole(body, said + newline, parts)
    fresh = ours_in(said)
    if ours is None or not ours.untouched or fresh is None:
        return None
    same = prose_of(body) == prose_of(said) and ours.origin == fresh.origin
    return None if same else body[: ours.start] + said + body[ours.end :]


def _with(proposal: Proposal, each: FieldText, body: str, meant: Translatable) -> Proposal:
    try:
        return put_body(proposal, each.field, body)
    except InputError as error:  # what a translation is built of, such as code, is its source's
        error.file, error.line = meant.source_file, each.line
        raise


def _report(
    workspace: Workspace,
    meant: Translatable,
    proposal: Proposal,
    filled: tuple[str, ...],
    open_: tuple[str, ...],
) -> Report[TranslatedProposal]:
    profile, language = proposal.profile, meant.target
    there = {entry.field.key: entry.section for entry in proposal.entries}
    carried = [
        Carried(
            field=field,
            source=there[field.key].title if field.key in there else "",
            line=there[field.key].line if field.key in there else None,
            text=answer(proposal, field.key),
        )
        for field in profile.fields
    ]
    fits = tuple(fit(each, profile, language) for each in carried)
    over = [
        over_limit(proposal, each, measured, language)
        for each, measured in zip(carried, fits, strict=True)
        if measured.over
    ]
    facts = TranslatedProposal(
        file=proposal.file,
        source=meant.source_file,
        language=language,
        event=profile.key,
        event_name=profile.name,
        fields=fits,
        filled=filled,
        kept=tuple(each.field.key for each in meant.kept),
        open=open_,
        lines={key: _first_line(section) for key, section in there.items()},
        left_out=meant.left_out,
    )
    step = "draft --editor" if over else "lint"
    return Report(
        facts=facts,
        findings=(*over, *_stale(meant, proposal), *_missing(meant, open_)),
        written=(proposal.file,) if filled else (),
        next=next_translation(workspace, meant)
        if open_
        else f"speakprep cfp {step}{named(meant.variant)}",
    )


def next_translation(workspace: Workspace, meant: Translatable) -> str:
    """Return the command that translates what is still open."""
    event = event_of(meant.variant)
    other = "" if event == workspace.talk.event else event
    return f"speakprep cfp translate --to {meant.target}{named(other)}"


def _missing(meant: Translatable, open_: tuple[str, ...]) -> Iterator[Finding]:
    """Name the fields whose words are not translated yet, in one finding."""
    fields = [each for each in meant.fields if each.field.key in open_]
    if fields:
        labels = ", ".join(each.field.called(meant.target) for each in fields)
        yield Finding(
            code="missing",
            level="warning",
            message=f"not translated yet: {labels}",
            place=Place(file=meant.source_file, line=fields[0].line, field=fields[0].field.key),
            evidence=excerpt(fields[0].text),
        )


def _stale(meant: Translatable, proposal: Proposal) -> Iterator[Finding]:
    """Name what a hand has changed here, and what has changed in the source since."""
    for each in meant.kept:
        entry = proposal.entry(each.field.key)
        ours = ours_in(entry.section.body) if entry else None
        if entry is None or ours is None or ours.origin == origin_of(each.text, meant.source):
            continue
        yield Finding(
            code="stale",
            level="warning",
            message=f"edited by hand, so it stays as it is; its {LANGUAGE_NAMES[meant.source]} "
            f"has changed since: “{excerpt(each.text)}”",
            place=Place(file=proposal.file, line=_first_line(entry.section), field=each.field.key),
            evidence=excerpt(prose_of(entry.section.body)),
        )
