"""Texts that a model drafted say so, until a person has read them.

`<!-- generated, unreviewed: MODEL, DAY, HASH -->` stands above such a text. The hash is of
the text below, so that a text somebody has worked on counts as theirs without any command.
"""

import re
from collections.abc import Sequence
from datetime import date

from speakprep.script.model import fingerprint
from speakprep.talk.markdown import strip_comments

_MARK = re.compile(
    r"<!-- generated, unreviewed: (?P<model>[^\n]*), (?P<day>\d{4}-\d\d-\d\d), "
    r"(?P<hash>[0-9a-f]{8}) -->[ \t]*\r?\n?"
)
_DOUBT = re.compile(
    r"<!-- (?:in no source:|rests on (?:another slide|little:))[^\n]* -->[ \t]*\r?\n?"
)


def marked(words: str, *, model: str, day: date, doubts: Sequence[str], newline: str) -> str:
    """Return a drafted text as it goes into a script: the mark, what to look at, the words.

    Args:
        words: the text.
        model: who wrote it.
        day: when.
        doubts: what to look at, as `drafted.Doubt.note` has it.
        newline: the script's line end.
    """
    lines = [f"<!-- generated, unreviewed: {_safe(model)}, {day}, {fingerprint(words)} -->"]
    lines += [f"<!-- {_safe(doubt)} -->" for doubt in doubts]
    return newline.join(("", *lines, words, "", ""))


def is_unreviewed(text: str) -> bool:
    """Tell whether a slide's text is as a model drafted it."""
    found = _MARK.search(text)
    return found is not None and found["hash"] == fingerprint(strip_comments(text))


def has_mark(text: str) -> bool:
    """Tell whether a slide's text carries a mark, even one that an edit has made stale."""
    return _MARK.search(text) is not None


def accepted(text: str) -> str:
    """Return a slide's text without the marks: somebody has read it and stands by it."""
    return _DOUBT.sub("", _MARK.sub("", text))


def _safe(words: str) -> str:
    """Keep words from ending the comment they stand in."""
    return " ".join(re.sub(r"-(?=-)|[<>]", " ", words).split()).rstrip("-") or "?"
