"""Kinds of rules about words: what is there, what is not, and what comes first."""

import string
from collections.abc import Iterable, Iterator
from operator import itemgetter

from speakprep.lint.model import Cues, Hit, Options, Rule, Where
from speakprep.lint.reading import Reading
from speakprep.talk.language import count

_IN_WORDS = (string.ascii_letters + string.digits).encode()


def pattern(reading: Reading, rule: Rule) -> Iterable[Hit]:
    """Fire at each cue; with `at_least`, once, when that many different ones are there."""
    options = rule.options
    found = search(reading, options, options.cues)
    if options.at_least == 1 or not found:
        return found
    different = {words.casefold(): words for words in (hit.values["found"] for hit in found)}
    if len(different) < options.at_least:
        return []
    values = {"found": ", ".join(different.values()), "count": str(len(different))}
    return [Hit(found[0].start, found[0].end, values)]


def missing(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when none of the cues occurs in the part looked at."""
    options = rule.options
    # Whichever costs less is asked first: words are looked up, patterns have to be searched for.
    is_cheap = options.when is None or not options.when.patterns
    if is_cheap and not _applies(reading, options):
        return
    if _occurs(reading, options, options.cues, options.where):
        return
    if is_cheap or _applies(reading, options):
        yield reading.sentence(-1 if options.where == "last-half" else 0)


def order(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when a cue comes before any of `before`, or when there is none of these."""
    options = rule.options
    if not _applies(reading, options):
        return
    later = search(reading, options, options.cues)
    if not later:
        if not _occurs(reading, options, options.before, options.where):
            yield reading.sentence(0)
        return
    earlier = search(reading, options, options.before)
    if not earlier or later[0].start < earlier[0].start:
        yield reading.with_sentence(later[0])


def long_sentence(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at each sentence of more words (English) or Han characters (Chinese) than `limit`."""
    limit = rule.options.limit.get(reading.passage.language)
    if limit is None:
        return
    # So many words have blanks between them; shorter sentences need not be counted.
    least = 2 * limit if reading.passage.language == "en" else limit
    for start, end in reading.sentences:
        if end - start <= least:
            continue
        sentence = reading.prose[start:end]
        if reading.passage.language == "en" and _at_most(sentence) <= limit:
            continue
        counted = count(sentence)
        size = counted.words if reading.passage.language == "en" else counted.han
        if size > limit:
            yield Hit(start=start, end=end, values={"count": str(size), "limit": str(limit)})


def _at_most(text: str) -> int:
    """Return no fewer words than there are: between two of them stands something else."""
    return 1 + len(text.encode(errors="replace").translate(None, _IN_WORDS))


def _applies(reading: Reading, options: Options) -> bool:
    """Tell whether what must be there for the rule to apply is there."""
    return options.when is None or _occurs(reading, options, options.when, "whole")


def _occurs(reading: Reading, options: Options, cues: Cues | None, where: Where) -> bool:
    if cues is None:
        return False
    text, _ = reading.words(where, inside_code=options.inside_code)
    for each in cues.within(reading.passage.language):  # noqa: SIM110 -- in half the time of any()
        if each.occurs(text):
            return True
    return False


def search(reading: Reading, options: Options, cues: Cues | None) -> list[Hit]:
    """Return every place of a cue in the part looked at, in order and never overlapping."""
    if cues is None:
        return []
    text, offset = reading.words(options.where, inside_code=options.inside_code)
    spans: list[tuple[int, int]] = []
    for each in cues.within(reading.passage.language):
        spans += each.spans(text)
    if not spans:
        return []
    spans.sort(key=itemgetter(0))
    hits, reached = [], 0
    for start, end in spans:
        if start >= reached and start < end:
            reached = end
            values = {"found": text.text[start:end].strip()}
            hits.append(Hit(offset + start, offset + end, values))
    return hits
