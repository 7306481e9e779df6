"""What a command found out, as values a face can show."""

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

Level = Literal["error", "warning", "advice"]

LEVELS: tuple[Level, ...] = ("error", "warning", "advice")
"""Most pressing first."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something was found.

    `file` is a path as the person would type it; `line` and `column` count
    from 1, columns in code points, lines split on "\\n" only. `slide` is the
    slide's number in the deck, `field` the form field's key.
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    slide: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        parts += [str(part) for part in (self.line, self.column) if part is not None]
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing worth the speaker's attention.

    `evidence` is the words meant, verbatim from the file, with "…" at the
    end where there is more; `code` names the rule, such as CFP208.
    """

    code: str
    level: Level
    message: str
    place: Place = field(default_factory=Place)
    evidence: str = ""


FactsT_co = TypeVar("FactsT_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Report(Generic[FactsT_co]):
    """What a command returns: it is shown by a face, never printed by a room.

    `facts` is a frozen dataclass of the room; `written` names the files that
    changed; `next` is the exact command to type next.
    """

    facts: FactsT_co
    findings: tuple[Finding, ...] = ()
    written: tuple[str, ...] = ()
    next: str = ""


def at_or_above(findings: tuple[Finding, ...], threshold: Level) -> tuple[Finding, ...]:
    """Return the findings at least as pressing as `threshold`."""
    pressing = LEVELS[: LEVELS.index(threshold) + 1]
    return tuple(finding for finding in findings if finding.level in pressing)
