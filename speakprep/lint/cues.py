"""Words and patterns as a rule file lists them, made into regular expressions.

An entry is a word or phrase, found as whole words in upper or lower case;
`*` stands for any further letters: "revolution*". An entry between slashes is
a regular expression: "/\\d+ minutes?/".
"""

import functools
import re

from speakprep.lint.model import Cues
from speakprep.talk.language import LANGUAGES
from speakprep.talk.tables import Table

ANY = "any"
"""Entries for every language."""

# Only ASCII letters join words: a name may stand right beside a Han character.
_WORD_START = r"(?<!(?a:\w))"
_WORD_END = r"(?!(?a:\w))"
# No word is longer; without an end, a long text of letters would take time squared.
_FURTHER = r"\w{0,30}"
# A comment, an escape, a set (none of them can nest), a group's edge, or a repeat.
_PIECE = re.compile(
    r"\(\?#[^)]*\)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|(?P<edge>[()])|(?P<repeat>(?P<endless>[*+]|\{\d*,\})|\{\d*,\d+\})",
    re.DOTALL,
)
_ASCII_WORD = re.compile(r"\w", re.ASCII)


def read_cues(table: Table, key: str, *, match_case: bool) -> Cues | None:
    """Read `key.en`, `key.zh` and `key.any`; None when the rule has no such key.

    Raises:
        InputError: an entry is not a regular expression, or one without end, with its line.
    """
    if key not in table:
        return None
    inner = table.inner(key)
    inner.only((*LANGUAGES, ANY))
    patterns = {}
    for language in LANGUAGES:
        entries = inner.texts(ANY) + inner.texts(language)
        if entries:
            patterns[language] = _joined(inner, entries)
    if not patterns:
        raise table.wrong(key, f"{key} lists no words", hint=f'add a line: {key}.en = ["..."]')
    return Cues(patterns=patterns, match_case=match_case)


@functools.cache
def compiled(pattern: str, *, match_case: bool) -> re.Pattern[str]:
    """Compile once, when first needed: most runs need one language only."""
    return re.compile(pattern, re.MULTILINE | (re.NOFLAG if match_case else re.IGNORECASE))


def _joined(table: Table, entries: tuple[str, ...]) -> str:
    """Join entries; words that begin and end alike share one look at what is around them."""
    words: dict[tuple[str, str], list[str]] = {}
    patterns = []
    for entry in entries:
        if not entry.strip():
            raise table.wrong(ANY, "an entry is empty", hint="remove it", words=f'"{entry}"')
        if len(entry) > 2 and entry[0] == entry[-1] == "/":
            patterns.append(f"(?:{_checked(table, entry[1:-1])})")
            continue
        start = _WORD_START if _ASCII_WORD.match(entry[0]) else ""
        end = _WORD_END if _ASCII_WORD.match(entry[-1]) else ""
        words.setdefault((start, end), []).append(_literal(entry))
    groups = [f"{start}(?:{'|'.join(found)}){end}" for (start, end), found in words.items()]
    return "|".join(groups + patterns)


def _checked(table: Table, pattern: str) -> str:
    try:
        empty = re.compile(pattern).match("")
    except re.error as error:
        reason = f"{pattern!r} is not a regular expression: {error}"
        raise table.wrong(ANY, reason, words=pattern) from None
    if empty:
        raise table.wrong(ANY, f"{pattern!r} matches everything", words=pattern)
    if _repeats_a_repeat(pattern):
        reason = f"{pattern!r} repeats a repeat without end; a long text would take it for ever"
        hint = "give the outer repeat an end, such as {1,9} instead of +"
        raise table.wrong(ANY, reason, hint=hint, words=pattern)
    return pattern


def _repeats_a_repeat(pattern: str) -> bool:
    """Tell whether a group that holds a repeat is itself repeated without end, as in (a+)+.

    That is the slow pattern people write most; others, such as (a|aa)+, are not noticed.
    """
    holds = [False]  # for the whole pattern and every open group
    closed, closed_holds = -1, False
    for piece in _PIECE.finditer(pattern):
        if piece["edge"] == "(":
            holds.append(False)
        elif piece["edge"]:
            closed, closed_holds = piece.end(), holds.pop()
            holds = holds or [False]  # a bracket in a comment closes nothing
            holds[-1] |= closed_holds
        elif piece["repeat"]:
            if piece["endless"] and closed_holds and piece.start() == closed:
                return True
            holds[-1] = True
    return False


def _literal(entry: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", _FURTHER) for word in entry.split())
