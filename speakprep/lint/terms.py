"""Kinds of rules about names: how they are spelt, whether they are explained, title case."""

import re
from collections.abc import Iterator

from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.lint.wording import search

_ACRONYM = re.compile(
    r"(?a:[A-Z](?=[A-Z0-9])(?<![\w./@#&-][A-Z])[A-Z0-9]{1,5}(?![\w/@&+]|-\w|\.\w))"
)
_BRACKETS = ("(", "（")
_WORD = re.compile(r"[^\s\u2014/]{1,60}")
_LETTERS = re.compile(r"[A-Za-z]")
_SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "en", "for", "from", "if", "in", "into", "is"),
        *("nor", "of", "off", "on", "onto", "or", "over", "per", "so", "than", "that", "the", "to"),
        *("up", "via", "vs", "with", "yet"),
    )
)
"""Words that stay small inside a title: articles, conjunctions and short prepositions, as the
Chicago and AP manuals agree; "is" is left alone because people disagree about it."""


def term(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at each wrong spelling of a name, and know the right one."""
    terms = rule.options.terms
    for hit in search(reading, rule.options, rule.options.cues):
        words = hit.values["found"]
        right = terms[" ".join(words.split())]
        values = {"found": words, "right": right}
        yield Hit(start=hit.start, end=hit.end, values=values, replacement=right)


def acronyms(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at the first of `at_least` different acronyms that are neither known nor explained."""
    text = reading.prose
    unclear: dict[str, re.Match[str]] = {}
    explained = set()
    for found in _ACRONYM.finditer(text):
        start, end = found.span()
        after = text[end : end + 2].lstrip(" ")
        if text[max(0, start - 1) : start] in _BRACKETS or after[:1] in _BRACKETS:
            explained.add(found[0])
        elif found[0] not in rule.options.known:
            unclear.setdefault(found[0], found)
    left = [found for word, found in unclear.items() if word not in explained]
    if len(left) >= rule.options.at_least:
        values = {"found": ", ".join(found[0] for found in left[:6]), "count": str(len(left))}
        yield Hit(start=left[0].start(), end=left[0].end(), values=values)


def title_case(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at each word of an English title that begins small and is neither short nor a name."""
    if reading.passage.language != "en":
        return
    words = list(_WORD.finditer(reading.prose))
    for number, found in enumerate(words):
        word = found[0].strip("\"'“”‘’([{.,:;!?)]}")
        inner = 0 < number < len(words) - 1
        if not word[:1].islower() or not word.isascii() or not word.islower():
            continue
        if word in rule.options.known or (inner and word in _SMALL):
            continue
        if _LETTERS.match(word):
            yield Hit(start=found.start(), end=found.end(), values={"found": word})
