"""Where a place stands, in the words of XLIFF; only going out, for nobody signs but the speaker."""

from speakprep.talk.language import LANGUAGE_NAMES
from speakprep.translation.formats.model import Bundle, Unit
from speakprep.translation.model import Standing

STATES_12: dict[Standing, tuple[str, str]] = {
    "missing": ("new", ""),
    "stale": ("needs-translation", ""),
    "rejected": ("needs-translation", "rejected-inaccurate"),
    "flagged": ("needs-review-translation", "mt-suggestion"),
    "machine": ("needs-review-translation", "mt-suggestion"),
    "edited": ("translated", ""),
    "signed": ("final", ""),
}
"""`state` and `state-qualifier` of a target (XLIFF 1.2, 2.3 and 2.4)."""

STATES_2: dict[Standing, str] = {
    "missing": "initial",
    "stale": "initial",
    "rejected": "initial",
    "flagged": "translated",
    "machine": "translated",
    "edited": "translated",
    "signed": "final",
}
"""`state` of a segment (XLIFF 2.1, 4.3.1.38); what it cannot say is in `subState`."""


def notes_of(unit: Unit, bundle: Bundle) -> tuple[str, ...]:
    """Return what a translator should know about a unit, one line each."""
    language = LANGUAGE_NAMES[bundle.direction.source]
    told = {
        "stale": f"the {language} has changed since this was translated",
        "rejected": "refused by the speaker: translate it anew",
    }
    standing = [told[unit.standing]] if unit.standing in told else []
    if not unit.editable:
        standing.append("paragraphs of this slide differ on both sides: edit it in the script")
    return (
        *standing,
        *(f"{found.level} {found.code}: {found.message}" for found in unit.findings),
    )
