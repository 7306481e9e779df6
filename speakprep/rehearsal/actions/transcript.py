"""Transcripts of rehearsals: taken over from other programs, kept, and told."""

from dataclasses import dataclass, replace
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.records import find_rehearsal, listen_command
from speakprep.rehearsal.files import FOLDER
from speakprep.rehearsal.heard import is_heard
from speakprep.rehearsal.metrics import language_of, slides_of
from speakprep.rehearsal.model import Span
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.spoken import changed_since
from speakprep.rehearsal.told import Told, findings, tell
from speakprep.rehearsal.transcript import Grain, Transcript
from speakprep.rehearsal.transcripts.keeping import SUFFIX, parse_transcript, render_transcript
from speakprep.rehearsal.transcripts.reading import MAX_BYTES, read_transcript
from speakprep.rehearsal.transcripts.rolling import PACE_ERROR, Course, pace_over_time
from speakprep.rehearsal.transcripts.tokens import spread, timed
from speakprep.rehearsal.written import written_slides
from speakprep.script.files import parse_script, script_name
from speakprep.script.model import Script
from speakprep.talk.disk import locked, read_bytes, read_text, write_atomic
from speakprep.talk.language import Language, count, detect
from speakprep.talk.report import Finding, Place, Report
from speakprep.talk.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A transcript beside its rehearsal's record: where from, how much, how fine its times.

    `words` counts Han characters singly.
    """

    rehearsal: str
    file: str
    source: str
    by: str
    grain: Grain
    pieces: int
    words: int


def import_transcript(
    workspace: Workspace, rehearsal_id: str, file: Path, *, anew: bool = False
) -> Report[Kept]:
    """Take a transcript over from another program.

    Args:
        workspace: the talk.
        rehearsal_id: its id, or the beginning of it; empty for the newest.
        file: SRT, VTT, whisper JSON or plain text.
        anew: it may take the place of one that is there.

    Raises:
        UsageError: there is no such rehearsal, or a transcript is there already.
        InputError: the file is no transcript, or nothing in it can be placed.
        StorageError: it cannot be written.
    """
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    name = workspace.name(file)
    taken = read_transcript(read_bytes(file, at_most=MAX_BYTES + 1), name)
    transcript = taken.transcript
    if not taken.timed:
        texts = [piece.text for piece in transcript.pieces]
        pieces = spread(texts, _talk(rehearsal, name), rehearsal.figures.pauses)
        transcript = replace(transcript, pieces=pieces)
    language = transcript.language or language_of(rehearsal) or detect(transcript.text)
    transcript = replace(transcript, language=language, sha256=rehearsal.recording.sha256)
    found = [
        Finding(code="RHS306", level="advice", message=message, place=Place(file=name))
        for message in taken.mended
    ]
    last = transcript.pieces[-1].start_s
    if 0 < rehearsal.figures.duration_s < last:
        message = (
            f"its last words are at {last:.0f} s, and the recording has "
            f"{rehearsal.figures.duration_s:.0f} s: is it the transcript of another recording?"
        )
        found.append(
            Finding(code="RHS307", level="warning", message=message, place=Place(file=name))
        )
    kept = keep(workspace, rehearsal, transcript, anew=anew)
    return replace(kept, findings=tuple(found))


def keep(
    workspace: Workspace, rehearsal: Rehearsal, transcript: Transcript, *, anew: bool
) -> Report[Kept]:
    """Write a transcript beside its rehearsal's record.

    Raises:
        UsageError: one is there, and may not be replaced.
        StorageError: it cannot be written.
    """
    path = transcript_path(workspace, rehearsal.id)
    data = render_transcript(transcript).encode("utf-8", "replace")
    with locked(workspace.folder):
        same = path.is_file() and read_bytes(path) == data
        if not same:
            check_free(workspace, rehearsal.id, anew=anew)
            write_atomic(path, data, within=workspace.folder)
    amount = count(transcript.text)
    facts = Kept(
        rehearsal=rehearsal.id,
        file=workspace.name(path),
        source=transcript.source,
        by=transcript.by,
        grain=transcript.grain,
        pieces=len(transcript.pieces),
        words=amount.han + amount.words,
    )
    return Report(
        facts=facts,
        written=() if same else (facts.file,),
        next=f"speakprep rehearse transcript show {rehearsal.id}",
    )


def check_free(workspace: Workspace, rehearsal_id: str, *, anew: bool) -> None:
    """Refuse to replace a transcript that was not given up: it may be corrected by hand.

    Raises:
        UsageError: there is one.
    """
    path = transcript_path(workspace, rehearsal_id)
    if path.exists() and not anew:
        raise UsageError(
            f"{workspace.name(path)} is there already, and may hold corrections of yours",
            hint="to replace it, add --yes",
        )


def show_transcript(workspace: Workspace, rehearsal_id: str) -> Report[Told]:
    """Lay a rehearsal's transcript beside the script.

    Raises:
        UsageError: there is no such rehearsal, or it has no transcript.
        InputError: the record or the transcript is broken.
    """
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    path = transcript_path(workspace, rehearsal.id)
    if not path.is_file():
        raise UsageError(
            f"{rehearsal.id} has no transcript yet",
            hint=f"speakprep rehearse transcript import {rehearsal.id} FILE.srt",
        )
    transcript, language = _read(path, workspace.name(path), rehearsal)
    script = _script(workspace, language)
    told = _tell(workspace, rehearsal, transcript, language, script)
    changed = changed_since(script, rehearsal.script) if script else ()
    return Report(
        facts=told,
        findings=findings(told, same_recording=_is_of(transcript, rehearsal), changed=changed),
        next="speakprep plan" if is_heard(rehearsal) else listen_command(rehearsal.id),
    )


def told_of(workspace: Workspace, rehearsal: Rehearsal) -> Told | None:
    """Return what a rehearsal's transcript says, None without one of its recording.

    Raises:
        InputError: the transcript or the script is broken.
    """
    known = _own(workspace, rehearsal)
    if known is None:
        return None
    transcript, language = known
    return _tell(workspace, rehearsal, transcript, language, _script(workspace, language))


def course_of(workspace: Workspace, rehearsal: Rehearsal) -> Course | None:
    """Return the pace of a rehearsal over its time, None without a transcript of its recording.

    Raises:
        InputError: the transcript is broken.
    """
    known = _own(workspace, rehearsal)
    if known is None:
        return None
    transcript, language = known
    said = timed(transcript.pieces, language, rehearsal.figures.pauses)
    return Course(
        moments=pace_over_time(said, language),
        language=language,
        error=PACE_ERROR[transcript.grain],
    )


def transcript_path(workspace: Workspace, rehearsal_id: str) -> Path:
    """Return where the transcript of a rehearsal is, or would be."""
    return workspace.folder / FOLDER / f"{rehearsal_id}{SUFFIX}"


def _own(workspace: Workspace, rehearsal: Rehearsal) -> tuple[Transcript, Language] | None:
    """Return the transcript of a rehearsal's recording as it was logged, None without one."""
    path = transcript_path(workspace, rehearsal.id)
    if not path.is_file():
        return None
    transcript, language = _read(path, workspace.name(path), rehearsal)
    return (transcript, language) if _is_of(transcript, rehearsal) else None


def _tell(
    workspace: Workspace,
    rehearsal: Rehearsal,
    transcript: Transcript,
    language: Language,
    script: Script | None,
) -> Told:
    slides = written_slides(script, language, slides_of(rehearsal)) if script else ()
    names = (rehearsal.id, workspace.name(transcript_path(workspace, rehearsal.id)))
    return tell(transcript, slides, language, rehearsal.figures.pauses, names)


def _read(path: Path, name: str, rehearsal: Rehearsal) -> tuple[Transcript, Language]:
    """Return a transcript and the language it is told in: its rehearsal's, where that is known."""
    transcript = parse_transcript(read_text(path), name)
    known = language_of(rehearsal) or transcript.language
    return transcript, known or detect(transcript.text)


def _is_of(transcript: Transcript, rehearsal: Rehearsal) -> bool:
    return transcript.sha256 in {"", rehearsal.recording.sha256}


def _talk(rehearsal: Rehearsal, name: str) -> Span:
    figures = rehearsal.figures
    if not figures.speech_found:
        raise InputError(
            "has no times, and no speech was found in the recording to lay it over",
            file=name,
            hint="export it as SRT or VTT, which have times",
        )
    return Span(start_s=figures.talk_start_s, end_s=figures.talk_end_s)


def _script(workspace: Workspace, language: Language) -> Script | None:
    path = workspace.folder / script_name(language)
    return parse_script(read_text(path)) if path.is_file() else None
