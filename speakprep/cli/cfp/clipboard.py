"""The clipboard, through whichever program this system has for it."""

import shutil
import subprocess

from speakprep.errors import MissingError

PROGRAMS = (
    ("pbcopy",),
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("clip.exe",),
)
"""macOS, Wayland, X11 twice, Windows (also from within WSL), in this order."""

SECONDS = 10
"""A program that takes longer than this has no clipboard to write to."""


def put_on_clipboard(text: str) -> None:
    """Put a text into the clipboard, exactly.

    Raises:
        MissingError: there is no program for it, or none of them works here.
    """
    found = [words for words in PROGRAMS if shutil.which(words[0])]
    if not any(_put(words, text) for words in found):
        tried = f" ({', '.join(words[0] for words in found)} failed)" if found else ""
        raise MissingError(
            f"there is no way to the clipboard here{tried}",
            hint="leave out --clipboard, or install wl-clipboard or xclip",
        )


def _put(words: tuple[str, ...], text: str) -> bool:
    # clip.exe takes anything but UTF-16 for the system's old code page.
    data = text.encode("utf-16" if words[0] == "clip.exe" else "utf-8")
    try:
        done = subprocess.run(  # noqa: S603 -- programs of a fixed list, found on the person's PATH
            words,
            input=data,
            check=False,
            timeout=SECONDS,
            # xclip stays to serve the clipboard: it must not hold our own output open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
