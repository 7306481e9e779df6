"""What units are called outside, and how a target is known again when it comes back."""

import re

from speakprep.talk.language import Language
from speakprep.translation.model import digest

_OUTSIDE = re.compile(r"u[0-9a-f]{8}(?:-[0-9]+)?(?:\.[0-9a-f]{8}(?:-[0-9]+)?)*")
_PREFIX = "t"


def outer_id(name: str) -> str:
    """Return a name that every format can hold.

    A letter stands before it, or a spreadsheet takes "12345e67" for a number;
    XML's name tokens have no plus sign.

    >>> outer_id("3f2a9c1e+77aa0b1c-2")
    'u3f2a9c1e.77aa0b1c-2'
    """
    return f"u{name.replace('+', '.')}"


def inner_id(outer: str) -> str | None:
    """Return the talk's own name of a unit; None for what never was one."""
    found = _OUTSIDE.fullmatch(outer.strip())
    return found[0][1:].replace(".", "+") if found else None


def digest_of(target: str | None) -> str:
    """Return what tells later whether a target is still the one that left."""
    return "" if target is None else f"{_PREFIX}{digest(target)}"


def is_language(tag: str, language: Language) -> bool:
    """Tell whether a BCP 47 tag such as zh-Hans-CN or en_GB means a language; empty means any."""
    return not tag.strip() or re.split(r"[-_]", tag.strip().lower())[0] == language
