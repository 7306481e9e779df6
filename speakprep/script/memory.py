"""What slides said when their texts were written, found again by the hashes in a script's stamps.

A hash tells that a slide changed; only its words tell what changed, and how
much of it is still there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from speakprep.deck.model import Block, Deck, Slide
from speakprep.script.model import SlideText, Stamp
from speakprep.talk.language import HAN

_RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_IS_HAN = re.compile(rf"[{HAN}]")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a slide said: its title on one line, and the text of each shape, the title's too."""

    title: str = ""
    texts: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All that could be read on it, line by line."""
        return tuple(line for text in self.texts for line in text.split("\n"))


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Slides by their `text_hash`, speaker notes by their `notes_hash`.

    `deck` is the name of the file in the talk folder that was synced last, where it is
    not the usual one.
    """

    slides: Mapping[str, Seen] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    deck: str = ""

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(
            slides={**self.slides, **other.slides},
            notes={**self.notes, **other.notes},
            deck=other.deck or self.deck,
        )


def seen(slide: Slide) -> Seen:
    """Return what a slide says; descriptions of pictures are not seen."""
    return Seen(
        title=slide.title, texts=tuple(b.text for b in slide.blocks if b.kind != "alt" and b.text)
    )


def learn(deck: Deck) -> Memory:
    """Return all that a deck says now."""
    return Memory(
        slides={slide.text_hash: seen(slide) for slide in deck.slides},
        notes={slide.notes_hash: slide.notes for slide in deck.slides if slide.notes.strip()},
    )


def needed(memory: Memory, sections: Iterable[SlideText]) -> Memory:
    """Keep what the stamps of these sections refer to."""
    stamps = [section.stamp for section in sections if section.stamp]
    slides, notes = {stamp.slide for stamp in stamps}, {stamp.notes for stamp in stamps}
    return Memory(
        slides={key: memory.slides[key] for key in sorted(slides & set(memory.slides))},
        notes={key: memory.notes[key] for key in sorted(notes & set(memory.notes))},
    )


def slide_key(texts: Iterable[str]) -> str:
    """Return the `text_hash` of a slide that says this."""
    blocks = tuple(Block(kind="body", text=text) for text in texts)
    return Slide(number=1, slide_id=1, blocks=blocks).text_hash


def notes_key(notes: str) -> str:
    """Return the `notes_hash` of a slide with these speaker notes."""
    return Slide(number=1, slide_id=1, notes=notes).notes_hash


def same_lines(one: Seen, other: Seen) -> bool:
    """Whether two slides say the same lines, however these are spread over shapes.

    So it is after another program saved the deck, or somebody parted a text box in two.
    """
    return line_key(one) == line_key(other)


def line_key(said: Seen) -> tuple[str, ...]:
    """Return the lines of a slide in an order of their own; empty where it says nothing."""
    lines = (" ".join(unicodedata.normalize("NFC", line).split()) for line in said.lines)
    return tuple(sorted(filter(None, lines)))


def known_by(slide: Slide) -> tuple[str, ...]:
    """Return what a slide is known by: its lines, or its pictures where it says nothing.

    Empty for a slide with neither.
    """
    return line_key(seen(slide)) or tuple(filter(None, [media_of(slide)]))


def was_known_by(stamp: Stamp, memory: Memory) -> tuple[str, ...]:
    """Return what a slide was known by; the hash of its text where no more is remembered."""
    said = memory.slides.get(stamp.slide)
    if said is None:
        return (stamp.slide,)
    return line_key(said) or tuple(filter(None, [stamp.media]))


def media_of(slide: Slide) -> str:
    """Return the hash of a slide's pictures, videos and sounds; empty where there are none."""
    return slide.media_hash if slide.media else ""


def overlap(one: Counter[str], other: Counter[str]) -> float | None:
    """Return the share of tokens in common, from 0 to 1 (Dice); None where one side has none."""
    if not one or not other:
        return None
    return 2 * (one & other).total() / (one.total() + other.total())


def tokens(texts: Iterable[str]) -> Counter[str]:
    """Return the words of a text, and each two neighbouring Han characters.

    Single Han characters would make any two Chinese slides alike.

    >>> sorted(tokens(["尾部采样 Tail"]))
    ['tail', '尾部', '部采', '采样']
    """
    found: Counter[str] = Counter()
    for text in texts:
        for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
            if len(run) > 1 and _IS_HAN.match(run):
                found.update(run[n : n + 2] for n in range(len(run) - 1))
            else:
                found[run] += 1
    return found
