"""Reading what came back for a window, believing nothing: ids, doubles, blanks, lengths."""

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from speakprep.errors import InputError
from speakprep.fidelity.cited import Chunk, joined
from speakprep.llm.answers import read_object
from speakprep.llm.model import Json, Schema
from speakprep.translation.model import Item, Reading, Segment, Shape
from speakprep.translation.windows import SCHEMAS

_LOOSE = {
    shape: Schema(
        name="segments",
        body={
            "type": "object",
            "required": ["segments"],
            "properties": {
                "segments": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", shape],
                        "properties": {"id": {"type": "string"}, shape: {"type": kind}},
                    },
                }
            },
        },
    )
    for shape, kind in (("text", "string"), ("chunks", "array"))
}
"""What a person may bring from a chat window: more keys than asked for do no harm."""

_ANSWERS = {
    shape: Schema(
        name=schema.name,
        body={key: value for key, value in schema.body.items() if key != "additionalProperties"},
    )
    for shape, schema in SCHEMAS.items()
}
"""What a server may answer: a key of its own beside the segments, such as "request_id", does no
harm; a segment is exactly as asked for."""

LONGEST_TIMES, LONGEST_SPARE = 20, 500
"""Most characters of a translation: so many times its source's, and so many more for the
shortest ones. English takes three to four characters for a Chinese one; what is five times as
long as that is no translation, and comparing megabytes of it would take minutes."""

_INSIDE = r'[^{}"]|"(?:[^"\\]|\\.)*+"'
_ITEM = re.compile(rf"\{{(?:{_INSIDE}|\{{(?:{_INSIDE})*+\}})*+\}}", re.DOTALL)
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff\ufffd]")
"""Half of a pair, which no file can hold, or what a server put in its place."""


def read_answer(text: str, asked: Iterable[Segment], shape: Shape = "text") -> Reading:
    """Read a model's answer to one window.

    Plain text is taken as well where chunks were asked for: a model that cannot cite says so by
    not doing it.

    Raises:
        InputError: it is no whole JSON object of the shape asked for.
    """
    try:
        return _reading(_items(read_object(text, _ANSWERS[shape])), asked)
    except InputError:
        if shape == "text":
            raise
    return read_answer(text, asked)


def read_pasted(text: str, asked: Iterable[Segment]) -> Reading:
    """Read what a person copied out of a chat window; a part of it is welcome too.

    Raises:
        InputError: there is no segment in it.
    """
    try:
        items = _items(_any_shape(text))
    except InputError as error:
        # Two answers in a row, or one cut off in the middle: each whole segment counts.
        items = tuple(_whole_items(text))
        if not items:
            raise error from None
    return _reading(items, asked)


def _any_shape(text: str) -> dict[str, Json]:
    try:
        return read_object(text, _LOOSE["text"])
    except InputError as error:
        with contextlib.suppress(InputError):
            return read_object(text, _LOOSE["chunks"])
        raise error from None


def _items(value: dict[str, Json]) -> tuple[Item, ...]:
    segments = value.get("segments")
    found = (_item(entry) for entry in segments) if isinstance(segments, list) else ()
    return tuple(item for item in found if item is not None)


def _item(entry: Json) -> Item | None:
    if not isinstance(entry, dict):
        return None
    name, text = entry.get("id"), entry.get("text")
    chunks = _chunks(entry.get("chunks"))
    if chunks:
        text = joined(chunks)
    if not isinstance(name, str) or not isinstance(text, str):
        return None
    return Item(id=name, text=text.strip(), unsure=entry.get("unsure") is True, chunks=chunks)


def _chunks(entries: Json) -> tuple[Chunk, ...]:
    """Read cited chunks; what is no list of them counts as none."""
    found = []
    for entry in entries if isinstance(entries, list) else []:
        source = entry.get("source") if isinstance(entry, dict) else None
        target = entry.get("target") if isinstance(entry, dict) else None
        if not isinstance(source, str) or not isinstance(target, str):
            return ()
        found.append(Chunk(source=source, target=target))
    return tuple(found)


def _whole_items(text: str) -> Iterator[Item]:
    """Yield every segment that is whole, in answers that may not be."""
    for found in _ITEM.finditer(text):
        try:
            value = json.loads(found[0], strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "segments" in value:
            yield from _items(value)
        elif item := _item(value):
            yield item


def _reading(items: Iterable[Item], asked: Iterable[Segment]) -> Reading:
    """Refuse what nobody asked for, whatever claims one id with two texts, and spoilt texts."""
    sources = {segment.id: segment.text for segment in asked}
    known = tuple(dict.fromkeys(items))
    times = Counter(item.id for item in known)
    given = [item for item in known if item.id in sources and times[item.id] == 1 and item.text]
    spoilt = {item.id for item in given if _is_spoilt(item.text, sources[item.id])}
    refused = (name for name, often in times.items() if name not in sources or often > 1)
    return Reading(
        items=tuple(item for item in given if item.id not in spoilt),
        refused=tuple(name[:60].encode("utf-8", "backslashreplace").decode() for name in refused),
        spoilt=tuple(item.id for item in given if item.id in spoilt),
    )


def _is_spoilt(text: str, source: str) -> bool:
    """Tell whether a text is far too long, or holds half a character, which no file can hold."""
    if len(text) > LONGEST_TIMES * len(source) + LONGEST_SPARE:
        return True
    return _HALF_CHARACTER.search(text) is not None
