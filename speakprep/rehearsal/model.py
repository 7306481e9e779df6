"""What a recording is and what was measured in it: nouns, with their units."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

METRICS_VERSION = 3
"""Raised whenever the same recording would give other figures than before."""

SHORT_PAUSE_S = 0.25
"""Shorter silences belong to articulation: stop consonants, breath inside a phrase.

Campione and Veronis (2002, "A large-scale multilingual study of silent pause
duration") separate brief from medium pauses at 0.2 s; one detector frame is added.
"""

LONG_PAUSE_S = 1.0
"""Medium against long pauses in the same study."""

DEAD_AIR_S = 3.0
"""From here a room wonders whether something broke (a convention, not a measurement)."""

SPEAKING_ERROR = 0.03
"""Share of the speaking time by which it may be wrong.

Measured on synthetic English and Chinese speech with pink noise from 5 to 40 dB
SNR; breaths into a close microphone raise it to 0.06.
"""

PAUSE_ERROR_S = 0.06
"""Seconds by which a pause's length may be wrong (same measurement)."""

LOUDNESS_ERROR_LU = 0.2
"""Loudness units by which two recordings of the same sound may differ."""

RATE_ERROR = 0.03
"""Share by which words, characters or syllables a minute may be wrong: that of the time they are
divided by; the script itself is counted."""

NUCLEI_ERROR = 0.05
"""Share by which heard syllables may be wrong (docs/rehearsal.md)."""

PITCH_SPREAD_ERROR_ST = 0.4
"""Semitones by which the spread of the pitch may be wrong."""

SPEECH_RATIO_ERROR = 0.03
"""Share of the speech ratio by which it may be wrong: that of the speaking time."""

RELIABLE_SNR_DB = 15.0
"""Below this the figures are kept, and said to be less reliable."""


@dataclass(frozen=True, kw_only=True)
class Errors:
    """By how much each kind of figure may be wrong: shares of it, seconds, LU, semitones."""

    speaking_share: float = SPEAKING_ERROR
    pause_s: float = PAUSE_ERROR_S
    rate_share: float = RATE_ERROR
    nuclei_share: float = NUCLEI_ERROR
    speech_ratio_share: float = SPEECH_RATIO_ERROR
    loudness_lu: float = LOUDNESS_ERROR_LU
    pitch_spread_st: float = PITCH_SPREAD_ERROR_ST


ERRORS = Errors()

PauseKind = Literal["short", "long", "dead air"]

Progress = Callable[[float, float | None], None]
"""Called with the seconds decoded, and the seconds the file claims to hold if it does."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """A stretch of a recording, in seconds from its first decoded sample."""

    start_s: float
    end_s: float

    @property
    def length_s(self) -> float:
        """Seconds from start to end."""
        return self.end_s - self.start_s


@dataclass(frozen=True, kw_only=True)
class Pause(Span):
    """A silence of at least `SHORT_PAUSE_S` between two stretches of speech."""

    @property
    def kind(self) -> PauseKind:
        """Short below 1 s, dead air from 3 s, long between."""
        if self.length_s >= DEAD_AIR_S:
            return "dead air"
        return "long" if self.length_s >= LONG_PAUSE_S else "short"


@dataclass(frozen=True, kw_only=True)
class Source:
    """What kind of file the recording came in.

    `codec` is libav's name (`pcm_s16le`, `mp3`, `aac`, `opus`); `sample_rate`
    in Hz and `channels` are those of its beginning. `truncated` says that the
    file promises more than can be decoded, or that stretches of it cannot;
    streams that promise nothing (MP3, ADTS, Ogg, a browser's WEBM) end early
    without a trace.
    """

    codec: str
    sample_rate: int
    channels: int
    has_video: bool
    truncated: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Sound:
    """A decoded recording, reduced to what is measured: about 3 MB an hour.

    Powers are mean squares of samples whose full scale is 1.0, of the mean of
    all channels. `band_power` is of 150 to 4000 Hz, one value per 10 ms;
    `weighted_power` K-weighted (ITU-R BS.1770-4), one per 100 ms; `periodicity`
    the highest normalised autocorrelation at a pitch of 70 to 400 Hz, one per
    40 ms, and `pitch_hz` that pitch, which says nothing where the former is low;
    `peaks` the highest magnitude in any channel and `clipped` how many samples
    reach `reduce.CLIPPED`, one per second.
    """

    source: Source
    duration_s: float
    band_power: "NDArray[np.float64]"
    weighted_power: "NDArray[np.float64]"
    periodicity: "NDArray[np.float64]"
    pitch_hz: "NDArray[np.float64]"
    peaks: "NDArray[np.float64]"
    clipped: "NDArray[np.int64]"


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A short stretch of sound: 16-bit little-endian mono samples, `rate` in Hz."""

    pcm: bytes
    rate: int


@dataclass(frozen=True, kw_only=True)
class Half:
    """One half of the talk time: what tires or hurries shows between the two.

    Values as in `Measurement`, rounded to what they are good for.
    """

    speech_ratio: float
    nuclei_per_s: float | None = None
    loudness_lufs: float | None = None
    pitch_spread_st: float | None = None


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One recording in figures.

    `duration_s` counts decoded samples, never what the file's header says.
    `talk` runs from the first speech to the last; it is None, and `pauses` is
    empty, when no speech was found. `loudness_lufs` is the gated loudness of
    the mean of all channels, so a mono and a dual-mono file of one talk agree
    (other tools read the dual-mono one 3 LU higher); None below -70 LUFS.
    `peak_dbfs` may exceed 0 (lossy codecs overshoot); None for digital silence.
    `clipped_s` counts seconds with at least three clipped samples: counting
    samples would let MP3, which rounds off clipped peaks, go free.
    `noise_dbfs` is the level of silence in 150 to 4000 Hz, None where there is
    none or it is digital; `snr_db` is how far speech stands above it, at most
    `measure.MOST_SNR_DB`, None without either.
    `nuclei_per_s` counts the syllables heard a second of speaking time. `pitch_hz` is the
    median pitch of voiced speech, `pitch_spread_st` the semitones between its 10th and its
    90th percentile: it grows with intonation, and Chinese tones, so it compares one speaker
    with the same one in the same language only. `halves` is None below
    `measure.HALVES_FROM_S` of talk time.

    Errors of measurement: `SPEAKING_ERROR`, `PAUSE_ERROR_S`, `LOUDNESS_ERROR_LU`,
    `RATE_ERROR`, `NUCLEI_ERROR`, `PITCH_SPREAD_ERROR_ST`.
    """

    source: Source
    duration_s: float
    talk: Span | None
    pauses: tuple[Pause, ...]
    loudness_lufs: float | None
    peak_dbfs: float | None
    clipped_s: int
    noise_dbfs: float | None
    snr_db: float | None
    nuclei_per_s: float | None = None
    pitch_hz: float | None = None
    pitch_spread_st: float | None = None
    halves: tuple[Half, Half] | None = None
    measured_by: int = METRICS_VERSION

    @property
    def talk_s(self) -> float:
        """Talk time: seconds from the first speech to the last, pauses included."""
        return self.talk.length_s if self.talk else 0.0

    @property
    def lead_in_s(self) -> float:
        """Seconds before the first speech; the whole recording when there is none."""
        return self.talk.start_s if self.talk else self.duration_s

    @property
    def speaking_s(self) -> float:
        """Speaking time: talk time without its pauses, in seconds."""
        return self.talk_s - sum(pause.length_s for pause in self.pauses)

    @property
    def speech_ratio(self) -> float:
        """Speaking time as a share of talk time, 0 to 1."""
        return self.speaking_s / self.talk_s if self.talk else 0.0

    @property
    def reliable(self) -> bool:
        """Whether speech stands out of the noise by at least `RELIABLE_SNR_DB`."""
        return self.talk is not None and (self.snr_db is None or self.snr_db >= RELIABLE_SNR_DB)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """What a script has to say: words that are not Chinese, Han characters, syllables of both."""

    words: float
    han: float
    syllables: float


@dataclass(frozen=True, kw_only=True)
class ScriptRate:
    """How fast a script was spoken.

    `words_per_minute` counts words that are not Chinese, `han_per_minute` Han
    characters (字/分), both over talk time, pauses included; a mixed talk has both,
    and neither alone is its pace. `syllables_per_s` counts the syllables of both
    over speaking time, without pauses.
    """

    words_per_minute: float
    han_per_minute: float
    syllables_per_s: float
