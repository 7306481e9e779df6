"""What is said about segments that a model was asked for and did not translate."""

from collections.abc import Iterable, Iterator

from speakprep.talk.report import Finding, Place
from speakprep.translation.asking import UNWILLING, Open, Outcome

UNFINISHED = "unfinished"
"""The code of what is open for a reason outside: running the command again may finish it."""

EVIDENCE_LENGTH = 60
"""Characters of the source that name a segment."""


def unanswered(outcome: Outcome, file: str) -> tuple[Finding, ...]:
    """Return one finding for all that failed outside, and one for each other open segment.

    Args:
        outcome: what came of asking.
        file: the script that is translated, as the person would type it.
    """
    failed = tuple(one for one in outcome.open if one.trouble == "failed")
    return (*_failed(failed, file), *_others(outcome, file))


def is_unfinished(findings: Iterable[Finding]) -> bool:
    """Tell whether anything is open for a reason outside."""
    return any(finding.code == UNFINISHED for finding in findings)


def _failed(failed: tuple[Open, ...], file: str) -> Iterator[Finding]:
    if not failed:
        return
    count = len(failed)
    segments = f"{count} segments stay" if count > 1 else "1 segment stays"
    yield Finding(
        code=UNFINISHED,
        level="error",
        message=f"{segments} open, because {failed[0].words}",
        place=_place(failed[0], file),
        evidence=_evidence(failed[0]),
    )


def _others(outcome: Outcome, file: str) -> Iterator[Finding]:
    for one in outcome.open:
        if one.trouble == "failed":
            continue
        yield Finding(
            code="declined" if one.trouble in UNWILLING else "unanswered",
            level="warning",
            message=f"this segment stays open even when it is asked for alone: {one.words}",
            place=_place(one, file),
            evidence=_evidence(one),
        )


def _place(one: Open, file: str) -> Place:
    return Place(file=file, line=one.segment.line, slide=one.segment.slide)


def _evidence(one: Open) -> str:
    text = one.segment.text
    return text if len(text) <= EVIDENCE_LENGTH else f"{text[: EVIDENCE_LENGTH - 1]}…"
