"""Words as they are compared: Latin words in small letters, Han characters one by one, numbers
as they are spoken, each with the time at which it was said."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.rehearsal.model import Span
from speakprep.rehearsal.transcript import Piece
from speakprep.script.aloud import say_chinese, say_english, say_year
from speakprep.talk.language import HAN, Language

_TOKEN = re.compile(
    rf"(?P<han>[{HAN}])"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)*)(?P<share>[ ]?%)?(?P<year>(?=[ ]?年))?"
    rf"|(?P<word>[^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)*)"
)
_WIDE_END = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef]")
_LONGEST_NUMBER = 40
"""Digits; a longer run is read by nobody."""

_SAME = {"两": "二", "〇": "零"}
"""Han characters that recognisers write for one spoken number, or another."""

_NARROW = {
    sign: sign - 0xFEE0
    for sign in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
} | {ord("％"): "%", ord("．"): "."}

_SENTENCE_END = re.compile(r"[.!?]+(?=\s)|[。！？]+")
_FAR_S = 4.0
"""Seconds from where a sentence should end, beyond which a pause is not its end."""

_LETTER_WEIGHT = 0.3
"""Syllables of a Latin letter: 1.42 for an English word of 4.7 letters; a Han character is one."""

_MARK_WEIGHTS = dict.fromkeys(",;:，、；：", 0.7) | dict.fromkeys(".!?。！？…", 1.5)
"""Syllables for which a voice rests at a mark: 0.15 and 0.35 s at 260 syllables a minute."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """Everything said: `words[i]` from `starts[i]` to `ends[i]` seconds, at `places[i]` of `text`.

    Tokens that come from one number share its place and time.
    """

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def quote(self, first: int, last: int) -> str:
        """Return the words from one token to another, both included, as they stand."""
        return self.text[self.places[first][0] : self.places[last][1]]


def tokens(text: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Yield every word of a text in its form for comparing, and where it stands.

    >>> [word for word, _, _ in tokens("Don't drop 37%", "en")]
    ['dont', 'drop', 'thirty', 'seven', 'percent']
    >>> [word for word, _, _ in tokens("用 K8s 两年", "zh")]
    ['用', 'k', '八', 's', '二', '年']
    """
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["han"]:
            yield _SAME.get(match[0], match[0]), start, end
        elif match["word"]:
            yield re.sub("['’]", "", match[0]).casefold(), start, end
        else:
            for word in _spoken(match, language):
                yield word, start, end


def words(text: str, language: Language) -> tuple[str, ...]:
    """Return only the words of `tokens`, of a text in any width."""
    return tuple(word for word, _, _ in tokens(narrow(text), language))


def narrow(text: str) -> str:
    """Return a text with its full-width letters and digits as ASCII; nothing moves."""
    return text.translate(_NARROW)


def is_han(word: str) -> bool:
    """Tell a Han character from a word of letters."""
    return len(word) == 1 and _WIDE_END.match(word) is not None


def timed(pieces: Sequence[Piece], language: Language, pauses: Sequence[Span] = ()) -> Said:
    """Return every word said with its time.

    Inside a piece times are interpolated by syllables, and sentences end at the long `pauses` of
    the recording where one comes near.
    """
    parts = [part for piece in pieces for part in _parted(piece, _around(piece, pauses))]
    text, begins = _joined(parts)
    clock = _Clock(text, begins, parts)
    found = list(tokens(text, language))
    return Said(
        text=text,
        words=tuple(word for word, _, _ in found),
        places=tuple((start, end) for _, start, end in found),
        starts=tuple(clock.at(start) for _, start, _ in found),
        ends=tuple(clock.at(end - 1, end=True) for _, _, end in found),
    )


def spread(texts: Sequence[str], span: Span, pauses: Sequence[Span] = ()) -> tuple[Piece, ...]:
    """Return texts that have no times of their own, laid over a stretch by their syllables."""
    weights = [max(_weights(text)[-1], 1.0) for text in texts]
    pace = (span.length_s - sum(pause.length_s for pause in pauses)) / sum(weights)
    times, spoken = [span.start_s], 0.0
    for weight in weights:
        spoken += weight * pace
        times.append(_skipping(span.start_s + spoken, pauses))
    return tuple(
        Piece(start_s=start, end_s=min(end, span.end_s), text=text)
        for text, (start, end) in zip(texts, pairwise(times), strict=True)
    )


def _skipping(time: float, pauses: Sequence[Span]) -> float:
    """Return when so much time was spent speaking."""
    for pause in pauses:
        if time <= pause.start_s:
            break
        time += pause.length_s
    return time


def _around(piece: Piece, pauses: Sequence[Span]) -> Sequence[Span]:
    first = bisect_right(pauses, piece.start_s, key=lambda pause: pause.start_s)
    last = bisect_right(pauses, piece.end_s, key=lambda pause: pause.start_s)
    return pauses[first:last]


class _Clock:
    """When each character of a text was said."""

    def __init__(self, text: str, begins: list[int], pieces: Sequence[Piece]) -> None:
        self._begins = begins
        self._pieces = pieces
        self._weights = _weights(text)

    def at(self, offset: int, *, end: bool = False) -> float:
        """Return when the character at `offset` begins, or ends."""
        index = bisect_right(self._begins, offset) - 1
        piece = self._pieces[index]
        first = self._begins[index]
        last = self._begins[index + 1] if index + 1 < len(self._begins) else len(self._weights) - 1
        whole = self._weights[last] - self._weights[first]
        done = self._weights[offset + end] - self._weights[first]
        return min(piece.start_s + (piece.length_s * done / whole if whole else 0.0), piece.end_s)


def _parted(piece: Piece, pauses: Sequence[Span]) -> Iterator[Piece]:
    """Part a piece at the sentence ends where the recording has its long pauses.

    Where no sentence ends near a pause, it is not known between which words it was.
    """
    text, ends = piece.text, [match.end() for match in _SENTENCE_END.finditer(piece.text)]
    inside = [p for p in pauses if piece.start_s < p.start_s and p.end_s < piece.end_s]
    weights = _weights(text) if ends and inside else []
    speaking = piece.length_s - sum(pause.length_s for pause in inside)
    at, start = 0, piece.start_s
    for pause in inside if ends else ():
        pace = speaking / max(weights[-1] - weights[at], 1.0)
        guesses = [
            (abs(start + pace * (weights[end] - weights[at]) - pause.start_s), end)
            for end in ends
            if end > at
        ]
        off, end = min(guesses, default=(_FAR_S, 0))
        if off < _FAR_S:
            yield Piece(start_s=start, end_s=pause.start_s, text=text[at:end])
            speaking -= pause.start_s - start
            at, start = end, pause.end_s
    if text[at:]:
        yield Piece(start_s=start, end_s=piece.end_s, text=text[at:])


def _weights(text: str) -> list[float]:
    """Return the syllables before each character, and at last of all."""
    weights = [0.0]
    for sign in text:
        weights.append(weights[-1] + _weight(sign))
    return weights


def _joined(pieces: Sequence[Piece]) -> tuple[str, list[int]]:
    """Join pieces into one text; between two Han characters stands no space."""
    parts: list[str] = []
    begins: list[int] = []
    size, last = 0, ""
    for piece in pieces:
        text = narrow(piece.text)
        tight = not last or (_WIDE_END.match(last) and _WIDE_END.match(text))
        gap = "" if tight else " "
        begins.append(size)
        parts.append(gap + text)
        size += len(gap) + len(text)
        last = text[-1:]
    return "".join(parts), begins


def _weight(sign: str) -> float:
    if sign.isascii() and sign.isalpha():
        return _LETTER_WEIGHT
    return _MARK_WEIGHTS.get(sign, 1.0 if sign.isalnum() else 0.0)


def _spoken(match: re.Match[str], language: Language) -> list[str]:
    number = match["number"]
    if len(number) > _LONGEST_NUMBER:
        return [number]
    if language == "zh":
        is_year = match["year"] is not None and len(number) == 4 and number.isdigit()
        said = "".join(map(say_chinese, number)) if is_year else say_chinese(number)
        return list(("百分之" if match["share"] else "") + said)
    is_year = len(number) == 4 and number.isdigit() and number[:2] in {"19", "20"}
    spoken = say_year(number) if is_year and not match["share"] else say_english(number)
    return re.split(r"[ -]", spoken) + (["percent"] if match["share"] else [])
