"""Which page of a PDF shows which slide."""

from collections.abc import Sequence
from itertools import pairwise

from speakprep.deck.model import Deck


def slide_count(deck: Deck) -> int:
    """Return how many slides a deck has, those that could not be read among them."""
    return len(deck.slides) + sum(problem.lost == "slide" for problem in deck.problems)


def pages_of(count: int, deck: Deck) -> dict[int, int] | None:
    """Return the page, from 0, of each slide in a PDF of `count` pages.

    A PDF holds the hidden slides or leaves them out, as whoever exported it
    chose; None when the number of pages fits neither.
    """
    if count == slide_count(deck):
        return {slide.number: slide.number - 1 for slide in deck.slides}
    every = [slide.number for slide in deck.slides]
    shown = [slide.number for slide in deck.slides if not slide.hidden]
    for numbers in (every, shown):
        if count == len(numbers):
            return {number: index for index, number in enumerate(numbers)}
    return None


def ranges(numbers: Sequence[int]) -> str:
    """Write ascending numbers as LibreOffice reads them.

    >>> ranges([1, 2, 3, 7])
    '1-3;7'
    """
    starts = [n for before, n in pairwise([-1, *numbers]) if n != before + 1]
    ends = [n for n, after in pairwise([*numbers, -1]) if after != n + 1]
    spans = zip(starts, ends, strict=True)
    return ";".join(f"{a}-{b}" if a != b else f"{a}" for a, b in spans)
