"""A script's text without its Markdown: what is said, and what stands between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from speakprep.deck.paragraphs import clean
from speakprep.script.model import Script, SlideText
from speakprep.script.timing import amount
from speakprep.talk.markdown import strip_comments

Kind = Literal["text", "pause", "code", "heading"]
"""Only `text` is read aloud; `pause` is a sign such as [pause 3s] on a line of its own."""

_MARKS = re.compile("[\u061c\u200e\u200f]")
_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<words>.*?)[ \t#]*")
_QUOTE = re.compile(r"\A {0,3}>[ \t]?")
_ITEM = re.compile(r"(?:[-*+•]|(?P<number>\d{1,3}[.)、]))[ \t]+")
_BRACKETS = re.compile(r"[\[【][^\[\]【】\n\d]{1,20}\d[^\[\]【】\n]{0,80}[\]】]")
_INLINE = (
    (re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
    (re.compile(r"(?<!\\)\*\*(?=[^\s*])([^*\n]+)\*\*"), r"\1"),
    (re.compile(r"(?<!\w)__(?=[^\s_])([^_\n]+)__(?!\w)"), r"\1"),
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]+)_(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!<>|~])"), r"\1"),
)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One paragraph of a text, its lines parted by "\\n", without Markdown."""

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an export holds of one slide.

    `title` is one line, `text` the speaker's own Markdown without comments.
    Neither holds a control character but "\\n".
    """

    slide_id: int
    number: int | None
    title: str
    hidden: bool
    text: str


def parts_of(script: Script) -> tuple[Part, ...]:
    """Return a script slide by slide, without the texts whose slide has left the deck."""
    return tuple(_part(slide) for slide in script.slides if not slide.head.orphan)


def in_step(parts: Sequence[Part], own: Sequence[Part]) -> tuple[Part, ...]:
    """Return a translation with the slides, the order and the numbers of the talk's own script.

    A slide that is not translated yet has no text; a text whose slide the talk's own
    script does not have is left out. Without one slide in common nothing changes.
    """
    found: dict[int, Part] = {}
    for part in parts:
        before = found.get(part.slide_id)
        text = f"{before.text}\n\n{part.text}".strip("\n") if before else part.text
        found[part.slide_id] = replace(before or part, text=text)
    slides = {part.slide_id: part for part in reversed(own)}
    if not slides.keys() & found.keys():
        return tuple(parts)
    return tuple(
        replace(slide, title=there.title, text=there.text)
        if (there := found.get(slide.slide_id))
        else replace(slide, text="")
        for slide in (slides.pop(part.slide_id, None) for part in own)
        if slide
    )


def _part(slide: SlideText) -> Part:
    return Part(
        slide_id=slide.head.slide_id,
        number=slide.head.number,
        title=" ".join(tidy(slide.head.title).split()),
        hidden=slide.head.hidden,
        text=tidy(slide.text).strip("\n"),
    )


def tidy(text: str) -> str:
    """Return a text without comments, and without characters that nobody sees."""
    return _MARKS.sub("", clean(strip_comments(text).replace("\r\n", "\n")))


def passages(text: str) -> tuple[Passage, ...]:
    """Take a text apart into paragraphs, pauses, code and headings.

    >>> [p.kind for p in passages("Hello **you**.\\n[pause 3s]\\n```\\nls\\n```")]
    ['text', 'pause', 'code']
    """
    return tuple(each for each in _passages(text) if each.text.strip())


def _passages(text: str) -> Iterator[Passage]:
    waiting: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                yield Passage(kind="code", text="\n".join(waiting))
                waiting, fence = [], ""
            else:
                waiting.append(line)
        elif opened or not line.strip() or _HEADING.fullmatch(line) or is_sign(line.strip()):
            yield _paragraph(waiting)
            waiting, fence = [], opened["marks"] if opened else ""
            if not opened:
                yield _single(line)
        else:
            waiting.append(line)
    yield Passage(kind="code", text="\n".join(waiting)) if fence else _paragraph(waiting)


def _single(line: str) -> Passage:
    heading = _HEADING.fullmatch(line)
    if heading:
        return Passage(kind="heading", text=without_marks(heading["words"]))
    return Passage(kind="pause", text=line.strip())


def _paragraph(lines: list[str]) -> Passage:
    return Passage(kind="text", text=without_marks("\n".join(map(_unquoted, lines))))


def _unquoted(line: str) -> str:
    return _QUOTE.sub("", line, count=1).strip()


def without_marks(text: str) -> str:
    """Return a text without Markdown's marks for emphasis, code and links."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def as_spoken(text: str) -> list[str]:
    """Return a paragraph as one line, as it is read aloud; each item of a list is its own."""
    spoken: list[list[str]] = [[]]
    for line in text.split("\n"):
        item = _ITEM.match(line)
        if item:
            spoken.append([])
        spoken[-1].append(line[item.end() :] if item and not item["number"] else line)
    return [_joined(lines) for lines in spoken if lines]


def _joined(lines: list[str]) -> str:
    """Join lines; between two Han characters stands no space."""
    pieces: list[str] = []
    for line in filter(None, lines):
        tight = pieces and ord(pieces[-1][-1]) > _LAST_NARROW and ord(line[0]) > _LAST_NARROW
        pieces += [line] if tight or not pieces else [" ", line]
    return "".join(pieces)


_LAST_NARROW = 0x2E7F
"""What follows in Unicode are CJK radicals, Han, kana, full-width marks: written without spaces."""


def is_sign(text: str) -> bool:
    """Whether a text is a sign that counts as time, such as [pause 3s], and nothing else."""
    return bool(_BRACKETS.fullmatch(text)) and amount(text).pause_seconds > 0


def split_signs(text: str) -> Iterator[tuple[str, float]]:
    """Yield what is said with no seconds, and signs with theirs, in their order."""
    for piece, is_pause in marked_signs(text):
        yield (piece, amount(piece).pause_seconds) if is_pause else (piece.strip(), 0.0)


def marked_signs(text: str) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and of each whether it is a sign; they add up to the text."""
    start = 0
    for match in _BRACKETS.finditer(text):
        if is_sign(match[0]):
            yield text[start : match.start()], False
            yield match[0], True
            start = match.end()
    yield text[start:], False
