"""Label tracks of Audacity: a line for each label, start and end in seconds and a text.

Documented at https://manual.audacityteam.org/man/importing_and_exporting_labels.html:
fields are parted by tabs; a line that begins with a backslash holds the
frequencies of the label above it. A label without length says when a slide came
up, one with a length from when to when it was there.
"""

import re
from collections.abc import Iterator

from speakprep.rehearsal.imports.values import Titles, seconds_value, slide_of
from speakprep.rehearsal.marks import Found, Mark, Marks

_LINE = re.compile(r"\s*(?P<start>[-+0-9.,eE]+)\t\s*(?P<end>[-+0-9.,eE]+)\s*?(?:\t(?P<text>.*))?")


def is_labels(text: str) -> bool:
    """Tell a label track by its first line."""
    return _LINE.fullmatch(next(_lines(text), (0, ""))[1]) is not None


def read_labels(text: str, titles: Titles) -> Marks:
    """Read a label track.

    A label names its slide by number or title. An empty one is the next slide,
    as for whoever only pressed the key at each change; any other text is a note.
    """
    found = Found()
    slide = 0
    for line, content in _lines(text):
        match = _LINE.fullmatch(content)
        start = _seconds(match["start"]) if match else None
        end = _seconds(match["end"]) if match else None
        if match is None or start is None or end is None:
            found.refuse("time", content.strip(), line)
            continue
        label = (match["text"] or "").strip()
        number = slide_of(label, titles) if label else slide + 1
        if number is None:
            found.note(start, label)
            continue
        slide = number
        to_s = None if start == end else end
        found.visits.append(Mark(slide=slide, from_s=start, to_s=to_s))
    return found.marks("Audacity labels")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        content = line.rstrip("\r")
        if content.strip() and not content.startswith("\\"):
            yield number, content


def _seconds(text: str) -> float | None:
    """Read a number of seconds; some languages of Audacity write a comma."""
    return seconds_value(text.replace(",", "."))
