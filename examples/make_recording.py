"""Lets espeak-ng speak the first two slides: a rehearsal with pauses, one of them too long."""

import io
import subprocess
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
from pydub import AudioSegment

RATE = 16_000
BIT_RATE = 24_000
VOICE = ("espeak-ng", "-v", "en-us", "-s", "165", "--stdout")
PAUSE_MS, PARAGRAPH_MS, LONG_MS = 550, 1200, 4000


def record(sentences: Iterable[str], path: Path) -> None:
    """Speak sentences into an M4A file; an empty one is a paragraph, "..." a long silence."""
    sound = AudioSegment.silent(800, RATE)
    for sentence in sentences:
        if sentence == "...":
            sound += AudioSegment.silent(LONG_MS, RATE)
        elif not sentence:
            sound += AudioSegment.silent(PARAGRAPH_MS, RATE)
        else:
            spoken = subprocess.run([*VOICE, sentence], check=True, capture_output=True).stdout
            sound += _trimmed(AudioSegment.from_file(io.BytesIO(spoken), "wav"))
            sound += AudioSegment.silent(PAUSE_MS, RATE)
    _encode(sound.set_channels(1).set_frame_rate(RATE), path)


def _trimmed(sound: AudioSegment) -> AudioSegment:
    """Cut off the silence espeak-ng leaves at the end of a sentence."""
    kept = len(sound)
    while kept > 50 and sound[kept - 10 : kept].dBFS < -50:
        kept -= 10
    return sound[:kept]


def _encode(sound: AudioSegment, path: Path) -> None:
    with av.open(str(path), "w", format="ipod", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame(format="s16", layout="mono", samples=int(sound.frame_count()))
        frame.planes[0].update(sound.raw_data)
        frame.rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), 0
        resampler = av.AudioResampler("fltp", "mono", RATE, frame_size=stream.frame_size or 1024)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
