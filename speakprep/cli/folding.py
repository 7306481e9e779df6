"""Several findings of one rule shown as one: the same advice is read once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from speakprep.talk.report import Finding, Place


def fold(
    findings: Sequence[Finding], code: str, say: Callable[[Sequence[Finding]], str]
) -> tuple[Finding, ...]:
    """Show the findings of one rule in one file as one, where the first of them stands.

    `say` words several of them, by their slides or fields; what has neither,
    or is alone in its file, stays as it is.
    """
    alike: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.code == code and (finding.place.slide or finding.place.field):
            alike.setdefault(finding.place.file, []).append(finding)
    shown = []
    for finding in findings:
        several = alike.get(finding.place.file, [])
        if len(several) < 2 or finding not in several:
            shown.append(finding)
        elif finding is several[0]:
            place = Place(file=finding.place.file)
            shown.append(replace(finding, message=say(several), place=place, evidence=""))
    return tuple(shown)


def ranges(numbers: Iterable[int], comma: str = ", ") -> str:
    """Write numbers in order, runs of them as one.

    >>> ranges([2, 4, 5, 6, 8])
    '2, 4-6, 8'
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return comma.join(f"{low}-{high}" if low != high else f"{low}" for low, high in runs)
