"""How long a text is for a form: each system counts in its own way."""

import bisect
import unicodedata

from speakprep.event.model import Counter
from speakprep.talk.language import Language

UNITS: dict[Counter, dict[Language, str]] = {
    "code-points": {"en": "characters", "zh": "个字符"},
    "utf-16": {"en": "UTF-16 units", "zh": "个 UTF-16 单元"},
    "words": {"en": "words", "zh": "个词"},
    "east-asian-width": {"en": "columns", "zh": "列"},
}
"""What the counted things are called."""

_WIDE = frozenset("WFA")
"""pycon.tw counts wide, full-width and ambiguous characters as 2 (src/core/validators.py)."""


def size(text: str, counter: Counter, newline: int = 1) -> int:
    """Count a text as the form gets it; each line break counts as `newline` characters.

    CRLF, CR and LF are all one line break: a browser makes them one before it
    counts or sends a text (HTML Standard, "normalize newlines"). Words are runs
    between white space that hold a letter or digit, as pretalx counts them.

    >>> size("采样 ok", "east-asian-width"), size("😀", "utf-16"), size("a - b", "words")
    (7, 2, 2)
    >>> size("a\\r\\nb", "code-points"), size("a\\rb", "code-points", newline=2)
    (3, 4)
    """
    if counter == "words":
        return sum(any(letter.isalnum() for letter in word) for word in text.split())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    breaks = text.count("\n") * (newline - 1)
    if counter == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2 + breaks
    if counter == "east-asian-width":
        wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in text)
        return len(text) + wide + breaks
    return len(text) + breaks


def fitting(text: str, limit: int, counter: Counter, newline: int = 1) -> int:
    """Return how many code points of a text fit into `limit`, counted as `size` does."""
    counts = range(1, len(text) + 1)
    return bisect.bisect_right(counts, limit, key=lambda n: size(text[:n], counter, newline))
