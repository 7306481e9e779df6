"""Any two texts as pairs to compare: paragraphs of files, slides of scripts, rows of a table."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from speakprep.script.files import parse_script
from speakprep.script.model import Script, SlideText
from speakprep.talk.language import Language
from speakprep.talk.sentences import split_sentences
from speakprep.translation.beads import align_texts
from speakprep.translation.layout import fold, has_words, lay_out
from speakprep.translation.segments import ENOUGH, keyed, size

_ENDS = "。！？…：”’）」』.!?:\"')"
_LINES_ARE_PARAGRAPHS = 0.6
"""In a file without blank lines: so many lines that end like sentences are paragraphs."""


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Words that are spoken together; `text` is on one line, `line` its first one, from 1.

    `raw` is as it stands in the file; `slide` is the slide's key in a script.
    """

    text: str
    raw: str
    line: int
    slide: str = ""

    def line_of(self, words: str) -> int:
        """Return the line on which words begin, or the paragraph's own."""
        at = self.raw.find(words) if words else -1
        return self.line + (self.raw.count("\n", 0, at) if at > 0 else 0)


@dataclass(frozen=True, kw_only=True)
class Couple:
    """Paragraphs, or sentences of them, that stand for each other; one side may be empty."""

    source: tuple[Paragraph, ...]
    target: tuple[Paragraph, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Take a text apart: plain, Markdown, or a script of speakprep's.

    Comments, code, addresses alone and the speaker's cues are not compared.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    script = parse_script(text)
    if script.slides:
        return tuple(_of_script(script))
    return tuple(_of_text(text, 1, ""))


def couples(
    source: Sequence[Paragraph], target: Sequence[Paragraph], language: Language
) -> tuple[Couple, ...]:
    """Return what stands for what, finest where it is sure: slides, paragraphs, sentences.

    Args:
        source: paragraphs in their order.
        target: those of the other language.
        language: of the source.
    """
    found: list[Couple] = []
    for ours, theirs in _by_slide(source, target):
        beads = align_texts([one.text for one in ours], [one.text for one in theirs], language)
        for bead in beads:
            left = tuple(ours[bead.source.start : bead.source.stop])
            right = tuple(theirs[bead.target.start : bead.target.stop])
            found += _finer(Couple(source=left, target=right), language)
    return tuple(found)


def _of_script(script: Script) -> Iterator[Paragraph]:
    for key, section in keyed(script.slides):
        if section.head.orphan:
            continue
        if has_words(section.head.title):
            title = section.head.title
            yield Paragraph(text=title, raw=title, line=section.line, slide=key)
        yield from _of_section(key, section)


def _of_section(key: str, section: SlideText) -> Iterator[Paragraph]:
    for stretch in lay_out(section.text):
        if stretch.spoken:
            line = section.text_line + stretch.line
            yield Paragraph(text=fold(stretch.raw), raw=stretch.raw, line=line, slide=key)


def _of_text(text: str, line: int, slide: str) -> Iterator[Paragraph]:
    rows = text.split("\n")
    said = [row.strip() for row in rows if row.strip()]
    ending = sum(row.endswith(tuple(_ENDS)) for row in said)
    if "\n\n" not in text.strip() and ending >= _LINES_ARE_PARAGRAPHS * len(said):
        # Chinese is often written like this: every line is a paragraph, none is blank.
        text = "\n\n".join(rows)
        line_of = 2
    else:
        line_of = 1
    for stretch in lay_out(text):
        if stretch.spoken:
            at = line + stretch.line // line_of
            yield Paragraph(text=fold(stretch.raw), raw=stretch.raw, line=at, slide=slide)


def _by_slide(
    source: Sequence[Paragraph], target: Sequence[Paragraph]
) -> Iterator[tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]]:
    """Yield what to align with what: slide by slide where both are scripts of one deck."""
    ours, theirs = _grouped(source), _grouped(target)
    if "" in ours or "" in theirs or not ours.keys() & theirs.keys():
        yield tuple(source), tuple(target)
        return
    for key in (*ours, *(key for key in theirs if key not in ours)):
        yield ours.get(key, ()), theirs.get(key, ())


def _grouped(texts: Iterable[Paragraph]) -> dict[str, tuple[Paragraph, ...]]:
    groups: dict[str, list[Paragraph]] = {}
    for text in texts:
        groups.setdefault(text.slide, []).append(text)
    return {slide: tuple(group) for slide, group in groups.items()}


def _finer(couple: Couple, language: Language) -> Iterator[Couple]:
    """Part one long paragraph and its translation sentence by sentence; none stands alone.

    What was added to a long paragraph is lost in its length; beside one sentence it is not.
    """
    if len(couple.source) != 1 or len(couple.target) != 1:
        yield couple
        return
    ours, theirs = _sentences(couple.source[0]), _sentences(couple.target[0])
    beads = align_texts(
        [one.text for one in ours], [one.text for one in theirs], language, alone=False
    )
    if not beads:  # four sentences for one: no way through
        yield couple
        return
    group: Couple | None = None
    for bead in beads:
        source = ours[bead.source.start : bead.source.stop]
        target = theirs[bead.target.start : bead.target.stop]
        if group is None:
            group = Couple(source=source, target=target)
        elif _is_short(group):
            group = Couple(source=group.source + source, target=group.target + target)
        else:
            yield group
            group = Couple(source=source, target=target)
    if group is not None:
        yield group


def _is_short(couple: Couple) -> bool:
    """Tell whether a couple is shorter than a segment, by whose length little can be told."""
    return sum(size(one.text) for one in couple.source) < ENOUGH


def _sentences(paragraph: Paragraph) -> tuple[Paragraph, ...]:
    """Cut a paragraph into sentences, each with its line."""
    begun: list[tuple[int, str]] = []
    at = 0
    for sentence in split_sentences(paragraph.text):
        text = sentence.strip()
        # A fold may have changed the white space further on, but hardly the first letters.
        at = max(paragraph.raw.find(text[:8], at), at)
        begun.append((at, text))
    found = []
    line, done = paragraph.line, 0
    for (at, text), (end, _) in pairwise([*begun, (len(paragraph.raw), "")]):
        line, done = line + paragraph.raw.count("\n", done, at), at
        raw = paragraph.raw[at:end]
        found.append(Paragraph(text=text, raw=raw, line=line, slide=paragraph.slide))
    return tuple(found)
