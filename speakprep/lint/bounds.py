"""Kinds of rules about what a form asks: lengths, required and wanted fields, choices."""

import re
from collections.abc import Iterator

from speakprep.lint.model import Bounds, Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.language import count

_LINK = re.compile(r"https?://[^\s/]{1,200}\.\w|\bwww\.\w", re.ASCII)


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


def near_limit(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when the field fits, and the last `percent` of its limit are taken."""
    bounds = reading.passage.bounds
    percent = rule.options.percent.get(reading.passage.language)
    if bounds is None or bounds.at_most is None or percent is None:
        return
    left = bounds.at_most - bounds.count
    if 0 <= left * 100 <= bounds.at_most * percent:
        last = reading.sentence(-1)
        values = {**_values(bounds, bounds.at_most), "left": str(left)}
        yield Hit(start=last.start, end=last.end, values=values)


def wanted(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when nothing is written, or fewer than `limit` characters.

    A form that insists on the field has rules of its own about an empty one.
    """
    bounds = reading.passage.bounds
    limit = rule.options.limit.get(reading.passage.language, 0)
    start, end = reading.extent
    if start == end and bounds is not None and not bounds.required:
        yield Hit(start=0, end=0, values={"count": "0", "limit": str(limit)})
    elif 0 < end - start < limit:
        values = {"count": str(end - start), "limit": str(limit)}
        yield Hit(start=start, end=end, values=values)


def link(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire when the field holds no address of the web; an empty one only if it may stay so."""
    bounds = reading.passage.bounds
    start, end = reading.extent
    required = bounds is not None and bounds.required
    if not _LINK.search(reading.passage.text) and not (start == end and required):
        yield Hit(start=start, end=end)


def words_of_han(reading: Reading, rule: Rule) -> Iterator[Hit]:  # noqa: ARG001 -- likewise
    """Fire when a limit is counted in words, and whole Chinese sentences count as one."""
    bounds = reading.passage.bounds
    if bounds is None or (bounds.at_least is None and bounds.at_most is None):
        return
    start, end = reading.extent
    # Every other way of counting takes a character for one at least.
    if bounds.count >= end - start:
        return
    han = count(reading.prose[start:end]).han
    if bounds.count < han:
        limit = bounds.at_most or bounds.at_least or 0
        first = reading.sentence(0)
        values = {**_values(bounds, limit), "han": str(han)}
        yield Hit(start=first.start, end=first.end, values=values)


def _values(bounds: Bounds, limit: int) -> dict[str, str]:
    return {
        "count": str(bounds.count),
        "limit": str(limit),
        "over": str(bounds.count - limit),
        "unit": bounds.unit,
    }
