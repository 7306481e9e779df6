"""Cutting what is worth hearing into one short file, with a list of what is where."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from speakprep.errors import InputError, UsageError
from speakprep.rehearsal.actions.playing import Cut, Decode, levels_of, same_files, slide_times
from speakprep.rehearsal.actions.records import find_rehearsal, listen_command
from speakprep.rehearsal.files import FOLDER
from speakprep.rehearsal.metrics import language_of
from speakprep.rehearsal.model import Clip, Progress, Span
from speakprep.rehearsal.moments import Worth, beep, in_parts, reason_words, worth_hearing
from speakprep.rehearsal.record import Rehearsal
from speakprep.script.timing import clock
from speakprep.talk.disk import locked, write_atomic
from speakprep.talk.language import Language
from speakprep.talk.report import Report
from speakprep.talk.workspace import Workspace

GAP_S = 0.5
"""Silence around each beep."""

_SAMPLE_BYTES = 2


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment of a reel: where it is in the reel and in the recording, and why it is there."""

    reel_s: float
    span: Span
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reel:
    """The short file made of a rehearsal's moments worth hearing, and what is in it."""

    file: str
    labels: str
    seconds: float
    moments: tuple[Moment, ...]


def make_reel(
    workspace: Workspace,
    rehearsal_id: str,
    *,
    cut: Cut,
    join: Callable[[Sequence[Clip], float], bytes],
    decode: Decode,
    progress: Progress | None = None,
) -> Report[Reel]:
    """Cut what is worth hearing of a rehearsal into one short WAV file, a beep before each.

    Beside it goes a list that Audacity and other editors read as labels.

    Args:
        workspace: the talk.
        rehearsal_id: its id or the beginning of one; empty for the newest.
        cut: decodes stretches of a file.
        join: joins clips with so many seconds of silence between them.
        decode: turns a recording into what is measured, where its loudness is not kept.
        progress: told the bytes read of the recording.

    Raises:
        UsageError: there is no such rehearsal, it lives elsewhere, or nothing is worth cutting.
        InputError: the recording is gone or changed.
        StorageError: a file cannot be written.
    """
    rehearsal = find_rehearsal(workspace, rehearsal_id)
    files = same_files(workspace, rehearsal, progress)
    found = _worth_hearing(workspace, rehearsal, levels_of(workspace, rehearsal, decode))
    heard = _cut_out(workspace, rehearsal, files, found, cut)
    language = language_of(rehearsal) or workspace.talk.language
    moments = tuple(_placed(heard, language))
    clips = [each for _, clip in heard for each in (beep(clip.rate), clip)]
    path = workspace.folder / FOLDER / f"{rehearsal.id}.reel.wav"
    labels = path.with_suffix(".txt")
    sound = join(clips, GAP_S)
    with locked(workspace.folder):
        write_atomic(path, sound, within=workspace.folder)
        write_atomic(labels, _labels(moments).encode(), within=workspace.folder)
    last = moments[-1]
    facts = Reel(
        file=workspace.name(path),
        labels=workspace.name(labels),
        seconds=round(last.reel_s + last.span.length_s, 1),
        moments=moments,
    )
    return Report(
        facts=facts, written=(facts.file, facts.labels), next=listen_command(rehearsal.id)
    )


def _worth_hearing(
    workspace: Workspace, rehearsal: Rehearsal, levels: Sequence[int]
) -> tuple[Worth, ...]:
    times = slide_times(workspace, rehearsal)
    found = worth_hearing(rehearsal.figures, times.marks, times.slides, levels)
    if not found:
        raise UsageError(
            "nothing stands out in this rehearsal: there is nothing to cut",
            hint="listen to the recording itself; the beginning and the end are worth most",
        )
    return found


def _cut_out(
    workspace: Workspace,
    rehearsal: Rehearsal,
    files: Sequence[Path],
    found: Sequence[Worth],
    cut: Cut,
) -> list[tuple[Worth, Clip]]:
    """Return the moments there is sound of, each with its clip."""
    heard = [(each, clip) for each in found if (clip := _clip(rehearsal, files, each, cut)).pcm]
    if not heard:
        raise InputError(
            "nothing could be cut out of it",
            file=workspace.name(files[0]),
            hint="is it whole? speakprep rehearse log names what is missing",
        )
    return heard


def _clip(rehearsal: Rehearsal, files: Sequence[Path], span: Span, cut: Cut) -> Clip:
    """Return a stretch of a take as one clip, also where it runs from one file into the next."""
    starts = [part.start_s for part in rehearsal.recording.parts]
    pieces = [cut(files[index], [local])[0] for index, local in in_parts(span, starts)]
    return Clip(pcm=b"".join(piece.pcm for piece in pieces), rate=pieces[0].rate)


def _placed(heard: Sequence[tuple[Worth, Clip]], language: Language) -> Iterator[Moment]:
    """Yield the moments with their places in the reel: beep, silence, clip, silence."""
    at = 0.0
    for worth, clip in heard:
        at += len(beep(clip.rate).pcm) / _SAMPLE_BYTES / clip.rate + GAP_S
        yield Moment(
            reel_s=round(at, 1),
            span=Span(start_s=round(worth.start_s, 2), end_s=round(worth.end_s, 2)),
            why=tuple(
                f"{clock(reason.at_s)} {reason_words(reason, language)}" for reason in worth.reasons
            ),
        )
        at += len(clip.pcm) / _SAMPLE_BYTES / clip.rate + GAP_S


def _labels(moments: Sequence[Moment]) -> str:
    """Return the list as Audacity's labels: start, end and text, parted by tabs."""
    return "".join(
        f"{each.reel_s:.2f}\t{each.reel_s + each.span.length_s:.2f}\t{_line(each)}\n"
        for each in moments
    )


def _line(moment: Moment) -> str:
    return " ".join("; ".join(moment.why).split())
