"""Reading what came back for a window, believing nothing: ids, doubles, blanks."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from speakprep.errors import InputError
from speakprep.llm.answers import read_object
from speakprep.llm.model import Json, Schema
from speakprep.translation.model import Item, Reading
from speakprep.translation.windows import SCHEMA

_LOOSE = Schema(
    name="segments",
    body={
        "type": "object",
        "required": ["segments"],
        "properties": {
            "segments": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "text"],
                    "properties": {"id": {"type": "string"}, "text": {"type": "string"}},
                },
            }
        },
    },
)
"""What a person may bring from a chat window: more keys than asked for do no harm."""

_ANSWER = Schema(
    name=SCHEMA.name,
    body={key: value for key, value in SCHEMA.body.items() if key != "additionalProperties"},
)
"""What a server may answer: a key of its own beside the segments, such as "request_id", does no
harm; a segment is exactly as asked for."""

_ITEM = re.compile(r'\{(?:[^{}"]|"(?:[^"\\]|\\.)*+")*+\}', re.DOTALL)


def read_answer(text: str, asked: Iterable[str]) -> Reading:
    """Read a model's answer to one window.

    Raises:
        InputError: it is no whole JSON object of the shape asked for.
    """
    return _reading(_items(read_object(text, _ANSWER)), set(asked))


def read_pasted(text: str, asked: Iterable[str]) -> Reading:
    """Read what a person copied out of a chat window; a part of it is welcome too.

    Raises:
        InputError: there is no segment in it.
    """
    try:
        items = _items(read_object(text, _LOOSE))
    except InputError as error:
        # Two answers in a row, or one cut off in the middle: each whole segment counts.
        items = tuple(_whole_items(text))
        if not items:
            raise error from None
    return _reading(items, set(asked))


def _items(value: dict[str, Json]) -> tuple[Item, ...]:
    segments = value.get("segments")
    found = (_item(entry) for entry in segments) if isinstance(segments, list) else ()
    return tuple(item for item in found if item is not None)


def _item(entry: Json) -> Item | None:
    if not isinstance(entry, dict):
        return None
    name, text = entry.get("id"), entry.get("text")
    if not isinstance(name, str) or not isinstance(text, str):
        return None
    # JSON can say half a character, and no file can hold it.
    whole = text.encode("utf-8", errors="replace").decode().strip()
    return Item(id=name, text=whole, unsure=entry.get("unsure") is True)


def _whole_items(text: str) -> Iterator[Item]:
    for found in _ITEM.finditer(text):
        try:
            value = json.loads(found[0], strict=False)
        except (ValueError, RecursionError):
            continue
        item = _item(value)
        if item is not None:
            yield item


def _reading(items: Iterable[Item], asked: set[str]) -> Reading:
    """Refuse what nobody asked for, and whatever claims one id with two texts."""
    known = tuple(dict.fromkeys(items))
    times = Counter(item.id for item in known)
    good = tuple(item for item in known if item.id in asked and times[item.id] == 1 and item.text)
    refused = tuple(name[:60] for name, often in times.items() if name not in asked or often > 1)
    return Reading(items=good, refused=refused)
