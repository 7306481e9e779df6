"""What is kept of a rehearsal: the recording's proof, its figures, and that it was heard.

Every time here is the speaker's own: local, to the second, without a time zone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from speakprep.rehearsal.model import Measurement, ScriptRate, Source, Span
from speakprep.talk.language import Language

Kind = Literal["solo", "team", "video", "final"]
"""Which of the five steps a rehearsal is for."""

KINDS: tuple[Kind, ...] = ("solo", "team", "video", "final")


@dataclass(frozen=True, kw_only=True)
class Recording:
    """The file behind a rehearsal.

    `file` is relative to the talk folder when it lies inside it, else absolute;
    `sha256` is 64 hex digits of the whole file, `size` its bytes.
    """

    file: str
    sha256: str
    size: int
    source: Source


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured, in seconds, LUFS, dBFS and dB, as in `Measurement`.

    `pauses` are the long ones only (at least one second): short ones are a
    sum, their places carry nothing to go back to. Differences below the errors
    named in `model` say nothing; nor does one of 0.5 LU between an MP3 and
    another format of the same sound, which comes from its encoder.
    """

    measured_by: int
    duration_s: float
    talk_start_s: float
    talk_end_s: float
    speaking_s: float
    short_pauses: int
    pauses: tuple[Span, ...]
    loudness_lufs: float | None
    peak_dbfs: float | None
    clipped_s: int
    snr_db: float | None
    reliable: bool
    words_per_minute: float | None
    han_per_minute: float | None

    @property
    def talk_s(self) -> float:
        """Seconds from the first speech to the last."""
        return self.talk_end_s - self.talk_start_s

    @property
    def speech_found(self) -> bool:
        """Whether anybody is heard speaking."""
        return self.talk_s > 0


@dataclass(frozen=True, kw_only=True)
class SpokenScript:
    """Which text was spoken.

    `texts` holds (slide id, fingerprint of its text) as they were when the
    rehearsal was logged, so that a later change can be named slide by slide.
    `slides` are the slides' numbers when only some were spoken, else empty.
    """

    language: Language
    texts: tuple[tuple[int, str], ...]
    slides: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listening:
    """That somebody listened to the recording, and what they noticed."""

    at: datetime
    note: str


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """One rehearsal. `id` is also its file's name; `people` are those who were there."""

    id: str
    kind: Kind
    at: datetime
    people: tuple[str, ...]
    note: str
    recording: Recording
    figures: Figures
    script: SpokenScript | None
    listened: tuple[Listening, ...] = ()


def figures_of(measurement: Measurement, rate: ScriptRate | None) -> Figures:
    """Keep of a measurement what is worth keeping, rounded to what it is good for."""
    long = tuple(pause for pause in measurement.pauses if pause.kind != "short")
    return Figures(
        measured_by=measurement.measured_by,
        duration_s=round(measurement.duration_s, 2),
        talk_start_s=round(measurement.lead_in_s, 2) if measurement.talk else 0.0,
        talk_end_s=round(measurement.talk.end_s, 2) if measurement.talk else 0.0,
        speaking_s=round(measurement.speaking_s, 1),
        short_pauses=len(measurement.pauses) - len(long),
        pauses=tuple(Span(start_s=round(p.start_s, 2), end_s=round(p.end_s, 2)) for p in long),
        loudness_lufs=_rounded(measurement.loudness_lufs),
        peak_dbfs=_rounded(measurement.peak_dbfs),
        clipped_s=measurement.clipped_s,
        snr_db=_rounded(measurement.snr_db),
        reliable=measurement.reliable,
        words_per_minute=_rounded(rate.words_per_minute if rate else None),
        han_per_minute=_rounded(rate.han_per_minute if rate else None),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
