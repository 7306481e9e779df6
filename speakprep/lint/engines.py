"""Linters by others, run when asked for: they say what is beyond our own rules, as advice."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from speakprep.errors import UsageError
from speakprep.lint import prose, typography
from speakprep.lint.model import Passage
from speakprep.talk.report import Finding

ENGINES: Mapping[str, Callable[[Iterable[Passage]], tuple[Finding, ...]]] = {
    "proselint": prose.check,
    "autocorrect": typography.check,
}
"""By the name to ask for: English prose, and the typography of Chinese."""

ENGINE_CODES = (*prose.CODES.values(), *typography.CODES.values())
"""What their findings are called here."""


def engine_findings(names: Sequence[str], passages: Sequence[Passage]) -> tuple[Finding, ...]:
    """Return what the engines named find: passage by passage of one engine, then of the next.

    Raises:
        UsageError: there is no such engine.
        MissingError: one of them is not installed.
    """
    for name in names:
        if name not in ENGINES:
            raise UsageError(
                f"there is no engine called {name!r}", hint=f"there are: {', '.join(ENGINES)}"
            )
    return tuple(finding for name in dict.fromkeys(names) for finding in ENGINES[name](passages))
