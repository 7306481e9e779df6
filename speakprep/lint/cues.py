"""Words and patterns as a rule file lists them, made ready for looking.

An entry is a word or phrase, found as whole words in upper or lower case;
`*` stands for any further letters: "revolution*". An entry between slashes is
a regular expression: "/\\d+ minutes?/".
"""

import re

from speakprep.lint.expressions import Expression
from speakprep.lint.model import Cues
from speakprep.lint.wordlist import WordList
from speakprep.talk.language import LANGUAGES
from speakprep.talk.tables import Table

ANY = "any"
"""Entries for every language."""

# A comment, an escape, a set (none of them can nest), a group's edge, or a repeat.
_PIECE = re.compile(
    r"\(\?#[^)]*\)|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|(?P<edge>[()])|(?P<repeat>(?P<endless>[*+]|\{\d*,\})|\{\d*,\d+\})",
    re.DOTALL,
)


def read_cues(table: Table, key: str, *, match_case: bool) -> Cues | None:
    """Read `key.en`, `key.zh` and `key.any`; None when the rule has no such key.

    Raises:
        InputError: an entry is not a regular expression, or one without end, with its line.
    """
    if key not in table:
        return None
    inner = table.inner(key)
    inner.only((*LANGUAGES, ANY))
    words, patterns = {}, {}
    for language in LANGUAGES:
        entries = inner.texts(ANY) + inner.texts(language)
        plain = [entry for entry in entries if not _is_pattern(inner, entry)]
        written = [entry[1:-1] for entry in entries if _is_pattern(inner, entry)]
        if plain:
            words[language] = WordList(entries=tuple(plain), match_case=match_case)
        if written:
            patterns[language] = tuple(
                Expression(pattern=_checked(inner, each), match_case=match_case) for each in written
            )
    if not words and not patterns:
        raise table.wrong(key, f"{key} lists no words", hint=f'add a line: {key}.en = ["..."]')
    return Cues(words=words, patterns=patterns)


def read_terms(table: Table, key: str) -> tuple[dict[str, str], Cues | None]:
    """Read right spellings, each with its wrong ones, and what finds the wrong ones.

    Raises:
        InputError: a spelling is empty, or is right in one line and wrong in another.
    """
    terms: dict[str, str] = {}
    inner = table.inner(key)
    for right in inner:
        for wrong in inner.texts(right):
            if not wrong.strip() or wrong in inner or wrong in terms:
                reason = f"{wrong!r} is listed twice" if wrong.strip() else "a spelling is empty"
                raise inner.wrong(right, reason, hint="remove it")
            terms[wrong] = right
    if not terms:
        if key in table:
            raise table.wrong(key, f"{key} lists no spellings")
        return {}, None
    # Not in an address, a file name, a name with dashes or a handle.
    spellings = WordList(
        entries=tuple(terms), match_case=True, before=r"[\w./@#-]", after=r"[\w/@-]|\.\w"
    )
    return terms, Cues(words=dict.fromkeys(LANGUAGES, spellings))


def _is_pattern(table: Table, entry: str) -> bool:
    if not entry.strip() or entry.strip() == "*":
        raise table.wrong(ANY, "an entry is empty", hint="remove it", words=f'"{entry}"')
    return len(entry) > 2 and entry[0] == entry[-1] == "/"


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
