"""pdf-presenter (htlin222/pdf-presenter, src/ui/modules/recording.js): *.meta.json.

{"segments": [{"slide", "fromMs", "toMs", "from", "to"}], "durationMs", ...}:
`slide` counts the pages of the PDF from 1, times are milliseconds of the
recording, in which pauses take none. The segment that was open when the browser
died has no `toMs`.
"""

from collections.abc import Mapping

from speakprep.rehearsal.imports.values import seconds_value, slide_value
from speakprep.rehearsal.marks import Found, Mark, Marks

_MS = 0.001


def read_pdf_presenter(values: Mapping[str, object]) -> Marks:
    """Read the segments of a recording; one without a slide or a beginning is named."""
    found = Found()
    segments = values.get("segments")
    for entry in segments if isinstance(segments, list) else []:
        fields = entry if isinstance(entry, dict) else {}
        slide = slide_value(fields.get("slide"))
        start = seconds_value(fields.get("fromMs"), unit_s=_MS)
        if slide is None:
            found.refuse("slide", entry)
        elif start is None:
            found.refuse("time", entry)
        else:
            end = seconds_value(fields.get("toMs"), unit_s=_MS)
            found.visits.append(Mark(slide=slide, from_s=start, to_s=end))
    end_s = seconds_value(values.get("durationMs"), unit_s=_MS)
    return found.marks("pdf-presenter", end_s=end_s)
