"""English prose checked by proselint, for what is beyond our own rules.

proselint 0.16 (November 2025, BSD licence): https://github.com/amperser/proselint. Its checks are
run one by one, without its registry and configuration files, which belong to the whole process.
"""

import functools
import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from speakprep.errors import MissingError
from speakprep.lint.foreign import MOST_HITS, Lent, touches_hidden
from speakprep.lint.model import Passage
from speakprep.talk.report import Finding

if TYPE_CHECKING:
    from proselint.registry.checks import Check

CODES: Mapping[str, str] = {
    "annotations": "PRO101",
    "archaism": "PRO102",
    "cliches": "PRO103",
    "dates_times": "PRO104",
    "hedging": "PRO105",
    "industrial_language": "PRO106",
    "malapropisms": "PRO107",
    "misc": "PRO108",
    "mixed_metaphors": "PRO109",
    "mondegreens": "PRO110",
    "nonwords": "PRO111",
    "oxymorons": "PRO112",
    "psychology": "PRO113",
    "redundancy": "PRO114",
    "skunked_terms": "PRO115",
    "social_awareness": "PRO116",
    "spelling": "PRO117",
    "terms": "PRO118",
    "typography": "PRO119",
    "uncomparables": "PRO120",
}
"""proselint's groups of checks that are run, and our codes for them."""

SKIPPED: Mapping[str, str] = {
    "lexical_illusions": "CFP506 finds repeated words, and leaves figures such as 0 0 alone",
    "misc.capitalization": "takes the Summer of Google Summer of Code for a season",
    "misc.phrasal_adjectives.examples": "open source community is what its members call it",
    "misc.scare_quotes": "quotations are not read",
    "needless_variants": "wants extendable for extensible, which is the word of the trade",
    "restricted": "off in proselint itself: only the commonest words may stand",
    "typography.punctuation.spacing": "CFP503 finds double spaces, and mends them",
    "typography.symbols.curly_quotes": "forms show straight quotes as they are typed",
    "typography.symbols.ellipsis": "three full stops are right in English",
    "typography.symbols.sentence_spacing": "CFP503 finds double spaces, and mends them",
    "weasel_words": "its only one is very, and its advice is a joke",
}
"""Checks that are not run, by the beginning of their names, and why not."""


def check(passages: Iterable[Passage]) -> tuple[Finding, ...]:
    """Return what proselint says about the English passages, in its own words.

    Raises:
        MissingError: proselint is not installed, or one that is too old.
    """
    checks = _checks()
    return tuple(
        finding
        for passage in passages
        if passage.language == "en"
        for finding in itertools.islice(_findings(Lent(passage), checks), MOST_HITS)
    )


@functools.cache
def _checks() -> tuple["Check", ...]:
    try:
        from proselint.checks import __register__
    except ImportError:
        raise MissingError(
            "the engine proselint is not installed",
            hint='install it with: pip install "proselint>=0.16"',
        ) from None
    return tuple(check for check in __register__ if not any(map(check.matches_partial, SKIPPED)))


def _findings(lent: Lent, checks: Iterable["Check"]) -> Iterator[Finding]:
    # proselint adds a line break on both sides to every text, and its checks rely on that.
    content = f"\n{lent.text}\n"
    found = sorted(
        (result.span, each.path.partition(".")[0], result.message)
        for each in checks
        for result in each.check_with_flags(content)
    )
    # Several of its lists may hold the same words: said once.
    for (start, end), same in itertools.groupby(found, key=operator.itemgetter(0)):
        _, group, message = next(same)
        inside = max(0, start - 1), min(len(lent.text), end - 1)
        if group in CODES and not touches_hidden(lent.text[slice(*inside)]):
            yield lent.finding(CODES[group], message, inside[0], inside)
