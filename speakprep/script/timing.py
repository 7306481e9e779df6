"""How long a text takes to say: a range, because nobody speaks at one speed.

The rates stand for prepared talks to an audience that listens in a second
language. English: 16 monologue tech talks (8.9 h of timestamped transcripts)
had a median of 145 words a minute, half of them within 140 to 166; captions
are easiest to follow at 145 (Jensema 1998). Chinese: a formal talk is about
200 characters a minute, broadcast news 250 to 270. Predicting whole talks
with one such rate misses by 12 % in the middle and 30 % at the worst, hence a
band of 20 % to either side; a speaker's own rate, from five minutes of a
rehearsal, misses by 4.5 % in the middle and 15 % at the worst: see `pace`.
"""

import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from speakprep.script.aloud import FIGURE, spelled, syllables
from speakprep.talk.language import HAN, Language, detect
from speakprep.talk.markdown import strip_comments

BAND = 0.2
"""Share by which a talk runs shorter or longer than its text says; see above."""

SLIDE_CHANGE_SECONDS = 2.0
"""Time to press the key, look, and breathe."""

SYLLABLES_PER_WORD = 1.42
"""Of an English word in those 8.9 hours of talks."""

_FENCE = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t\r]*$|\Z)")
_URL = re.compile(rf"(?:https?://|www\.)[^\s{HAN}，。；！？、（）《》<>]+")
_LINK_TARGET = re.compile(r"\]\([^()\n]*\)")
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t][^\n]*$")
_SIGN = re.compile(
    r"[\[【](?:pause|break|(?:live )?demo|video|停顿|暂停|演示|(?:播放)?视频)[:：]?[ \t]*(?:"
    r"(?P<minutes>\d{1,2}):(?P<rest>[0-5]\d)"
    r"|(?P<first>\d{1,4}(?:\.\d{1,2})?)[ \t]*"
    r"(?P<unit>minutes?|mins?|m|分钟|分|seconds?|secs?|s|秒)"
    r"(?:[ \t]*(?P<more>\d{1,2})[ \t]*(?:seconds?|secs?|s|秒))?"
    # What is shown meanwhile may follow: [demo 2m: open the dashboard].
    r")[ \t]*(?:[:：,，][^\[\]【】\n]{0,60})?[\]】]",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    rf"(?P<han>[{HAN}])"
    rf"|(?P<acronym>(?<![A-Za-z0-9])[A-Z](?=[A-Z0-9])[A-Z0-9]{{1,4}}s?(?![A-Za-z0-9]))"
    rf"|(?P<figure>{FIGURE})"
    rf"|(?P<word>[^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)*|&)"
)
_WIDE = re.compile("[０-９％．，：]+")


PaceOrigin = Literal["default", "given", "rehearsal"]
"""Where a pace comes from: nobody's, typed by the speaker, or measured."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast somebody speaks: words and Han characters a minute, small pauses included.

    `band` is the share by which a talk may run shorter or longer than that says.
    """

    words_per_minute: float = 140.0
    han_per_minute: float = 200.0
    band: float = BAND
    origin: PaceOrigin = "default"


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """A time as a range, in seconds; `likely` is what the rate says."""

    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How much there is to say, before anybody's speed: see `amount`.

    `words` count as spoken (a number or an acronym is several), `han` as
    well; `pause_seconds` are the `[pause 3s]` and `[demo 2m]` in the text.
    """

    words: float
    han: float
    pause_seconds: float


DEFAULT_PACE = Pace()


def seconds(
    text: str, pace: Pace = DEFAULT_PACE, as_words: AbstractSet[str] = frozenset()
) -> Seconds:
    """Return how long a text takes to say; `as_words` as in `amount`.

    Comments, headings, code blocks and URLs are not spoken. Pauses and demos
    written into the text count as they are, without a band.

    >>> seconds("[pause 3s]")
    Seconds(low=3.0, likely=3.0, high=3.0)
    """
    return seconds_of(amount(text, as_words), pace)


def seconds_of(spoken: Spoken, pace: Pace = DEFAULT_PACE) -> Seconds:
    """Return how long an amount takes to say."""
    speech = 60.0 * (spoken.words / pace.words_per_minute + spoken.han / pace.han_per_minute)
    still = spoken.pause_seconds
    return Seconds(
        low=speech * (1 - pace.band) + still,
        likely=speech + still,
        high=speech * (1 + pace.band) + still,
    )


def total(times: Iterable[Seconds]) -> Seconds:
    """Add up the slides of a talk, with the change from each to the next."""
    slides = list(times)
    changes = SLIDE_CHANGE_SECONDS * max(len(slides) - 1, 0)
    return Seconds(
        low=sum(time.low for time in slides) + changes,
        likely=sum(time.likely for time in slides) + changes,
        high=sum(time.high for time in slides) + changes,
    )


def amount(text: str, as_words: AbstractSet[str] = frozenset()) -> Spoken:
    """Count what is spoken; figures are read in the language of the text around them.

    Capitals such as SQL are spelled, except those in `as_words`, which are
    said like a word (JSON).
    """
    prose = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), spoken_text(text))
    signs = [_sign_seconds(match) for match in _SIGN.finditer(prose)]
    prose = _SIGN.sub(" ", prose)
    language = detect(prose)
    words = han = 0.0
    for match in _TOKEN.finditer(prose):
        if match["han"]:
            han += 1
        elif match["acronym"]:
            word = match["acronym"]
            voiced = word in as_words or word.removesuffix("s") in as_words
            words += 1 if voiced else spelled(word) / SYLLABLES_PER_WORD
        elif match["word"]:
            words += 1
        elif language == "zh":
            han += syllables(match, "zh")
        else:
            words += syllables(match, "en") / SYLLABLES_PER_WORD
    return Spoken(words=words, han=han, pause_seconds=sum(signs))


def spoken_text(text: str) -> str:
    """Return a text without what is not read aloud; signs such as [pause 3s] stay."""
    text = _FENCE.sub("\n", strip_comments(text))
    text = _HEADING.sub("", _LINK_TARGET.sub("]", text))
    return _URL.sub(" ", text)


def unit_count(text: str, language: Language, as_words: AbstractSet[str] = frozenset()) -> int:
    """Return what a speaker counts: Han characters in Chinese, words in English, as spoken."""
    return units_of(amount(text, as_words), language)


def units_of(spoken: Spoken, language: Language) -> int:
    """Return an amount in the one unit of a language."""
    if language == "zh":
        return round(spoken.han + spoken.words * SYLLABLES_PER_WORD)
    return round(spoken.words + spoken.han / SYLLABLES_PER_WORD)


def clock(time: float) -> str:
    """Show seconds as minutes and seconds.

    >>> clock(75.4)
    '1:15'
    """
    whole = round(time)
    return f"{whole // 60}:{whole % 60:02d}"


def _sign_seconds(match: re.Match[str]) -> float:
    if match["minutes"]:
        return 60.0 * int(match["minutes"]) + float(match["rest"])
    minutes = match["unit"].lower().startswith(("m", "分"))
    return float(match["first"]) * (60 if minutes else 1) + float(match["more"] or 0)
