"""Kinds of rules about words: what is there, what is not, and what comes first."""

from collections.abc import Iterator

from speakprep.lint.cues import compiled
from speakprep.lint.model import Cues, Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.talk.language import count


def pattern(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at each cue; with `at_least`, once, when that many different ones are there."""
    hits = _matches(reading, rule, rule.options.cues)
    least = rule.options.at_least
    if least == 1:
        yield from hits
        return
    found = list(hits)
    different = {words.casefold(): words for words in (hit.values["found"] for hit in found)}
    if len(different) >= least:
        values = {"found": ", ".join(different.values()), "count": str(len(different))}
        yield Hit(start=found[0].start, end=found[0].end, values=values)


def missing(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when none of the cues occurs in the part looked at."""
    options = rule.options
    if _applies(reading, rule) and not _first(reading, rule, options.cues):
        yield reading.sentence(-1 if options.where == "last-half" else 0)


def order(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when a cue comes before any of `before`, or when there is none of these."""
    if not _applies(reading, rule):
        return
    earlier = _first(reading, rule, rule.options.before)
    later = _first(reading, rule, rule.options.cues)
    if earlier is None:
        yield reading.with_sentence(later) if later else reading.sentence(0)
    elif later and later.start < earlier.start:
        yield reading.with_sentence(later)


def long_sentence(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at each sentence of more words (English) or Han characters (Chinese) than `limit`."""
    limit = rule.options.limit.get(reading.passage.language)
    if limit is None:
        return
    for start, end in reading.sentences:
        counted = count(reading.prose[start:end])
        size = counted.words if reading.passage.language == "en" else counted.han
        if size > limit:
            yield Hit(start=start, end=end, values={"count": str(size), "limit": str(limit)})


def _applies(reading: Reading, rule: Rule) -> bool:
    """Tell whether the rule has anything to look for here."""
    options, language = rule.options, reading.passage.language
    looked_for = options.before or options.cues
    if looked_for is None or language not in looked_for.patterns:
        return False
    if options.when is None:
        return True
    whole = reading.extent
    return next(_search(reading, options.when, whole, rule.options.inside_code), None) is not None


def _first(reading: Reading, rule: Rule, cues: Cues | None) -> Hit | None:
    return next(_matches(reading, rule, cues), None)


def _matches(reading: Reading, rule: Rule, cues: Cues | None) -> Iterator[Hit]:
    if cues is not None:
        part = reading.part(rule.options.where)
        yield from _search(reading, cues, part, rule.options.inside_code)


def _search(
    reading: Reading, cues: Cues, part: tuple[int, int], inside_code: bool
) -> Iterator[Hit]:
    expression = cues.patterns.get(reading.passage.language)
    if expression is None:
        return
    start, end = part
    # Cut out, so that ^ and \A mean the beginning of the part.
    text = (reading.passage.text if inside_code else reading.prose)[start:end]
    for found in compiled(expression, match_case=cues.match_case).finditer(text):
        values = {"found": found[0].strip()}
        yield Hit(start=start + found.start(), end=start + found.end(), values=values)
