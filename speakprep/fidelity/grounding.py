"""What a text states that its sources do not: for text that a model wrote from them.

The same readers of numbers, names and phrases that guard translations, turned
one way: a source may say more than the text, the text nothing that no source says.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from speakprep.fidelity.model import Discrepancy, Kind, Pair
from speakprep.fidelity.names import compare_names
from speakprep.fidelity.numbers import quantities, unmatched
from speakprep.fidelity.quantities import Quantity
from speakprep.fidelity.replies import find_replies
from speakprep.talk.language import Language

# A capital inside a sentence: a name, which a translator may have to coin, but a draft may not.
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][A-Za-z]+(?:[ -][A-Z][A-Za-z]+)*")
_ANNOUNCED = re.compile(
    r"^\W*(?:sure[,!.]?\s*)?here(?:['’]s| is)\b[^.:]{0,40}\b(?:script|draft|text)\b[^.:]{0,30}:"
    r"|^\W*(?:好的[，,！!]?\s*)?(?:以下|下面)是[^。：:]{0,20}(?:讲稿|草稿|文字|文稿|内容)",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(("I", "English", "Chinese", "OK"))


def find_unsupported(text: str, sources: str, language: Language) -> Iterator[Discrepancy]:
    """Yield the quantities, names, code and addresses of a text that no source holds.

    Also what is said about the text instead of in it: a preamble, a note, a refusal.

    Args:
        text: what a model wrote.
        sources: everything it was given, in any language.
        language: the text's.
    """
    pair = Pair(key="", source=sources, target=text)
    yield from find_replies(pair)
    if announced := _ANNOUNCED.match(text):
        yield _unsupported("preamble", announced[0])
    for number in unmatched(quantities(text), _stated(sources)):
        yield _unsupported("number", number.words)
    named: set[str] = set()
    for found in compare_names(pair, language):
        if found.target_words and found.target_words not in named:
            named.add(found.target_words)
            yield found
    if language == "en":
        yield from (_unsupported("name", name) for name in _coined(text, sources, named))


@lru_cache(maxsize=1)
def _stated(sources: str) -> tuple[Quantity, ...]:
    """Return the quantities of sources, which sentence after sentence is held against."""
    return quantities(sources)


def _coined(text: str, sources: str, named: set[str]) -> Iterator[str]:
    folded = sources.casefold()
    for name in dict.fromkeys(_NAME.findall(text)):
        words = re.split("[ -]", name)
        known = all(word.casefold() in folded or word in _NO_NAMES for word in words)
        if not known and named.isdisjoint(words):
            yield name


def _unsupported(kind: Kind, words: str) -> Discrepancy:
    return Discrepancy(
        kind=kind,
        key="",
        level="error",
        message=f"{words} stands in no source",
        target_words=words,
    )
