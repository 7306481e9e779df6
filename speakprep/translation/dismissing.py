"""Words that a person found right for each other, wherever they stand in the talk."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from speakprep.errors import UsageError
from speakprep.fidelity.model import Discrepancy, Pair
from speakprep.talk.report import Finding, Place
from speakprep.translation.model import Dismissed

_PARTS = re.compile(r"\s*(?:=|->|→|＝)\s*")
_SPACED = re.compile(r"\s+(?:=|->|→|＝)\s+")
_LATIN = r"[A-Za-z0-9]"


@dataclass(frozen=True, kw_only=True)
class RuleUse:
    """A rule of the talk and how many findings it settles as the files are now."""

    rule: Dismissed
    times: int


def words_of(text: str) -> tuple[str, str]:
    """Read which words stand for which, such as "十几 = a dozen".

    Raises:
        UsageError: it does not name both.

    >>> words_of("十几 = a dozen")
    ('十几', 'a dozen')
    >>> words_of("a=b -> 甲等于乙")
    ('a=b', '甲等于乙')
    """
    line = " ".join(text.split())
    # Words may hold a sign themselves; one between blanks parts them first.
    parts = _SPACED.split(line) if _SPACED.search(line) else _PARTS.split(line)
    if len(parts) != 2 or not all(any(map(str.isalnum, part)) for part in parts):
        raise UsageError(
            "this does not say which words stand for which",
            hint='write both sides with = between, such as: "十几 = a dozen"',
        )
    return parts[0], parts[1]


def settles(rule: Dismissed, found: Discrepancy, pair: Pair) -> bool:
    """Tell whether a rule speaks of a discrepancy: of its kind, and of its words on both sides.

    A discrepancy may name the words of one side only; the other side's have to stand there, too.
    """
    if found.kind != rule.kind or not (found.source_words or found.target_words):
        return False
    sides = (
        (rule.source_words, found.source_words, pair.source),
        (rule.target_words, found.target_words, pair.target),
    )
    return all(named in {"", words} and _stands_in(words, text) for words, named, text in sides)


def rules_for(
    words: tuple[str, str], discrepancies: Iterable[Discrepancy], pair: Pair, reason: str
) -> tuple[Dismissed, ...]:
    """Return a rule for each kind of discrepancy that these words settle here.

    Raises:
        UsageError: they settle nothing here.
    """
    found = tuple(discrepancies)
    source, target = words
    rules = tuple(
        Dismissed(kind=kind, source_words=source, target_words=target, reason=reason)
        for kind in dict.fromkeys(one.kind for one in found)
    )
    fit = tuple(rule for rule in rules if any(settles(rule, one, pair) for one in found))
    if not fit:
        named = ", ".join(
            f"{one.kind}: {one.source_words or '…'} = {one.target_words or '…'}" for one in found
        )
        raise UsageError(
            "these words settle nothing here",
            hint=f"take the words of a finding ({named}), and what stands for them, "
            "letter for letter",
        )
    return fit


def dismiss(
    discrepancies: Sequence[Discrepancy], pairs: Mapping[str, Pair], rules: Iterable[Dismissed]
) -> tuple[tuple[Discrepancy, ...], tuple[RuleUse, ...]]:
    """Return what no rule settles, in the same order, and how often each rule was of use.

    Args:
        discrepancies: what was found.
        pairs: what was compared, by key.
        rules: what people dismissed, for this talk.
    """
    by_kind: dict[str, list[Dismissed]] = {}
    uses: dict[Dismissed, int] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
        uses[rule] = 0
    left = []
    for found in discrepancies:
        mine = by_kind.get(found.kind, ())
        used = next((rule for rule in mine if settles(rule, found, pairs[found.key])), None)
        if used is None:
            left.append(found)
        else:
            uses[used] += 1
    return tuple(left), tuple(RuleUse(rule=rule, times=times) for rule, times in uses.items())


def unused(uses: Iterable[RuleUse], file: str) -> tuple[Finding, ...]:
    """Name the rules that settle nothing any more: their line can go."""
    return tuple(
        Finding(
            code="unused",
            level="advice",
            message="this dismissal settles nothing any more; its line can be removed",
            place=Place(file=file, line=use.rule.line),
            evidence=told(use.rule),
        )
        for use in uses
        if not use.times
    )


def told(rule: Dismissed) -> str:
    """Return a rule in words.

    >>> told(Dismissed(kind="number", source_words="十几", target_words="a dozen", reason="so"))
    'number: 十几 = a dozen'
    """
    return f"{rule.kind}: {rule.source_words} = {rule.target_words}"


def _stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text, and not in the middle of others."""
    before = rf"(?<!{_LATIN})" if re.match(_LATIN, words) else ""
    after = rf"(?!{_LATIN})" if words and re.match(_LATIN, words[-1]) else ""
    return re.search(f"{before}{re.escape(words)}{after}", text) is not None
