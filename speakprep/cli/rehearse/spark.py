"""Small pictures of figures on a terminal."""

import sys
from collections.abc import Sequence

from speakprep.rehearsal.model import Span

_BLOCKS = "▁▂▃▄▅▆▇█"
_DIGITS = "12345678"
_MISSING = "·"


def spark(values: Sequence[float | None]) -> str:
    """Draw values as blocks from least to most; equal ones stand in the middle, none is a dot.

    A terminal without Unicode gets digits.
    """
    told = [value for value in values if value is not None]
    low, high = min(told, default=0.0), max(told, default=0.0)
    signs = _signs()
    return "".join(_sign(value, low, high, signs) for value in values)


def pause_line(pauses: Sequence[Span], seconds: float, width: int) -> str:
    """Draw where long pauses are: in each column the share of it that is silent."""
    signs = _signs()
    step = seconds / width
    line = ""
    for column in range(width):
        start, end = column * step, (column + 1) * step
        silent = sum(
            max(min(pause.end_s, end) - max(pause.start_s, start), 0.0) for pause in pauses
        )
        share = silent / step if step else 0.0
        line += signs[min(int(share * len(signs)), len(signs) - 1)] if silent else "-"
    return line


def _sign(value: float | None, low: float, high: float, signs: str) -> str:
    if value is None:
        return _MISSING if signs is _BLOCKS else "."
    share = (value - low) / (high - low) if high > low else 0.5
    return signs[min(int(share * len(signs)), len(signs) - 1)]


def _signs() -> str:
    encoding = (sys.stdout.encoding or "ascii").lower().replace("-", "")
    return _BLOCKS if encoding in {"utf8", "utf16", "gb18030"} else _DIGITS
