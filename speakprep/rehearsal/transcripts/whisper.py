"""The JSON that recognisers write: one family, many dialects.

OpenAI's verbose_json has words at the top or none; whisper.cpp's server, faster-whisper and
whisperX keep them inside segments; whisper.cpp's program counts milliseconds; transformers
writes chunks; gpt-transcribe gives the text alone.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.errors import InputError
from speakprep.llm.model import Json
from speakprep.rehearsal.transcript import Grain
from speakprep.rehearsal.transcripts.order import Raw
from speakprep.talk.language import Language

_LANGUAGES: dict[str, Language] = {
    "en": "en",
    "english": "en",
    "zh": "zh",
    "chinese": "zh",
    "mandarin": "zh",
}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a recogniser's JSON says: pieces as they stand there, and what carries their times.

    `model` is empty where it is not named.
    """

    pieces: tuple[Raw, ...]
    grain: Grain
    language: Language | None = None
    model: str = ""


def read_heard(value: Json, file: str = "") -> Heard:
    """Read what a recogniser heard out of any of the dialects; the finest times win.

    Raises:
        InputError: it is JSON of another kind.
    """
    table: Mapping[str, Json] = value if isinstance(value, dict) else {"segments": value}
    words = _words(table)
    if words:
        return _heard(table, words, "word")
    segments = _list(table, "segments", "transcription", "chunks")
    if segments:
        return _heard(table, [_raw(each) for each in segments], "segment")
    text = table.get("text")
    if isinstance(text, str):
        return _heard(table, [Raw(text=text)], "text")
    if "segments" in table or "words" in table:
        return _heard(table, [], "segment")
    raise InputError(
        "is JSON, but not a transcript",
        file=file,
        hint="whisper's JSON has a `segments`, `words`, `transcription` or `text`",
    )


def _heard(table: Mapping[str, Json], pieces: Sequence[Raw], grain: Grain) -> Heard:
    model, result = table.get("model"), table.get("result")
    named = table.get("language") or (result.get("language") if isinstance(result, dict) else None)
    if not any(piece.start_s is not None for piece in pieces) and pieces:
        grain = "text"
    return Heard(
        pieces=tuple(pieces),
        grain=grain,
        language=_LANGUAGES.get(named.lower()) if isinstance(named, str) else None,
        model=model if isinstance(model, str) else "",
    )


def _words(table: Mapping[str, Json]) -> list[Raw]:
    """Return words with times, from the top or out of every segment."""
    top = _list(table, "words", "word_segments")
    if top and not _is_sentence(top):
        return _filled([_raw(each) for each in top], Raw(text=""))
    words: list[Raw] = []
    for segment in _list(table, "segments"):
        inside = _list(segment, "words")
        around = _raw(segment)
        if inside:
            words += _filled([_raw(each) for each in inside], around)
        elif around.text.strip():
            return []  # words for a part of the talk only: segments are the finest for all of it
    return words


def _is_sentence(words: Sequence[Mapping[str, Json]]) -> bool:
    """Tell lists that are called words, and hold none with a time."""
    return all(_raw(each).start_s is None for each in words)


def _filled(words: Sequence[Raw], around: Raw) -> list[Raw]:
    """Give words without a time, such as whisperX's numbers, the gap between their neighbours."""
    filled: list[Raw] = []
    at = around.start_s
    for word, after in pairwise([*words, Raw(text="", start_s=around.end_s)]):
        start = at if word.start_s is None else word.start_s
        end = word.end_s
        if end is None:
            end = start if after.start_s is None else after.start_s
        filled.append(Raw(text=word.text, start_s=start, end_s=end))
        at = end
    return filled


def _list(table: Mapping[str, Json], *names: str) -> list[Mapping[str, Json]]:
    for name in names:
        value = table.get(name)
        if isinstance(value, list) and value:
            return [each for each in value if isinstance(each, dict)]
    return []


def _raw(entry: Mapping[str, Json]) -> Raw:
    text = next(_texts(entry), "")
    start, end = _number(entry.get("start")), _number(entry.get("end"))
    offsets, stamp = entry.get("offsets"), entry.get("timestamp")
    if isinstance(offsets, dict):
        start, end = _thousandth(offsets.get("from")), _thousandth(offsets.get("to"))
    elif isinstance(stamp, list) and len(stamp) == 2:
        start, end = _number(stamp[0]), _number(stamp[1])
    return Raw(text=text, start_s=start, end_s=end)


def _texts(entry: Mapping[str, Json]) -> Iterator[str]:
    return (value for key in ("word", "text") if isinstance(value := entry.get(key), str))


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _thousandth(value: Json) -> float | None:
    number = _number(value)
    return None if number is None else number / 1000
