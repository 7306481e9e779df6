"""Records of rehearsals: one that a person edited, and takes kept in a talk."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from speakprep.rehearsal.files import render_rehearsal
from speakprep.rehearsal.record import Part, Recording, Rehearsal

"""A record as a person edits it."""

RECORD = """\
# my own comment
kind = "team"
at = 2027-03-01T18:30:00
with = ["Anna", "小明"]
note = ""
mood = "fine"

[recording]
file = "take.wav"
sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
size = 10
codec = "pcm_s16le"
sample_rate = 48000
channels = 1
has_video = false
truncated = false

[figures]
measured_by = 1
duration_s = 15.0
talk_start_s = 1
talk_end_s = 14.0
speaking_s = 8.0
short_pauses = 2
pauses = [[8.0, 12.0]]
clipped_s = 0
reliable = true
"""


def kept_take(
    folder: Path,
    make_take: Callable[..., Rehearsal],
    day: int = 1,
    *,
    parts: tuple[Part, ...] = (),
    **facts: Any,
) -> Path:
    """Write a recording and its record, and return the record's path."""
    content = b"sound"
    (folder / "take.wav").write_bytes(content)
    recording = Recording(
        file="take.wav",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        source=make_take().recording.source,
        following=parts,
    )
    take = make_take(day, **{"recording": recording, **facts})
    path = folder / "rehearsals" / f"{take.id}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(render_rehearsal(take), encoding="utf-8")
    return path
