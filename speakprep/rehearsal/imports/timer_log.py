"""What `speakprep rehearse mark` writes: a line of JSON for each key, at once.

The first line is {"speakprep": "marks", "version": 1, "at": "..."}; then come
{"at": 35.2, "slide": 2, "id": 257}, {"at": 60.1, "pause": true}, {"at": 71.0,
"note": ""} and {"at": 1200.0, "end": true}, `at` in seconds since the start by
the clock on the wall. In a pause no slide is up; a slide's line ends the pause.
A timer that was killed has no end, and perhaps half a last line.
"""

import json
from typing import Any

from speakprep.rehearsal.imports.values import seconds_value, slide_value
from speakprep.rehearsal.marks import Found, Mark, Marks

_NAME = "marks"


def header(at: str) -> str:
    """Return the first line; `at` is when the timer was started."""
    return json.dumps({"speakprep": _NAME, "version": 1, "at": at})


def slide_line(at_s: float, slide: int, slide_id: int) -> str:
    """Return the line of a slide that came up, or came back after a pause."""
    return json.dumps({"at": round(at_s, 2), "slide": slide, "id": slide_id})


def pause_line(at_s: float) -> str:
    """Return the line of a pause's beginning."""
    return json.dumps({"at": round(at_s, 2), "pause": True})


def note_line(at_s: float) -> str:
    """Return the line of a moment to find again."""
    return json.dumps({"at": round(at_s, 2), "note": ""})


def end_line(at_s: float) -> str:
    """Return the last line."""
    return json.dumps({"at": round(at_s, 2), "end": True})


def is_timer_log(text: str) -> bool:
    """Tell the timer's file by its first line."""
    return _fields(text.split("\n", 1)[0]).get("speakprep") == _NAME


def read_timer_log(text: str) -> Marks:
    """Read what the timer wrote; a line that was damaged is named, half a last one is not."""
    found, end_s = Found(), None
    lines = [line.rstrip("\r") for line in text.split("\n")]
    for number, line in enumerate(lines[1:], 2):
        fields = _fields(line)
        at = seconds_value(fields.get("at"))
        if not line.strip() or (not fields and number == len(lines)):
            continue
        if at is None:
            found.refuse("time", line.strip(), number)
        elif "slide" in fields:
            _add_slide(found, fields, at, number)
        elif "note" in fields:
            found.note(at, str(fields["note"]))
        elif "pause" in fields:
            _end_last(found, at)
        elif "end" in fields:
            end_s = at
    return found.marks("rehearse mark", end_s=end_s)


def _add_slide(found: Found, fields: dict[str, Any], at: float, line: int) -> None:
    slide = slide_value(fields["slide"])
    if slide is None:
        found.refuse("slide", fields["slide"], line)
        return
    slide_id = fields.get("id")
    known = slide_id if isinstance(slide_id, int) and not isinstance(slide_id, bool) else 0
    found.visits.append(Mark(slide=slide, from_s=at, slide_id=max(known, 0)))


def _end_last(found: Found, at: float) -> None:
    if found.visits and found.visits[-1].to_s is None:
        last = found.visits.pop()
        found.visits.append(
            Mark(slide=last.slide, from_s=last.from_s, to_s=at, slide_id=last.slide_id)
        )


def _fields(line: str) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
