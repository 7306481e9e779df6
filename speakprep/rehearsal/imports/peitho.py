"""peitho (mizzy/peitho): .peitho/rehearsals/rehearsal-*.json, versions 1 and 2.

Version 1 (docs/plans/2026-07-19-rehearsal-mode.md) has {"elapsedMs", "sections":
[{"name", "plannedDurationMs", "actualMs"}]} and no slides. Version 2
(docs/specs/2026-09-18-rehearsal-audio-design.md) adds "timeline": [{"key",
"index", "atMs"}], an entry for each time a slide came up; `index` counts from 0,
and `atMs` is the timer's time, which is also the recording's.
"""

from collections.abc import Mapping
from dataclasses import replace

from speakprep.rehearsal.imports.values import seconds_value, slide_value
from speakprep.rehearsal.marks import Found, Mark, Marks, SectionSeconds

_MS = 0.001


def read_peitho(values: Mapping[str, object]) -> Marks:
    """Read a rehearsal of peitho; an entry without a slide or a time is named."""
    found = Found()
    timeline = values.get("timeline")
    for entry in timeline if isinstance(timeline, list) else []:
        fields = entry if isinstance(entry, dict) else {}
        slide = slide_value(fields.get("index"), first=0)
        at = seconds_value(fields.get("atMs"), unit_s=_MS)
        if slide is None:
            found.refuse("slide", fields.get("key", entry))
        elif at is None:
            found.refuse("time", fields.get("key", entry))
        else:
            found.visits.append(Mark(slide=slide, from_s=at))
    sections = _sections(values.get("sections"), found)
    end_s = seconds_value(values.get("elapsedMs"), unit_s=_MS)
    return replace(found.marks("peitho", end_s=end_s), sections=sections)


def _sections(entries: object, found: Found) -> tuple[SectionSeconds, ...]:
    sections = []
    for entry in entries if isinstance(entries, list) else []:
        fields = entry if isinstance(entry, dict) else {}
        name, seconds = fields.get("name"), seconds_value(fields.get("actualMs"), unit_s=_MS)
        if not isinstance(name, str) or seconds is None:
            found.refuse("time", name or entry)
        else:
            sections.append(SectionSeconds(name=name, seconds=seconds))
    return tuple(sections)
