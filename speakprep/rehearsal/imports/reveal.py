"""reveal-prepare-timing-plugin (quilicicf, src/createSlideReport.js, bin/reIndexReport.js).

A list, or an object, of {"title", "timing", "horizontalIndex", "verticalIndex",
"children"}: `timing` are whole seconds over all visits, `children` the slides
below the first of a vertical stack. When a slide came up is not kept. Slides
count in the order of the presentation, stacks downwards.
"""

from collections.abc import Iterator, Mapping, Sequence

from speakprep.rehearsal.imports.values import seconds_value
from speakprep.rehearsal.marks import Found, Marks


def is_reveal(values: object) -> bool:
    """Tell the plugin's report by what every slide of it has."""
    nodes = _nodes(values)
    return bool(nodes) and all("timing" in node and "horizontalIndex" in node for node in nodes)


def read_reveal(values: object) -> Marks:
    """Read the plugin's report; a slide without a time is named and keeps its number."""
    found, slides = Found(), []
    for number, node in enumerate(_flat(_nodes(values)), 1):
        seconds = seconds_value(node.get("timing"))
        if seconds is None:
            found.refuse("time", node.get("title") or number)
        elif seconds > 0:
            slides.append((number, seconds))
    return found.lengths("reveal.js timings", slides)


def _nodes(values: object) -> list[Mapping[str, object]]:
    entries = list(values.values()) if isinstance(values, dict) else values
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        return []
    return entries


def _flat(nodes: Sequence[Mapping[str, object]]) -> Iterator[Mapping[str, object]]:
    for node in nodes:
        yield node
        yield from _nodes(node.get("children") or [])
