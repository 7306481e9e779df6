"""Text without what no reader sees."""

import re

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
"""C0 and C1 controls but "\\n"; line and paragraph separators; bidi overrides; stray BOMs."""

_AS_NEWLINE = frozenset("\r\x0b\x0c\x85\u2028\u2029")


def clean(text: str) -> str:
    """Leave no control character but "\\n": line breaks of any kind become one, a tab a space."""
    # Nearly every text is printable, which is quicker to see.
    return text if text.replace("\n", "").isprintable() else _CONTROL.sub(_replacement, text)


def one_line(text: str) -> str:
    """Return `text` fit for a message: no control characters, no line breaks, single spaces."""
    return " ".join(clean(text).split())


def _replacement(match: re.Match[str]) -> str:
    if match[0] in _AS_NEWLINE:
        return "\n"
    return " " if match[0] == "\t" else ""


def without_blank_lines(text: str) -> str:
    """Return `text` with its lines stripped and the blank ones dropped."""
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))
