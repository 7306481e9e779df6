"""What people said about a talk: whose words, about what, and what became of them."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

Stage = Literal["cfp", "deck", "talk"]
STAGES: tuple[Stage, ...] = ("cfp", "deck", "talk")

Severity = Literal["must", "should", "idea"]
SEVERITIES: tuple[Severity, ...] = ("must", "should", "idea")
"""Most pressing first."""

Status = Literal["open", "accepted", "fixed", "verified", "declined"]
STATUSES: tuple[Status, ...] = ("open", "accepted", "fixed", "verified", "declined")
"""In the order in which they follow each other; `declined` ends it from any of them."""

TargetKind = Literal["field", "section", "slide", "time", "whole"]
TARGET_KINDS: tuple[TargetKind, ...] = ("field", "section", "slide", "time", "whole")

HASH_DIGITS = 12
"""Hex digits of a proof: 48 bits, as good as certain for the texts of one talk."""

_ID_FIRST = "abcdefghjkmnpqrstuvwxyz"
_ID_REST = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which look alike."""

ID_LENGTH = 4
"""Of an id: some 685,000 of them; whoever meets a taken one gets one more character."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a comment is about.

    `value` is a field's key or label, a section's number or heading, a slide
    number or a range of them ("3-5"), or minutes into the talk ("14:05");
    empty for the whole.

    >>> str(Target(kind="slide", value="12"))
    'slide 12'
    """

    kind: TargetKind
    value: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.value}".strip()


WHOLE = Target(kind="whole")


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment as it came in: not in any file yet. `line` is where it stood, from 1."""

    text: str
    target: Target = WHOLE
    severity: Severity = "should"
    stage: Stage = "cfp"
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """A comment on record.

    `text` is the reviewer's own words. `since` is the day of the present
    status, None while it is open. `before` and `after` are fingerprints of
    the target, taken when the comment was recorded and when it was fixed;
    empty where the target could not be found. `reason` says why it was
    declined. `file` and `line` tell where it stands, as the person types it.
    """

    id: str
    reviewer: str
    day: date
    stage: Stage
    target: Target
    severity: Severity
    text: str
    status: Status = "open"
    since: date | None = None
    before: str = ""
    after: str = ""
    reason: str = ""
    file: str = ""
    line: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: fixed it, or said why not."""
        return self.status in {"open", "accepted"}


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words that came with the comments and are none themselves, kept as they were."""

    text: str
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """One file: what one person said on one day.

    `stage` holds for items that name none. `text` is the whole file.
    """

    reviewer: str
    day: date
    stage: Stage
    items: tuple[Item, ...] = ()
    notes: tuple[Note, ...] = ()
    name: str = ""
    text: str = ""


def fingerprint(text: str) -> str:
    """Return hex digits over a text: NFC, every run of white space one space, none at the ends.

    So a re-wrapped line, another line end or an editor's final newline is no change.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def content_key(reviewer: str, stage: Stage, target: Target, text: str) -> str:
    """Return what makes two comments the same one, whatever day they came in."""
    parts = (reviewer.casefold(), stage, str(target).casefold(), text)
    return "\n".join(fingerprint(part) for part in parts)


def make_id(key: str, taken: frozenset[str] | set[str]) -> str:
    """Make a short id out of a comment's content that is not taken yet.

    >>> make_id("x", set()) == make_id("x", set())
    True
    """
    number = int.from_bytes(hashlib.sha256(key.encode()).digest(), "big")
    number, first = divmod(number, len(_ID_FIRST))
    made = _ID_FIRST[first]
    while len(made) < ID_LENGTH or made in taken:
        number, at = divmod(number, len(_ID_REST))
        made += _ID_REST[at]
    return made
