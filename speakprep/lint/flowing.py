"""Kinds of rules about a talk as it is heard: breath, transitions, what is explained in time."""

import re
from collections.abc import Iterator
from dataclasses import replace

from speakprep.lint.beside import Speech
from speakprep.lint.masking import BLANK, Spans, overlaps
from speakprep.lint.model import Hit, Rule
from speakprep.lint.reading import Reading
from speakprep.lint.wording import search
from speakprep.talk.language import HAN, count

_BREATH = re.compile(
    rf"[，。；：、！？…—()（）【】\[\]“”\n\ufffc]|[,;:.!?](?=[\s\"'”’{HAN}]|\Z)|(?<=\s)[-–](?=\s)"
)
_ACRONYM = re.compile(r"(?a:(?<![\w./@#&`-])[A-Z](?=[A-Z0-9])[A-Z0-9]{1,5}s?(?![\w/@&+]|-\w|\.\w))")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_TOPIC = re.compile(rf"(?=([{HAN}]{{2}}))|([A-Za-z][\w-]{{4,}})")
_BESIDE = 4
"""Code points between a short form and what explains it: blanks, an article, a quotation mark."""
_SOON = 200
"""Code points after its first use within which an explanation is in time: two sentences."""
_MOST_TERMS = 200
"""So many terms a talk explains at most; each is looked for in the whole of it."""
_AROUND = 120
"""Code points around a short form in which its long form is looked for."""
_WORD_LENGTH = 1.5
"""Han characters an English word inside a Chinese sentence takes the breath of."""


def long_breath(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire where more words (English) or characters (Chinese) than `limit` stand without a mark.

    At a comma, a dash or a bracket a speaker may breathe.
    """
    language = reading.passage.language
    limit = rule.options.limit.get(language)
    if limit is None:
        return
    text, start = reading.prose, 0
    for end in (*(match.start() for match in _BREATH.finditer(text)), len(text)):
        piece = text[start:end]
        words = piece.strip(BLANK)
        counted = count(words)
        size = counted.words + counted.han
        if language == "zh":
            size = round(counted.han + _WORD_LENGTH * counted.words)
        if words and size > limit:
            at = start + piece.find(words)
            values = {"count": str(size), "limit": str(limit)}
            yield Hit(start=at, end=at + len(words), values=values)
        start = end + 1


def no_transition(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire when nothing leads from the slide before into this one.

    A cue in the last sentence before or in the first one here leads over; so
    do a question before, and a word of the title or the first sentence that was
    already said in the last two sentences before.
    """
    passage = reading.passage
    before = passage.before if isinstance(passage, Speech) else ""
    if not isinstance(passage, Speech) or not before.strip() or not reading.sentences:
        return
    earlier = _reading_of(reading, before)
    last = [before[start:end] for start, end in earlier.sentences[-2:]]
    start, end = reading.sentences[0]
    opening = passage.text[start:end]
    if not last or last[-1].rstrip(" ”\"'）)").endswith(("?", "？")):
        return
    if _topics(f"{passage.title}\n{opening}") & _topics("\n".join(last)):
        return
    around = _reading_of(reading, f"{last[-1]}\n\n{opening}")
    if not search(around, rule.options, rule.options.cues):
        yield Hit(start=start, end=end)


def unexplained_acronym(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at the first use of a short form that is not known, and not explained there.

    It is explained in brackets beside it, by words with its initials, or by a cue
    right before or after it; that may come up to two sentences late.
    """
    text, options = reading.prose, rule.options
    cues = tuple((hit.start, hit.end) for hit in search(reading, options, options.cues))
    passage = reading.passage
    shown = passage.written_out if isinstance(passage, Speech) else frozenset()
    used: dict[str, list[re.Match[str]]] = {}
    for found in _ACRONYM.finditer(text):
        word = found[0].removesuffix("s")
        if not {word, found[0]} & options.known and word not in shown:
            used.setdefault(word, []).append(found)
    for word, places in used.items():
        first = places[0]
        soon = [each for each in places if each.start() <= first.end() + _SOON]
        if not any(_is_explained(text, word, each.span(), cues) for each in soon):
            yield Hit(start=first.start(), end=first.end(), values={"found": first[0]})


def late_explanation(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """Fire at the first use of a term that is only explained further on.

    The cues find the term in the words that explain it.
    """
    text = reading.prose.lower()
    said = set[str]()
    for hit in search(reading, rule.options, rule.options.cues):
        if len(said) >= _MOST_TERMS:
            return
        term = hit.values["found"].lower().strip(" “”\"'")
        edge = r"(?<![a-z])" if term[:1].isascii() else ""
        first = re.search(f"{edge}{re.escape(term)}", text) if term not in said and term else None
        said.add(term)
        if first is not None and first.end() < hit.start - _SOON:
            found = reading.passage.text[first.start() : first.end()]
            yield Hit(start=first.start(), end=first.end(), values={"found": found})


def _is_explained(text: str, word: str, place: tuple[int, int], cues: Spans) -> bool:
    start, end = place
    beside = text[max(0, start - 1) : start], text[end : end + 2].strip()[:1]
    if not {"(", "（"}.isdisjoint(beside):
        return True
    if overlaps(cues, end, end + _BESIDE) or overlaps(cues, start - _BESIDE, start):
        return True
    around = _WORD.findall(f"{text[max(0, start - _AROUND) : start]} {text[end : end + _AROUND]}")
    return word.lower() in "".join(each[0].lower() for each in around if each != word)


def _reading_of(reading: Reading, text: str) -> Reading:
    """Return another text as the same rules read it."""
    return replace(reading, passage=replace(reading.passage, text=text))


def _topics(text: str) -> set[str]:
    """Return what a text is about, roughly: pairs of Han characters, words of five letters."""
    return {(han or word).lower() for han, word in _TOPIC.findall(text)} - _EMPTY_WORDS


_EMPTY_WORDS = frozenset(
    (
        *("about", "after", "again", "because", "before", "could", "every", "first", "other"),
        *("should", "since", "still", "their", "there", "these", "thing", "things", "those"),
        *("three", "through", "until", "where", "which", "while", "would", "slide"),
        *("我们", "你们", "他们", "它们", "这个", "那个", "一个", "什么", "可以", "就是", "因为"),
        *("没有", "自己", "时候", "一下", "大家", "不是", "都是", "这样", "的时", "了一", "是一"),
    )
)
"""Words in any sentence: they say nothing about what it is about."""
