"""The figures of one rehearsal as a speaker reads them."""

from speakprep.rehearsal.judge import HAN_PER_MINUTE, LOUDNESS_LUFS, WORDS_PER_MINUTE
from speakprep.rehearsal.model import (
    LOUDNESS_ERROR_LU,
    NUCLEI_ERROR,
    RATE_ERROR,
    RELIABLE_SNR_DB,
    SPEAKING_ERROR,
)
from speakprep.rehearsal.own_past import Change
from speakprep.rehearsal.record import Figures, SpokenScript
from speakprep.rehearsal.wording import shown
from speakprep.script.timing import clock
from speakprep.talk.language import LANGUAGE_NAMES

BAR_COLUMNS = 30
"""Width of the bar that shows the talk against its slot."""


def figure_lines(figures: Figures, speaking_minutes: int, script: SpokenScript | None) -> list[str]:
    """Return what was measured, a line each; for a recording with speech in it."""
    share = figures.talk_s / (speaking_minutes * 60)
    of_slot = f"{_bar(share)} {share:.0%} of {speaking_minutes} min"
    speech = f"{figures.speech_ratio:.0%} of the talk"
    return [
        f"  talk       {clock(figures.talk_s)}  {of_slot}",
        f"  speaking   {clock(figures.speaking_s)}  {speech} (within {SPEAKING_ERROR:.0%})",
        f"  pauses     {figures.short_pauses} short, {_long_pauses(figures)}",
        *_pace_lines(figures, script),
        *_syllable_lines(figures),
        *_loudness_lines(figures),
        *_noise_lines(figures),
        *_pitch_lines(figures),
        *_half_lines(figures),
    ]


def change_lines(changes: tuple[Change, ...]) -> list[str]:
    """Return what differs from the speaker's own earlier rehearsals."""
    lines: list[str] = []
    for change in changes:
        takes = "your last take" if change.takes == 1 else f"your last {change.takes} takes"
        metric = change.metric
        before, now = (shown(metric, value, "en") for value in (change.usual, change.now))
        label = "  changed    " if not lines else " " * 13
        lines.append(f"{label}{metric.names['en']} {now}; {before} in {takes}")
    return lines


def _bar(share: float) -> str:
    """Draw the talk against its slot; a `>` says that it runs over."""
    filled = min(round(share * BAR_COLUMNS), BAR_COLUMNS)
    return f"[{'#' * filled}{'.' * (BAR_COLUMNS - filled)}{'>' if share > 1 else ']'}"


def _long_pauses(figures: Figures) -> str:
    if not figures.pauses:
        return "none of a second or more"
    longest = max(figures.pauses, key=lambda pause: pause.length_s)
    return (
        f"{len(figures.pauses)} of a second or more, "
        f"the longest {longest.length_s:.1f} s at {clock(longest.start_s)}"
    )


def _pace_lines(figures: Figures, script: SpokenScript | None) -> list[str]:
    rates = []
    for rate, unit, (low, high) in (
        (figures.words_per_minute, "words/min", WORDS_PER_MINUTE),
        (figures.han_per_minute, "字/min", HAN_PER_MINUTE),
    ):
        if rate and round(rate):
            rates.append((f"{rate:.0f} {unit}", f"; {low:.0f} to {high:.0f} is usual"))
    if not rates:
        return []
    usual = rates[0][1] if len(rates) == 1 else ""  # of a mixed talk no band holds for one part
    # Words are counted in a script, so the pace is wrong when another language was spoken.
    by = f" by the {LANGUAGE_NAMES[script.language]} script" if script else ""
    return [f"  pace       {', '.join(rate for rate, _ in rates)}{by}{usual}"]


def _syllable_lines(figures: Figures) -> list[str]:
    told = []
    if figures.syllables_per_s is not None:
        told.append(f"{figures.syllables_per_s:.1f} by the script (within {RATE_ERROR:.0%})")
    if figures.nuclei_per_s is not None:
        told.append(f"{figures.nuclei_per_s:.1f} heard (within {NUCLEI_ERROR:.0%})")
    return [f"  syllables  a second: {', '.join(told)}"] if told else []


def _loudness_lines(figures: Figures) -> list[str]:
    if figures.loudness_lufs is None:
        return []
    low, high = LOUDNESS_LUFS
    usual = f"{low:.0f} to {high:.0f} is easy to hear"
    level = f"{figures.loudness_lufs:.1f} LUFS (within {LOUDNESS_ERROR_LU})"
    return [f"  loudness   {level}; {usual}"]


def _noise_lines(figures: Figures) -> list[str]:
    if figures.snr_db is None:
        return []
    sure = (
        "figures are reliable"
        if figures.reliable
        else f"below {RELIABLE_SNR_DB:.0f} figures are less reliable"
    )
    return [f"  noise      {figures.snr_db:.0f} dB under your voice: {sure}"]


def _pitch_lines(figures: Figures) -> list[str]:
    if figures.pitch_spread_st is None:
        return []
    moves = f"moves over {figures.pitch_spread_st:.1f} semitones"
    return [f"  pitch      {moves}; compare it with your own takes only"]


def _half_lines(figures: Figures) -> list[str]:
    """Say how the second half differs from the first."""
    if figures.halves is None:
        return []
    first, second = figures.halves
    told = []
    if first.nuclei_per_s and second.nuclei_per_s:
        told.append(f"pace {second.nuclei_per_s / first.nuclei_per_s - 1:+.0%}")
    if first.loudness_lufs is not None and second.loudness_lufs is not None:
        told.append(f"loudness {second.loudness_lufs - first.loudness_lufs:+.1f} LU")
    told.append(f"speech {first.speech_ratio:.0%} then {second.speech_ratio:.0%}")
    return [f"  2nd half   {', '.join(told)}"]
