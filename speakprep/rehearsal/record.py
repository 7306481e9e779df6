"""What is kept of a rehearsal: the recording's proof, its figures, and that it was heard.

Every time here is the speaker's own: local, to the second, without a time zone.
"""

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Literal

from speakprep.rehearsal.marks import KeptMarks
from speakprep.rehearsal.model import (
    DEAD_AIR_S,
    METRICS_VERSION,
    Half,
    Measurement,
    ScriptRate,
    Source,
    Span,
)
from speakprep.talk.language import Language

Kind = Literal["solo", "team", "video", "final"]
"""Which of the five steps a rehearsal is for."""

KINDS: tuple[Kind, ...] = ("solo", "team", "video", "final")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a take.

    `file` is relative to the talk folder when it lies inside it, else absolute;
    `sha256` is 64 hex digits of the whole file, `size` its bytes. Its sound begins
    `start_s` seconds into the take.
    """

    file: str
    sha256: str
    size: int
    start_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Recording:
    """The file behind a rehearsal, or the files, when a recorder parted one take.

    `file`, `sha256` and `size` are those of the first one, as in `Part`; `following`
    are the others, in order, and every time in the figures runs through all of them.
    `source` is the first one's, truncated when any of them is. `url` is where a video
    lives for others to watch; when there is nothing but that, `file` is empty and
    nothing was measured.
    """

    file: str
    sha256: str
    size: int
    source: Source
    following: tuple[Part, ...] = ()
    url: str = ""

    @property
    def parts(self) -> tuple[Part, ...]:
        """All files of the take, none for one that lives elsewhere."""
        if not self.file:
            return ()
        return (Part(file=self.file, sha256=self.sha256, size=self.size), *self.following)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured, in seconds, LUFS, dBFS and dB, as in `Measurement`.

    `pauses` are the long ones only (at least one second): short ones are a
    number, their places carry nothing to go back to. Differences below the errors
    named in `model` say nothing; nor does one of 0.5 LU between an MP3 and
    another format of the same sound, which comes from its encoder.

    The two rates per minute count the script over talk time, `syllables_per_s`
    over speaking time: it alone compares a Chinese with an English or a mixed talk.
    `nuclei_per_s` is heard, and needs no script. All of these, and what follows
    them, are None where they could not be measured, or by an older speakprep.
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
    syllables_per_s: float | None = None
    nuclei_per_s: float | None = None
    pause_median_s: float | None = None
    noise_dbfs: float | None = None
    pitch_hz: float | None = None
    pitch_spread_st: float | None = None
    halves: tuple[Half, Half] | None = None

    @property
    def talk_s(self) -> float:
        """Seconds from the first speech to the last."""
        return self.talk_end_s - self.talk_start_s

    @property
    def speech_found(self) -> bool:
        """Whether anybody is heard speaking."""
        return self.talk_s > 0

    @property
    def speech_ratio(self) -> float:
        """Speaking time as a share of talk time, 0 to 1."""
        return self.speaking_s / self.talk_s if self.talk_s else 0.0

    @property
    def pause_count(self) -> int:
        """All pauses, short and long."""
        return self.short_pauses + len(self.pauses)

    @property
    def pauses_per_minute(self) -> float:
        """All pauses, a minute of talk time."""
        return self.pause_count / self.talk_s * 60 if self.talk_s else 0.0

    @property
    def pause_mean_s(self) -> float | None:
        """Mean length of all pauses in seconds, None without one."""
        still = max(self.talk_s - self.speaking_s, 0.0)
        return still / self.pause_count if self.pause_count else None

    @property
    def dead_air(self) -> tuple[Span, ...]:
        """The pauses of `DEAD_AIR_S` or more."""
        return tuple(pause for pause in self.pauses if pause.length_s >= DEAD_AIR_S)


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
class Remark:
    """Something noticed at one place of a recording, in seconds from its beginning."""

    at_s: float
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownDeck:
    """Which slides were shown.

    `slides` holds (slide id, fingerprint of what can be seen on it) in the deck's
    order, hidden ones left out, as they were when the rehearsal was logged.
    """

    slides: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Listening:
    """That somebody listened to the recording, and what they noticed.

    `played` are the stretches heard in the player page, in order and none overlapping;
    empty when the speaker listened elsewhere and said so. What counts is `heard.is_heard`.
    """

    at: datetime
    note: str = ""
    played: tuple[Span, ...] = ()
    remarks: tuple[Remark, ...] = ()


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
    marks: KeptMarks | None = None
    deck: ShownDeck | None = None

    @property
    def measured(self) -> bool:
        """Whether there is a file behind it; a video that lives elsewhere has no figures."""
        return bool(self.recording.file)


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
        syllables_per_s=_rounded(rate.syllables_per_s if rate else None, 2),
        nuclei_per_s=_rounded(measurement.nuclei_per_s, 2),
        pause_median_s=_rounded(_median(measurement), 2),
        noise_dbfs=_rounded(measurement.noise_dbfs),
        pitch_hz=_rounded(measurement.pitch_hz),
        pitch_spread_st=_rounded(measurement.pitch_spread_st),
        halves=measurement.halves,
    )


NOT_MEASURED = Figures(
    measured_by=METRICS_VERSION,
    duration_s=0.0,
    talk_start_s=0.0,
    talk_end_s=0.0,
    speaking_s=0.0,
    short_pauses=0,
    pauses=(),
    loudness_lufs=None,
    peak_dbfs=None,
    clipped_s=0,
    snr_db=None,
    reliable=False,
    words_per_minute=None,
    han_per_minute=None,
)
"""The figures of a video that lives elsewhere."""

ELSEWHERE = Source(codec="", sample_rate=0, channels=0, has_video=True, truncated=False)
"""What is taken of such a video on trust: that it has a picture."""


def _median(measurement: Measurement) -> float | None:
    lengths = [pause.length_s for pause in measurement.pauses]
    return median(lengths) if lengths else None


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)
