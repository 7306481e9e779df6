"""What is compared, and what comes out: pairs of segments and their discrepancies."""

from dataclasses import dataclass
from typing import Literal

from speakprep.talk.report import LEVELS, Finding, Level, Place

Kind = Literal[
    "answer",  # the text was answered or obeyed instead of translated
    "refusal",  # the translator declined
    "preamble",  # talk about the translation before it
    "note",  # talk about the translation after or inside it
    "untranslated",  # left in the source language
    "wrong-script",  # letters of a third writing system
    "number",  # a quantity that only one side has
    "code",  # an identifier, version, file or command that only one side has
    "url",  # an address that only one side has
    "name",  # a name or acronym that only one side has
    "term",  # not the words that are fixed for a term, or two translations of one
    "changed",  # another number, name, negation or certainty, as a reader says
    "repeated",  # the same words twice, here or in a neighbour
    "merged",  # a neighbour's words inside this segment
    "truncated",  # broken off before its end
    "omission",  # shorter than the source usually needs
    "addition",  # longer than the source usually needs, or words without licence
    "opinion",  # a stance the speaker did not take
    "markdown",  # formatting the source does not have
    "structure",  # line breaks or a question that only one side has
]
"""The field's terms, worst first. Addition and omission are MQM's (themqm.org)."""

KINDS: tuple[Kind, ...] = (
    "answer", "refusal", "preamble", "note", "untranslated", "wrong-script", "number", "code",
    "url", "name", "term", "changed", "repeated", "merged", "truncated", "omission", "addition",
    "opinion", "markdown", "structure",
)  # fmt: skip

LIMITS = (
    "This check counts and compares; it does not understand. It sees numbers, names, code, missing "
    "or extra sentences, notes and answers. It cannot see one added adjective, a softened or "
    'strengthened claim, a name swapped for another translated name, or a lost "not": '
    "a segment without findings still wants a reader."
)
"""What to print beside every result, so that silence is not taken for proof."""


QUOTED_STRENGTH = 2.0
"""The strength of words that a second reader quoted: above every score, which stays below 2."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One segment on both sides; `key` is the caller's name for it."""

    key: str
    source: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Discrepancy:
    """One way in which a target does not say what its source says.

    `source_words` and `target_words` are verbatim; either may be empty.
    `strength` orders discrepancies of one level: 1 for a plain fact, and for
    lengths the number of standard deviations from the usual, divided by 4.
    """

    kind: Kind
    key: str
    level: Level
    message: str
    source_words: str = ""
    target_words: str = ""
    strength: float = 1.0

    def finding(self, place: Place) -> Finding:
        """Return the finding a report shows, at the place the caller knows."""
        evidence = self.target_words or self.source_words
        return Finding(
            code=self.kind, level=self.level, message=self.message, place=place, evidence=evidence
        )


def worst_first(discrepancies: tuple[Discrepancy, ...]) -> tuple[Discrepancy, ...]:
    """Order discrepancies for a reader: by level, then strength, then kind; ties stay put."""

    def badness(found: Discrepancy) -> tuple[int, float, int]:
        return LEVELS.index(found.level), -found.strength, KINDS.index(found.kind)

    return tuple(sorted(discrepancies, key=badness))
