"""How far each text of a script is, and what it waits for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from speakprep.script.generated import is_unreviewed
from speakprep.script.notices import EDITED, NOTES, OFFERED, ORPHAN, REPLACED, SECOND
from speakprep.script.update import Part

State = Literal[
    "written", "generated", "notes", "empty", "edited", "both", "replaced", "doubled", "orphan",
    "offered",
]  # fmt: skip
"""What a section holds: the speaker's own text, one a model drafted, the deck's `notes`, nothing.

Or what it waits for: its slide was `edited`, `both` notes and text were, the slide was `replaced`,
has another text (`doubled`), is gone (`orphan`), or is gone and another one is like it (`offered`).
"""

TO_REVIEW: tuple[State, ...] = ("edited", "both", "replaced", "doubled")
"""The slide is there, and only the speaker can tell whether its text still fits."""

_WAITING: Mapping[str, State] = {
    REPLACED: "replaced",
    EDITED: "edited",
    NOTES: "both",
    SECOND: "doubled",
    OFFERED: "offered",
    ORPHAN: "orphan",
}
"""By what a sync says about it, the most pressing first."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One text: `number` is its slide's, None where that has gone; `line` is the heading's."""

    number: int | None
    slide_id: int
    title: str
    state: State
    hidden: bool
    line: int


def standings(parts: Iterable[Part]) -> tuple[Standing, ...]:
    """Return how far each text is, in the order of the script."""
    return tuple(
        Standing(
            number=part.section.head.number,
            slide_id=part.section.head.slide_id,
            title=part.section.head.title,
            state=_state(part),
            hidden=part.section.head.hidden,
            line=part.section.line,
        )
        for part in parts
    )


def _state(part: Part) -> State:
    codes = {said.code for said in part.notices}
    section = part.section
    for code, state in _WAITING.items():
        if code in codes:
            return state
    if not section.prose:
        return "empty"
    if is_unreviewed(section.text):
        return "generated"
    return "notes" if section.origin == "notes" else "written"
