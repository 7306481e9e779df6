"""What every way of logging a rehearsal does: check what was said, keep the record, report it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count as numbers_from
from pathlib import Path
from urllib.parse import urlsplit

from speakprep.deck.files import read_deck
from speakprep.errors import SpeakprepError, UsageError
from speakprep.rehearsal.actions.records import (
    confirm_command,
    listen_command,
    record_path,
    writable,
)
from speakprep.rehearsal.files import Records, local, render_rehearsal
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.judge import broken_record, judge
from speakprep.rehearsal.metrics import language_of
from speakprep.rehearsal.model import ERRORS, Errors
from speakprep.rehearsal.own_past import Change, changes
from speakprep.rehearsal.record import Rehearsal, ShownDeck, SpokenScript
from speakprep.rehearsal.said import Log
from speakprep.rehearsal.shown import shown_deck
from speakprep.rehearsal.slides_judged import judge_marks
from speakprep.rehearsal.spoken import spoken_script
from speakprep.script.actions.opening import find_deck
from speakprep.script.files import script_name
from speakprep.script.model import SlideText
from speakprep.talk.disk import read_text, write_atomic
from speakprep.talk.language import LANGUAGES, Language
from speakprep.talk.report import Finding, Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Logged:
    """A rehearsal and its record's name; `again` when this recording was known already.

    `differs` are the options said now of which the known record says something else;
    `changes` what differs from the speaker's own earlier rehearsals; `errors` by how
    much the figures may be wrong.
    """

    rehearsal: Rehearsal
    record: str
    again: bool
    speaking_minutes: int
    differs: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    errors: Errors = ERRORS


def checked(said: Log, files: Sequence[Path] = ()) -> Log:
    """Return what was said as it can be written down, its time as the clock here shows it.

    Raises:
        UsageError: a word or a name cannot be, the time is none, or the address.
    """
    for file in files:
        writable(str(file), "the recording's name")
    writable(said.marks, "the name of the marks")
    people = dict.fromkeys(writable(" ".join(name.split()), "a name") for name in said.people)
    try:
        at = local(said.at) if said.at else None
    except (OverflowError, ValueError, OSError):
        raise UsageError(
            f"{said.at} is not a time of a recording", hint="for example: --at 2027-03-01T18:30"
        ) from None
    note = writable(said.note.strip(), "the note")
    return replace(
        said, people=tuple(filter(None, people)), note=note, at=at, url=_address(said.url)
    )


def _address(url: str) -> str:
    """Return the address of a video as a browser would take it; it is never opened.

    Raises:
        UsageError: it is none.
    """
    url = writable(url.strip(), "the address")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or not url.isprintable() or " " in url:
        raise UsageError(
            f"--url {url!r} is not an address of the web",
            hint="for example: --url https://video.example/talk",
        )
    return url


def write_record(workspace: Workspace, rehearsal: Rehearsal) -> Rehearsal:
    """Write a new record under a free id, and return the rehearsal with it; the talk is locked.

    Raises:
        StorageError: it cannot be written.
    """
    rehearsal = replace(rehearsal, id=_free_id(workspace, rehearsal))
    path = record_path(workspace, rehearsal.id)
    write_atomic(path, render_rehearsal(rehearsal).encode(), within=workspace.folder)
    return rehearsal


def report_of(
    workspace: Workspace, records: Records, rehearsal: Rehearsal, again: Log | None = None
) -> Report[Logged]:
    """Report a rehearsal, judged; `again` is what was said of a recording known already."""
    minutes = workspace.talk.speaking_minutes
    record = workspace.name(record_path(workspace, rehearsal.id))
    file = record
    if rehearsal.measured:
        file = workspace.name(workspace.folder / rehearsal.recording.file)
    facts = Logged(
        rehearsal=rehearsal,
        record=record,
        again=again is not None,
        speaking_minutes=minutes,
        differs=again.differences(rehearsal) if again else (),
        changes=changes(rehearsal, records.rehearsals),
    )
    return Report(
        facts=facts,
        findings=(
            *judge(rehearsal, minutes, file, _other_languages(workspace, rehearsal)),
            *_wrong_marks(workspace, rehearsal),
            *(broken_record(error) for error in records.broken),
        ),
        written=(record,) if again is None else (),
        next=_following(rehearsal),
    )


def _following(rehearsal: Rehearsal) -> str:
    """Return what to type next: a recording wants to be heard, one without speech does not."""
    if is_heard(rehearsal):
        return "speakprep plan"
    if not rehearsal.measured:  # it plays elsewhere
        return confirm_command(rehearsal.id)
    return listen_command(rehearsal.id) if rehearsal.figures.speech_found else "speakprep plan"


def _wrong_marks(workspace: Workspace, rehearsal: Rehearsal) -> tuple[Finding, ...]:
    """Name what made no sense in the marks just read; a record does not keep it."""
    kept, spoken = rehearsal.marks, rehearsal.script
    language = spoken.language if spoken else workspace.talk.language
    return judge_marks(kept.marks.wrong, language, kept.file) if kept else ()


def file_name(workspace: Workspace, file: Path) -> str:
    """Return a path as a record keeps it: relative where it moves with the talk folder."""
    real, folder = file.resolve(), workspace.folder.resolve()
    return str(real.relative_to(folder)) if real.is_relative_to(folder) else str(real)


def spoken_by(workspace: Workspace, said: Log) -> tuple[SpokenScript | None, tuple[SlideText, ...]]:
    """Return the script and its texts of the slides spoken; nothing while there is no script.

    Raises:
        UsageError: slides or a language were named, and there is no such script or slide.
    """
    language = said.language or _spoken_language(workspace)
    path = workspace.folder / script_name(language)
    if not path.is_file():
        if said.slides or said.language:
            option = "--slides" if said.slides else "--lang"
            raise UsageError(
                f"there is no {path.name} to compare the recording with",
                hint=f"leave out {option}, or first: speakprep script sync DECK.pptx",
            )
        return None, ()
    return spoken_script(read_text(path), language, said.slides)


def shown_by(workspace: Workspace) -> ShownDeck | None:
    """Return what the talk's deck shows; nothing without one, a choice of them, or a broken one."""
    try:
        # A deck of another kind is not converted on the side: that takes seconds.
        deck = read_deck(find_deck(workspace), convert=lambda _path, _suffix: None)
    except SpeakprepError:
        return None
    return shown_deck(deck)


def _spoken_language(workspace: Workspace) -> Language:
    talk = workspace.talk
    for language in talk.translate_to:
        if (workspace.folder / script_name(language)).is_file():
            return language
    return talk.language


def _other_languages(workspace: Workspace, rehearsal: Rehearsal) -> tuple[Language, ...]:
    """Return the languages of the scripts that this rehearsal was not measured by."""
    used = language_of(rehearsal)
    return tuple(
        language
        for language in LANGUAGES
        if language != used and (workspace.folder / script_name(language)).is_file()
    )


def _free_id(workspace: Workspace, rehearsal: Rehearsal) -> str:
    """Name a rehearsal after its time and kind, with a number where that is taken."""
    name = f"{rehearsal.at:%Y-%m-%d-%H%M}-{rehearsal.kind}"
    if not record_path(workspace, name).exists():
        return name
    numbered = (f"{name}-{number}" for number in numbers_from(2))
    return next(free for free in numbered if not record_path(workspace, free).exists())
