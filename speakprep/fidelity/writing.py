"""The writing system and the form of a segment: left over, foreign, formatted, broken up."""

import re
from collections.abc import Iterator

from speakprep.fidelity.literals import CODE_SPAN, URL, is_acronym, is_code
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.talk.language import HAN, Language

_HAN_RUN = re.compile(f"[{HAN}]+(?:[，、；：]?[{HAN}]+)*")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|[（(][^）)]*[）)]|「[^」]*」|《[^》]*》")
_WORDS_RUN = re.compile(r"[A-Za-z][A-Za-z'’\-]*(?:,? [A-Za-z][A-Za-z'’\-]*)+")
_PLAIN_WORD = re.compile(r"(?<![\w@#/.])[a-z][a-z'’]+(?![\w/])", re.ASCII)
_FUNCTION_WORD = re.compile(
    r"\b(?:the|is|are|was|of|in|and|to|a|for|with|how|your)\b", re.IGNORECASE
)
_SENTENCE_WORDS = 4
"""A title in capitals of so many words, one of them a function word, is text and no name."""
_MOSTLY = 0.5
# Kana, Hangul, Cyrillic, Arabic, Hebrew, Thai, Devanagari: never Chinese, never English.
_OTHER_SCRIPT = re.compile(
    r"[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f]+"
)
_FORMATS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.MULTILINE), re.compile(licence, re.MULTILINE))
    for name, pattern, licence in (
        ("a heading", r"^\s*#{1,6} \S.*", r"^\s*#{1,6}\s"),
        ("a quotation mark of Markdown", r"^\s*> \S.*", r"^\s*[>＞]"),
        ("a list item", r"^\s*[-*+•] \S.*", r"^\s*[-*+•·–—―]"),
        (
            "a numbered item",
            r"^\s*\d{1,2}[.)] \S.*",
            r"^\s*[（(]?[\d一二三四五六七八九十]+[.)、）．]|第[一二三]|首先|其次|first",
        ),
        ("bold type", r"\*\*[^*\n]+\*\*|(?<!\w)__[^_\n]+__(?!\w)", r"\*\*|__"),
        ("italic type", r"(?<![\w*])\*[^*\s][^*\n]*\*(?![\w*])", r"\*"),
        ("a code fence", r"```", r"```"),
        ("code marks", r"`[^`\n]+`", r"`"),
        ("an HTML tag", r"</?(?:b|i|em|strong|p|br|div|span|ul|li|code)\b[^>]*>", r"<"),
        ("a table", r"^\s*\|.*\|\s*$", r"\|"),
        ("JSON", r"^\s*[{\[]\s*[\"{].*", r"^\s*[{\[]"),
    )
)


def find_untranslated(pair: Pair, target_language: Language) -> Iterator[Discrepancy]:
    """Yield words left in the source language: Han in English, English phrases in Chinese."""
    if target_language == "en":
        yield from _han_left(pair)
    else:
        yield from _english_left(pair)


def find_foreign_script(pair: Pair) -> Iterator[Discrepancy]:
    """Yield letters of a third script that the source does not hold."""
    for match in _OTHER_SCRIPT.finditer(pair.target):
        if match.group() not in pair.source:
            yield Discrepancy(
                kind="wrong-script",
                key=pair.key,
                level="error",
                message=f"{match.group()} is written in neither language",
                target_words=match.group(),
            )
            return


def find_form(pair: Pair) -> Iterator[Discrepancy]:
    """Yield formatting and line breaks that the source does not have."""
    for name, pattern, licence in _FORMATS:
        match = pattern.search(pair.target)
        if match and not licence.search(pair.source):
            yield Discrepancy(
                kind="markdown",
                key=pair.key,
                level="error",
                message=f"the target has {name}, the source has none",
                target_words=match.group().strip()[:80],
            )
            return
    ours, theirs = _lines(pair.source), _lines(pair.target)
    if len(theirs) > len(ours) > 0:
        yield Discrepancy(
            kind="structure",
            key=pair.key,
            level="warning",
            message=f"{len(ours)} line(s) became {len(theirs)}",
            target_words=theirs[-1],
        )


def _han_left(pair: Pair) -> Iterator[Discrepancy]:
    runs = _HAN_RUN.findall(pair.target)
    if not runs:
        return
    # A term kept in quotes or brackets beside its translation is a choice, not an oversight.
    bare = _HAN_RUN.findall(_QUOTED.sub(" ", pair.target))
    longest = max(bare or runs, key=len)
    whole = sum(map(len, runs)) > len(pair.target) * _MOSTLY
    yield Discrepancy(
        kind="untranslated",
        key=pair.key,
        level="error" if bare or whole else "advice",
        message=f"left in Chinese: {longest[:40]}",
        source_words=longest if longest in pair.source else "",
        target_words=longest,
    )


def _english_left(pair: Pair) -> Iterator[Discrepancy]:
    text = URL.sub(" ", CODE_SPAN.sub(" ", pair.target))
    words = _PLAIN_WORD.findall(text)
    copied = pair.target.strip() == pair.source.strip() and len(text.split()) >= _SENTENCE_WORDS
    is_title = copied and bool(_FUNCTION_WORD.search(text))
    if is_title or (len(words) >= 2 and not _HAN_RUN.search(pair.target)):
        left = pair.target.strip()
    else:
        runs = [
            run
            for run in _WORDS_RUN.findall(text)
            if run in pair.source and _ordinary_words(run) >= 4
        ]
        left = max(runs, key=len, default="")
    if left:
        yield Discrepancy(
            kind="untranslated",
            key=pair.key,
            level="error",
            message=f"left in English: {left[:60]}",
            source_words=left if left in pair.source else "",
            target_words=left,
        )


def _ordinary_words(run: str) -> int:
    """Count lower-case words: a title or a product name has few of them."""
    return sum(
        word[0].islower() and not is_code(word) and not is_acronym(word) for word in run.split()
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
