"""How much a slide is the one a text was written for."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from speakprep.deck.model import Slide
from speakprep.script.memory import (
    Memory,
    Seen,
    line_key,
    media_of,
    overlap,
    same_lines,
    seen,
    tokens,
)
from speakprep.script.model import SlideText, fingerprint, one_line

OTHER = 0.3
"""Below this likeness a slide is clearly another one: 12 of 912 slides that kept their id were,
in 73 pairs of successive versions of presented decks."""

DOUBTFUL = 0.5
"""The likeness of two slides of which nothing comparable is known."""

SAME = 0.7
"""From this likeness on two slides are the same one: so were 4 of 54 whose id had gone."""

REACH = 50
"""So many slides a text is compared with at most; it keeps the work in proportion to the deck."""


def likeness(section: SlideText, slide: Slide, memory: Memory) -> float:
    """Return how much a slide is the one the section was written for, from 0 to 1.

    1 where its words, creation id, notes or title are the same (its pictures,
    if it has no words), or where nothing was remembered and only the id
    speaks; otherwise the likeness of the words.
    """
    stamp = section.stamp
    if stamp is None:
        return words_alike(section, slide, memory) if section.head.orphan else 1.0
    marked = stamp.creation and stamp.creation == creation_mark(slide)
    known = unchanged(section, slide, memory) and not other_pictures(section, slide, memory)
    if marked or known or _same_name(section, slide):
        return 1.0
    return words_alike(section, slide, memory)


def unchanged(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether a slide says what it said when the text was written, wherever it now stands on it."""
    stamp = section.stamp
    if stamp is None or stamp.slide == slide.text_hash:
        return stamp is not None
    before = memory.slides.get(stamp.slide)
    return before is not None and same_lines(before, seen(slide))


def replaced(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether a slide holds something else than what the text was written for.

    A new title alone does not tell, nor do other points under the same title.
    """
    return (
        section.stamp is not None
        and not unchanged(section, slide, memory)
        and not _same_name(section, slide)
        and words_alike(section, slide, memory) < OTHER
    )


def other_pictures(section: SlideText, slide: Slide, memory: Memory) -> bool:
    """Whether a slide that never said anything shows something else than it did."""
    stamp = section.stamp
    return (
        stamp is not None
        and "" not in {stamp.media, media_of(slide)}
        and stamp.media != media_of(slide)
        and unchanged(section, slide, memory)
        and not line_key(seen(slide))
    )


def words_alike(section: SlideText, slide: Slide, memory: Memory) -> float:
    """Return the share of words in common; of the titles, where no more is remembered."""
    before = _before(section, memory)
    if before is not None:
        share = overlap(tokens(before.texts), tokens(seen(slide).texts))
        return DOUBTFUL if share is None else share
    return titles_alike(section.head.title, slide.title)


def titles_alike(one: str, other: str) -> float:
    """Return the share of letters two titles have in common, in order (normalised indel)."""
    if not one or not other:
        return DOUBTFUL
    from rapidfuzz import fuzz  # a check of a script compares nothing

    return fuzz.ratio(one_line(one).casefold(), one_line(other).casefold()) / 100


class Alike:
    """Slides, to be found by the words they have in common with what a text was written for.

    Up to `REACH` slides are compared one by one. In a longer deck those are
    that share the most words which few slides have: what all slides say ("the",
    the name of the event) makes no two of them alike.
    """

    def __init__(self, slides: Iterable[Slide]) -> None:
        self._slides = {slide.slide_id: slide for slide in slides}
        self._words = {each: tokens(seen(s).texts) for each, s in self._slides.items()}
        self._having: dict[str, list[int]] = defaultdict(list)
        for slide_id, words in self._words.items():
            for word in words:
                self._having[word].append(slide_id)

    def to(self, section: SlideText, memory: Memory) -> Iterator[tuple[float, Slide]]:
        """Yield slides with their likeness, as `words_alike`; not those without any words."""
        before = _before(section, memory)
        words = tokens(before.texts if before else [section.head.title])
        for slide_id in self._near(words):
            slide = self._slides[slide_id]
            if before is None:
                yield titles_alike(section.head.title, slide.title), slide
            elif (share := overlap(words, self._words[slide_id])) is not None:
                yield share, slide

    def _near(self, words: Iterable[str]) -> Iterable[int]:
        if len(self._slides) <= REACH:
            return self._slides
        having = [self._having[word] for word in words if word in self._having]
        few = [ids for ids in having if len(ids) <= REACH]
        few = few or [min(having, key=len, default=[])[:REACH]]
        shared = Counter(slide_id for ids in few for slide_id in ids)
        return [slide_id for slide_id, _ in shared.most_common(REACH)]


def state_of(slide: Slide, notes_hash: str) -> str:
    """Return a fingerprint of what a slide and its notes say and show, the same after a re-save."""
    return fingerprint("\n".join((notes_hash, media_of(slide), *line_key(seen(slide)))))


def creation_mark(slide: Slide) -> str:
    """Return a slide's creation id as a stamp holds it; empty where there is none."""
    return "" if slide.creation_id is None else f"{slide.creation_id:x}"


def _before(section: SlideText, memory: Memory) -> Seen | None:
    return memory.slides.get(section.stamp.slide) if section.stamp else None


def _same_name(section: SlideText, slide: Slide) -> bool:
    """Whether the title is the same, or the speaker notes are."""
    stamp = section.stamp
    return stamp is not None and (
        (bool(slide.notes.strip()) and stamp.notes == slide.notes_hash)
        or stamp.title == fingerprint(one_line(slide.title)) != fingerprint("")
    )
