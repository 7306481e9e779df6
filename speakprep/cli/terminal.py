"""The terminal itself: widths, colours, wrapping, questions, progress."""

import contextlib
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator

from speakprep.errors import UsageError
from speakprep.talk.language import HAN

MAX_WIDTH = 100
"""Longer lines are hard to read, however wide the window is."""

_WIDE = rf"{HAN}\u3000-\u303f\uff00-\uffef"
_CLOSING = "，。、；：？！）」』】》…”’"
# A closing mark may not begin a line: it stays with what stands before it.
_TOKEN = re.compile(rf"\s+|(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*")
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ufeff]")
_COLOURS = {"bold": "1", "red": "31", "green": "32", "yellow": "33", "cyan": "36", "dim": "2"}


def columns() -> int:
    """Return how many columns text may take: 80 where there is no terminal."""
    return min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH)


def cells(text: str) -> int:
    """Return how many columns a text takes; a Han character takes two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth, wcwidth

    width = wcswidth(text)
    # A control character makes the whole text have no width; then each counts for itself.
    return width if width >= 0 else sum(max(wcwidth(character), 0) for character in text)


def printable(text: str) -> str:
    """Make control and bidirectional override characters visible instead of obeying them."""
    return _UNPRINTABLE.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)


def escaped(json: str) -> str:
    """Write the same characters of a JSON text as its escapes: its reader gets them unchanged."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json)


def one_line(text: str) -> str:
    """Show a name that may hold anything, line breaks too, on one line."""
    return printable(text.replace("\n", " ").replace("\t", " "))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill up, or cut with an ellipsis, to exactly `width` columns."""
    text = clip(text, width)
    space = " " * (width - cells(text))
    return space + text if right else text + space


def clip(text: str, width: int) -> str:
    """Cut to at most `width` columns, with an ellipsis where something was cut."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += cells(character)
        if used > width - 1:
            break
        kept += character
    return kept + "…"


def wrap(text: str, width: int, *, indent: str = "", hanging: str | None = None) -> list[str]:
    """Break one paragraph into lines; between Han characters a line may end anywhere."""
    later = indent if hanging is None else hanging
    lines: list[str] = []
    line, used = indent, cells(indent)
    for token in _TOKEN.findall(text.strip()):
        size = cells(token)
        if used + size > width and line.strip():
            lines.append(line.rstrip())
            line, used = later, cells(later)
        if not token.isspace():
            line, used = line + token, used + size
        elif line.strip():
            line, used = line + " ", used + 1
    if line.strip():
        lines.append(line.rstrip())
    return lines


def styled(text: str, *styles: str) -> str:
    """Colour a text, unless the person or the terminal does not want colour."""
    if not colour_wanted():
        return text
    codes = ";".join(_COLOURS[style] for style in styles)
    return f"\x1b[{codes}m{text}\x1b[0m"


def colour_wanted() -> bool:
    """Colour only on a terminal that can show it, and never under NO_COLOR."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def interactive() -> bool:
    """Whether a person sits there who can answer a question."""
    streams = (sys.stdin, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams)


def ask(question: str, *, default: str = "") -> str:
    """Ask on stderr if stdout is data; an empty answer means the default.

    Raises:
        KeyboardInterrupt: the person pressed Ctrl-C or Ctrl-D.
        UsageError: what was typed is not text.
    """
    shown = f"{question} [{default}] " if default else f"{question} "
    try:
        answer = _typed(shown)
    except UnicodeDecodeError:
        raise UsageError("what was typed is not UTF-8 text") from None
    except EOFError:
        raise KeyboardInterrupt from None
    return answer.strip() or default


def _typed(shown: str) -> str:
    """Read one line, however long.

    A terminal by itself drops what follows 4,095 bytes of a line (termios(3); 1,023 on macOS):
    a pasted paragraph would lose its end. With readline, Python takes the keys one by one; then
    a backspace also takes a whole Han character off the screen.
    """
    if sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401 -- importing it is what changes input(); not on Windows
        return input(shown)
    sys.stderr.write(shown)
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise EOFError
    return answer


def confirm(question: str, *, assume_yes: bool) -> bool:
    """Ask before something that cannot be taken back; only "y" or "yes" means yes.

    Raises:
        UsageError: nobody is there to answer, and `--yes` was not given.
    """
    if assume_yes:
        return True
    if not interactive():
        raise UsageError(f"{question} Nobody is here to say yes", hint="add --yes")
    return ask(f"{question} [y/N]").lower() in {"y", "yes", "是"}


PROGRESS_AFTER_SECONDS = 0.5
"""Shorter work needs no progress line."""


@contextlib.contextmanager
def progress(label: str, unit: str = "") -> Iterator[Callable[[float, float | None], None]]:
    """Show on stderr how far long work is; the callback takes done and total.

    Nothing is shown for less than half a second of work, or without a terminal. With a `unit`,
    such as "segments", they are counted: "45 of 200 segments" instead of a share.
    """
    began = shown = time.monotonic()
    drawn = False

    def show(done: float, total: float | None) -> None:
        nonlocal shown, drawn
        now = time.monotonic()
        too_early = now - began < PROGRESS_AFTER_SECONDS or now - shown < 0.1
        if too_early or not sys.stderr.isatty():
            return
        shown, drawn = now, True
        state = how_far(done, total, now - began, unit)
        line = clip(printable(f"{label}: {state}"), columns() - 1)
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()

    try:
        yield show
    finally:
        if drawn:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def how_far(done: float, total: float | None, elapsed_s: float, unit: str = "") -> str:
    """Say how far work is, and how long the rest takes at this rate.

    >>> how_far(45, 200, 9, "segments"), how_far(45, 200, 9), how_far(45, None, 9)
    ('45 of 200 segments, 31 s left', ' 22%, 31 s left', '45')
    """
    if not total or not done:
        return f"{done:.0f}"
    left = elapsed_s * (total - done) / done
    far = f"{done:.0f} of {total:.0f} {unit}" if unit else f"{min(done / total, 1):4.0%}"
    return f"{far}, {max(left, 0):.0f} s left"
