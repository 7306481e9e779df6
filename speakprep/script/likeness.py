"""How much a slide is the one a text was written for."""

from speakprep.deck.model import Slide
from speakprep.script.memory import Memory, line_key, overlap, same_lines, seen, tokens
from speakprep.script.model import SlideText, fingerprint, one_line

OTHER = 0.3
"""Below this likeness a slide is clearly another one: 12 of 912 slides that kept their id were,
in 73 pairs of successive versions of presented decks."""

DOUBTFUL = 0.5
"""The likeness of two slides of which nothing comparable is known."""

SAME = 0.7
"""From this likeness on two slides are the same one: so were 4 of 54 whose id had gone."""


def likeness(section: SlideText, slide: Slide, memory: Memory) -> float:
    """Return how much a slide is the one the section was written for, from 0 to 1.

    1 where slide text, creation id, notes or title are the same, or where
    nothing was remembered and only the id speaks; otherwise the likeness of
    the words.
    """
    stamp = section.stamp
    if stamp is None and not section.head.orphan:
        return 1.0
    marked = stamp is not None and stamp.creation and stamp.creation == creation_mark(slide)
    if marked or unchanged(section, slide, memory) or _same_name(section, slide):
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


def words_alike(section: SlideText, slide: Slide, memory: Memory) -> float:
    """Return the share of words in common; of the titles, where no more is remembered."""
    before = memory.slides.get(section.stamp.slide) if section.stamp else None
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


def state_of(slide: Slide, notes_hash: str) -> str:
    """Return a fingerprint of all that a slide and its notes say, the same after a re-save."""
    return fingerprint("\n".join((notes_hash, *line_key(seen(slide)))))


def creation_mark(slide: Slide) -> str:
    """Return a slide's creation id as a stamp holds it; empty where there is none."""
    return "" if slide.creation_id is None else f"{slide.creation_id:x}"


def _same_name(section: SlideText, slide: Slide) -> bool:
    """Whether the title is the same, or the speaker notes are."""
    stamp = section.stamp
    return stamp is not None and (
        (bool(slide.notes.strip()) and stamp.notes == slide.notes_hash)
        or stamp.title == fingerprint(one_line(slide.title)) != fingerprint("")
    )
