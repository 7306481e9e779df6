"""presently (socketry/presently, bake/presently/rehearse.rb): tmp/rehearsal.json.

A list of {"index", "path", "speaker", "planned", "actual"}: `index` counts the
slides of that rehearsal from 1, `actual` are seconds. When a slide came up is
not kept. A rehearsal that was resumed is one list.
"""

from collections.abc import Sequence

from speakprep.rehearsal.imports.values import seconds_value, slide_value
from speakprep.rehearsal.marks import Found, Marks


def read_presently(records: Sequence[object]) -> Marks:
    """Read presently's log; a record without a slide or a time is named."""
    found, slides = Found(), []
    for record in records:
        fields = record if isinstance(record, dict) else {}
        slide, seconds = slide_value(fields.get("index")), seconds_value(fields.get("actual"))
        if slide is None:
            found.refuse("slide", fields.get("path", record))
        elif seconds is None:
            found.refuse("time", fields.get("path", record))
        else:
            slides.append((slide, seconds))
    return found.lengths("presently", slides)
