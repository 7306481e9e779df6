"""The person's own editor, from VISUAL or EDITOR."""

import os
import shlex
import signal
import subprocess
from pathlib import Path

from speakprep.errors import MissingError


def own_editor() -> str:
    """Return the command the person has set; empty where they have set none."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def edit_file(path: Path, *, hint: str = "") -> None:
    """Open a file in the person's editor, and wait until they close it.

    Args:
        path: the file.
        hint: what to do when the editor ends with an error.

    Raises:
        MissingError: there is no such editor, or it ended with an error.
    """
    command = own_editor() or "vi"
    # Ctrl-C belongs to the editor meanwhile: stopping here would take unsaved words with it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        # The editor is the person's own choice from their own environment.
        done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603
    except (OSError, ValueError):
        raise MissingError(
            f"there is no editor {command!r}", hint="set one: export EDITOR=nano"
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise MissingError(f"the editor {command!r} ended with code {done.returncode}", hint=hint)
