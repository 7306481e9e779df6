"""Evidence: words of a proposal that answer a reviewer's question, and finding them again.

Two texts say the same words when they are equal after this: white space of any
kind and length, line ends included, is one blank, and a blank beside a Chinese
character or mark is none, since lines of Chinese are broken anywhere. Nothing
else is forgiven: letters, case, marks and digits are compared as they are.
"""

import bisect
import functools
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from speakprep.talk.language import HAN, count
from speakprep.talk.sentences import split_sentences

LEAST_WORDS, LEAST_HAN = 3, 6
"""The shortest quote: fewer words, or Chinese characters, prove nothing."""

_CJK = rf"{HAN}\u3000-\u303f\uff00-\uffef"
_BLANKS = re.compile(r"\s+")
_IDLE_BLANK = re.compile(rf"(?<=[{_CJK}]) | (?=[{_CJK}])")


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Words of the proposal: the field they stand in, and a hash of their sentence.

    Without `sentence` (a person wrote the line by hand) the words alone count.
    """

    words: str
    field: str = ""
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A quote that a model found; it proves nothing until a person says yes."""

    quote: Quote
    by: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is noted for one question: a quote, or a reason why it is left out, or neither.

    `day` is when the person said so.
    """

    quote: Quote | None = None
    declined: str = ""
    day: date | None = None
    proposed: Proposed | None = None


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where a quote stands: its field, its whole sentence, and where that begins in the field."""

    field: str
    sentence: str
    offset: int


@dataclass(frozen=True, kw_only=True)
class Prose:
    """One field's words, made ready for looking quotes up.

    `text` is comparable; `starts` tells where each sentence begins in it,
    `offsets` where it begins in the field as it is written.
    """

    text: str
    starts: tuple[int, ...] = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)


def comparable(text: str) -> str:
    """Return a text as it is compared.

    >>> comparable("全量保留\\r\\n太贵， 所以 we  sample")
    '全量保留太贵，所以we sample'
    """
    return _IDLE_BLANK.sub("", _BLANKS.sub(" ", text).strip())


@functools.lru_cache(maxsize=32)
def read_prose(text: str) -> Prose:
    """Make the words of a field ready for looking quotes up; one command does so repeatedly."""
    pieces: list[str] = []
    starts, offsets = [], []
    reached = length = 0
    for piece in split_sentences(text):
        words = comparable(piece)
        if words:
            # What stood between two sentences counts as it would within one.
            gap = comparable(f"{pieces[-1][-1]} {words[0]}")[1:-1] if pieces else ""
            gap = gap if reached and text[reached - 1].isspace() else ""
            starts.append(length + len(gap))
            offsets.append(reached + len(piece) - len(piece.lstrip()))
            pieces.append(gap + words)
            length += len(gap) + len(words)
        reached += len(piece)
    return Prose(text="".join(pieces), starts=tuple(starts), offsets=tuple(offsets))


def spots(words: str, proses: Mapping[str, Prose]) -> Iterator[Spot]:
    """Yield where words stand verbatim, each time with the sentences they stand in."""
    wanted = comparable(words)
    if not wanted:
        return
    for name, prose in proses.items():
        at = prose.text.find(wanted)
        while at != -1:
            first = bisect.bisect_right(prose.starts, at) - 1
            last = bisect.bisect_right(prose.starts, at + len(wanted) - 1)
            end = prose.starts[last] if last < len(prose.starts) else len(prose.text)
            sentence = prose.text[prose.starts[first] : end].strip()
            yield Spot(field=name, sentence=sentence, offset=prose.offsets[first])
            at = prose.text.find(wanted, at + 1)


def fingerprint(sentence: str) -> str:
    """Return twelve hexadecimal digits that change with any character of a sentence."""
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def holding(quote: Quote, proses: Mapping[str, Prose]) -> Spot | None:
    """Return where a quote still stands, in the very sentence it was taken from."""
    found = spots(quote.words, proses)
    return next((s for s in found if quote.sentence in {"", fingerprint(s.sentence)}), None)


def says_enough(words: str, prose: Prose) -> bool:
    """Tell whether a quote is long enough to prove something, or all that a field says."""
    counted = count(words)
    long = counted.words * LEAST_HAN + counted.han * LEAST_WORDS >= LEAST_HAN * LEAST_WORDS
    return long or comparable(words) == prose.text
