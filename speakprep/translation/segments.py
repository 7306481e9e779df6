"""Cutting a script into segments: a few whole sentences each, and no fragment alone."""

from collections import Counter
from collections.abc import Iterable, Iterator

from speakprep.script.model import NO_SLIDE, Script, SlideText
from speakprep.script.update import stand_in
from speakprep.talk.language import Language, count, detect
from speakprep.talk.sentences import split_sentences
from speakprep.translation.layout import fold, has_words, lay_out
from speakprep.translation.model import Direction, Run, Segment, SourceSlide, Stretch, digest

HAN_PER_WORD = 4 / 3
"""Han characters that weigh as much as one English word here, so that 80 of them are 60 words."""

FRAGMENT = 6
"""Fewer words than this invite a model to ask for context or to add some."""

ENOUGH = 22
"""A segment of so many words takes no further sentence (30 Han characters)."""

MOST = 60
"""No sentence is added beyond so many words (80 Han characters)."""

MOST_SENTENCES = 3
"""More only while they are a fragment together."""


def cut_script(script: Script, direction: Direction) -> tuple[SourceSlide, ...]:
    """Cut all slides of a script that are in the deck; orphans are nobody's talk."""
    cutter = Cutter(direction)
    return tuple(
        _cut_slide(key, slide, cutter)
        for key, slide in keyed(script.slides)
        if not slide.head.orphan and slide.head.slide_id != NO_SLIDE
    )


def keyed(slides: Iterable[SlideText]) -> Iterator[tuple[str, SlideText]]:
    """Yield each section with its key, such as "s259", or "s259-2" for a second one."""
    times = Counter[int]()
    for slide in slides:
        number = slide.head.slide_id
        times[number] += 1
        yield f"s{number}" + (f"-{times[number]}" if times[number] > 1 else ""), slide


def cut_text(text: str) -> tuple[str, ...]:
    """Cut one paragraph into segments' texts.

    >>> cut_text("Why? We keep one trace in ten. Nobody misses the other nine.")
    ('Why? We keep one trace in ten. Nobody misses the other nine.',)
    """
    groups: list[list[str]] = []
    for sentence in split_sentences(fold(text)):
        if groups and _takes(groups[-1], sentence):
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    texts = ["".join(group).strip() for group in groups]
    return tuple(text for text in _merge_fragments(texts) if text)


def size(text: str) -> float:
    """Return how long a text is, in words; Han characters count as parts of one."""
    counted = count(text)
    return counted.words + counted.han / HAN_PER_WORD


class _Namer:
    """Hands out ids: the text's digest, and a counter where the text comes again."""

    def __init__(self) -> None:
        self._seen = Counter[str]()

    def name(self, text: str) -> str:
        known = digest(text)
        self._seen[known] += 1
        times = self._seen[known]
        return known if times == 1 else f"{known}-{times}"


class Cutter:
    """Cuts the spoken stretches of one file into segments with ids of their own."""

    def __init__(self, direction: Direction) -> None:
        self._target = direction.target
        self._namer = _Namer()

    def cut(self, stretch: Stretch, first_line: int, slide: int | None = None) -> Run:
        """Cut one stretch of a text that begins on a line; none where it is translated already."""
        texts = () if _is_already(stretch.raw, self._target) else cut_text(stretch.raw)
        segments = tuple(
            Segment(
                id=self._namer.name(text), text=text, slide=slide, line=first_line + stretch.line
            )
            for text in texts
        )
        return Run(stretch=stretch, segments=segments)


def _cut_slide(key: str, slide: SlideText, cutter: Cutter) -> SourceSlide:
    head = slide.head
    title = None
    if has_words(head.title) and not stand_in(head.title, "en"):
        whole = Stretch(raw=head.title, spoken=True, line=0)
        title = cutter.cut(whole, slide.line, head.number)
    stretches = lay_out(slide.text)
    runs = tuple(
        cutter.cut(stretch, slide.text_line, head.number) for stretch in stretches if stretch.spoken
    )
    return SourceSlide(key=key, slide=slide, title=title, stretches=stretches, runs=runs)


def _is_already(text: str, target: Language) -> bool:
    """Tell whether a text needs no translation: in the target language, or names only.

    For English that is a text without any Han character; for Chinese one that
    is mostly Chinese.
    """
    return count(text).han == 0 if target == "en" else detect(text) == "zh"


def _takes(group: list[str], sentence: str) -> bool:
    so_far = size("".join(group))
    few = len(group) < MOST_SENTENCES or so_far < FRAGMENT
    return few and so_far < ENOUGH and so_far + size(sentence) <= MOST


def _merge_fragments(texts: list[str]) -> list[str]:
    """Join what is too short with the text before it, or the first with the one after it."""
    merged: list[str] = []
    for text in texts:
        if merged and (size(text) < FRAGMENT or size(merged[-1]) < FRAGMENT):
            tight = merged[-1][-1:] > "\u2e7f" or text[:1] > "\u2e7f"
            merged[-1] += text if tight else f" {text}"
        else:
            merged.append(text)
    return merged
