"""How a recording's file is named on the screen."""

from pathlib import Path

from speakprep.cli.terminal import clip, one_line


def short_name(file: Path) -> str:
    """Return a file's name for a progress line."""
    return clip(one_line(file.name), 40)
