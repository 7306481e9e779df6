"""Packing segments into windows, and a window into a request."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from speakprep.llm.cost import count_tokens
from speakprep.llm.model import Json, Message, Request, Schema
from speakprep.translation.fixed import NO_TERMS, FixedTerms
from speakprep.translation.model import Direction, Rejected, Segment, Shape, Window
from speakprep.translation.segments import size

WINDOW_SEGMENTS = 15
"""Ten to twenty segments cost few requests and still come back complete."""

WINDOW_WORDS = 900
"""So many full segments; a paragraph without any full stop travels alone."""

BEFORE, AFTER = 3, 2
"""Source segments shown around a window; they are not translated with it."""

REJECTED_LENGTH = 300
"""Characters of a refused translation, and of the reason, that go along: enough to know it by."""

OUTPUT_PER_TOKEN: dict[Shape, int] = {"text": 3, "chunks": 6}
OUTPUT_PER_SEGMENT, OUTPUT_SPARE = 30, 1024
"""Upper limit of an answer: three times its source (Chinese to English takes about
one and a half), twice that where every chunk repeats its source between braces; ids; and
room for a model that thinks first."""


def _object(properties: dict[str, Json]) -> dict[str, Json]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _schema(name: str, translation: dict[str, Json]) -> Schema:
    segment = _object(
        {
            "id": {"type": "string", "description": "copied from the request"},
            **translation,
            "unsure": {"type": "boolean"},
        }
    )
    return Schema(name=name, body=_object({"segments": {"type": "array", "items": segment}}))


SCHEMAS: dict[Shape, Schema] = {
    "text": _schema(
        "segments", {"text": {"type": "string", "description": "its translation, alone"}}
    ),
    "chunks": _schema(
        "cited_segments",
        {
            "chunks": {
                "type": "array",
                "items": _object(
                    {
                        "source": {"type": "string", "description": "words copied from the source"},
                        "target": {"type": "string", "description": "their translation, alone"},
                    }
                ),
            }
        },
    ),
}
"""What comes back. There is no place for a note on purpose: a model fills what it is offered."""


def pack(segments: Sequence[Segment], pending: Iterable[str]) -> tuple[Window, ...]:
    """Pack the pending segments into windows, in the order of the script.

    Args:
        segments: all segments of the script.
        pending: ids of those to ask for.
    """
    wanted = set(pending)
    windows: list[list[int]] = []
    words = 0.0
    for index, segment in enumerate(segments):
        if segment.id not in wanted:
            continue
        words += size(segment.text)
        if windows and len(windows[-1]) < WINDOW_SEGMENTS and words <= WINDOW_WORDS:
            windows[-1].append(index)
        else:
            windows.append([index])
            words = size(segment.text)
    return tuple(_window(segments, indexes) for indexes in windows)


def narrowed(window: Window, ids: Iterable[str]) -> Window:
    """Return the same window, asking for some of its segments only."""
    wanted = set(ids)
    return replace(
        window,
        segments=tuple(segment for segment in window.segments if segment.id in wanted),
        rejected=tuple(one for one in window.rejected if one.id in wanted),
    )


def left_of(windows: Iterable[Window], ids: Collection[str]) -> tuple[Window, ...]:
    """Return windows that ask for these segments only, less those that ask for none of them."""
    kept = (narrowed(window, ids) for window in windows)
    return tuple(window for window in kept if window.segments)


def with_rejected(
    windows: Iterable[Window], rejected: Mapping[str, Rejected]
) -> tuple[Window, ...]:
    """Return windows that also say what a person refused of their segments, by their ids."""
    return tuple(
        replace(
            window,
            rejected=tuple(rejected[one.id] for one in window.segments if one.id in rejected),
        )
        for window in windows
    )


def request(
    window: Window,
    direction: Direction,
    system: str,
    shape: Shape = "text",
    glossary: FixedTerms = NO_TERMS,
) -> Request:
    """Return the request for one window: the prompt, then the segments as data.

    Of the glossary only the terms that occur in the window go along, and no notes.
    """
    count = len(window.segments)
    hits = glossary.find_all(segment.text for segment in window.segments)
    fixed: list[Json] = [
        {"source": hit.words, "target": hit.term.texts[direction.target]} for hit in hits
    ]
    limits: list[Json] = [
        {"ids": list(limit.ids), "at_most": limit.at_most} for limit in window.limits
    ]
    rejected: list[Json] = [
        {"id": one.id, "was": _short(one.was), "because": _short(one.because)}
        for one in window.rejected
    ]
    data: dict[str, Json] = {
        "direction": str(direction),
        **({"limits": limits} if limits else {}),
        **({"glossary": fixed} if fixed else {}),
        **({"rejected": rejected} if rejected else {}),
        "context_before": list(window.before),
        "segments": [{"id": segment.id, "source": segment.text} for segment in window.segments],
        "context_after": list(window.after),
    }
    tokens = OUTPUT_PER_TOKEN[shape] * sum(count_tokens(one.text) for one in window.segments)
    return Request(
        purpose=f"translate {count} segment{'s' if count > 1 else ''} {direction}",
        messages=(
            Message(role="system", content=system),
            Message(role="user", content=json.dumps(data, ensure_ascii=False, indent=1)),
        ),
        schema=SCHEMAS[shape],
        max_output_tokens=tokens + OUTPUT_PER_SEGMENT * count + OUTPUT_SPARE,
    )


def _window(segments: Sequence[Segment], indexes: list[int]) -> Window:
    first, last = indexes[0], indexes[-1]
    return Window(
        segments=tuple(segments[index] for index in indexes),
        before=tuple(segment.text for segment in segments[max(0, first - BEFORE) : first]),
        after=tuple(segment.text for segment in segments[last + 1 : last + 1 + AFTER]),
    )


def _short(text: str) -> str:
    return text if len(text) <= REJECTED_LENGTH else f"{text[: REJECTED_LENGTH - 1]}…"
