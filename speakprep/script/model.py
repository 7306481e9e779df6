"""The nouns of a script: the text for each slide, and what is remembered about the slide."""

import hashlib
import re
from dataclasses import dataclass, fields
from functools import cached_property

from speakprep.talk.markdown import strip_comments

NO_SLIDE = 0
"""The id of an orphan whose slide can never come back; PowerPoint's ids begin at 256."""

_HASHES = " {0,3}#{1,6}(?!#)[ \t]*"
_HEADING_START = re.compile(_HASHES)
_ATTRIBUTES = re.compile(r"(?P<id>[0-9]{1,10})(?P<classes>(?:[ \t]+\.[\w-]+)*)[ \t]*\}[ \t#]*")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,5})[.．、)][ \t]*")
ORPHAN_NOTES = (
    "its slide has left the deck; the text is kept, and is not counted",
    "这一页已不在幻灯片中；文字保留在此，不计入时间",
)
"""What is written under the heading of a text without a slide, in English and in Chinese."""

_MARK = re.compile(
    r"<!-- (?:"
    r"(?P<slide>slide [0-9a-f]{8}(?: [a-z]+ [0-9a-f]{1,8})*)"
    r"|from (?P<origin>[a-z]+(?: [0-9a-z]+)*)"
    rf"|orphan: (?P<orphan>{'|'.join(ORPHAN_NOTES)})"
    r") -->[ \t\r]*\n?"
)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What a slide's heading says: `## 3. Title {#s259 .hidden}`.

    `number` is None where there is none, as on orphans; `others` are classes
    that speakprep does not know and keeps.
    """

    slide_id: int
    number: int | None = None
    title: str = ""
    hidden: bool = False
    orphan: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What slide and text were like when the text was last written.

    `slide`, `notes` and `media` are the deck's own hashes, `text` and `title`
    are fingerprints of the prose and of the heading's title as speakprep wrote
    it, `creation` is PowerPoint's creation id in hexadecimal. `asked` is the
    state of slide and notes that the speaker was asked to look at. Empty where
    unknown; `media` also where there was no picture, video or sound.
    """

    slide: str = ""
    text: str = ""
    notes: str = ""
    title: str = ""
    media: str = ""
    creation: str = ""
    asked: str = ""


@dataclass(frozen=True, kw_only=True)
class SlideText:
    """The part of a script that belongs to one slide, exact to the last byte.

    `heading` is its line, `marks` the comment lines of speakprep's own right
    under it, `text` everything up to the next slide's heading; all hold their
    line ends. `line` is the heading's line, from 1.
    """

    heading: str
    marks: tuple[str, ...]
    text: str
    line: int = 0

    @property
    def source(self) -> str:
        """The whole section as it stands in the file."""
        return self.heading + "".join(self.marks) + self.text

    @property
    def text_line(self) -> int:
        """The line on which `text` begins, from 1."""
        return self.line + 1 + len(self.marks)

    @cached_property
    def head(self) -> Heading:
        """What the heading says."""
        found = read_heading(self.heading)
        return found or Heading(slide_id=NO_SLIDE)

    @cached_property
    def prose(self) -> str:
        """The text without comments and without blank lines at both ends."""
        return strip_comments(self.text).strip()

    @property
    def blank(self) -> bool:
        """Whether a person would lose nothing, not even a comment, with this section."""
        return not self.text.strip()

    @property
    def stamp(self) -> Stamp | None:
        """What was remembered about the slide, if anything."""
        words = self._marked("slide").split()
        known = dict(zip(words[::2], words[1::2], strict=True))
        keys = [each.name for each in fields(Stamp)]
        return Stamp(**{key: known.get(key, "") for key in keys}) if words else None

    @property
    def origin(self) -> str:
        """What the text was generated from, such as "notes" or "zh 3f2a9c1e"; else empty."""
        return self._marked("origin")

    def _marked(self, kind: str) -> str:
        found = (match[kind] for mark in self.marks if (match := _MARK.fullmatch(mark)))
        return next(filter(None, found), "")


@dataclass(frozen=True, kw_only=True)
class Script:
    """A whole script file: what stands before the first slide, then slide by slide."""

    preamble: str = ""
    slides: tuple[SlideText, ...] = ()

    @property
    def newline(self) -> str:
        """The line end this file uses."""
        first, end, _ = (self.preamble + "".join(s.heading for s in self.slides)).partition("\n")
        return "\r\n" if end and first.endswith("\r") else "\n"


def read_heading(line: str) -> Heading | None:
    """Read a heading that carries a slide id; None for any other line.

    >>> read_heading("## 3. Why sample? {#s259 .hidden}")
    Heading(slide_id=259, number=3, title='Why sample?', hidden=True, orphan=False, others=())
    """
    label, anchor, rest = line.rstrip("\r\n").rpartition("{#s")
    start = _HEADING_START.match(label)
    attributes = _ATTRIBUTES.fullmatch(rest)
    if not anchor or start is None or attributes is None:
        return None
    classes = [name.removeprefix(".") for name in attributes["classes"].split()]
    number, title = split_number(label[start.end() :])
    if "orphan" in classes:
        # An orphan has no number: one that stands there is part of its title.
        number, title = None, label[start.end() :].strip()
    return Heading(
        slide_id=int(attributes["id"]),
        number=number,
        title=title,
        hidden="hidden" in classes,
        orphan="orphan" in classes,
        others=tuple(name for name in classes if name not in {"hidden", "orphan"}),
    )


def split_number(label: str) -> tuple[int | None, str]:
    """Part a heading's label into the slide's number and its title.

    >>> split_number("12. 采样")
    (12, '采样')
    """
    match = _NUMBER.match(label)
    if match is None:
        return None, label.strip()
    return int(match["number"]), label[match.end() :].strip()


def one_line(title: str) -> str:
    """Return a title as a heading can hold it."""
    return " ".join(title.split())


def fingerprint(text: str) -> str:
    """Return eight hex digits over a text, blind to spaces and line breaks."""
    data = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:8]


def is_mark(line: str, kind: str = "") -> bool:
    """Whether a line is a comment of speakprep's own: any, or "slide", "origin" or "orphan".

    What a person writes in a comment never looks like one.
    """
    match = _MARK.fullmatch(line)
    return match is not None and (not kind or bool(match[kind]))
