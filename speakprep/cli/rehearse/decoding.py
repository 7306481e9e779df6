"""Decoding recordings with a progress line, for the commands that need their sound."""

from collections.abc import Sequence
from pathlib import Path

from speakprep.cli.rehearse.names import short_name
from speakprep.cli.terminal import progress
from speakprep.rehearsal.model import Clip, Sound, Span


def decode_shown(file: Path) -> Sound:
    """Decode a whole recording."""
    from speakprep.rehearsal.audio import decode

    with progress(f"measuring {short_name(file)}") as show:
        return decode(file, progress=show)


def cut(file: Path, spans: Sequence[Span]) -> tuple[Clip, ...]:
    """Decode stretches of a recording."""
    from speakprep.rehearsal.audio import cut as cut_out

    return cut_out(file, spans)
