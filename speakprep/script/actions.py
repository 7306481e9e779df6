"""What a face calls: bring the script in step with the deck, and check it."""

from dataclasses import dataclass
from pathlib import Path

from speakprep.deck.files import read_deck
from speakprep.deck.powerpoint import write_notes
from speakprep.errors import InputError, UsageError
from speakprep.lint.files import parse_rules
from speakprep.lint.suppressing import Suppressed, allowed_in_talk
from speakprep.script.check import Row, allow, check_script, suppressions_of
from speakprep.script.files import parse_script, render_script, script_name
from speakprep.script.sync import Change, sync_script
from speakprep.script.timing import DEFAULT_PACE, Pace, Seconds
from speakprep.talk.disk import locked, read_text, write_atomic
from speakprep.talk.folders import TALK_FILE
from speakprep.talk.language import Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.resources import find_resource
from speakprep.talk.workspace import Workspace

RULES = "checklists/script.toml"
DECK = "deck.pptx"


@dataclass(frozen=True, kw_only=True)
class SyncFacts:
    """What a sync did.

    `deck` and `script` are file names as the person would type them;
    `renumbered` when texts had to be matched by content instead of by slide id.
    """

    deck: str
    script: str
    language: Language
    slides: int
    hidden: int
    changes: tuple[Change, ...]
    renumbered: bool


@dataclass(frozen=True, kw_only=True)
class CheckFacts:
    """A script slide by slide, and whether it fits: `minutes` are the slot less the questions.

    `suppressed` are the findings somebody allows, with their reasons.
    """

    script: str
    language: Language
    minutes: float
    total: Seconds
    slides: tuple[Row, ...]
    suppressed: tuple[Suppressed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PushFacts:
    """A copy of the deck: how many of its `slides` had their notes `written` from the script."""

    deck: str
    copy: str
    language: Language
    slides: int
    written: int


def sync(
    workspace: Workspace, deck: Path | None = None, language: Language | None = None
) -> Report[SyncFacts]:
    """Write script.<lang>.md, or bring it in step with the deck; the deck is only read.

    Args:
        workspace: the talk.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no deck is named, and the talk folder does not hold just one.
        InputError: deck or script cannot be read, or the script was changed meanwhile.
        BusyError: another speakprep is writing in this talk.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    source = deck or find_deck(workspace)
    path = workspace.folder / script_name(language)
    name = workspace.name(path)
    slides = read_deck(source)
    with locked(workspace.folder):
        before = read_text(path) if path.exists() or path.is_symlink() else None
        synced = sync_script(
            None if before is None else parse_script(before),
            slides,
            title=talk.title,
            language=language,
            main=language == talk.language,
            file=name,
        )
        after = render_script(synced.script)
        if after != before:
            expected = None if before is None else before.encode()
            write_atomic(path, after.encode(), within=workspace.folder, expected=expected)
    problems = tuple(each.finding(workspace.name(source)) for each in slides.problems)
    return Report(
        facts=SyncFacts(
            deck=workspace.name(source),
            script=name,
            language=language,
            slides=len(slides.slides),
            hidden=sum(slide.hidden for slide in slides.slides),
            changes=synced.changes,
            renumbered=synced.renumbered,
        ),
        findings=problems + synced.findings,
        written=(name,) if after != before else (),
        next=f"speakprep script check{_option(workspace, language)}",
    )


def check(
    workspace: Workspace, language: Language | None = None, pace: Pace = DEFAULT_PACE
) -> Report[CheckFacts]:
    """Check a script: complete, readable aloud, within the time.

    Args:
        workspace: the talk.
        language: which script; without it the language the speaker writes in.
        pace: how fast the speaker is, once a rehearsal has told.

    Raises:
        InputError: there is no script yet, or it or the rule file cannot be read.
    """
    talk, language = workspace.talk, language or workspace.talk.language
    path = workspace.folder / script_name(language)
    name = workspace.name(path)
    if not path.exists():
        raise InputError(
            "there is no script yet",
            file=name,
            hint=_make_it(workspace, language),
        )
    rules = parse_rules(find_resource(workspace.shelves, RULES))
    script = parse_script(read_text(path))
    checked = check_script(
        script,
        language=language,
        minutes=talk.speaking_minutes,
        rules=rules,
        file=name,
        pace=pace,
    )
    toml = workspace.name(workspace.folder / TALK_FILE)
    comments = suppressions_of(script, language, name)
    checked = allow(checked, (*comments, *allowed_in_talk(talk.allow, toml, language)), rules)
    return Report(
        facts=CheckFacts(
            script=name,
            language=language,
            minutes=talk.speaking_minutes,
            total=checked.total,
            slides=checked.rows,
            suppressed=checked.suppressed,
        ),
        findings=checked.findings,
        next=_after_check(workspace, language, checked.findings),
    )


def push(
    workspace: Workspace, out: Path, deck: Path | None = None, language: Language | None = None
) -> Report[PushFacts]:
    """Put a script into the speaker notes of a copy of the deck; the deck itself stays as it is.

    Slides without a text keep the notes they have.

    Args:
        workspace: the talk.
        out: the copy, a file that does not exist yet.
        deck: the deck; without it deck.pptx in the talk folder, or its only .pptx.
        language: which script; without it the language the speaker writes in.

    Raises:
        UsageError: no deck is named and there is not just one, or `out` exists.
        InputError: there is no script yet, or it or the deck cannot be read.
        StorageError: the copy cannot be written.
        BusyError: another speakprep is writing in this talk.
    """
    language = language or workspace.talk.language
    source = deck or find_deck(workspace)
    path = workspace.folder / script_name(language)
    if not path.exists():
        raise InputError(
            "there is no script yet", file=workspace.name(path), hint=_make_it(workspace, language)
        )
    there = {slide.slide_id for slide in read_deck(source).slides}
    notes = {
        slide.head.slide_id: slide.prose
        for slide in parse_script(read_text(path)).slides
        if slide.prose and not slide.head.orphan and slide.head.slide_id in there
    }
    with locked(workspace.folder):  # which also sweeps away what a killed run left
        write_notes(source, out, notes)
    return Report(
        facts=PushFacts(
            deck=workspace.name(source),
            copy=workspace.name(out),
            language=language,
            slides=len(there),
            written=len(notes),
        ),
        written=(workspace.name(out),),
        next="speakprep rehearse log RECORDING",
    )


def find_deck(workspace: Workspace) -> Path:
    """Return the talk's deck: deck.pptx, or the only .pptx in its folder.

    Raises:
        UsageError: there is none, or there are several.
    """
    usual = workspace.folder / DECK
    if usual.is_file():
        return usual
    decks = sorted(
        path
        for path in workspace.folder.iterdir()
        # PowerPoint's lock file of an open deck begins with "~$".
        if path.suffix.lower() == ".pptx" and path.is_file() and path.name[:1] not in {"~", "."}
    )
    if len(decks) == 1:
        return decks[0]
    if decks:
        names = ", ".join(path.name for path in decks)
        raise UsageError(
            f"this talk has {len(decks)} decks: {names}",
            hint=f"name one: speakprep script sync {workspace.name(decks[0])}",
        )
    raise UsageError(
        "this talk has no deck yet",
        hint=f"save your slides as {workspace.name(usual)}, "
        "or name them: speakprep script sync SLIDES.pptx",
    )


def _make_it(workspace: Workspace, language: Language) -> str:
    if language == workspace.talk.language:
        return "make it from your slides: speakprep script sync"
    return f"translate yours: speakprep translate run --to {language}"


def _option(workspace: Workspace, language: Language) -> str:
    return "" if language == workspace.talk.language else f" --lang {language}"


def _after_check(workspace: Workspace, language: Language, findings: tuple[Finding, ...]) -> str:
    talk = workspace.talk
    if any(finding.level != "advice" for finding in findings):
        return f"speakprep script check{_option(workspace, language)}"
    if language == talk.language and talk.translate_to:
        return f"speakprep translate run --to {talk.translate_to[0]}"
    return "speakprep rehearse log RECORDING"
