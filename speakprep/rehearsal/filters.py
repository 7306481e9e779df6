"""One filter graph in C, from decoded frames to the few signals that are measured.

Python sees them seconds at a time: calls per packet would cost more than the decoding.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from speakprep.errors import InputError
from speakprep.rehearsal.loudness import k_weighting
from speakprep.rehearsal.pitch import PITCH_RATE
from speakprep.rehearsal.reduce import RATE, Reducer

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from av.filter.context import FilterContext
    from numpy.typing import NDArray

BLOCK_S = 4
"""Seconds of speech in one block, and between two looks at what is ready."""

_SAMPLE_RATES = range(4_000, 768_001)
"""Hz; a header with anything else is damaged, and would make the filters ask for gigabytes."""

_LOUDEST = 100.0
"""Magnitude to which samples are limited: 40 dB over full scale, beyond any codec's overshoot."""

_FLOATS = {"flt": "float32", "dbl": "float64"}
"""Formats in which samples come as a file has them: uncompressed floats may be anything."""


class Listener:
    """Leads frames through a filter graph to the reducer, and counts their seconds."""

    def __init__(self, reducer: Reducer) -> None:
        self.seconds = 0.0
        self._reducer = reducer
        self._was: tuple[int, str, str] | None = None
        self._graph: _Graph | None = None

    def add(self, frame: "AudioFrame") -> None:
        """Push a frame; a stream may change its rate or channels on the way."""
        if shape_of(frame) != self._was:
            if frame.sample_rate not in _SAMPLE_RATES:
                raise InputError(
                    f"a sample rate of {frame.sample_rate} Hz is no recording of a voice",
                    hint="export it again as WAV with 48000 Hz",
                )
            self.finish()
            self._was, self._graph = shape_of(frame), _Graph(frame)
        if self._graph:
            _bound(frame)
            self._graph.source.push(frame)
        self.seconds += frame.samples / frame.sample_rate

    def drain(self) -> None:
        """Take every whole block out of the graph."""
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
    """One decoded signal in, four out, in blocks.

    native    every channel as decoded, a second each, for peaks
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
        # Small packets cost more in calls than in arithmetic, in every filter behind.
        split = self._chain(self.source, ("asetnsamples", f"n={rate}:p=0"), ("asplit", "2"))
        self.native = self._sink(split)
        # libav's own downmix of stereo is 3 dB louder than the mean of its channels.
        mean = "+".join(f"{1 / channels}*c{channel}" for channel in range(channels))
        mono = self._chain(
            split,
            ("aformat", "sample_fmts=fltp"),
            ("pan", f"mono|c0={mean}"),
            ("aresample", str(RATE)),
            ("asplit", "2"),
            output=1,
        )
        weights = [
            ("biquad", f"a0=1:a1={f.a1}:a2={f.a2}:b0={f.b0}:b1={f.b1}:b2={f.b2}:r=f64")
            for f in k_weighting(RATE)
        ]
        self.weighted = self._sink(self._chain(mono, *weights), BLOCK_S * RATE)
        band = self._chain(
            mono, ("highpass", "f=150"), ("lowpass", "f=4000"), ("asplit", "2"), output=1
        )
        self.band = self._sink(band, BLOCK_S * RATE)
        resampled = self._chain(band, ("aresample", str(PITCH_RATE)), output=1)
        self.pitch = self._sink(resampled, BLOCK_S * PITCH_RATE)
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

    def _sink(self, node: "FilterContext", block: int = 0) -> "FilterContext":
        """End a branch in blocks of `block` samples, as they come for 0; the last is shorter."""
        even = [("asetnsamples", f"n={block}:p=0")] if block else []
        return self._chain(node, ("aformat", "sample_fmts=flt"), *even, ("abuffersink", ""))


def _bound(frame: "AudioFrame") -> None:
    """Make silence of what is not a number: one such sample would stay in a filter for ever."""
    import numpy as np

    kind = _FLOATS.get(frame.format.name)
    if kind is None:
        return
    count = frame.samples * frame.layout.nb_channels
    samples = np.frombuffer(memoryview(frame.planes[0]), kind, count)
    if not (samples.min() >= -_LOUDEST and samples.max() <= _LOUDEST):
        np.nan_to_num(samples, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        np.clip(samples, -_LOUDEST, _LOUDEST, out=samples)


def _pulled(sink: "FilterContext") -> "Iterator[NDArray[np.float32]]":
    """Yield the blocks a sink holds, samples of all channels in one row."""
    import av
    import numpy as np

    while True:
        try:
            frame = cast("AudioFrame", sink.pull())
        except (av.BlockingIOError, av.EOFError):
            return
        count = frame.samples * frame.layout.nb_channels
        # The plane is padded beyond its samples, and goes when the frame does.
        block = np.frombuffer(memoryview(frame.planes[0]), np.float32, count)
        # A damaged file may decode to anything: not-a-number, infinity. Neither is within bounds.
        if not (block.min() >= -_LOUDEST and block.max() <= _LOUDEST):
            block = np.clip(np.nan_to_num(block), -_LOUDEST, _LOUDEST)
        yield block


def shape_of(frame: "AudioFrame") -> tuple[int, str, str]:
    """Return what a filter or resampler must be rebuilt for."""
    return frame.sample_rate, frame.format.name, frame.layout.name
