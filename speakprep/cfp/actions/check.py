"""Answering a reviewer's questions with the proposal's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from speakprep.cfp.actions.opening import named, proposal_path, read_proposal
from speakprep.cfp.actions.sources import load_rules
from speakprep.cfp.check_file import parse_answers, set_answers
from speakprep.cfp.evidence import (
    LEAST_HAN,
    LEAST_WORDS,
    Answer,
    Prose,
    Quote,
    fingerprint,
    says_enough,
    spots,
)
from speakprep.cfp.form import language_of
from speakprep.cfp.model import Proposal
from speakprep.cfp.proving import Item, Tally, findings, items, proses_of, tally
from speakprep.errors import UsageError
from speakprep.lint.model import Rule
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

ALL = "all"
"""Said instead of a code: every quote that a model has proposed."""


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """How a proposal answers the questions: `answers` names the file that says so.

    `language` is the one the proposal is mostly written in.
    """

    file: str
    answers: str
    language: Language
    counts: Tally
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A proposal with its questions and what is noted for them."""

    proposal: Proposal
    rules: tuple[Rule, ...]
    path: Path
    before: str | None
    answers: Mapping[str, Answer]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What a person says, by code: quotes, reasons to leave out, items to open again, yeses."""

    quotes: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)
    reopened: Sequence[str] = ()
    accepted: Sequence[str] = ()


def check(workspace: Workspace, *, event: str = "") -> Report[Checklist]:
    """Say which questions a reviewer may ask the text answers, with which words.

    Args:
        workspace: the talk.
        event: look at the variant cfp.<event>.md instead of cfp.md.

    Raises:
        InputError: there is no such proposal, or a file cannot be read.
        UsageError: there is no such form profile.
    """
    return _report(workspace, open_checklist(workspace, event), event)


def answer(
    workspace: Workspace, changes: Changes, *, today: date, event: str = ""
) -> Report[Checklist]:
    """Note what a person says; all of it, or nothing when one part makes no sense.

    Raises:
        UsageError: no such question, a quote that is too short or not in the text,
            no reason, nothing proposed.
        InputError: a file cannot be read, or changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    with locked(workspace.folder):
        opened = open_checklist(workspace, event)
        opened = note(workspace, opened, _answers(workspace, opened, changes, today))
    written = (workspace.name(opened.path),)
    return replace(_report(workspace, opened, event), written=written)


def open_checklist(workspace: Workspace, event: str = "") -> Examined:
    """Read a proposal, the questions, and what is noted for them.

    Raises:
        InputError: there is no such proposal, or a file cannot be read.
        UsageError: there is no such form profile.
    """
    path = proposal_path(workspace, event)
    proposal = read_proposal(workspace, event)
    answers = path.with_name(f"cfp-check{path.name.removeprefix('cfp').removesuffix('.md')}.toml")
    before = read_text(answers) if answers.exists() else None
    return Examined(
        proposal=proposal,
        rules=load_rules(workspace.shelves),
        path=answers,
        before=before,
        answers=parse_answers(before or "", workspace.name(answers)),
    )


def note(workspace: Workspace, opened: Examined, changed: Mapping[str, Answer]) -> Examined:
    """Write answers into their file; call it while holding the talk.

    Raises:
        InputError: the file changed meanwhile, or cannot be changed without harm.
    """
    name = workspace.name(opened.path)
    text = set_answers(opened.before or "", name, changed)
    expected = None if opened.before is None else opened.before.encode()
    write_atomic(opened.path, text.encode(), within=workspace.folder, expected=expected)
    return replace(opened, before=text, answers=parse_answers(text, name))


def quote_of(words: str, proses: Mapping[str, Prose]) -> Quote | None:
    """Return words as a quote with its sentence, or None where they do not stand verbatim."""
    spot = next(spots(words, proses), None)
    if spot is None:
        return None
    # In the file a quote is one line, whatever lines it was broken into.
    line = " ".join(words.split())
    return Quote(words=line, field=spot.field, sentence=fingerprint(spot.sentence))


def _report(workspace: Workspace, opened: Examined, event: str) -> Report[Checklist]:
    language = workspace.talk.language
    found = items(opened.proposal, opened.rules, opened.answers, language)
    name = workspace.name(opened.path)
    own = language_of(opened.proposal, language)
    counts = tally(found)
    verb = "check" if counts.open or counts.stale else "freeze"
    if verb == "freeze" and workspace.talk.dates.answer:  # it went out: nothing to freeze for
        verb = "lint"
    return Report(
        facts=Checklist(
            file=opened.proposal.file, answers=name, language=own, counts=counts, items=found
        ),
        findings=findings(found, opened.answers, own, file=name),
        next=f"speakprep cfp {verb}{named(event)}",
    )


def _answers(
    workspace: Workspace, opened: Examined, changes: Changes, today: date
) -> dict[str, Answer]:
    """Return the answers that change, each held against the text."""
    standing = items(
        opened.proposal, opened.rules, opened.answers, workspace.talk.language, hints=False
    )
    known = {item.code: item for item in standing}
    accepted = _accepted(changes, known)
    codes = [*changes.quotes, *changes.declined, *changes.reopened, *accepted]
    for code in codes:
        if code not in known and not (code in changes.reopened and code in opened.answers):
            raise UsageError(f"no checklist asks {code!r}", hint=f"it may be: {', '.join(known)}")
        if codes.count(code) > 1:
            raise UsageError(f"{code} is named twice", hint="say one thing about it")
    proses = proses_of(opened.proposal)
    file = opened.proposal.file
    changed = {
        code: Answer(quote=_proved(code, words, proses, file), day=today)
        for code, words in changes.quotes.items()
    }
    for code, reason in changes.declined.items():
        changed[code] = Answer(declined=_reason(code, reason), day=today)
    for code in changes.reopened:
        if opened.answers.get(code, Answer()) == Answer():
            raise UsageError(f"{code} is open already", hint="nothing was changed")
        changed[code] = Answer()
    for code in accepted:
        proposed = known[code].proposed
        if proposed is None:
            raise UsageError(
                f"nothing is proposed for {code}", hint="see what is: speakprep cfp check --list"
            )
        changed[code] = Answer(quote=proposed.quote, day=today)
    return changed


def _accepted(changes: Changes, known: Mapping[str, Item]) -> list[str]:
    if ALL not in changes.accepted:
        return list(changes.accepted)
    proposed = [code for code, item in known.items() if item.proposed]
    if not proposed:
        raise UsageError("nothing is proposed", hint="ask a model: speakprep cfp review")
    return proposed


def _proved(code: str, words: str, proses: Mapping[str, Prose], file: str) -> Quote:
    """Return a quote that stands in the text and says enough.

    Raises:
        UsageError: it does not.
    """
    quote = quote_of(words, proses)
    if quote is None:
        raise UsageError(
            f"{code}: these words do not stand in {file}",
            hint="copy them from the text letter for letter; line ends do not matter",
        )
    if not says_enough(words, proses[quote.field]):
        raise UsageError(
            f"{code}: this quote is very short",
            hint="take a few more words of the sentence: at least "
            f"{LEAST_WORDS} words, or {LEAST_HAN} Chinese characters",
        )
    return quote


def _reason(code: str, reason: str) -> str:
    """Return a reason on one line.

    Raises:
        UsageError: it says nothing.
    """
    line = " ".join(reason.encode("utf-8", "replace").decode().split())
    if not any(character.isalnum() for character in line):
        raise UsageError(
            f"why is {code} left out?", hint=f'for example: --decline {code}="it is one part only"'
        )
    return line
