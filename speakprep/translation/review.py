"""In which order a person reads a translation, and which of its words to look at."""

import re
from collections.abc import Iterable, Iterator, Sequence

from speakprep.translation.standing import Placed

Span = tuple[int, int]
"""Where words stand in a text: from, to (not included), in code points from 0."""

_LATIN = r"[A-Za-z0-9]"


def reading_order(places: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return what can be signed: worst first, then what has no findings, then what is signed.

    Worst are gates, then what second readers quoted, then scores, as `fidelity.suspicion` has it;
    within the others, the order of the script.
    """
    there = [one for one in places if one.translated and one.standing != "rejected"]
    open_ = [one for one in there if one.standing != "signed"]
    return (
        *sorted((one for one in open_ if one.findings), key=lambda one: -one.suspicion),
        *(one for one in open_ if not one.findings),
        *(one for one in there if one.standing == "signed"),
    )


def spans_meant(placed: Placed) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return which words of the source and of the target the open findings mean."""
    found = placed.discrepancies
    return (
        spans_of(placed.source, [one.source_words for one in found]),
        spans_of(placed.target, [one.target_words for one in found]),
    )


def spans_of(text: str, words: Sequence[str]) -> tuple[Span, ...]:
    """Return where words stand in a text, in order, with what overlaps as one.

    Words that are all of the text are left aside: marked is what differs from the rest.

    >>> spans_of("from 12 to 2", ["2"])
    ((11, 12),)
    """
    spans = sorted(span for each in words for span in _spans(text, each))
    joined: list[Span] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return tuple(span for span in joined if text[slice(*span)].strip() != text.strip())


def _spans(text: str, words: str) -> Iterator[Span]:
    """Yield where words stand for themselves, or anywhere if they only stand inside others."""
    if not words.strip():
        return
    before = rf"(?<!{_LATIN})" if re.match(_LATIN, words) else ""
    after = rf"(?!{_LATIN})" if re.match(_LATIN, words[-1]) else ""
    alone = [found.span() for found in re.finditer(f"{before}{re.escape(words)}{after}", text)]
    yield from alone or (found.span() for found in re.finditer(re.escape(words), text))
