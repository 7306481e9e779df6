"""Which place a person means, and what counts as their reason."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from speakprep.errors import UsageError
from speakprep.translation.align import Aligned
from speakprep.translation.findings import Spot
from speakprep.translation.model import is_reason

QUOTE = 24
"""Characters of a segment by which it is told from its neighbours."""


class Located(Protocol):
    """Anything that says where it is, such as a spot or a place."""

    @property
    def where(self) -> Aligned:
        """The segments and their line."""

    @property
    def source(self) -> str:
        """The segments' text."""


Found = TypeVar("Found", bound=Located)


def reason_of(text: str, wanted: str = "a finding is accepted with a reason") -> str:
    """Return a reason on one line; `wanted` is what to say where there is none.

    Raises:
        UsageError: it is none, or cannot be written down.
    """
    reason = one_line_of(text)
    if not is_reason(reason):
        raise UsageError(
            wanted,
            hint='for example: --reason "the speaker says it like this"',
        )
    return reason


def one_line_of(text: str) -> str:
    """Return what a person typed, such as their name, on one line.

    Raises:
        UsageError: it cannot be written down.
    """
    line = " ".join(text.split())
    try:
        line.encode()
    except UnicodeEncodeError:
        raise UsageError(
            f"{line.encode(errors='replace').decode()!r} holds bytes that are not UTF-8 text",
            hint="write it anew",
        ) from None
    return line


def choose(spots: Sequence[Spot], named: str) -> Spot:
    """Return the place with findings that is meant.

    Raises:
        UsageError: there is nothing open, or more than one thing.
    """
    left = [spot for spot in spots if spot.open]
    if not left:
        raise UsageError("there is nothing to accept", hint="see: speakprep translate check")
    found = at(left, named)
    if found:
        return the_one(found)
    lines = ", ".join(str(line) for line in sorted({spot.where.line for spot in left}))
    line = line_of(named)
    raise UsageError(
        f"nothing is found on line {line!r}" if line else "on which line?",
        hint=f"the check has something to say on: {lines}",
    )


def at(places: Sequence[Found], named: str) -> list[Found]:
    """Return the places on a line as the check shows it, or the one of a segment's id.

    A whole place such as "script.en.md:12" is its line.
    """
    return [one for one in places if one.where.id == named.strip()] or [
        one for one in places if str(one.where.line) == line_of(named)
    ]


def the_one(found: Sequence[Found]) -> Found:
    """Return the only one of some places on a line.

    Raises:
        UsageError: there are several.
    """
    first, *others = found
    if others:
        names = ", ".join(f"{one.where.id} (“{_short(one.source)}”)" for one in found)
        line = first.where.line
        raise UsageError(f"there are {len(found)} on line {line}", hint=f"name one: {names}")
    return first


def line_of(named: str) -> str:
    """Return the line of a place as a person may type it; what is no number stays as it is."""
    return named.strip().rstrip(":").rpartition(":")[2]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"
