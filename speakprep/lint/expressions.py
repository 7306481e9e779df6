r"""Regular expressions as somebody wrote them, run only on texts that they can match.

Most need certain letters: `\{\{[^}\n]{0,80}\}\}` is nowhere without "{{". Looking for
these takes a small part of the time that the expression would take.
"""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from speakprep.lint.words import Words, in_small

# A bracket or bar; or else a set, an escape, a sign or a letter, and how often it is repeated.
_STEP = re.compile(
    r"(?:\((?P<group>\?:|\?P<\w+>|)(?P<other>\??)|(?P<end>[|)])|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\\(?:N\{[^}]*\}|[xuU\d][0-9A-Fa-f]*|[A-Za-z])|[.^$]|\\?(?P<letter>.))"
    r"(?P<repeat>[*?]|\+|\{(?P<least>\d*),?\d*\})?[?+]?",
    re.DOTALL,
)
# Flags for the whole expression, comments, and the way of writing that ignores blanks.
_BEYOND = re.compile(r"\(\?[aiLmsu]+\)|\(\?#|\(\?[a-zA-Z-]*x")

_ENOUGH = 4
"""Letters that few texts hold; to look for one such run costs less than for several longer ones."""


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A regular expression; `^` and `$` are the ends of lines in it."""

    pattern: str
    match_case: bool = False

    def occurs(self, text: Words) -> bool:
        """Tell whether it matches anywhere."""
        return self._may_match(text) and self._first(text.text) is not None

    def spans(self, text: Words) -> list[tuple[int, int]]:
        """Return where it matches, in order and never overlapping."""
        if not self._may_match(text):
            return []
        if self._is_at_start:
            first = self._first(text.text)
            return [first.span()] if first else []
        return [match.span() for match in self._compiled.finditer(text.text)]

    def _may_match(self, text: Words) -> bool:
        if not self._needed:
            return True
        held = text.text if self.match_case else text.small
        for each in self._needed:  # noqa: SIM110 -- any() would take twice the time
            if each in held:
                return True
        return False

    @functools.cached_property
    def _first(self) -> Callable[[str], re.Match[str] | None]:
        # To search for a beginning would try it, in vain, at every other letter.
        return self._compiled.match if self._is_at_start else self._compiled.search

    @functools.cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(
            self.pattern, re.MULTILINE | (re.NOFLAG if self.match_case else re.IGNORECASE)
        )

    @functools.cached_property
    def _needed(self) -> tuple[str, ...]:
        # What can only match at the beginning is tried at once.
        return () if self._is_at_start else needed(self.pattern, match_case=self.match_case)

    @functools.cached_property
    def _is_at_start(self) -> bool:
        return self.pattern.startswith(r"\A") and not _has_branches(self.pattern)


def needed(pattern: str, *, match_case: bool) -> tuple[str, ...]:
    r"""Return letters of which a text must hold one for the expression to match; () is unknown.

    In small letters, unless case matters.

    >>> needed(r"\{\{[^}]{0,80}\}\}", match_case=True), needed(r"a?Bc+d|！{2,9}", match_case=False)
    (('{{',), ('bc', '！！'))
    >>> needed(r"(?:two|\d) (?:\w+ )?(?:tools|layers)", match_case=False)
    ('tools', 'layers')
    """
    if _BEYOND.search(pattern):
        return ()
    found, _ = _needed(_STEP.finditer(pattern))
    if not all(map(_weight, found)):
        return ()
    return found if match_case else tuple(map(in_small, found))


def _needed(steps: Iterator[re.Match[str]]) -> tuple[tuple[str, ...], int]:
    """Read up to the end of a group; return what it needs, and how often it is there at least."""
    branches: list[tuple[str, ...]] = []
    best: tuple[str, ...] = ()
    run, times = "", 1
    for step in steps:
        least = _least(step)
        if step["letter"] and _is_alike(step["letter"]):
            run += step["letter"] * min(least, 9)
            if step["repeat"] is None:
                continue
        best, run = _better(best, (run,)), ""
        if step["group"] is not None:
            inner, often = _needed(steps)
            if often and not step["other"]:
                best = _better(best, inner)
        elif step["end"]:
            branches.append(best)
            best, times = (), least
            if step["end"] == ")":
                break
    else:
        branches.append(_better(best, (run,)))
    return (sum(branches, ()) if all(branches) else ()), times


def _has_branches(pattern: str) -> bool:
    """Tell whether there is a bar outside of all groups."""
    depth = 0
    for step in _STEP.finditer(pattern):
        depth += (step["group"] is not None) - (step["end"] == ")")
        if step["end"] == "|" and not depth:
            return True
    return False


def _least(step: re.Match[str]) -> int:
    """Return how often a step is there at least."""
    if step["repeat"] is None or step["repeat"] == "+":
        return 1
    return int(step["least"] or 0)


def _better(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return what tells more texts apart: letters enough, the fewer runs of them, the longer."""
    return max(one, other, key=_worth)


def _worth(runs: tuple[str, ...]) -> tuple[int, int, int]:
    least = min(map(_weight, runs), default=0)
    return min(_ENOUGH, least), -len(runs), least


def _weight(run: str) -> int:
    """Return how much letters tell: one blank, or nothing, is in every text."""
    return len(run.strip()) or len(run) // 2


def _is_alike(letter: str) -> bool:
    """Tell whether upper and lower case are the same, or as simple as those of ASCII."""
    return letter.isascii() or letter.lower() == letter.upper()
