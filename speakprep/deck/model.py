"""The nouns of a deck: slides, what is on them, what was said under them."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from speakprep.talk.language import count
from speakprep.talk.report import Finding, Level, Place

BlockKind = Literal["title", "body", "table", "chart", "diagram", "math", "alt"]
"""Where text stands on a slide; `alt` is a picture's description, which nobody sees."""

Visual = Literal["picture", "video", "audio", "chart", "table", "diagram", "math", "object"]
"""What a slide shows besides plain text; `object` is an embedded document."""

MediaKind = Literal["picture", "video", "audio"]
"""What kinds of media there are."""

Part = Literal["kind", "archive", "slide", "notes", "comments", "chart", "diagram"]
"""What a problem costs: nothing (the deck is of another kind), nothing yet, a slide, its notes,
its comments, one chart, one diagram."""

LABEL_LENGTH = 60
"""A title is rarely longer, in characters; the first line of a slide without one may be."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """The text of one shape.

    Paragraphs and line breaks are parted by "\\n"; a table has one row a line,
    its cells joined by " | ". No other control character occurs.
    """

    kind: BlockKind
    text: str


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis of a chart.

    `start` is where a value axis was told to begin, None when the program
    that draws it decides. One that is not `shown` is drawn without line and
    numbers.
    """

    kind: Literal["category", "value"]
    title: str = ""
    start: float | None = None
    shown: bool = True


@dataclass(frozen=True, kw_only=True)
class Chart:
    """How a chart is drawn; what it says is in its block.

    `kinds` are what it draws, as the file format calls them, such as "bar",
    "line", "pie", "scatter" or "waterfall"; more than one for a combination.
    """

    kinds: tuple[str, ...]
    title: str = ""
    axes: tuple[Axis, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Comment:
    """A remark somebody left on a slide in PowerPoint.

    `reply` when it answers the one before it; `settled` when it was marked
    as resolved.
    """

    author: str
    text: str
    reply: bool = False
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Media:
    """A picture, video or sound a slide refers to, which is never unpacked.

    `part` is its file inside the deck, or the address of one outside; `size`
    its bytes and `checksum` its CRC-32, both 0 for one outside.
    """

    kind: MediaKind
    part: str
    size: int = 0
    checksum: int = 0


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide as its listeners see it, and the speaker notes under it.

    `number` is the place in the deck, from 1, hidden slides counted.
    `slide_id` survives moving the slide and is unique in the deck;
    `creation_id` is PowerPoint's second mark, absent from other programs'
    decks. `part` is the slide's file inside the deck. `title` is one line,
    empty when the slide has no title placeholder. `blocks` are in reading
    order, the title first. `inherited` is what its layout and master write
    on it, outside of placeholders, line by line.

    `links` are the addresses it leads to. `seconds` is how long it was shown
    when the speaker rehearsed in PowerPoint. `smallest` is the size in points
    of the smallest text in its shapes and tables, None without text; that in
    charts and diagrams is not known. `numbered` when its number can be seen.
    """

    number: int
    slide_id: int
    creation_id: int | None = None
    part: str = ""
    section: str = ""
    hidden: bool = False
    title: str = ""
    blocks: tuple[Block, ...] = ()
    notes: str = ""
    shows: frozenset[Visual] = frozenset()
    inherited: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    charts: tuple[Chart, ...] = ()
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    seconds: float | None = None
    smallest: float | None = None
    numbered: bool = False

    @property
    def label(self) -> str:
        """What a person would call the slide: its title, or else the first words on it.

        One line; empty when nothing but tables and the like is on the slide. A
        number stands in only where there are no words, and a picture's
        description where there is no text.
        """
        if self.title:
            return self.title
        texts = sorted((b for b in self.blocks if b.kind in {"body", "alt"}), key=_is_alt)
        lines = [" ".join(line.split()) for block in texts for line in block.text.split("\n")]
        words = (line for line in lines if any(map(str.isalpha, line)))
        found = next(words, next(iter(lines), ""))
        if len(found) <= LABEL_LENGTH:
            return found
        return found[: LABEL_LENGTH - 1].rstrip() + "…"

    @property
    def body(self) -> tuple[str, ...]:
        """Every visible line but the title, in reading order."""
        return tuple(
            line
            for block in self.blocks
            if block.kind not in {"title", "alt"}
            for line in block.text.split("\n")
        )

    @property
    def words(self) -> int:
        """How many words can be seen, title and tables included; a Han character is one."""
        visible = (block.text for block in self.blocks if block.kind != "alt")
        counted = count("\n".join(visible))
        return counted.words + counted.han

    @property
    def text_hash(self) -> str:
        """Eight hex digits over the visible text.

        The same after the slide moved, after a shape was dragged to another
        place and after a re-save; the same for all slides without text.
        """
        return _digest(sorted(_plain(b.text) for b in self.blocks if b.kind != "alt"))

    @property
    def media_hash(self) -> str:
        """Eight hex digits over the pictures, videos and sounds, blind to their names."""
        return _digest(sorted(_bytes_of(media) for media in self.media))

    @property
    def notes_hash(self) -> str:
        """Eight hex digits over the speaker notes, blind to line breaks."""
        return _digest([_plain(self.notes)])


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something of the deck that could not be read while the rest could.

    `part` is the file inside the deck, `line` its line from 1. `slide` and
    `slide_id` are None where no one slide is meant, or where its id is
    unreadable too. When `lost` is "slide" or "notes", that slide's text is
    unknown, which is not the same as empty.
    """

    lost: Part
    part: str
    reason: str
    line: int | None = None
    slide: int | None = None
    slide_id: int | None = None

    def finding(self, file: str) -> Finding:
        """Tell the speaker; `file` is the deck as they would type it."""
        where = self.part if self.line is None else f"{self.part}, line {self.line}"
        lost = f"{self.reason} ({where}); everything else was read"
        message = {
            "kind": f"The deck is no .pptx: {self.reason}",
            "archive": f"The deck contradicts itself: {lost}",
            "slide": f"Slide {self.slide} could not be read and was skipped: {lost}",
            "notes": f"The notes of slide {self.slide} could not be read: {lost}",
            "comments": f"The comments on slide {self.slide} could not be read: {lost}",
            "chart": f"A chart on slide {self.slide} could not be read: {lost}",
            "diagram": f"A diagram on slide {self.slide} could not be read: {lost}",
        }[self.lost]
        levels: dict[Part, Level] = {"kind": "advice", "archive": "warning"}
        return Finding(
            code="DECK101",
            level=levels.get(self.lost, "error"),
            message=message,
            place=Place(file=file, slide=self.slide),
            evidence=self.part,
        )


@dataclass(frozen=True, kw_only=True)
class Deck:
    """The slides that could be read, in order, and what could not."""

    slides: tuple[Slide, ...]
    problems: tuple[Problem, ...] = ()


def _is_alt(block: Block) -> bool:
    return block.kind == "alt"


def _bytes_of(media: Media) -> str:
    return f"{media.size} {media.checksum}" if media.size else media.part


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _digest(texts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:8]
