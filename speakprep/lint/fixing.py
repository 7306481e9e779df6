"""Mending what is safe to mend, and nothing else.

No character inside a comment, code, a link, an address or a quotation
changes, no line break comes or goes, and a text mended twice is the text
mended once.
"""

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from speakprep.lint.lint import Checker
from speakprep.lint.masking import Spans, overlaps
from speakprep.lint.model import Fix, Hit, Passage, Rule
from speakprep.lint.quoting import protected_spans
from speakprep.talk.language import HAN

MOST_ROUNDS = 20
"""One fix may make way for another; rules that are at odds would go on for ever."""

LONGEST_REPEAT = 200
"""Longest repetition looked at, in code points; nobody types a longer one twice by accident."""

_BLANKS = "[ \t\u00a0\u3000]"
_SPACES = re.compile(f"{_BLANKS}+")
_SPACES_BEFORE_MARK = re.compile(f"{_BLANKS}+(?=[,.;:!?%)\\]}}，。；：！？、）】》」』”’]|\\Z)")
_REPEATED = re.compile(r"(?P<one>.+?)(?:\s*(?P=one))+", re.DOTALL | re.IGNORECASE)
_TOUCHING = re.compile(f"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")
_DOTS = re.compile(r"\.{3,}|。{3,}|…+")
_NARROW, _WIDE = ",.;:!?()", "，。；：！？（）"
_TO_WIDE = str.maketrans(_NARROW, _WIDE)
_SPACE_BESIDE_WIDE = re.compile("(?<=[，。；：！？）])[ \t]+|[ \t]+(?=（)")
_TO_NARROW = {code + 0xFEE0: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
"""Full-width forms U+FF01 to U+FF5E stand 0xFEE0 above their ASCII ones (Unicode, block FF00)."""


def _one_of_repeated(words: str) -> str | None:
    """Return what is repeated, once.

    >>> _one_of_repeated("The the"), _one_of_repeated("！！！"), _one_of_repeated("abc")
    ('The', '！', None)
    """
    found = _REPEATED.fullmatch(words) if len(words) <= LONGEST_REPEAT else None
    return found["one"] if found else None


def _full_width(words: str) -> str:
    return _SPACE_BESIDE_WIDE.sub("", words.translate(_TO_WIDE))


def _known_by_kind(words: str) -> None:
    """Leave it to the kind, which alone knows what should stand there."""


FIXES: Mapping[Fix, Callable[[str], str | None]] = {
    "single-space": lambda words: _SPACES.sub(" ", words),
    "no-space-before": lambda words: _SPACES_BEFORE_MARK.sub("", words),
    "one-of-repeated": _one_of_repeated,
    "space-between-scripts": lambda words: _TOUCHING.sub(" ", words),
    "full-width": _full_width,
    "half-width": lambda words: words.translate(_TO_NARROW),
    "term": _known_by_kind,
    "ellipsis": lambda words: _DOTS.sub("……", words),
}
"""What a rule's `fix` makes of the words it found; None where it can do nothing."""


@dataclass(frozen=True, order=True)
class _Edit:
    start: int
    end: int
    words: str


def fix(
    passage: Passage, rules: Sequence[Rule], filled: frozenset[str | None] = frozenset()
) -> str:
    """Return the passage's text with everything mended that may be mended safely.

    Args:
        passage: the text.
        rules: what to hold it against.
        filled: the fields of the whole proposal that say something, for rules that ask.
    """
    text, protected = passage.text, protected_spans(passage.text)
    checker = Checker(rules)
    for _ in range(MOST_ROUNDS):
        edits = _edits(dataclasses.replace(passage, text=text), checker, filled, protected)
        if not edits:
            return text
        after = _applied(text, edits)
        fresh = protected_spans(after)
        # What was quoted must still be, or the next round would change it.
        if not all(_inside(span, fresh) for span in _moved(protected, edits)):
            return text
        text, protected = after, fresh
    return passage.text


def _edits(
    passage: Passage, checker: Checker, filled: frozenset[str | None], protected: Spans
) -> list[_Edit]:
    """Return the edits of one round: where two overlap, the leftmost."""
    found = (_edit(passage.text, rule, hit) for rule, hit in checker.hits(passage, filled))
    chosen: list[_Edit] = []
    reached = -1
    for edit in sorted({edit for edit in found if edit is not None}):
        is_free = edit.start >= reached + (edit.start == edit.end)
        if is_free and not overlaps(protected, edit.start, edit.end):
            chosen.append(edit)
            reached = edit.end
    return chosen


def _edit(text: str, rule: Rule, hit: Hit) -> _Edit | None:
    words, mended = text[hit.start : hit.end], hit.replacement
    if mended is None and rule.options.fix is not None:
        mended = FIXES[rule.options.fix](words)
    if mended is None or mended == words or _breaks(mended) != _breaks(words):
        return None
    return _Edit(hit.start, hit.end, mended)


def _breaks(words: str) -> str:
    return "".join(character for character in words if character in "\r\n")


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    pieces, reached = [], 0
    for edit in edits:
        pieces += [text[reached : edit.start], edit.words]
        reached = edit.end
    return "".join((*pieces, text[reached:]))


def _moved(spans: Spans, edits: Sequence[_Edit]) -> Iterable[tuple[int, int]]:
    """Return where spans, none of which is edited, stand after the edits."""
    shift, done = 0, 0
    for start, end in spans:
        while done < len(edits) and edits[done].end <= start:
            shift += len(edits[done].words) - (edits[done].end - edits[done].start)
            done += 1
        yield start + shift, end + shift


def _inside(span: tuple[int, int], spans: Spans) -> bool:
    before = bisect_right(spans, (span[0], span[1])) - 1
    near = spans[max(0, before) : before + 2]
    return any(first <= span[0] and span[1] <= last for first, last in near)
