"""Marks of speakprep's own rehearsal page: {"version": 1, "marks": [{"slide": 3, "at": 12.5}]}.

`slide` counts from 1, hidden slides too; `at` are seconds of the recording, in
which pauses take no time.
"""

from collections.abc import Mapping

from speakprep.rehearsal.imports.values import seconds_value, slide_value
from speakprep.rehearsal.marks import Found, Mark, Marks


def read_page(values: Mapping[str, object]) -> Marks:
    """Read the page's marks; an entry without a slide or a time is named."""
    found = Found()
    entries = values.get("marks")
    for entry in entries if isinstance(entries, list) else []:
        fields = entry if isinstance(entry, dict) else {}
        slide, at = slide_value(fields.get("slide")), seconds_value(fields.get("at"))
        if slide is None:
            found.refuse("slide", entry)
        elif at is None:
            found.refuse("time", entry)
        else:
            found.visits.append(Mark(slide=slide, from_s=at))
    return found.marks("the rehearsal page", end_s=seconds_value(values.get("end")))
