"""Which place a person means who accepts what the check says about it."""

from collections.abc import Sequence

from speakprep.errors import UsageError
from speakprep.translation.findings import Spot
from speakprep.translation.model import is_reason

QUOTE = 24
"""Characters of a segment by which it is told from its neighbours."""


def reason_of(text: str) -> str:
    """Return a reason on one line.

    Raises:
        UsageError: it is none, or cannot be written down.
    """
    reason = " ".join(text.split())
    if not is_reason(reason):
        raise UsageError(
            "a finding is accepted with a reason",
            hint='for example: --reason "the speaker says it like this"',
        )
    try:
        reason.encode()
    except UnicodeEncodeError:
        raise UsageError(
            "the reason holds bytes that are not UTF-8 text", hint="write it anew"
        ) from None
    return reason


def choose(spots: Sequence[Spot], named: str) -> Spot:
    """Return the place meant: its line as the check shows it, or its segment's id.

    A whole place such as "script.en.md:12" is its line.

    Raises:
        UsageError: there is nothing open, or more than one thing.
    """
    left = [spot for spot in spots if spot.open]
    if not left:
        raise UsageError("there is nothing to accept", hint="see: speakprep translate check")
    line = named.strip().rstrip(":").rpartition(":")[2]
    found = [spot for spot in left if spot.where.id == named.strip()] or [
        spot for spot in left if str(spot.where.line) == line
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{spot.where.id} (“{_short(spot.source)}”)" for spot in found)
        raise UsageError(f"there are {len(found)} on line {line}", hint=f"name one: {names}")
    lines = ", ".join(str(line) for line in sorted({spot.where.line for spot in left}))
    raise UsageError(
        f"nothing is found on line {line!r}" if line else "on which line?",
        hint=f"the check has something to say on: {lines}",
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= QUOTE else f"{line[: QUOTE - 1]}…"
