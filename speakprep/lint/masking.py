"""What in a text is not the speaker's prose: comments, code and links."""

import re

MASK = "\ufffc"
"""Stands for one hidden character (U+FFFC, object replacement): neither letter nor space."""

BLANK = MASK + "\ufeff \t\r\n\f\v\u00a0\u3000"
"""What holds no words, for stripping."""

_CODE_OR_LINK = re.compile(
    r"```.*?(?:```|\Z)"  # fenced code, which may lack its end
    r"|`[^`\n]*`"  # code in a line
    r"|\b(?:https?|ftp)://[^\s<>，。；！？、（）《》“”]+",
    re.DOTALL,
)
_VISIBLE = re.compile(r"[^\n]")


def comment_spans(text: str) -> tuple[tuple[int, int], ...]:
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


def mask_comments(text: str) -> str:
    """Hide comments; length and line ends stay.

    >>> mask_comments("a<!-- b -->") == "a" + MASK * 10
    True
    """
    pieces, reached = [], 0
    for start, end in comment_spans(text):
        pieces += [text[reached:start], _VISIBLE.sub(MASK, text[start:end])]
        reached = end
    return "".join((*pieces, text[reached:]))


def mask(text: str) -> str:
    """Hide comments, code and links; length and line ends stay.

    >>> len(mask("see https://example.org now"))
    27
    """
    return _CODE_OR_LINK.sub(lambda found: _VISIBLE.sub(MASK, found[0]), mask_comments(text))
