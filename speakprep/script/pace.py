"""How fast this speaker is, from rehearsals, and how fast one may be with an interpreter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.script.timing import DEFAULT_PACE, SLIDE_CHANGE_SECONDS, Pace
from speakprep.talk.language import Language

OWN_BAND = 0.1
"""The band of a speaker's own rate: between its 4.5 % error in the middle and 15 % at the worst, as
the default's 20 % stands between 12 % and 30 %."""

ENOUGH_SECONDS = 120.0
"""Two minutes of speech tell a rate to 6 %, five to 4.5 %; less tells little."""

NEWEST = 3
"""So many rehearsals count: who rehearses more often also speaks differently by the end."""

_PLAUSIBLE = (0.5, 2.0)
"""Speed against the default beyond which recording and script are not the same talk."""

Interpreting = Literal["consecutive", "simultaneous"]
INTERPRETING: tuple[Interpreting, ...] = ("consecutive", "simultaneous")

SIMULTANEOUS = Pace(words_per_minute=110.0, han_per_minute=165.0)
"""The pace an interpreter in the booth can follow: 100 to 120 English words or 150 to 180 Chinese
syllables a minute (Li, Coping strategies for fast delivery in simultaneous interpretation, Journal
of Specialised Translation 13, 2010, jostrans.org/issue13/art_li.php); AIIC advises about 100."""

CONSECUTIVE = 2.0
"""Everything is said twice. Providers plan with double the time (int-conf.com, transmeeting.net);
a practised interpreter who sums up needs a tenth to three quarters on top (eurologos-brussels.com),
which no speaker can count on."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """What one rehearsal tells about speed.

    Words and Han characters are those of the script, a minute of `talk_s`:
    from first to last speech, in seconds. `still_s` of it were pauses and
    demos the script asks for; `slides` is how many were shown.
    """

    words_per_minute: float
    han_per_minute: float
    talk_s: float
    still_s: float = 0.0
    slides: int = 1


def own_pace(takes: Sequence[Take]) -> Pace | None:
    """Return the speaker's pace from rehearsals in the order they were held; None without one.

    A text of both scripts gives no rate for either alone, so what is measured
    is one speed against the default, which both rates then follow. Demos,
    pauses and slide changes are taken off: the script's times add them again.
    """
    said = [(_default_minutes(take), _speech_minutes(take)) for take in takes]
    telling = [
        (expected, spoken)
        for expected, spoken in said
        if spoken * 60 >= ENOUGH_SECONDS and _PLAUSIBLE[0] <= expected / spoken <= _PLAUSIBLE[1]
    ][-NEWEST:]
    if not telling:
        return None
    speed = sum(expected for expected, _ in telling) / sum(spoken for _, spoken in telling)
    return Pace(
        words_per_minute=DEFAULT_PACE.words_per_minute * speed,
        han_per_minute=DEFAULT_PACE.han_per_minute * speed,
        band=OWN_BAND,
        origin="rehearsal",
    )


def given_pace(rate: float, language: Language) -> Pace:
    """Return the pace of somebody who says `rate` words (English) or characters (Chinese) a minute.

    >>> given_pace(100, "zh").words_per_minute
    70.0
    """
    usual = DEFAULT_PACE.words_per_minute if language == "en" else DEFAULT_PACE.han_per_minute
    return Pace(
        words_per_minute=DEFAULT_PACE.words_per_minute * rate / usual,
        han_per_minute=DEFAULT_PACE.han_per_minute * rate / usual,
        band=OWN_BAND,
        origin="given",
    )


def interpreted(pace: Pace, interpreting: Interpreting | None) -> Pace:
    """Return the pace at which a talk advances with an interpreter; demos take their own time."""
    if interpreting == "consecutive":
        return replace(
            pace,
            words_per_minute=pace.words_per_minute / CONSECUTIVE,
            han_per_minute=pace.han_per_minute / CONSECUTIVE,
        )
    if interpreting == "simultaneous":
        return replace(
            pace,
            words_per_minute=min(pace.words_per_minute, SIMULTANEOUS.words_per_minute),
            han_per_minute=min(pace.han_per_minute, SIMULTANEOUS.han_per_minute),
        )
    return pace


def rate_of(pace: Pace, language: Language) -> float:
    """Return a pace in what a speaker of the language counts, a minute."""
    return pace.words_per_minute if language == "en" else pace.han_per_minute


def _default_minutes(take: Take) -> float:
    share = take.words_per_minute / DEFAULT_PACE.words_per_minute
    return take.talk_s / 60 * (share + take.han_per_minute / DEFAULT_PACE.han_per_minute)


def _speech_minutes(take: Take) -> float:
    changes = SLIDE_CHANGE_SECONDS * max(take.slides - 1, 0)
    return max(take.talk_s - take.still_s - changes, 0.0) / 60
