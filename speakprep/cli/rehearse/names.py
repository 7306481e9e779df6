"""How rehearsals are named by the person who types, and recordings on the screen."""

from pathlib import Path
from typing import Annotated

import typer

from speakprep.cli.terminal import clip, one_line

RehearsalArgument = Annotated[
    str, typer.Argument(metavar="[ID]", help="Its id, or the beginning of it; or the newest.")
]


def short_name(file: Path) -> str:
    """Return a file's name for a progress line."""
    return clip(one_line(file.name), 40)
