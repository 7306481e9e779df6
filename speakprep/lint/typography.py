"""The typography of Chinese checked by AutoCorrect, for what is beyond our own rules.

autocorrect-py 2.14 (April 2025, MIT licence): https://github.com/huacnlee/autocorrect. It returns
whole lines mended; they are compared with what was written, one of its rules at a time.
"""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from speakprep.errors import MissingError
from speakprep.lint.foreign import MOST_HITS, Lent, touches_hidden
from speakprep.lint.model import Passage
from speakprep.talk.report import Finding

CODES: Mapping[str, str] = {
    "space-punctuation": "ACP101",
    "space-bracket": "ACP102",
    "space-dash": "ACP103",
    "space-dollar": "ACP104",
    "no-space-fullwidth": "ACP105",
    "halfwidth-punctuation": "ACP106",
}
"""AutoCorrect's rules that are run, and our codes for them."""

SKIPPED: Mapping[str, str] = {
    "space-word": "CFP601 and CFP602 look at the space between Chinese and Latin words",
    "fullwidth": "CFP603 finds half-width punctuation in Chinese, and mends it",
    "halfwidth-word": "CFP605 finds full-width letters and digits, and mends them",
    "space-backticks": "code is not read",
    "no-space-fullwidth-quote": "quotations are not read",
    "spellcheck": "CFP504 knows how names are written",
}
"""Rules that are not run, and why not."""

SEEN_ALIKE = 3
"""As many characters that agree again show where two lines meet after a difference."""

FARTHEST = 6
"""No change that AutoCorrect makes is longer."""

_MESSAGES: Mapping[str, str] = {
    "add": "按中文排版习惯，这里加一个空格：“{new}”。",
    "remove": "全角标点旁边不用空格：“{new}”。",
    "replace": "这里的标点可以写成：“{new}”。",
}


class Edit(NamedTuple):
    """What stands between two offsets of a line, and what would stand there instead."""

    start: int
    end: int
    new: str


def check(passages: Iterable[Passage]) -> tuple[Finding, ...]:
    """Return what AutoCorrect would write differently in the Chinese passages.

    Raises:
        MissingError: autocorrect-py is not installed.
    """
    return tuple(
        finding
        for passage in passages
        if passage.language == "zh"
        for finding in itertools.islice(_findings(Lent(passage)), MOST_HITS)
    )


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """Return what makes `new` out of `old`, in time that grows with their length alone.

    >>> edits("第1章,好", "第 1 章，好")
    (Edit(start=1, end=1, new=' '), Edit(start=2, end=2, new=' '), Edit(start=3, end=4, new='，'))
    """
    found: list[Edit] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1
            continue
        gone, come = _until_alike(old, new, i, j)
        found.append(Edit(i, i + gone, new[j : j + come]))
        i, j = i + gone, j + come
    return tuple(found)


def _findings(lent: Lent) -> Iterator[Finding]:
    found = sorted(
        (start + edit.start, start + edit.end, code, edit.new)
        for rule, code in CODES.items()
        for start, old, new in _mended(lent.text, rule)
        for edit in edits(old, new)
    )
    for start, end, code, new in found:
        # An empty place is shown with what stands on both sides of it.
        shown = (max(0, start - 1), min(len(lent.text), end + 1))
        if not touches_hidden(lent.text[slice(*shown)]):
            kind = "replace" if new.strip() else "add" if new else "remove"
            written = lent.text[shown[0] : start] + new + lent.text[end : shown[1]]
            message = _MESSAGES[kind].replace("{new}", " ".join(written.split("\n")))
            yield lent.finding(code, message, start, shown)


def _mended(text: str, rule: str) -> Iterator[tuple[int, str, str]]:
    """Yield what AutoCorrect would change: where it begins, what stands there, and what should."""
    try:
        import autocorrect_py
    except ImportError:
        raise MissingError(
            "the engine autocorrect is not installed",
            hint='install it with: pip install "autocorrect-py>=2.14"',
        ) from None
    # AutoCorrect knows one configuration for the whole process: said anew for each rule.
    rules = {name: int(name == rule) for name in (*CODES, *SKIPPED)}
    autocorrect_py.load_config(json.dumps({"rules": rules}))
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for found in autocorrect_py.lint_for(text, "text").lines:
        start = text.find(found.old, starts[found.line - 1])
        if start != -1:
            yield start, found.old, found.new


def _until_alike(old: str, new: str, i: int, j: int) -> tuple[int, int]:
    """Return how much of both differs from here on: as little as makes them agree again."""
    for length in range(1, 2 * FARTHEST + 1):
        for gone in range(length + 1):
            come = length - gone
            rest = old[i + gone : i + gone + SEEN_ALIKE]
            if rest == new[j + come : j + come + SEEN_ALIKE]:
                return min(gone, len(old) - i), min(come, len(new) - j)
    return len(old) - i, len(new) - j
