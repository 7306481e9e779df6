"""What a text says in everyday words, and which of them the other side has no words for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from speakprep.fidelity.concepts import TABLE, Group
from speakprep.talk.language import Language

_ENGLISH = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?(?:-[a-z]+)*")
_LONGEST_WORD = 24
"""Letters of an English word that are looked up; a longer run of letters is none."""
_WANDER = 0.3
"""The part of a long text a word may wander on its way over: across a comma, not a paragraph."""
_WANDER_SHORT = {"zh": 25.0, "en": 75.0}
"""Characters of the other side it may always wander."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One everyday meaning at its place: stated in so many words, or merely hinted at."""

    start: int
    words: str
    number: int
    stated: bool
    group: Group


@dataclass(frozen=True, slots=True)
class Lone:
    """A stated meaning of one side; `absent` when the other side does not even hint at it."""

    meaning: Meaning
    absent: bool


def read_meanings(text: str, language: Language) -> tuple[Meaning, ...]:
    """Return the everyday meanings of a text.

    >>> [(m.words, m.stated) for m in read_meanings("We fail only now", "en")]
    [('fail', True), ('only', False), ('only', True), ('now', False)]
    """
    return tuple(_read_english(text) if language == "en" else _read_chinese(text))


def lone_meanings(
    ours: Sequence[Meaning],
    theirs: Sequence[Meaning],
    lengths: tuple[int, int],
    their_language: Language,
) -> Iterator[Lone]:
    """Yield what one side states and the other does not, near the same place.

    Args:
        ours: the meanings of the side that is judged.
        theirs: those of the other side.
        lengths: of the two texts, in characters.
        their_language: the other side's.
    """
    our_length, their_length = (max(1, length) for length in lengths)
    reach = max(_WANDER, _WANDER_SHORT[their_language] / their_length)
    places: dict[int, list[tuple[float, bool]]] = {}
    for meaning in theirs:
        place = meaning.start / their_length
        places.setdefault(meaning.number, []).append((place, meaning.stated))
    for meaning in ours:
        if meaning.stated:
            at = meaning.start / our_length
            near = [s for place, s in places.get(meaning.number, ()) if abs(place - at) <= reach]
            if True not in near:
                yield Lone(meaning, absent=not near)


def _read_english(text: str) -> Iterator[Meaning]:
    for match in _ENGLISH.finditer(text):
        if len(match.group()) <= _LONGEST_WORD:
            for entry in _look_up(match.group().lower().replace("’", "'")):
                yield Meaning(match.start(), match.group(), *entry)


def _read_chinese(text: str) -> Iterator[Meaning]:
    """Read the longest words first; the shorter ones inside them only hint at what they mean."""
    words = _tables().chinese
    for match in _tables().chinese_words.finditer(text):
        whole = match.group()
        for entry in words[whole]:
            yield Meaning(match.start(), whole, *entry)
        for start in range(len(whole)):
            for end in range(start + 1, len(whole) + 1):
                inner = whole[start:end]
                for number, _, group in words.get(inner, ()) if inner != whole else ():
                    yield Meaning(match.start() + start, inner, number, stated=False, group=group)


_Entry = tuple[int, bool, Group]
"""The number of a row, whether the word states its meaning, the row's group."""


@dataclass(frozen=True, kw_only=True)
class _Tables:
    words: dict[str, list[_Entry]]
    stems: dict[str, list[_Entry]]
    chinese: dict[str, list[_Entry]]
    chinese_words: re.Pattern[str]


@lru_cache(maxsize=8192)
def _look_up(word: str) -> tuple[_Entry, ...]:
    tables = _tables()
    found = list(tables.words.get(word, ()))
    for end in range(2, len(word) + 1):
        found += tables.stems.get(word[:end], ())
    if word.endswith("n't"):
        found += tables.words["n't"]
    return tuple(found)


@cache
def _tables() -> _Tables:
    """Index the table by word: built once, at the first text."""
    words: dict[str, list[_Entry]] = {}
    stems: dict[str, list[_Entry]] = {}
    chinese: dict[str, list[_Entry]] = {}
    rows = [(group, row) for group, table in TABLE.items() for row in table.split(";")]
    for number, (group, row) in enumerate(rows):
        for side, forms in enumerate(row.split("=")):
            for list_number, listed in enumerate(forms.split("/")):
                for form in listed.split():
                    index = chinese if side else stems if form.endswith("*") else words
                    entry = (number, list_number == 0, group)
                    index.setdefault(form.rstrip("*"), []).append(entry)
    longest_first = sorted(chinese, key=lambda form: (-len(form), form))
    return _Tables(
        words=words, stems=stems, chinese=chinese, chinese_words=re.compile("|".join(longest_first))
    )
