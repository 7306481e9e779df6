"""Recordings in any common format: decoded by PyAV, in one pass, in constant memory.

The libraries inside PyAV are those of ffmpeg; no program needs to be installed.
One filter graph in C makes the few signals that are measured, and Python sees
them a second at a time: calls per packet would cost more than the decoding.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, cast

from speakprep.errors import InputError
from speakprep.rehearsal.loudness import k_weighting
from speakprep.rehearsal.model import Clip, Progress, Sound, Source, Span
from speakprep.rehearsal.reduce import RATE, Reducer
from speakprep.rehearsal.speech import PITCH_RATE

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container.input import InputContainer
    from av.filter.context import FilterContext
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

_BUFFER_BYTES = 1 << 18
_SAMPLE_BYTES = 2

_SAMPLE_RATES = range(4_000, 768_001)
"""Hz; a header with anything else is damaged, and would make the filters ask for gigabytes."""

_LOUDEST = 100.0
"""Magnitude to which samples are limited: 40 dB over full scale, beyond any codec's overshoot."""

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
        listener = _Listener(reducer)
        due = 0.0
        for frame in decoder.frames():
            listener.add(frame)
            if listener.seconds >= due:
                due = listener.seconds + 1
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

    for _, alike in groupby(frames, _shape):
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in chain(alike, [None]):
            for part in resampler.resample(frame):
                # The plane is padded beyond its samples.
                yield bytes(part.planes[0])[: part.samples * _SAMPLE_BYTES]


def _shape(frame: "AudioFrame") -> tuple[int, str, str]:
    """Return what a filter or resampler must be rebuilt for."""
    return frame.sample_rate, frame.format.name, frame.layout.name


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


class _Listener:
    """Leads frames through a filter graph to the reducer, and counts their seconds."""

    def __init__(self, reducer: Reducer) -> None:
        self.seconds = 0.0
        self._reducer = reducer
        self._was: tuple[int, str, str] | None = None
        self._graph: _Graph | None = None

    def add(self, frame: "AudioFrame") -> None:
        """Push a frame; a stream may change its rate or channels on the way."""
        if _shape(frame) != self._was:
            if frame.sample_rate not in _SAMPLE_RATES:
                raise InputError(
                    f"a sample rate of {frame.sample_rate} Hz is no recording of a voice",
                    hint="export it again as WAV with 48000 Hz",
                )
            self.finish()
            self._was, self._graph = _shape(frame), _Graph(frame)
        if self._graph:
            self._graph.source.push(frame)
        self.seconds += frame.samples / frame.sample_rate

    def drain(self) -> None:
        """Take every whole second out of the graph."""
        if self._graph:
            for sink, take in (
                (self._graph.native, self._reducer.native),
                (self._graph.band, self._reducer.band),
                (self._graph.weighted, self._reducer.weighted),
                (self._graph.pitch, self._reducer.pitch),
            ):
                for block in _pulled(sink):
                    take(block)

    def finish(self) -> None:
        """Take what is still inside the graph."""
        if self._graph:
            self._graph.source.push(None)
            self.drain()
        self._graph = None


class _Graph:
    """One decoded signal in, four out, each in blocks of a second.

    native    every channel as decoded, for peaks
    band      150 to 4000 Hz at 16 kHz, where speech stands out of a room's noise
    pitch     the same at 4 kHz
    weighted  K-weighted at 16 kHz, for loudness
    """

    def __init__(self, frame: "AudioFrame") -> None:
        import av.filter

        self._graph = av.filter.Graph()
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        self.source = self._graph.add_abuffer(
            sample_rate=rate, format=frame.format, layout=frame.layout, time_base=frame.time_base
        )
        split = self._chain(self.source, ("aformat", "sample_fmts=flt"), ("asplit", "2"))
        self.native = self._sink(split, rate)
        # libav's own downmix of stereo is 3 dB louder than the mean of its channels.
        mean = "+".join(f"{1 / channels}*c{channel}" for channel in range(channels))
        mono = self._chain(
            split, ("pan", f"mono|c0={mean}"), ("aresample", str(RATE)), ("asplit", "2"), output=1
        )
        weights = [
            ("biquad", f"a0=1:a1={f.a1}:a2={f.a2}:b0={f.b0}:b1={f.b1}:b2={f.b2}:r=f64")
            for f in k_weighting(RATE)
        ]
        self.weighted = self._sink(self._chain(mono, *weights), RATE)
        band = self._chain(
            mono, ("highpass", "f=150"), ("lowpass", "f=4000"), ("asplit", "2"), output=1
        )
        self.band = self._sink(band, RATE)
        resampled = self._chain(band, ("aresample", str(PITCH_RATE)), output=1)
        self.pitch = self._sink(resampled, PITCH_RATE)
        self._graph.configure()

    def _chain(
        self, node: "FilterContext", *filters: tuple[str, str], output: int = 0
    ) -> "FilterContext":
        """Add filters one behind the other, the first to an output of `node`."""
        for name, arguments in filters:
            added = self._graph.add(name, arguments)
            node.link_to(added, output)
            node, output = added, 0
        return node

    def _sink(self, node: "FilterContext", block: int) -> "FilterContext":
        """End a branch in blocks of `block` samples; the last one may be shorter."""
        return self._chain(node, ("asetnsamples", f"n={block}:p=0"), ("abuffersink", ""))


def _pulled(sink: "FilterContext") -> "Iterator[NDArray[np.float64]]":
    """Yield the blocks a sink holds, samples of all channels in one row."""
    import av
    import numpy as np

    while True:
        try:
            frame = cast("AudioFrame", sink.pull())
        except (av.BlockingIOError, av.EOFError):
            return
        # A float WAV may hold anything: not-a-number, infinity.
        yield np.clip(np.nan_to_num(frame.to_ndarray().reshape(-1)), -_LOUDEST, _LOUDEST)


class _Reader:
    """An open file without its name: libav would take names such as `concat:a|b` for addresses."""

    def __init__(self, file: BinaryIO) -> None:
        self.read, self.tell = file.read, file.tell
        self._file = file

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move, or return -1 where a damaged file points before its own beginning."""
        try:
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
