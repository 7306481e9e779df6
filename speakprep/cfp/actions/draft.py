"""Drafting a proposal: its file, and what is still empty in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.cfp.actions.opening import named, profile_for, proposal_path
from speakprep.cfp.files import fields_by_name, fill, parse_proposal, render_proposal
from speakprep.cfp.form import answer, empty_fields, language_of
from speakprep.cfp.generated import Source, marked
from speakprep.cfp.layout import new_proposal
from speakprep.cfp.model import Proposal, Question
from speakprep.cfp.parts import part_texts, parts_for, to_ask
from speakprep.cfp.prose import prose_of
from speakprep.cfp.questions import load_questions
from speakprep.errors import InputError, UsageError
from speakprep.event.model import Profile
from speakprep.lint.reading import excerpt
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language, detect
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace

_KEPT: dict[Language, str] = {
    "en": "{key} already says something, and your words stay; this was left out.",
    "zh": "{key} 已有内容，你写的保持不变；这段没有写入。",
}


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What the draft did: answers that were filled in, kept as they were; fields still empty.

    `unanswered` are the parts not answered yet of fields begun in parts, such
    as "description.evidence".
    """

    file: str
    event: str
    created: bool = False
    filled: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


def draft(
    workspace: Workspace,
    answers: Mapping[str, str],
    *,
    event: str = "",
    source: Source | None = None,
) -> Report[Drafted]:
    """Create cfp.md from the event's form, or fill in what is still empty.

    A text without any heading gets the form's below it. What a person wrote is never
    replaced: an answer for what is answered already is reported as CFP130 and left out. A
    new proposal takes the talk's title, unless that is only what its folder is called.

    Args:
        workspace: the talk.
        answers: words by field, such as "title", or by part, such as "description.problem";
            a field's label names it as well as its key, whatever the capitals.
        event: the variant meant; the talk's own proposal if empty.
        source: the model that generated these answers, if one did: they are marked.

    Raises:
        UsageError: there is no such form profile, or a field is answered whole and in parts.
        InputError: there is no such field, part or variant, an answer or a heading
            would not stay where it belongs, or the file changed meanwhile.
    """
    path = proposal_path(workspace, event)
    profile = profile_for(workspace, event)
    questions = load_questions(workspace.shelves)
    answers = _by_key(profile, answers, source)
    with locked(workspace.folder):
        created = not path.exists()
        before = "" if created else read_text(path)
        opened = _opened(workspace, path, profile, questions)
        proposal = _with_form(workspace, opened, questions)
        if created or proposal is not opened:
            answers = {**_title(workspace, profile), **answers}
        proposal, filled, kept = _filled_in(proposal, answers, questions)
        after = render_proposal(proposal)
        if after != before:
            expected = None if created else before.encode()
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    facts = replace(
        _standing(proposal, questions), created=created, filled=filled, kept=tuple(kept)
    )
    return Report(
        facts=facts,
        findings=tuple(kept.values()),
        written=(facts.file,) if after != before else (),
        next=f"speakprep cfp lint{named(event)}",
    )


def open_proposal(workspace: Workspace, event: str = "") -> Proposal:
    """Read the talk's proposal; what does not exist yet is an empty one.

    Raises:
        UsageError: there is no such form profile.
        InputError: the file cannot be read, or there is no such variant.
    """
    path = proposal_path(workspace, event)
    profile = profile_for(workspace, event)
    return _opened(workspace, path, profile, load_questions(workspace.shelves))


def _title(workspace: Workspace, profile: Profile) -> dict[str, str]:
    """Return the title somebody gave the talk: the folder's name is none, and is asked for."""
    title = workspace.talk.title
    given = title and title != workspace.folder.absolute().name
    return {"title": title} if given and profile.field("title") else {}


def _opened(
    workspace: Workspace, path: Path, profile: Profile, questions: Sequence[Question]
) -> Proposal:
    if path.exists():
        text = read_text(path)
    else:
        text = new_proposal(profile, questions, workspace.talk.language)
    return parse_proposal(text, workspace.name(path), profile)


def _with_form(workspace: Workspace, proposal: Proposal, questions: Sequence[Question]) -> Proposal:
    """Put the form's headings below a text that has none; the text stays as it is."""
    if len(proposal.sections) > 1:
        return proposal
    newline = proposal.newline
    form = new_proposal(proposal.profile, questions, workspace.talk.language)
    text = form.replace("\n", newline)
    above = proposal.sections[0].body
    if above.strip():
        text = above + newline * (1 if above.endswith("\n") else 2) + text
    after = parse_proposal(proposal.mark + text, proposal.file, proposal.profile)
    if len(after.entries) < len(proposal.profile.fields):
        raise InputError(
            "the form's headings would not be read below this text",
            file=proposal.file,
            hint="close every ``` and <!-- it opens, then run the command again",
        )
    return after


def _standing(proposal: Proposal, questions: Sequence[Question]) -> Drafted:
    """Say what is still to answer."""
    empty = tuple(field.key for field in empty_fields(proposal))
    open_ = [ask.key for ask in to_ask(proposal, questions) if ask.field.key not in empty]
    return Drafted(
        file=proposal.file,
        event=proposal.profile.key,
        empty=empty,
        unanswered=tuple(open_),
    )


def _by_key(profile: Profile, answers: Mapping[str, str], source: Source | None) -> dict[str, str]:
    """Return the answers by the keys of what they name, marked if a model generated them.

    A name that the form does not know stays as it is.
    """
    fields = fields_by_name(profile)
    keyed: dict[str, str] = {}
    for name, words in answers.items():
        whole = fields.get(name.strip().casefold())
        label, _, part = name.rpartition(".")  # a label may hold a full stop, a part does not
        field = fields.get(label.strip().casefold())
        key = f"{field.key}.{part.strip().casefold()}" if field else name
        keyed[whole.key if whole else key] = marked(words, source) if source else words
    _refuse_both(keyed)
    return keyed


def _refuse_both(answers: Mapping[str, str]) -> None:
    """Whole or in parts: taking both would leave it to chance which one is in the file."""
    for key in answers:
        field, dot, _ = key.partition(".")
        if dot and field in answers:
            raise UsageError(
                f"{field} is answered whole and in parts",
                hint=f"leave out one of them: {field} or {key}",
            )


def _filled_in(
    proposal: Proposal, answers: Mapping[str, str], questions: Sequence[Question]
) -> tuple[Proposal, tuple[str, ...], dict[str, Finding]]:
    """Fill in the empty fields and parts; return what is left alone as findings."""
    filled: list[str] = []
    kept: dict[str, Finding] = {}
    for key, words in answers.items():
        if not prose_of(words):
            continue
        parts = _parts(proposal, key, questions)
        written = _written(proposal, key, parts)
        if not written:
            proposal = fill(proposal, key, words, parts)
            filled.append(key)
        elif written != prose_of(words):
            kept[key] = _kept(proposal, key, prose_of(words))
    return proposal, tuple(filled), kept


def _parts(proposal: Proposal, key: str, questions: Sequence[Question]) -> list[str]:
    field = proposal.profile.field(key.partition(".")[0])
    found = parts_for(field, proposal.profile, questions) if field else []
    return [question.part for question in found]


def _written(proposal: Proposal, key: str, parts: Sequence[str]) -> str:
    """Return what an answer would stand beside: that part's words, or those above all parts."""
    field, _, part = key.partition(".")
    entry = proposal.entry(field)
    if not part or entry is None:
        return answer(proposal, field)
    if part not in parts:
        return ""  # filling it in refuses it, with the parts there are
    texts = part_texts(entry.section.body, parts)
    return texts[""] or texts.get(part, "")


def _kept(proposal: Proposal, key: str, words: str) -> Finding:
    field = key.partition(".")[0]
    entry = proposal.entry(field)
    return Finding(
        code="CFP130",
        level="advice",
        message=_KEPT[language_of(proposal, detect(words))].format(key=key),
        place=Place(
            file=proposal.file, line=entry.section.line if entry else None, column=1, field=field
        ),
        evidence=excerpt(words),
    )
