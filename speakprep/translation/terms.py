"""Words of a script that may need one translation: names, acronyms, code, what comes again.

No dictionary and no segmenter: a term is what comes again, begins and ends like a word, and has
different neighbours each time; whatever is on a slide's title is what the slide is about.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from speakprep.fidelity.literals import CODE_SPAN, TOKEN, URL, is_acronym, is_code
from speakprep.talk.language import HAN, Language
from speakprep.translation.fixed import stem
from speakprep.translation.lexicon import LITTLE_WORDS
from speakprep.translation.wordings import han_grams, word_grams

TermKind = Literal["name", "acronym", "code", "term"]
"""What a candidate is; all but the last usually stay as they are."""

LEAST, LEAST_SHORT = 2, 3
"""So often a word group has to come, and so often two Han characters or a single word."""

_HAN_RUN = re.compile(f"[{HAN}]+")
_NAME = re.compile(
    rf"(?<![^\s({HAN}，、：；“\"'])[A-Z][A-Za-z0-9]*(?:[-'][A-Za-z0-9]+)*"
    r"(?: [A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)*"
)
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?。！？…:：]|\n)[\s\"'“”‘’(（*_#-]*$")
_CLAUSE = re.compile(r"[^\w\s'’-]|\s[-–—]\s")
_WORD = re.compile(rf"[^\W_{HAN}]+(?:[-'’][^\W_{HAN}]+)*")


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A piece of the talk: `number` is the caller's own; `title` where it is a heading.

    `shown` is on a slide and not in the script: a table's head looks like a name and is none.
    """

    number: int
    text: str
    title: bool = False
    shown: bool = False


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Words that may be a term; `passages` are the numbers of those that hold it, in order."""

    words: str
    kind: TermKind
    count: int
    passages: tuple[int, ...]
    title: bool = False


def find_terms(passages: Sequence[Passage], language: Language) -> tuple[Candidate, ...]:
    """Return what may need one translation, what comes most and is on titles first.

    Args:
        passages: the script's segments and, where there is a deck, what is on its slides.
        language: the script's.
    """
    prose = [(one, _blanked(one.text)) for one in passages]
    names = list(_names(prose))
    named = frozenset(word.lower() for name in names for word in name.words.split())
    others = _han_terms(prose) if language == "zh" else _word_terms(prose, named)
    return tuple(
        sorted((*names, *others), key=lambda one: (-one.count * (1 + one.title), one.words))
    )


class _Tally:
    """Counts words and where they are."""

    def __init__(self) -> None:
        self.count = Counter[str]()
        self.passages: dict[str, dict[int, None]] = defaultdict(dict)
        self.titles: set[str] = set()

    def add(self, key: str, passage: Passage) -> None:
        self.count[key] += 1
        self.passages[key][passage.number] = None
        if passage.title:
            self.titles.add(key)

    def candidate(self, key: str, words: str, kind: TermKind) -> Candidate:
        return Candidate(
            words=words,
            kind=kind,
            count=self.count[key],
            passages=tuple(self.passages[key]),
            title=key in self.titles,
        )


def _blanked(text: str) -> str:
    """Return a text whose code and addresses are blanks: they stay as they are anyway."""
    for pattern in (CODE_SPAN, URL):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _kind(words: str, passage: Passage, *, inside: bool) -> TermKind | None:
    """Tell what words look like; on a slide alone they are a term that nobody has decided."""
    kind: TermKind | None = "name" if inside and not passage.title else None
    if is_acronym(words):
        kind = "acronym"
    elif is_code(words):
        kind = "code"
    return "term" if kind and passage.shown else kind


def _names(prose: Iterable[tuple[Passage, str]]) -> Iterator[Candidate]:
    """Yield what looks like a name: capitals inside a sentence, acronyms, identifiers."""
    tally, sure = _Tally(), dict[str, TermKind]()
    for passage, text in prose:
        for found in _NAME.finditer(text):
            words = found[0].removesuffix("'s")
            inside = not _SENTENCE_BEFORE.search(text[max(0, found.start() - 9) : found.start()])
            is_unit = text[max(0, found.start() - 3) : found.start()].rstrip()[-1:].isdigit()
            if words.lower() in LITTLE_WORDS or len(words) < 2 or is_unit:
                continue
            tally.add(words, passage)
            if kind := _kind(words, passage, inside=inside):
                sure[words] = sure.get(words, kind) if kind == "term" else kind
        for found in TOKEN.finditer(text):
            if is_code(found[0]) and not found[0][0].isupper():
                tally.add(found[0], passage)
                if kind := _kind(found[0], passage, inside=False):
                    sure[found[0]] = sure.get(found[0], kind) if kind == "term" else kind
    yield from (tally.candidate(words, words, kind) for words, kind in sure.items())


def _han_terms(prose: Iterable[tuple[Passage, str]]) -> Iterator[Candidate]:
    tally = _Tally()
    before: dict[str, set[str]] = defaultdict(set)
    after: dict[str, set[str]] = defaultdict(set)
    for passage, text in prose:
        for run in _HAN_RUN.finditer(text):
            for gram in han_grams(run[0]):
                tally.add(gram, passage)
            for gram, left, right in _neighbours(run[0], f"{passage.number}:{run.start()}"):
                before[gram].add(left)
                after[gram].add(right)
    often = {
        gram: count
        for gram, count in tally.count.items()
        if count >= (LEAST_SHORT if len(gram) == 2 and gram not in tally.titles else LEAST)
        and len(before[gram]) > 1
        and len(after[gram]) > 1
    }
    for gram in _whole(often):
        yield tally.candidate(gram, gram, "term")


def _neighbours(run: str, edge: str) -> Iterator[tuple[str, str, str]]:
    """Yield each possible term with what stands beside it; each end of a run is another one."""
    position: dict[str, int] = {}
    for gram in han_grams(run):
        at = run.find(gram, position.get(gram, -1) + 1)
        position[gram] = at
        end = at + len(gram)
        yield gram, run[at - 1] if at else f"<{edge}", run[end] if end < len(run) else f"{edge}>"


def _word_terms(prose: Iterable[tuple[Passage, str]], named: frozenset[str]) -> Iterator[Candidate]:
    tally = _Tally()
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for passage, text in prose:
        for clause in _CLAUSE.split(text):
            words = _WORD.findall(clause)
            for start, end in word_grams(words):
                group = words[start:end]
                if all(word.lower() in named for word in group) or not group[0][0].isalpha():
                    continue
                key = " ".join(stem(word.lower()) for word in group)
                tally.add(key, passage)
                shown[key][" ".join(group)] += 1
    often = {
        key: count
        for key, count in tally.count.items()
        if (count >= LEAST if " " in key else count >= LEAST_SHORT and key in tally.titles)
    }
    for key in _whole(often):
        form = min(shown[key], key=lambda one: (one != one.lower(), -shown[key][one], one))
        if len(form) > 3:
            yield tally.candidate(key, form, "term")


def _whole(often: Mapping[str, int]) -> Iterator[str]:
    """Yield what is not merely a part of something longer that comes as often."""
    parts: dict[str, int] = {}
    for key, count in often.items():
        spaced = " " in key
        pieces = key.split() if spaced else key
        for start in range(len(pieces)):
            for end in range(start + 1, len(pieces) + 1):
                part = " ".join(pieces[start:end]) if spaced else pieces[start:end]
                if end - start < len(pieces):
                    name = str(part)
                    parts[name] = max(parts.get(name, 0), count)
    yield from (key for key, count in often.items() if parts.get(key, 0) < count)
