"""Short lines, as a teleprompter and subtitles show them: cut where one would breathe."""

import re
import unicodedata
from collections.abc import Iterator

from speakprep.talk.language import HAN
from speakprep.talk.sentences import split_clauses

_WIDE = rf"{HAN}\u3000-\u30ff\uff00-\uffef"
_CLOSING = "，。、；：？！）」』】》…”’"
_OPENING = "（「『【《“‘"
_JOINING = (
    "但是|不过|所以|因此|因为|由于|如果|即使|虽然|而且|并且|或者|还是|然后|从而|于是|一旦|只要|除非"
)
"""Words that a new line had better begin with."""

_TOGETHER = (
    f"{_JOINING}|我们|你们|他们|它们|大家|自己|这个|那个|这些|那些|这样|这里|那里|一个|一条|一次"
    "|一些|一样|一致|一般|什么|怎么|为什么|哪里|没有|不是|就是|也是|都是|可以|可能|应该|必须|需要"
    "|已经|正在|开始|通过|对于|关于|按照|根据|时候|情况|问题|数据|系统|服务|节点|机器|用户|时间|成本"
    "|存储|请求|采样|链路|集群|性能"
)
"""Words that a line does not cut: those, and the commonest of talks about software."""

_LEANING = "的了着过们吗呢吧啊"
_ENOUGH = 0.6
"""Share of an even line after which one may end before a joining word."""

_UNITS = "年月日号页个条次台种层核万亿倍元天秒毫分小"
# A closing mark or a particle may not begin a line, an opening mark not end it; a figure keeps
# its unit.
_TOKEN = re.compile(
    rf"\s+|[{_OPENING}]*(?:{_TOGETHER}|\d[\d.,%]*[ ]?[{_UNITS}]|[{_WIDE}]|[^\s{_WIDE}{_OPENING}]+)"
    rf"[{_LEANING}]?[{_CLOSING}]*|[{_OPENING}]+"
)
_JOINS = re.compile(_JOINING)


def cells(text: str) -> int:
    """Return how many columns a text takes; a Han character takes two."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def short_lines(sentence: str, width: int) -> list[str]:
    """Break a sentence into lines of at most `width` columns, at clauses where they fit.

    A word that is longer than a line is cut.

    >>> short_lines("If it is slow, we sample what matters.", 24)
    ['If it is slow,', 'we sample what matters.']
    """
    lines: list[str] = []
    room = 0
    for clause in split_clauses(sentence):
        words = clause.strip()
        if not words:
            continue
        size = cells(words)
        joint = " " if lines and _needs_space(lines[-1]) else ""
        if lines and size + len(joint) <= room:
            lines[-1] += joint + words
        else:
            lines += _broken(words, size, width)
        room = width - cells(lines[-1])
    return lines


def _needs_space(before: str) -> bool:
    """Whether a space parts what follows from these words: not after a full-width mark."""
    return _cells(before[-1]) == 1


def _broken(words: str, size: int, width: int) -> list[str]:
    """Break one clause into lines of about equal length."""
    if size <= width:
        return [words]
    even = -(-size // -(-size // width))
    lines = [""]
    used = 0
    for token in _pieces(words, width):
        taken = cells(token)
        # A little beyond the middle is better than a last line of one word.
        full = used >= (even * _ENOUGH if _JOINS.match(token) else even)
        if lines[-1].strip() and (used + taken > width or full):
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            used = 0
        if lines[-1] or not token.isspace():
            lines[-1] += token
            used += taken
    return [line.rstrip() for line in lines if line.strip()]


def _pieces(words: str, width: int) -> Iterator[str]:
    for token in _TOKEN.findall(words):
        if cells(token) <= width:
            yield token
        else:
            yield from _cut(token, width)


def _cut(token: str, width: int) -> Iterator[str]:
    piece: list[str] = []
    used = 0
    for character in token:
        taken = _cells(character)
        if used + taken > width:
            yield "".join(piece)
            piece, used = [], 0
        piece.append(character)
        used += taken
    yield "".join(piece)
