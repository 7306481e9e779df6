"""Recordings made for the tests: a voice-like sound of known length, in any format."""

from pathlib import Path
from typing import Any

import av
import numpy as np
from av.stream import Disposition

from speakprep.rehearsal.model import Sound, Source
from speakprep.rehearsal.record import ELSEWHERE

RATE = 48_000
SPOKEN = ((1.0, 3.0), (4.0, 6.5), (7.0, 8.0), (12.0, 14.0))
"""Seconds of speech in `talk`, which is 15 s long: pauses of 1.0, 0.5 and 4.0 s."""


def voice(spoken: Any = SPOKEN, seconds: float = 15.0, snr_db: float = 40.0) -> np.ndarray:
    """A buzz of 120 Hz in five syllables a second, in steady white noise."""
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 120 * k * time) / k for k in range(1, 25))
    syllables = 0.55 - 0.45 * np.cos(2 * np.pi * 5 * time)
    heard = np.zeros(len(time))
    for start, end in spoken:
        heard[round(start * RATE) : round(end * RATE)] = 1
    sound = 0.15 * buzz * syllables * heard
    level = np.sqrt((sound * sound).sum() / max(1, heard.sum()))
    noise = np.random.default_rng(7).standard_normal(len(time))
    return sound + noise * level * 10 ** (-snr_db / 20)


def write(
    path: Path,
    sound: np.ndarray,
    *,
    kind: str = "wav",
    codec: str = "pcm_s16le",
    rate: int = RATE,
    layout: str = "mono",
    picture: str = "",
    options: dict[str, str] | None = None,
) -> Path:
    """Encode `sound`; `picture` is empty, "video" or "cover"."""
    with path.open("wb") as file, av.open(file, "w", format=kind, options=options or {}) as out:
        stream = out.add_stream(codec, rate=rate)
        stream.layout = layout
        pictures = out.add_stream("mpeg4" if picture == "video" else "mjpeg") if picture else None
        if pictures:
            pictures.width, pictures.height = 64, 48
            pictures.pix_fmt = "yuv420p" if picture == "video" else "yuvj420p"
            if picture == "cover":
                pictures.disposition = Disposition.attached_pic
            image = av.VideoFrame(64, 48, pictures.pix_fmt)
            image.pts = 0
            out.mux(pictures.encode(image))
            out.mux(pictures.encode(None))
        channels = len(stream.layout.channels)
        pcm = np.repeat((np.clip(sound, -1, 1) * 32767).astype(np.int16), channels)
        step = rate // 10 * channels
        for at in range(0, len(pcm), step):
            block = np.ascontiguousarray(pcm[None, at : at + step])
            frame = av.AudioFrame.from_ndarray(block, "s16", layout)
            frame.rate, frame.pts = rate, at // channels
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def a_minute(speech: float = 0.01) -> Sound:
    """What is decoded of a minute of speech from 5 to 55 s, with a pause of 4 s at 25 s."""
    power = np.full(6000, 1e-6)
    power[500:2500] += speech
    power[2900:5500] += speech
    return Sound(
        source=Source(
            codec="aac", sample_rate=48_000, channels=1, has_video=False, truncated=False
        ),
        duration_s=60.0,
        band_power=power,
        weighted_power=np.full(600, 0.01),
        periodicity=np.full(1500, 0.8),
        pitch_hz=np.full(1500, 120.0),
        peaks=np.full(60, 0.5),
        clipped=np.zeros(60, dtype=np.int64),
    )


def steady(seconds: int) -> Sound:
    """What is decoded of a sound that is always as loud."""
    empty = np.zeros(0)
    return Sound(
        source=ELSEWHERE,
        duration_s=float(seconds),
        band_power=empty,
        weighted_power=np.full(10 * seconds, 0.01),
        periodicity=empty,
        pitch_hz=empty,
        peaks=empty,
        clipped=np.zeros(0, dtype=np.int64),
    )
