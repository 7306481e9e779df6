"""Recordings in any common format: decoded by PyAV, in one pass, in constant memory.

The libraries inside PyAV are those of ffmpeg; no program needs to be installed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import SEEK_END
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from speakprep.errors import InputError
from speakprep.rehearsal.filters import BLOCK_S, Listener, shape_of
from speakprep.rehearsal.model import Clip, Progress, Sound, Source, Span
from speakprep.rehearsal.reduce import RATE, Reducer

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container.input import InputContainer
    from av.video.stream import VideoStream

_BUFFER_BYTES = 1 << 18
_SAMPLE_BYTES = 2

_LOST_S = 0.1
"""Undecodable seconds that are mentioned; tags behind the last frame cost a packet or two."""

_MISSING_S = 1.0
"""Promised seconds that may be missing; containers round, and count the encoder's padding."""

_FORMATS = "wav,w64,aiff,caf,flac,mp3,aac,ogg,matroska,webm,mov,mp4,m4a,3gp,amr"
"""Self-contained formats only: playlists would make libav open other files."""

_KNOWN = "speakprep reads WAV, FLAC, MP3, M4A, OGG, WEBM, MP4, MOV and MKV"


def decode(path: Path, *, progress: Progress | None = None) -> Sound:
    """Decode a recording to its end, and reduce it to what is measured.

    Raises:
        InputError: it cannot be read, is empty, is no recording, holds no sound
            or none that can be decoded.
    """
    with _opened(path) as (container, stream):
        claimed = _claimed(container, stream)
        decoder, reducer = _Decoder(container, stream), Reducer()
        listener = Listener(reducer)
        due = 0.0
        for frame in decoder.frames():
            listener.add(frame)
            if listener.seconds >= due:
                due = listener.seconds + BLOCK_S
                listener.drain()
                if progress:
                    progress(listener.seconds, claimed)
        listener.finish()
        if not listener.seconds:
            raise InputError(
                "nothing in this recording can be decoded",
                hint="play it in another program; if that works, export it as WAV there",
            )
        missing = claimed is not None and claimed - listener.seconds > _MISSING_S
        lost = decoder.lost_s > _LOST_S or _riff_promises_more(path)
        source = _source(container, stream, truncated=missing or lost)
        return reducer.sound(source, listener.seconds)


def cut(path: Path, spans: Sequence[Span]) -> tuple[Clip, ...]:
    """Decode short stretches of a recording, each as 16-bit mono at `RATE`.

    Positions are exact to a millisecond, in MP3 to 30 ms (the encoder's delay
    is not taken off after a seek). A stretch beyond the end gives an empty clip.

    Raises:
        InputError: as for `decode`.
    """
    with _opened(path) as (container, stream):
        return tuple(Clip(pcm=_samples(container, stream, span), rate=RATE) for span in spans)


def _samples(container: "InputContainer", stream: "AudioStream", span: Span) -> bytes:
    """Decode one stretch, from a second before it, since decoders need a run-up."""
    import av

    container.seek(int(max(0.0, span.start_s - 1) * av.time_base))
    frames = _Decoder(container, stream).frames()
    first = next(frames, None)
    if first is None:
        return b""
    skip = max(0, round((span.start_s - (first.time or 0.0)) * RATE)) * _SAMPLE_BYTES
    end = skip + round(span.length_s * RATE) * _SAMPLE_BYTES
    pcm = bytearray()
    for part in _speech_pcm(chain([first], frames)):
        pcm += part
        if len(pcm) >= end:
            break
    return bytes(pcm[skip:end])


def _speech_pcm(frames: "Iterable[AudioFrame]") -> Iterator[bytes]:
    """Yield frames as 16-bit mono at `RATE`, whatever shape each one has."""
    import av

    for _, alike in groupby(frames, shape_of):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in chain(alike, [None]):
            for part in resampler.resample(frame):
                # The plane is padded beyond its samples.
                yield bytes(part.planes[0])[: part.samples * _SAMPLE_BYTES]


class _Decoder:
    """Frames of one stream, over damaged stretches."""

    def __init__(self, container: "InputContainer", stream: "AudioStream") -> None:
        self.lost_s = 0.0
        self._container = container
        self._stream = stream

    def frames(self) -> "Iterator[AudioFrame]":
        """Yield what can be decoded; what cannot is counted in `lost_s`."""
        import av

        try:
            for packet in self._container.demux(self._stream):
                try:
                    yield from packet.decode()
                except av.FFmpegError:
                    self.lost_s += float((packet.duration or 0) * (packet.time_base or 0))
        except (av.FFmpegError, IndexError):
            # PyAV raises the latter when a damaged file shows a new stream midway.
            self.lost_s += _MISSING_S


class _Reader:
    """An open file without its name: libav would take names such as `concat:a|b` for addresses.

    It ends where it ended when it was opened, or a file that grows would never end.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.tell = file.tell
        self._file = file
        self._end = file.seek(0, SEEK_END)
        file.seek(0)

    def read(self, size: int) -> bytes:
        """Return at most so many bytes."""
        return self._file.read(max(min(size, self._end - self._file.tell()), 0))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, or return -1 where a damaged file points before its own beginning."""
        try:
            if whence == SEEK_END:
                return self._file.seek(self._end + offset)
            return self._file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            return -1


@contextmanager
def _opened(path: Path) -> "Iterator[tuple[InputContainer, AudioStream]]":
    """Open a recording at its first sound; errors raised inside get the file's name."""
    import av

    try:
        _check(path)
        with (
            path.open("rb") as file,
            av.open(
                _Reader(file),
                mode="r",
                options={"format_whitelist": _FORMATS},
                buffer_size=_BUFFER_BYTES,
                metadata_errors="replace",
                io_open=_refuse,
            ) as container,
        ):
            yield container, _sound_stream(container)
    except InputError as error:
        error.file = error.file or str(path)
        raise
    except av.FFmpegError as error:
        raise _not_a_recording(path) from error
    except OSError as error:
        raise InputError(
            f"this recording cannot be read: {error.strerror or error}",
            file=str(path),
            hint="check the name and that you may read it",
        ) from error


def _check(path: Path) -> None:
    """Refuse what is certainly no recording before libav sees it."""
    if path.is_file() and not path.stat().st_size:
        raise InputError(
            "this recording is empty (0 bytes)", file=str(path), hint="record or copy it again"
        )
    if path.exists() and not path.is_file():
        raise InputError(
            "this is a folder or a device, not a recording", file=str(path), hint=_KNOWN
        )


def _refuse(url: str, _flags: int, _options: dict[str, str]) -> NoReturn:
    """Keep libav from opening anything a recording points to."""
    raise PermissionError(url)


def _sound_stream(container: "InputContainer") -> "AudioStream":
    """Choose the stream to measure, and tell libav to skip the others."""
    from av.stream import Discard

    if not container.streams.audio:
        raise InputError(
            "this file has no sound",
            hint="record it again with the microphone on, or name the sound's own file",
        )
    chosen = container.streams.audio[0]
    for stream in container.streams:
        if stream.index != chosen.index:
            stream.discard = Discard.all
    return chosen


def _not_a_recording(path: Path) -> InputError:
    with path.open("rb") as file:
        indexed = file.read(12)[4:8] == b"ftyp"
    if indexed:
        return InputError(
            "the index of this M4A or MP4 is missing or damaged: it was probably cut off",
            file=str(path),
            hint="copy it again from the recorder; a recorder that crashed may offer to repair it",
        )
    return InputError("this is not a recording speakprep can read", file=str(path), hint=_KNOWN)


def _source(container: "InputContainer", stream: "AudioStream", *, truncated: bool) -> Source:
    context = stream.codec_context
    return Source(
        codec=context.codec.canonical_name,
        sample_rate=context.sample_rate,
        channels=context.layout.nb_channels,
        has_video=bool(_videos(container)),
        truncated=truncated,
    )


def _videos(container: "InputContainer") -> "list[VideoStream]":
    """Return moving pictures; a cover is a video stream to libav."""
    from av.stream import Disposition

    covers = Disposition.attached_pic | Disposition.still_image
    return [stream for stream in container.streams.video if not stream.disposition & covers]


def _claimed(container: "InputContainer", stream: "AudioStream") -> float | None:
    """Return the seconds of sound the file promises, where that is more than a guess.

    libav guesses the length of MP3 and ADTS from the first bit rate, and a
    video's length is not that of its sound.
    """
    import av

    if container.format.name in {"mp3", "aac"}:
        return None
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is None or _videos(container):
        return None
    return container.duration / av.time_base


def _riff_promises_more(path: Path) -> bool:
    """Tell whether a WAV is shorter than its RIFF header says; libav corrects it silently.

    Recorders that never come back to the header leave 0 or the highest numbers there.
    """
    with path.open("rb") as file:
        head = file.read(8)
    promised = int.from_bytes(head[4:8], "little")
    return head[:4] == b"RIFF" and path.stat().st_size + 1 < promised + 8 < 0x7FFF_0000
