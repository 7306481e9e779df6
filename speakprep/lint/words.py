"""A text as words, looked at once and shared by all rules that ask what is in it."""

import re
from operator import itemgetter

_JOINS = re.compile(rb"\w")
# Only ASCII letters join words: a name may stand right beside a Han character. All else becomes
# a blank, which parts words in half the time of an expression.
_APART = bytes(each if _JOINS.match(bytes((each,))) else ord(" ") for each in range(256))

STEM = 4
"""Letters by which a word is known before the rest of it is looked at."""

_BEGINNING = itemgetter(slice(STEM))


def in_small(text: str) -> str:
    """Return a text in small letters, of the same length.

    >>> in_small("İt İS OK")
    'ıt ıs ok'
    """
    # U+0130 is the one letter that would become two (Unicode, SpecialCasing.txt).
    return text.replace("\u0130", "\u0131").lower()


class Words:
    """A text, and the answers to what is asked about it again and again.

    A part of a text, such as its first half, has the answers of the `whole`: what is
    not in the whole is not in the part, and only the rest is looked for in it.

    Attributes:
        text: the text itself.
        small: the same in small letters, of the same length.
        is_whole: whether the words below are its own.
        words: its ASCII words, in small letters.
        clues: its words, and what each of them begins with.
        in_row: its words with a space around each; " the end " tells which stand side by side.
    """

    def __init__(self, text: str, whole: "Words | None" = None) -> None:
        self.text = text
        self.small = in_small(text)
        self.is_whole = whole is None
        if whole is None:
            letters = self.small.encode("ascii", "replace").translate(_APART)
            words = letters.decode("ascii").split()
            self.words = frozenset(words)
            self.clues = self.words.union(map(_BEGINNING, self.words))
            self.in_row = f" {' '.join(words)} "
        else:
            self.words, self.clues, self.in_row = whole.words, whole.clues, whole.in_row
