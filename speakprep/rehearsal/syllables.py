"""How many syllables a written text has: what makes Chinese, English and mixed talks comparable."""

import re

from speakprep.script.timing import SYLLABLES_PER_WORD, Spoken, spoken_text
from speakprep.talk.language import HAN

_WORD = re.compile(rf"(?<![\w])[^\W\d_{HAN}]+(?:['’][^\W\d_{HAN}]+)*(?![\w])")
_SPELLED = re.compile(r"[A-Z][A-Z0-9]{1,4}s?")
"""What `timing.amount` counts letter by letter already."""

_SIGN = re.compile(r"[\[【][^\[\]【】\n]{1,80}[\]】]")
_VOWELS = re.compile(r"[aeiouyàáâäåèéêëìíîïòóôöùúûü]+")
_SILENT = re.compile(r"(?<=[^aeiouy])e(?=(?:s|d|ly|ful|less|ments?)?$)|(?<=[gq])ue(?=[sd]?$)")
_SOUNDED = re.compile(r"(?:[sxz]|[cs]h|[cg])es$|[td]ed$|[^aeiouylr]le[sd]?$")
"""Ends whose e is heard: changes, created, table."""

_TWO = re.compile(r"(?<![tcsg])i(?:a|o|en)|[aeiouy]ing|[^gq]u[ae](?![sd]?$)|eate|eati|real")
"""Vowels that meet and belong to two syllables."""


def syllable_count(text: str, spoken: Spoken) -> float:
    """Return the syllables of a text as it is spoken.

    A Han character is one. Words are counted by their vowels (`word_syllables`);
    figures and capitals as `script.timing.amount` reads them, whose result for the
    same text is `spoken`.
    """
    prose = _SIGN.sub(" ", spoken_text(text))
    words = [word for word in _WORD.findall(prose) if not _SPELLED.fullmatch(word)]
    others = max(spoken.words - len(words), 0.0)
    return spoken.han + others * SYLLABLES_PER_WORD + sum(map(word_syllables, words))


def word_syllables(word: str) -> int:
    """Return the syllables of an English word: runs of vowels, less a silent end.

    >>> [word_syllables(word) for word in ("trace", "sampling", "created", "table", "value")]
    [1, 2, 3, 2, 2]
    """
    small = word.lower().replace("’", "'").removesuffix("'s")
    stem = small if _SOUNDED.search(small) else _SILENT.sub("", small)
    return max(1, len(_VOWELS.findall(stem)) + len(_TWO.findall(stem)))
