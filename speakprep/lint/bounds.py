"""Kinds of rules about what a form asks: lengths, required fields, choices."""

from collections.abc import Iterator

from speakprep.lint.model import Bounds, Hit, Rule
from speakprep.lint.reading import Reading


def max_length(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when the field is longer than the form takes, or than `limit` where it takes any."""
    bounds = reading.passage.bounds
    if bounds is None:
        return
    own = rule.options.limit.get(reading.passage.language)
    start, end = reading.extent
    if not rule.options.limit and bounds.at_most is not None:
        limit, at = bounds.at_most, bounds.overflow
    elif own is not None and bounds.at_most is None:
        limit, at = own, start + own
    else:
        return
    if bounds.count > limit:
        yield Hit(start=start if at is None else at, end=end, values=_values(bounds, limit))


def min_length(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when the field is shorter than the form's minimum, or than `percent` of its limit."""
    bounds = reading.passage.bounds
    if bounds is None:
        return
    percent = rule.options.percent.get(reading.passage.language, 0)
    wanted = bounds.at_least or (bounds.at_most or 0) * percent // 100
    if bounds.count < wanted:
        first = reading.sentence(0)
        yield Hit(start=first.start, end=first.end, values=_values(bounds, wanted))


def required(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- every kind takes its rule
    """Fire when the form insists on a field and nothing is written there."""
    bounds = reading.passage.bounds
    if bounds is not None and bounds.required and reading.is_empty:
        yield Hit(start=0, end=0)


def choice(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire when the field holds something that the form does not offer."""
    bounds = reading.passage.bounds
    if bounds is None or not bounds.choices:
        return
    start, end = reading.extent
    written = reading.passage.text[start:end]
    if written.casefold() not in (offered.casefold() for offered in bounds.choices):
        yield Hit(start=start, end=end, values={"choices": ", ".join(bounds.choices)})


def _values(bounds: Bounds, limit: int) -> dict[str, str]:
    return {
        "count": str(bounds.count),
        "limit": str(limit),
        "over": str(bounds.count - limit),
        "unit": bounds.unit,
    }
