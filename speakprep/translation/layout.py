"""Parting what is spoken from what stays: cues, code, comments, addresses, marks of Markdown.

Every step looks forward only, so that a long file full of half-open marks
takes no longer than any other.
"""

import re
from collections.abc import Iterator

from speakprep.talk.language import HAN
from speakprep.translation.model import Stretch

CUE = re.compile(
    r"(?<!\\)\[(?=[^\W\d_])[^\[\]\n`]{1,80}\](?![(\[:])"
    r"|【[^\W\d_]{1,8}[:：]?[ \t]*[0-9][^【】\n]{0,20}】"
)
"""A note to the speaker such as [pause 3s], [demo] or 【停顿 3秒】; a link or [1] is none."""

_MARK = re.compile(
    r"(?P<fence>^ {0,3}(?P<ticks>`{3,}(?=[^`\n]*$)|~{3,}))"
    r"|(?P<comment><!--)"
    r"|(?P<code>`[^`\n]+`)"
    rf"|(?P<cue>{CUE.pattern})"
    r"|(?P<address>^[ \t]*(?:[-*+>][ \t]+)?<?https?://\S+[ \t\r]*$)"
    r"|(?P<row>^[ \t]*(?:#{1,6}[ \t]+|\|))"
    r"|(?P<bar>\|)"
    r"|(?P<item>^[ \t]*(?:(?:[-*+>]|[0-9]{1,3}[.)])[ \t]+)+)"
    r"|(?P<gap>\n[ \t\r]*\n|(?:[ ]{2}|\\)\r?\n)"
    r"|(?P<end>\n)",
    re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://\S+")
_SOFT_BREAK = re.compile(r"\s*\n\s*")
_CJK = f"{HAN}\u3000-\u303f\uff00-\uffef"
_TIGHT_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t\r]*\n[ \t]*(?=[{_CJK}])")


def lay_out(text: str) -> tuple[Stretch, ...]:
    """Part a slide's text into what is spoken and what stays; the parts add up to the text.

    >>> [s.raw for s in lay_out("- Look. [pause 3s] Now.\\n") if s.spoken]
    ['Look.', 'Now.']
    """
    stretches: list[Stretch] = []
    kept: list[str] = []
    line = 0
    for raw, spoken in [*_parts(text), ("", True)]:
        if not spoken:
            kept.append(raw)
            continue
        for part, words in (("".join(kept), False), (raw, True)):
            if part:
                stretches.append(Stretch(raw=part, spoken=words, line=line))
                line += part.count("\n")
        kept = []
    return tuple(stretches)


def fold(text: str) -> str:
    """Return a spoken stretch on one line; between Han characters a line break is nothing."""
    return _SOFT_BREAK.sub(" ", _TIGHT_BREAK.sub("", text))


def has_words(text: str) -> bool:
    """Tell whether anything but numbers, marks and addresses is there."""
    return any(character.isalpha() for character in _ADDRESS.sub("", text))


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    begin = 0
    for start, end in _kept(text):
        yield from _trimmed(text[begin:start])
        yield text[start:end], False
        begin = end
    yield from _trimmed(text[begin:])


def _trimmed(text: str) -> Iterator[tuple[str, bool]]:
    """Yield words apart from the white space around them, which stays as it is."""
    if not has_words(text):
        yield text, False
        return
    words = text.strip()
    start = len(text) - len(text.lstrip())
    yield text[:start], False
    yield words, True
    yield text[start + len(words) :], False


def _kept(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the stretches begin and end that stay as they are."""
    position, in_row, comments_close = 0, False, True
    while mark := _MARK.search(text, position):
        kind, position = mark.lastgroup, mark.end()
        if kind == "code" or (kind in {"bar", "end"} and not in_row):
            continue
        if kind == "comment":
            closed = text.find("-->", position) if comments_close else -1
            if closed < 0:  # nobody closes it, nor any later one: it is text
                comments_close = False
                continue
            position = closed + len("-->")
        elif mark["fence"]:
            position = _fence_end(text, mark)
        in_row = kind == "row" or (in_row and kind not in {"gap", "end"})
        yield mark.start(), position


def _fence_end(text: str, mark: re.Match[str]) -> int:
    """Return where a code fence ends: after its closing line, or with the text."""
    ticks = mark["ticks"]
    closing = re.compile(rf"^ {{0,3}}{ticks[0]}{{{len(ticks)},}}[ \t\r]*$", re.MULTILINE)
    found = closing.search(text, mark.end())
    return found.end() if found else len(text)
