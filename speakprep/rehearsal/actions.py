"""Logging a rehearsal, noting that it was listened to, cutting what is worth hearing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.files import (
    FOLDER,
    read_rehearsals,
    render_listening,
    render_rehearsal,
    sha256_of,
)
from speakprep.rehearsal.judge import judge
from speakprep.rehearsal.measure import measure, script_rate
from speakprep.rehearsal.model import Clip, Sound, Span
from speakprep.rehearsal.record import (
    Kind,
    Listening,
    Recording,
    Rehearsal,
    SpokenScript,
    figures_of,
)
from speakprep.script.files import parse_script, script_name
from speakprep.script.model import SlideText, fingerprint
from speakprep.script.timing import amount
from speakprep.talk.disk import locked, read_bytes, read_text, write_atomic
from speakprep.talk.language import Count, Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace, shown_path

CLIP_MARGIN_S = 1.5
"""So much before and after a pause is kept in the reel: enough to hear what it parts."""

MAX_CLIPS = 12
"""A reel is short, or nobody listens to it."""


@dataclass(frozen=True, kw_only=True)
class Logged:
    """A rehearsal as it was logged; `again` when this recording was known already."""

    rehearsal: Rehearsal
    again: bool
    speaking_minutes: int


@dataclass(frozen=True, kw_only=True)
class Log:
    """What the speaker says about a recording.

    `at` is when it was made; None takes the file's own date. `slides` are the
    numbers of the slides spoken, empty for all; `language` None takes the
    translation when there is one, as that is what the audience will hear.
    """

    kind: Kind = "solo"
    at: datetime | None = None
    people: tuple[str, ...] = ()
    note: str = ""
    slides: tuple[int, ...] = ()
    language: Language | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """All rehearsals of a talk, oldest first."""

    rehearsals: tuple[Rehearsal, ...]


@dataclass(frozen=True, kw_only=True)
class Reel:
    """The short file made of a rehearsal's moments worth hearing, and what is in it."""

    file: str
    spans: tuple[Span, ...]


def log(
    workspace: Workspace, file: Path, said: Log, *, decode: Callable[[Path], Sound]
) -> Report[Logged]:
    """Measure a recording and keep its figures; the recording itself stays where it is.

    Args:
        workspace: the talk.
        file: the recording, anywhere on this machine.
        said: what the speaker says about it.
        decode: turns the file into what is measured.

    Raises:
        InputError: it is no recording, or a slide named is not in the script.
        StorageError: the record cannot be written.
    """
    digest = sha256_of(file)
    known = _known(workspace, digest)
    if known:
        return _report(workspace, known, again=True)
    language = said.language or _spoken_language(workspace)
    spoken, count = _spoken(workspace, language, said.slides)
    measurement = measure(decode(file))
    rehearsal = Rehearsal(
        id="",
        kind=said.kind,
        at=said.at or datetime.fromtimestamp(file.stat().st_mtime).replace(microsecond=0),  # noqa: DTZ006 -- the speaker's own clock
        people=said.people,
        note=said.note,
        recording=Recording(
            file=_file_name(workspace, file),
            sha256=digest,
            size=file.stat().st_size,
            source=measurement.source,
        ),
        figures=figures_of(measurement, script_rate(measurement, count) if count else None),
        script=spoken,
    )
    if sha256_of(file) != digest:
        raise InputError(
            "the recording grew while it was read",
            file=str(file),
            hint="stop the recorder, then log it again",
        )
    with locked(workspace.folder):
        known = _known(workspace, digest)  # another run may have been faster
        if known:
            return _report(workspace, known, again=True)
        rehearsal = replace(rehearsal, id=_free_id(workspace, rehearsal))
        path = _path(workspace, rehearsal.id)
        write_atomic(path, render_rehearsal(rehearsal).encode(), within=workspace.folder)
    return _report(workspace, rehearsal, again=False)


def listened(workspace: Workspace, rehearsal_id: str, note: str, now: datetime) -> Report[Logged]:
    """Note that the speaker listened to a recording, with at least one thing noticed.

    Raises:
        UsageError: there is no note, or no such rehearsal.
    """
    if not note.strip():
        raise UsageError(
            "listening counts with at least one thing you noticed",
            hint=f'speakprep rehearse listened {rehearsal_id} --note "too fast on slide 4"',
        )
    with locked(workspace.folder):
        rehearsal = find(workspace, rehearsal_id)
        path = _path(workspace, rehearsal.id)
        before = read_bytes(path)
        heard = Listening(at=now.replace(microsecond=0), note=note.strip())
        after = before.rstrip(b"\n") + b"\n" + render_listening(heard).encode()
        write_atomic(path, after, within=workspace.folder, expected=before)
    rehearsal = replace(rehearsal, listened=(*rehearsal.listened, heard))
    return Report(
        facts=Logged(
            rehearsal=rehearsal,
            again=False,
            speaking_minutes=workspace.talk.speaking_minutes,
        ),
        written=(workspace.name(path),),
        next="speakprep plan",
    )


def list_rehearsals(workspace: Workspace) -> Report[Listed]:
    """Return all rehearsals of the talk."""
    rehearsals = read_rehearsals(workspace.folder)
    waiting = [r for r in rehearsals if r.figures.speech_found and not r.listened]
    following = "speakprep plan" if rehearsals else "speakprep rehearse log RECORDING"
    if waiting:
        following = f'speakprep rehearse listened {waiting[0].id} --note "what I noticed"'
    return Report(facts=Listed(rehearsals=rehearsals), next=following)


def make_reel(
    workspace: Workspace,
    rehearsal_id: str,
    *,
    cut: Callable[[Path, Sequence[Span]], tuple[Clip, ...]],
    join: Callable[[Sequence[Clip]], bytes],
) -> Report[Reel]:
    """Cut the longest pauses of a rehearsal, with what parts them, into one short WAV file.

    Raises:
        UsageError: there is no such rehearsal, or nothing in it to cut.
        InputError: the recording is gone or changed.
    """
    rehearsal = find(workspace, rehearsal_id)
    file = workspace.folder / rehearsal.recording.file
    if sha256_of(file) != rehearsal.recording.sha256:
        raise InputError("is not the recording that was logged", file=str(file))
    spans = _worth_hearing(rehearsal)
    if not spans:
        raise UsageError("this rehearsal has no long pauses: there is nothing to cut")
    path = workspace.folder / FOLDER / f"{rehearsal.id}.reel.wav"
    with locked(workspace.folder):
        write_atomic(path, join(cut(file, spans)), within=workspace.folder)
    return Report(
        facts=Reel(file=workspace.name(path), spans=spans),
        written=(workspace.name(path),),
        next=f'speakprep rehearse listened {rehearsal.id} --note "what I noticed"',
    )


def find(workspace: Workspace, rehearsal_id: str) -> Rehearsal:
    """Return a rehearsal by its id, or by an unmistakable beginning of it.

    Raises:
        UsageError: none or several begin like this.
    """
    rehearsals = read_rehearsals(workspace.folder)
    found = [r for r in rehearsals if r.id == rehearsal_id] or [
        r for r in rehearsals if r.id.startswith(rehearsal_id)
    ]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(rehearsal.id for rehearsal in found or rehearsals)
    what = "several rehearsals begin with" if found else "there is no rehearsal"
    raise UsageError(
        f"{what} {rehearsal_id!r}",
        hint=f"there are: {ids}" if ids else "log one with: speakprep rehearse log RECORDING",
    )


def _worth_hearing(rehearsal: Rehearsal) -> tuple[Span, ...]:
    longest = sorted(rehearsal.figures.pauses, key=lambda pause: -pause.length_s)[:MAX_CLIPS]
    end = rehearsal.figures.duration_s
    return tuple(
        Span(
            start_s=max(pause.start_s - CLIP_MARGIN_S, 0.0),
            end_s=min(pause.end_s + CLIP_MARGIN_S, end),
        )
        for pause in sorted(longest, key=lambda pause: pause.start_s)
    )


def _report(workspace: Workspace, rehearsal: Rehearsal, *, again: bool) -> Report[Logged]:
    minutes = workspace.talk.speaking_minutes
    following = "speakprep plan"
    if rehearsal.figures.speech_found and not rehearsal.listened:
        following = f'speakprep rehearse listened {rehearsal.id} --note "what I noticed"'
    written = () if again else (workspace.name(_path(workspace, rehearsal.id)),)
    return Report(
        facts=Logged(rehearsal=rehearsal, again=again, speaking_minutes=minutes),
        findings=judge(rehearsal, minutes),
        written=written,
        next=following,
    )


def _known(workspace: Workspace, digest: str) -> Rehearsal | None:
    rehearsals = read_rehearsals(workspace.folder)
    return next((r for r in rehearsals if r.recording.sha256 == digest), None)


def _free_id(workspace: Workspace, rehearsal: Rehearsal) -> str:
    """Name a rehearsal after its time and kind, with a number where that is taken."""
    name = f"{rehearsal.at:%Y-%m-%d-%H%M}-{rehearsal.kind}"
    candidates = [name, *(f"{name}-{number}" for number in range(2, 1000))]
    return next(free for free in candidates if not _path(workspace, free).exists())


def _path(workspace: Workspace, rehearsal_id: str) -> Path:
    return workspace.folder / FOLDER / f"{rehearsal_id}.toml"


def _file_name(workspace: Workspace, file: Path) -> str:
    """Keep the path relative where the recording moves with the talk folder."""
    absolute = file.absolute()
    if absolute.is_relative_to(workspace.folder.absolute()):
        return shown_path(absolute, workspace.folder.absolute())
    return str(absolute)


def _spoken_language(workspace: Workspace) -> Language:
    talk = workspace.talk
    for language in talk.translate_to:
        if (workspace.folder / script_name(language)).is_file():
            return language
    return talk.language


def _spoken(
    workspace: Workspace, language: Language, slides: tuple[int, ...]
) -> tuple[SpokenScript | None, Count | None]:
    """Return what the script says of the slides spoken; nothing while there is no script."""
    path = workspace.folder / script_name(language)
    if not path.is_file():
        if slides:
            raise UsageError(
                f"there is no {path.name} to look the slides up in",
                hint="leave out --slides, or first: speakprep script sync DECK.pptx",
            )
        return None, None
    script = parse_script(read_text(path))
    texts = [s for s in script.slides if not s.head.orphan and not s.head.hidden]
    chosen = _chosen(texts, slides)
    amounts = [amount(text.prose) for text in chosen]
    return (
        SpokenScript(
            language=language,
            texts=tuple((text.head.slide_id, fingerprint(text.prose)) for text in texts),
            slides=slides,
        ),
        Count(
            han=round(sum(each.han for each in amounts)),
            words=round(sum(each.words for each in amounts)),
        ),
    )


def _chosen(texts: Sequence[SlideText], slides: tuple[int, ...]) -> list[SlideText]:
    known = {text.head.number for text in texts}
    missing = [str(number) for number in slides if number not in known]
    if missing:
        raise UsageError(
            f"the script has no visible slide {', '.join(missing)}",
            hint="slide numbers are those of the headings: --slides 1-3,7",
        )
    return [text for text in texts if not slides or text.head.number in slides]
