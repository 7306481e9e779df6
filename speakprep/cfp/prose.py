"""What of a field's body would be pasted into the form."""

import itertools

from speakprep.lint.masking import comment_spans


def prose_of(body: str) -> str:
    """Return what would be pasted into the form: no comments, no blanks around, bare line ends."""
    return _outside_comments(body).replace("\r\n", "\n").strip()


def offset_in(body: str, position: int) -> int:
    """Return where the code point at `position` of `prose_of(body)` stands in the body."""
    kept = (
        offset
        for start, end in _kept_spans(body)
        for offset in range(start, end)
        if not body.startswith("\r\n", offset)
    )
    prose = itertools.dropwhile(lambda offset: body[offset].isspace(), kept)
    return next(itertools.islice(prose, position, None), len(body))


def _outside_comments(body: str) -> str:
    return "".join(body[start:end] for start, end in _kept_spans(body))


def _kept_spans(body: str) -> list[tuple[int, int]]:
    comments = comment_spans(body)
    starts = [0, *(end for _, end in comments)]
    ends = [*(start for start, _ in comments), len(body)]
    return list(zip(starts, ends, strict=True))
