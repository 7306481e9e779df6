"""What in a text is not the speaker's prose: comments, code and links."""

import re
from bisect import bisect_right
from collections.abc import Iterable

Spans = tuple[tuple[int, int], ...]
"""Start and end of parts of a text, in order and apart from each other."""

MASK = "\ufffc"
"""Stands for one hidden character (U+FFFC, object replacement): neither letter nor space."""

BLANK = MASK + "\ufeff \t\r\n\f\v\u00a0\u3000"
"""What holds no words, for stripping."""

# Anything may stand right before a link, a Han character as well as a slip of the finger.
_CODE_OR_LINK = re.compile(
    r"(?P<ticks>`{3,}).*?(?:(?P=ticks)`*|\Z)"  # fenced code, which may lack its end
    r"|^ {0,3}(?P<tildes>~{3,}).*?(?:^ {0,3}(?P=tildes)|\Z)"
    r"|``[^\n]*?``|`[^`\n]*`"  # code in a line
    r"|(?:https?|ftp)://[^\s<>，。；！？、（）《》“”「」『』]+",
    re.DOTALL | re.MULTILINE,
)
_MAY_HIDE = ("`", "~~~", "://")
_VISIBLE = re.compile(r"[^\n]")


def comment_spans(text: str) -> Spans:
    """Return start and end of every closed HTML comment; an open one counts as text."""
    spans = []
    start = text.find("<!--")
    while start != -1:
        close = text.find("-->", start + 4)
        if close == -1:
            break
        spans.append((start, close + 3))
        start = text.find("<!--", close + 3)
    return tuple(spans)


def hidden_spans(text: str) -> Spans:
    """Return where comments, code and links stand."""
    comments = comment_spans(text)
    if not any(sign in text for sign in _MAY_HIDE):
        return comments
    rest = (found.span() for found in _CODE_OR_LINK.finditer(_masked(text, comments)))
    return merged((*comments, *rest))


def merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Put spans in order, and those together that touch or overlap."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def overlaps(spans: Spans, start: int, end: int) -> bool:
    """Tell whether a part of the text, or a point inside it, lies in one of the spans.

    >>> overlaps(((2, 5),), 0, 2), overlaps(((2, 5),), 5, 5), overlaps(((2, 5),), 3, 3)
    (False, False, True)
    """
    before = bisect_right(spans, (start, -1))
    near = spans[max(0, before - 1) : before + 1]
    return any(first < max(end, start) and start < last for first, last in near)


def mask_comments(text: str) -> str:
    """Hide comments; length and line ends stay.

    >>> mask_comments("a<!-- b -->") == "a" + MASK * 10
    True
    """
    return _masked(text, comment_spans(text))


def mask(text: str) -> str:
    """Hide comments, code and links; length and line ends stay.

    >>> len(mask("see https://example.org now"))
    27
    """
    return _masked(text, hidden_spans(text))


def _masked(text: str, spans: Spans) -> str:
    if not spans:
        return text
    pieces, reached = [], 0
    for start, end in spans:
        pieces += [text[reached:start], _VISIBLE.sub(MASK, text[start:end])]
        reached = end
    return "".join((*pieces, text[reached:]))
