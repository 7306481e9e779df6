"""Whether words fit another form, what is lost when they are cut, and which sentences are long.

Facts only: which sentence goes is for the person to say.
"""

import functools
from collections.abc import Callable, Sequence

from speakprep.cfp.model import Carried, Fit, Sentence
from speakprep.event.counting import UNITS, fitting, size
from speakprep.event.model import Profile
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_sentences

Measure = Callable[[str], int]
"""Counts a text as the field it is meant for does."""

LONGEST = 3
"""So many of the longest sentences are named."""

CHOICES = 3
"""So many ways of shortening are named."""

MOST_REMOVED = 4
"""More sentences than this are not proposed for removal: that would be another text."""

_BLANKS = 4
"""Blanks that go with a last sentence may make it count for so much less than they add."""

_TRIED = 30
"""So many sets are counted exactly: a text of a hundred thousand sentences is no proposal."""


def fit(carried: Carried, profile: Profile, language: Language) -> Fit:
    """Measure what a proposal has for one field of a form."""
    field, text = carried.field, carried.text
    measure = functools.partial(size, counter=field.counter, newline=profile.newline)
    count = measure(text)
    over = max(count - field.at_most, 0) if field.at_most is not None else 0
    short = max((field.at_least or 0) - count, 0) if text else 0
    lost = ""
    longest: tuple[Sentence, ...] = ()
    without: tuple[tuple[Sentence, ...], ...] = ()
    if over and field.at_most is not None:
        lost = text[fitting(text, field.at_most, field.counter, profile.newline) :]
        pieces = split_sentences(text)
        longest = _longest(pieces, measure)
        without = _ways(pieces, field.at_most, measure)
    return Fit(
        field=field.key,
        label=field.called(language),
        source=carried.source,
        count=count,
        limit=field.at_most,
        unit=UNITS[field.counter][language],
        required=field.required,
        over=over,
        short=short,
        lines=text.count("\n") + 1,
        one_line=field.one_line,
        lost=lost,
        longest=longest,
        without=without,
    )


def _longest(pieces: Sequence[str], measure: Measure) -> tuple[Sentence, ...]:
    sentences = [_sentence(piece, measure) for piece in pieces]
    return tuple(sorted(sentences, key=lambda each: -each.size)[:LONGEST])


def _sentence(piece: str, measure: Measure) -> Sentence:
    words = piece.strip()
    return Sentence(text=words, size=measure(words))


def _ways(pieces: Sequence[str], limit: int, measure: Measure) -> tuple[tuple[Sentence, ...], ...]:
    """Return sets of as few whole sentences as possible without which the text fits.

    The last one of a set is as short as will do; each set is counted again exactly.
    """
    sizes = [measure(piece) for piece in pieces]
    longest = sorted(range(len(pieces)), key=lambda number: (-sizes[number], number))
    over = sum(sizes) - limit
    for many in range(min(MOST_REMOVED, len(pieces) - 1)):
        always = longest[:many]
        needed = over - sum(sizes[number] for number in always) - _BLANKS
        enough = [last for last in longest[many:] if sizes[last] >= needed]
        enough.sort(key=lambda number: (sizes[number], number))
        sets = [sorted((*always, last)) for last in enough[:_TRIED]]
        ways = [gone for gone in sets if _fits_without(pieces, gone, limit, measure)]
        if ways:
            return tuple(
                tuple(_sentence(pieces[number], measure) for number in gone)
                for gone in ways[:CHOICES]
            )
    return ()


def _fits_without(pieces: Sequence[str], gone: Sequence[int], limit: int, measure: Measure) -> bool:
    text = "".join(piece for number, piece in enumerate(pieces) if number not in gone)
    return measure(text.strip()) <= limit
