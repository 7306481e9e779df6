"""What of a field's body would be pasted into the form."""

import itertools
from collections.abc import Iterable, Iterator

from speakprep.lint.masking import comment_spans

_BLANKS = " \t\r"


def prose_of(body: str) -> str:
    """Return what would be pasted into the form: no comments, no blanks around, bare line ends.

    A comment that has its lines for itself goes with them, so that no gap is left:

    >>> prose_of("One.\\n\\n<!-- who: hint -->\\n\\nTwo.\\n")
    'One.\\n\\nTwo.'
    """
    return without(body, comment_spans(body)).replace("\r\n", "\n").strip()


def without(body: str, comments: Iterable[tuple[int, int]]) -> str:
    """Take comments out of a text, given their spans in order, and the gaps they would leave."""
    return "".join(body[start:end] for start, end in _kept_spans(body, comments))


def offset_in(body: str, position: int) -> int:
    """Return where the code point at `position` of `prose_of(body)` stands in the body."""
    kept = (
        offset
        for start, end in _kept_spans(body, comment_spans(body))
        for offset in range(start, end)
        if not body.startswith("\r\n", offset)
    )
    prose = itertools.dropwhile(lambda offset: body[offset].isspace(), kept)
    return next(itertools.islice(prose, position, None), len(body))


def _kept_spans(body: str, comments: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached, below_blank = 0, True
    for start, end in _comment_runs(body, comments):
        line = _line_start(body, start)
        after = _line_end(body, end)
        if line is None or line < reached or after is None:
            yield reached, start
            reached, below_blank = end, False
            continue
        yield reached, line
        below_blank = _ends_blank(body[reached:line], below_blank=below_blank)
        reached = after
        while below_blank and (blank := _line_end(body, reached)) not in {None, reached}:
            reached = blank or reached
    yield reached, len(body)


def _comment_runs(body: str, comments: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield comments; those with only blanks between them, on one line, as one."""
    spans = iter(comments)
    start, end = next(spans, (0, 0))
    for following, close in spans:
        if body[end:following].strip(_BLANKS):
            yield start, end
            start = following
        end = close
    if end:
        yield start, end


def _line_start(body: str, position: int) -> int | None:
    """Return where the line begins, if only blanks stand before the position."""
    start = body.rfind("\n", 0, position) + 1
    return None if body[start:position].strip(_BLANKS) else start


def _line_end(body: str, position: int) -> int | None:
    """Return where the next line begins, if only blanks follow the position."""
    end = body.find("\n", position)
    end = len(body) if end == -1 else end + 1
    return None if body[position:end].strip(_BLANKS + "\n") else end


def _ends_blank(kept: str, *, below_blank: bool) -> bool:
    """Whether what is kept so far ends with an empty line, or is nothing yet."""
    if not kept:
        return below_blank
    words = kept.rstrip(_BLANKS + "\n")
    return kept.count("\n", len(words)) > 1 or (below_blank and not words)
