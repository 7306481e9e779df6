"""Having a recording transcribed by a server, part by part; what came back is never lost."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from speakprep.errors import InputError, OutsideError, UsageError
from speakprep.llm.model import Json, Recipient
from speakprep.rehearsal.actions.playing import Cut, Decode, not_the_one_logged
from speakprep.rehearsal.actions.records import find_rehearsal
from speakprep.rehearsal.actions.transcript import Kept, check_free, keep
from speakprep.rehearsal.hashing import file_state
from speakprep.rehearsal.measure import measure
from speakprep.rehearsal.metrics import language_of
from speakprep.rehearsal.model import Progress, Span
from speakprep.rehearsal.record import Rehearsal
from speakprep.rehearsal.reduce import RATE
from speakprep.rehearsal.transcript import Grain, Piece, Transcript
from speakprep.rehearsal.transcripts.chunks import coarsest, cut_at_pauses, placed
from speakprep.rehearsal.transcripts.keeping import chunk_line, read_chunks
from speakprep.rehearsal.transcripts.wav import HEADER_BYTES, as_wav
from speakprep.rehearsal.transcripts.whisper import read_heard
from speakprep.talk.disk import STATE_FOLDER, append_line, read_bytes
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

_FOLDER = "transcribe"
_SAMPLE_BYTES = 2


class Recogniser(Protocol):
    """Whoever says what is said in a WAV."""

    @property
    def recipient(self) -> Recipient:
        """Who is asked."""
        ...

    def hear(self, wav: bytes, language: Language) -> dict[str, Json]:
        """Return what is said, as a transcription's JSON.

        Raises:
            OutsideError: no answer came.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Chunk:
    """A part of a recording: `span` in seconds into its own file, which begins at `offset_s`."""

    file: Path
    span: Span
    offset_s: float

    @property
    def place(self) -> Span:
        """Where it is in the whole take."""
        return Span(
            start_s=round(self.span.start_s + self.offset_s, 2),
            end_s=round(self.span.end_s + self.offset_s, 2),
        )


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What would leave this machine: `seconds` and `bytes` of sound, in `pending` of `chunks`."""

    rehearsal: str
    recipient: Recipient
    language: Language
    chunks: int
    pending: int
    seconds: float
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A recording cut into chunks, and what was heard of it already."""

    outgoing: Outgoing
    rehearsal: Rehearsal
    chunks: tuple[Chunk, ...]
    key: str
    anew: bool = False


def prepare(  # noqa: PLR0913 -- keywords only, but for what it is about
    workspace: Workspace,
    rehearsal_id: str,
    recipient: Recipient,
    language: Language | None,
    *,
    decode: Decode,
    anew: bool = False,
    progress: Progress | None = None,
) -> Prepared:
    """Cut a recording at its pauses; nothing is sent.

    Args:
        workspace: the talk.
        rehearsal_id: its id, or the beginning of it; empty for the newest.
        recipient: who would be asked.
        language: what is spoken; None for the rehearsal's script's, or the talk's own.
        decode: turns a file into what is measured.
        anew: a transcript that is there may be replaced.
        progress: told the bytes read while the recording is checked.

    Raises:
        UsageError: there is no such rehearsal, no recording here, or a transcript already.
        InputError: the recording is gone, changed, or holds no speech.
    """
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    check_free(workspace, rehearsal.id, anew=anew)
    chunks = _chunks(workspace, rehearsal, decode, progress)
    spoken = language or language_of(rehearsal) or workspace.talk.language
    hashes = " ".join(part.sha256 for part in rehearsal.recording.parts)
    key = f"{recipient.model} {recipient.host} {spoken} {hashes}"
    known = read_chunks(_state(workspace, rehearsal), key)
    pending = [chunk for chunk in chunks if _at(chunk) not in known]
    seconds = sum(chunk.span.length_s for chunk in pending)
    return Prepared(
        outgoing=Outgoing(
            rehearsal=rehearsal.id,
            recipient=recipient,
            language=spoken,
            chunks=len(chunks),
            pending=len(pending),
            seconds=seconds,
            bytes=round(seconds * RATE * _SAMPLE_BYTES) + HEADER_BYTES * len(pending),
        ),
        rehearsal=rehearsal,
        chunks=chunks,
        key=key,
        anew=anew,
    )


def transcribe(
    workspace: Workspace,
    prepared: Prepared,
    recogniser: Recogniser,
    *,
    cut: Cut,
    progress: Progress | None = None,
) -> Report[Kept]:
    """Send what was not heard yet, chunk by chunk, and keep the whole as the transcript.

    Every answer is on the disk before the next question: whoever runs the command again goes on
    where it failed.

    Raises:
        OutsideError: the server failed; what came before is kept.
        InputError: nobody said anything, or an answer is no transcription.
        UsageError: a transcript was put there meanwhile.
    """
    rehearsal, language = prepared.rehearsal, prepared.outgoing.language
    known = read_chunks(_state(workspace, rehearsal), prepared.key)
    pending = [chunk for chunk in prepared.chunks if _at(chunk) not in known]
    for done, chunk in enumerate(pending):
        if progress:
            progress(done, len(pending))
        try:
            grain, pieces = _hear(chunk, recogniser, language, cut)
        except OutsideError as error:
            _say_what_is_kept(error, prepared.chunks, known)
            raise
        path = _state_path(workspace, rehearsal)
        line = chunk_line(chunk.place, prepared.key, grain, pieces)
        append_line(path, line, within=workspace.folder)
        known[_at(chunk)] = grain, pieces
    heard = [known[_at(chunk)] for chunk in prepared.chunks]
    pieces = tuple(piece for _, found in heard for piece in found)
    if not pieces:
        raise InputError(
            f"{recogniser.recipient.host} heard no word in this recording",
            hint="listen to it: is it this talk, in this language? or try another model",
        )
    transcript = Transcript(
        source="a server",
        by=str(recogniser.recipient).partition(" (")[0],
        grain=coarsest(grain for grain, found in heard if found),
        pieces=pieces,
        language=language,
        sha256=rehearsal.recording.sha256,
    )
    return keep(workspace, rehearsal, transcript, anew=prepared.anew)


def _say_what_is_kept(
    error: OutsideError, chunks: Sequence[Chunk], known: Container[tuple[float, float]]
) -> None:
    kept = sum(_at(chunk) in known for chunk in chunks)
    again = f"{kept} of {len(chunks)} parts are kept: type the same command again"
    error.hint = f"{error.hint}; {again}" if kept and error.hint else error.hint or again


def _hear(
    chunk: Chunk, recogniser: Recogniser, language: Language, cut: Cut
) -> tuple[Grain, tuple[Piece, ...]]:
    (clip,) = cut(chunk.file, [chunk.span])
    answer = recogniser.hear(as_wav(clip), language)
    heard = read_heard(answer)
    return heard.grain, placed(heard, chunk.place)


def _chunks(
    workspace: Workspace, rehearsal: Rehearsal, decode: Decode, progress: Progress | None
) -> tuple[Chunk, ...]:
    parts = rehearsal.recording.parts
    if not parts:
        raise UsageError(
            f"the recording of {rehearsal.id} lives elsewhere; there is no sound here to send",
            hint=f"speakprep rehearse transcript import {rehearsal.id} FILE.srt",
        )
    found: list[Chunk] = []
    for part in parts:
        file = workspace.folder / part.file
        if file_state(file, progress).sha256 != part.sha256:
            raise not_the_one_logged(workspace.name(file))
        measured = measure(decode(file))
        if measured.talk:
            found += [
                Chunk(file=file, span=span, offset_s=part.start_s)
                for span in cut_at_pauses(measured.talk, measured.pauses)
            ]
    if not found:
        raise InputError(
            "no speech was found in this recording: there is nothing to transcribe",
            file=workspace.name(workspace.folder / parts[0].file),
            hint="listen to it: was the microphone on?",
        )
    return tuple(found)


def _at(chunk: Chunk) -> tuple[float, float]:
    return chunk.place.start_s, chunk.place.end_s


def _state(workspace: Workspace, rehearsal: Rehearsal) -> str:
    path = _state_path(workspace, rehearsal)
    return read_bytes(path).decode("utf-8", "replace") if path.is_file() else ""


def _state_path(workspace: Workspace, rehearsal: Rehearsal) -> Path:
    return workspace.folder / STATE_FOLDER / _FOLDER / f"{rehearsal.id}.jsonl"
