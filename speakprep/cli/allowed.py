"""Findings that somebody allows, as a person reads them: never silently gone."""

from collections import Counter
from collections.abc import Sequence

from speakprep.cli.terminal import columns, one_line, wrap
from speakprep.lint.suppressing import Suppressed
from speakprep.talk.report import LEVELS


def allowed_lines(suppressed: Sequence[Suppressed]) -> tuple[str, ...]:
    """Return one line for all that is allowed and one for each reason, most pressing first."""
    if not suppressed:
        return ()
    counts = Counter(each.finding.level for each in suppressed)
    parts = [f"{counts[level]} {level}" for level in LEVELS if counts[level]]
    lines = [f"Allowed with a reason: {', '.join(parts)}"]
    for each in sorted(suppressed, key=lambda each: LEVELS.index(each.finding.level)):
        place = each.finding.place
        text = one_line(f"{place}: {each.finding.code}: {each.reason}")
        lines += wrap(text, columns(), indent="  ", hanging="    ")
    return tuple(lines)
